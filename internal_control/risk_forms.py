"""What the pages of risks ask for."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from internal_control.decision_forms import DecisionFormMixin
from internal_control.models import ControlPlan, Risk, RiskDecision
from internal_control.risk_editing import FACTS, RiskEntry, fingerprint
from internal_control.risk_values import RiskScale, Step
from organisation.forms import FilterForm, QuickSelect, RowsField
from organisation.meanwhile import SeenFormMixin
from organisation.models import Unit


class StepField(forms.TypedChoiceField):
    """A step of an axis, '3 Möjlig'; None where none is chosen."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(
            label=label, required=False, coerce=int, empty_value=None, widget=QuickSelect, **kwargs
        )

    def of(self, steps: Sequence[Step]) -> None:
        self.choices = [
            ("", "Inte värderad"),
            *((step.value, f"{step.value} {step.label}") for step in steps),
        ]
        self.error_messages["invalid_choice"] = f"Välj ett steg på skalan, 1 till {len(steps)}."
        self.widget.attrs["data-step"] = True


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Unit.objects.none(),
            empty_label=None,
            widget=QuickSelect,
            error_messages={"required": "Välj enhet.", "invalid_choice": "Välj en enhet i listan."},
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj) if obj.parent_id else f"Hela nämnden ({obj})"


def _process() -> forms.CharField:
    return forms.CharField(
        label="Process eller område",
        max_length=150,
        widget=forms.TextInput(attrs={"list": "processer"}),
        error_messages={"required": "Skriv vilken process eller vilket område risken gäller."},
    )


def _description() -> forms.CharField:
    return forms.CharField(
        label="Risk",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Vad som kan gå fel, i en mening: ”Utredningar blir inte klara inom fyra månader”.",
        error_messages={"required": "Skriv vad risken är."},
    )


def _cause() -> forms.CharField:
    return forms.CharField(
        label="Orsak", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


def _category() -> forms.CharField:
    return forms.CharField(
        label="Kategori",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "kategorier"}),
        help_text="Till exempel verksamhetsrisk, omvärldsrisk, rättslig risk eller it-risk.",
    )


