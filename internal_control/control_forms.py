"""What the pages of controls ask for."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from internal_control.codes import next_code
from internal_control.control_entries import FACTS, ControlEntry, ItemEntry, stored_items, stored_months
from internal_control.control_faults import control_faults
from internal_control.controlling import fingerprint
from internal_control.decision_forms import DecisionFormMixin
from internal_control.models import Control, ControlPlan, Risk
from internal_control.performers import Candidate, candidates
from organisation.forms import DayField, QuickCheckbox, QuickHidden, QuickSelect, QuickText
from organisation.meanwhile import SeenFormMixin
from organisation.models import Unit, User
from organisation.periods import MONTHS
from organisation.row_forms import RowFormSet

SPARE_ROWS = 3


class ItemForm(forms.Form):
    """A row that is counted."""

    code = forms.CharField(widget=QuickHidden, required=False)
    label = forms.CharField(
        label="Det som räknas",
        max_length=150,
        widget=QuickText,
        error_messages={"required": "Skriv vad som räknas."},
    )
    is_part = forms.BooleanField(label="Del av raden ovanför", widget=QuickCheckbox, required=False)
    is_deviation = forms.BooleanField(label="Är avvikelse", widget=QuickCheckbox, required=False)


_ItemFormSet: Any = forms.formset_factory(
    ItemForm, formset=RowFormSet, extra=SPARE_ROWS, can_order=True, can_delete=True, max_num=30
)


def item_formset(data: Any, control: Control | None) -> Any:
    """The rows of what the control counts."""
    stored = stored_items(control) if control else []
    initial = [
        {"code": each.code, "label": each.label, "is_part": each.is_part, "is_deviation": each.is_deviation}
        for each in stored
    ]
    return _ItemFormSet(data, initial=initial, prefix="rad")


def item_entries(formset: Any) -> tuple[ItemEntry, ...]:
    """What was typed into rows that are valid."""
    rows = (row.cleaned_data for row in formset.rows())
    return tuple(
        ItemEntry(row["label"], row["is_deviation"], row["is_part"], row["code"]) for row in rows if row
    )


class ControlForm(SeenFormMixin, DecisionFormMixin):
    """A control, checked as internal_control.controlling checks it.

    What it counts is typed in a formset beside it; items is here for the sentences about it, and is never typed.
    """

    process = forms.CharField(
        label="Process eller område",
        max_length=150,
        widget=forms.TextInput(attrs={"list": "processer"}),
        error_messages={"required": "Skriv vilken process eller vilket område kontrollen gäller."},
    )
    risk = forms.ModelChoiceField(
        label="Risk",
        widget=QuickSelect,
        queryset=Risk.objects.none(),
        required=False,
        empty_label="Ingen särskild risk",
        error_messages={"invalid_choice": "Välj en risk i listan."},
    )
    title = forms.CharField(
        label="Kontrollmoment",
        max_length=500,
        error_messages={"required": "Skriv vad som kontrolleras."},
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Vad som granskas, till exempel: Utredningar av barn och unga är klara inom fyra månader.",
    )
    method = forms.ChoiceField(label="Metod", choices=Control.Method.choices, widget=QuickSelect)
    sample_size = forms.IntegerField(
        label="Antal i stickprovet",
        required=False,
        min_value=1,
        max_value=100_000,
        error_messages={
            "invalid": "Skriv antalet med siffror.",
            "min_value": "Skriv hur många stickprovet omfattar.",
        },
    )
    method_text = forms.CharField(
        label="Så görs kontrollen",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Vad den som utför kontrollen ska göra. Visas när kontrollen utförs.",
    )
    rule = forms.CharField(
        label="Styrande dokument",
        required=False,
        max_length=500,
        help_text="Lag, riktlinje eller rutin som det granskas mot.",
    )
    months = forms.TypedMultipleChoiceField(
        label="Månader",
        coerce=int,
        choices=[(number, name.capitalize()) for number, name in enumerate(MONTHS, 1)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Kontrollen ska vara genomförd senast den sista i månaden.",
        error_messages={"invalid_choice": "Välj månader i listan."},
    )
    unit = forms.ModelChoiceField(
        label="Enhet",
        widget=QuickSelect,
        queryset=Unit.objects.none(),
        error_messages={"required": "Välj enhet.", "invalid_choice": "Välj en enhet i listan."},
    )
    responsible = forms.CharField(
        label="Ansvarig",
        max_length=100,
        help_text="Titel, som den står i planen.",
        error_messages={"required": "Skriv vem som ansvarar, med titel."},
    )
    performer = forms.ModelChoiceField(
        label="Utförs av",
        widget=QuickSelect,
        queryset=User.objects.none(),
        required=False,
        empty_label="Ingen är vald än",
        help_text="Personen får kontrollen bland sina uppgifter. Välj någon som får utföra enhetens kontroller.",
        error_messages={"invalid_choice": "Välj en person i listan."},
    )
    reported_to = forms.CharField(
        label="Rapporteras till", max_length=100, required=False, help_text="Till exempel förvaltningschefen."
    )
    counts_people = forms.BooleanField(
        label="Det som räknas är personer",
        required=False,
        help_text="Då visas inte antal som är mindre än nämndens minsta grupp för alla.",
    )
    code = forms.CharField(
        label="Kod",
        max_length=30,
        error_messages={"required": "Skriv en kod."},
        help_text="Samma kod i nästa års plan är samma kontroll: så får den sin historik.",
    )
    items = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        plan: ControlPlan,
        control: Control | None,
        units: Sequence[Unit],
        formset: Any = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        stored = _initial(plan, control) | (initial or {})
        super().__init__(*args, plan=plan, initial=stored, **kwargs)
        self.control, self.formset = control, formset
        _choose(
            self.fields["unit"], units, [(unit.pk, _indented(unit)) for unit in units], empty="Välj enhet"
        )
        of_risks = list(
            plan.risks.in_order().values_list("pk", "code", "description", "is_proposal", "process")
        )
        gathered = [(pk, f"{code} {text}") for pk, code, text, is_proposal, _ in of_risks if not is_proposal]
        risk: Any = self.fields["risk"]
        risk.queryset = plan.risks.gathered()
        risk.choices = [("", risk.empty_label), *gathered]
        self._of_risks = {process for *_, process in of_risks}
        people = candidates(plan.committee, units)
        _choose_performer(self.fields["performer"], people, control.performer if control else None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.formset is not None and not self.formset.is_valid():
            self.add_error("items", "Rätta raderna som är markerade.")
        elif cleaned.get("unit"):
            for field, sentence in control_faults(self.plan, self.control, self.entry()):
                if field not in self.errors or field in ("months", "items"):
                    self.add_error(field, sentence)
        return cleaned

    def entry(self) -> ControlEntry:
        """What was typed. The unit is valid."""
        typed = self.cleaned_data
        facts = {name: typed[name] for name in FACTS if name in typed}
        missing: dict[str, Any] = {"code": "", "process": "", "title": "", "responsible": "", "method": ""}
        months = tuple(typed.get("months") or ())
        items = item_entries(self.formset) if self.formset is not None else ()
        return ControlEntry(**{**missing, **facts, "months": months, "items": items})

    @property
    def processes(self) -> list[str]:
        """Those that the plan names already, to choose among while one types."""
        return sorted(self._of_risks.union(self.plan.controls.values_list("process", flat=True)))


def _initial(plan: ControlPlan, control: Control | None) -> dict[str, Any]:
    if control is None:
        return {"code": next_code("k", plan.controls.values_list("code", flat=True)), "seen": ""}
    facts, months = {name: getattr(control, name) for name in FACTS}, stored_months(control)
    return facts | {"months": list(months), "seen": fingerprint(control, months)}


def _choose(field: Any, rows: Iterable[Any], choices: list[tuple[Any, str]], *, empty: str = "") -> None:
    """Offer the rows, which are read already."""
    rows = list(rows)
    field.queryset = type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]) if rows else field.queryset
    field.choices = [("", empty or field.empty_label), *choices]


def _choose_performer(field: Any, people: Sequence[Candidate], stored: Any) -> None:
    """Whoever carries it out now is shown, also where the person may no longer: then another is to be chosen."""
    users, choices = [each.user for each in people], [(each.user.pk, each.label) for each in people]
    if stored is not None and stored not in users:
        users.append(stored)
        choices.append((stored.pk, f"{stored} (har slutat eller saknar behörighet)"))
    _choose(field, users, choices)


def _indented(unit: Unit) -> str:
    return "\N{NO-BREAK SPACE}" * 4 * unit.level + str(unit)


class StrikeForm(DecisionFormMixin):
    on = DayField(
        label="Utgår från och med", error_messages={"required": "Skriv från vilken dag kontrollen utgår."}
    )


class PerformerForm(forms.Form):
    performer = forms.ModelChoiceField(
        label="Utförs av",
        widget=QuickSelect,
        queryset=User.objects.none(),
        required=False,
        empty_label="Ingen",
        error_messages={"invalid_choice": "Välj en person i listan."},
    )

    def __init__(self, *args: Any, people: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self.fields["performer"],
            [each.user for each in people],
            [(each.user.pk, each.label) for each in people],
        )