class RiskForm(SeenFormMixin, DecisionFormMixin):
    code = forms.CharField(
        label="Kod",
        max_length=30,
        help_text="Samma kod nästa år är samma risk: så följs den genom åren.",
        error_messages={"required": "Skriv en kod."},
    )
    process = _process()
    description = _description()
    cause = _cause()
    category = _category()
    unit = UnitField(label="Enhet")
    owner = forms.CharField(
        label="Riskägare",
        max_length=100,
        required=False,
        help_text="Den som svarar för risken, till exempel enhetschef barn och unga.",
    )
    likelihood = StepField(label="Sannolikhet")
    consequence = StepField(label="Konsekvens")
    value_reason = forms.CharField(
        label="Skäl till värdet", max_length=500, required=False, help_text="Sparas i riskens historik."
    )
    # decision() is that behind the change; this is what is done about the risk.
    risk_decision = forms.ChoiceField(
        label="Beslut",
        required=False,
        choices=[("", "Inte beslutat"), *RiskDecision.choices],
        widget=QuickSelect,
    )
    reason = forms.CharField(
        label="Motivering", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_chosen = forms.BooleanField(label="Med i internkontrollplanen", required=False)
    likelihood_after = StepField(label="Sannolikhet efter åtgärder")
    consequence_after = StepField(label="Konsekvens efter åtgärder")

    def __init__(
        self, *args: Any, plan: ControlPlan, risk: Risk | None, scale: RiskScale, units: Any, **kwargs: Any
    ) -> None:
        if risk is not None:
            stored = {name: getattr(risk, name) for name in FACTS}
            kwargs["initial"] = {**stored, "risk_decision": risk.decision}
        super().__init__(*args, plan=plan, **kwargs)
        self.initial["seen"] = fingerprint(risk) if risk else ""
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        for name in ("likelihood", "likelihood_after"):
            self.fields[name].of(scale.likelihood)  # type: ignore[attr-defined]
        for name in ("consequence", "consequence_after"):
            self.fields[name].of(scale.consequence)  # type: ignore[attr-defined]
        self.needs_decision = plan.is_adopted and (risk is None or risk.is_chosen)

    def entry(self) -> RiskEntry:
        typed = {**self.cleaned_data, "decision": self.cleaned_data["risk_decision"]}
        return RiskEntry(**{name: typed[name] for name in (*FACTS, "value_reason")})


class ProposalForm(forms.Form):
    """A risk as a unit hands it in."""

    unit = UnitField(label="Enhet")
    process = _process()
    description = _description()
    cause = _cause()
    category = _category()

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def entry(self) -> RiskEntry:
        return RiskEntry(code="", **self.cleaned_data)


class DeclineForm(forms.Form):
    because = forms.CharField(
        label="Varför tas förslaget inte upp?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Den som föreslog risken kan läsa det.",
        error_messages={"required": "Skriv varför förslaget inte tas upp."},
    )


class ChoiceForm(SeenFormMixin, DecisionFormMixin):
    """Which risks are in the plan: those ticked."""

    chosen = RowsField(
        label="Risker",
        queryset=Risk.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Någon av riskerna finns inte längre bland årets risker."},
    )

    def __init__(self, *args: Any, plan: ControlPlan, risks: Any, seen: str, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        self.initial["seen"] = seen
        self.fields["chosen"].queryset = risks  # type: ignore[attr-defined]


class RiskFilterForm(FilterForm):
    KEPT: ClassVar = ("sortera", "visa", "skede")

    CHOSEN, NOT_CHOSEN, PROPOSED, DECLINED = "valda", "ovalda", "forslag", "avbojda"

    sok = forms.CharField(label="Sök", required=False, max_length=100)
    process = forms.ChoiceField(label="Process", required=False)
    kategori = forms.ChoiceField(label="Kategori", required=False)
    enhet = forms.ChoiceField(label="Enhet", required=False)
    niva = forms.ChoiceField(label="Risknivå", required=False)
    beslut = forms.ChoiceField(
        label="Beslut",
        required=False,
        choices=[("", "Alla"), *RiskDecision.choices, ("inget", "Inte beslutat")],
    )
    plan = forms.ChoiceField(
        label="Plan",
        required=False,
        choices=[
            ("", "Alla risker"),
            (CHOSEN, "Med i planen"),
            (NOT_CHOSEN, "Inte i planen"),
            (PROPOSED, "Förslag från enheter"),
            (DECLINED, "Avböjda förslag"),
        ],
    )
    sortera = forms.CharField(widget=forms.HiddenInput, required=False)
    visa = forms.CharField(widget=forms.HiddenInput, required=False)
    skede = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,
        *,
        units: Iterable[Unit],
        processes: Iterable[str],
        categories: Iterable[str],
        scale: RiskScale,
    ) -> None:
        levels = [
            (str(level.from_value), f"{level.label} ({low}–{high})") for level, low, high in scale.ranges()
        ]
        choices = {
            "process": [(each, each) for each in processes],
            "kategori": [(each, each) for each in categories],
            "enhet": [(unit.code, str(unit)) for unit in units],
            "niva": [*reversed(levels), ("ingen", "Inte värderade")],
        }
        super().__init__(data, choices=choices)


class SheetFilterForm(FilterForm):
    """Which risks stand in the sheet."""

    skede = forms.ChoiceField(
        label="Värden", required=False, choices=[("", "Före åtgärder"), ("efter", "Efter åtgärder")]
    )
    process = forms.ChoiceField(label="Process", required=False)
    visa = forms.ChoiceField(
        label="Risker",
        required=False,
        choices=[("", "Alla"), ("ovarderade", "Inte värderade"), ("valda", "Med i planen")],
    )
    kod = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, processes: Iterable[str]) -> None:
        super().__init__(data, choices={"process": [(each, each) for each in processes]})
