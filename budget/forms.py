"""What the budget's pages ask for. Amounts are typed as people write them and read by organisation.figures."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms

from budget.models import Account, BudgetLine, InvestmentProject
from organisation.figures import AmountError, Scale, formatted, parsed
from organisation.models import Unit
from organisation.periods import MONTHS

MONTH_CHOICES = [(number, name.capitalize()) for number, name in enumerate(MONTHS, start=1)]


class AmountField(forms.CharField):
    """An amount in kronor as people write it; empty is None. What cannot be read stays in the field."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "num"}
        super().__init__(**{"required": False, "widget": forms.TextInput(attrs=attrs), **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return formatted(value, 2) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parsed(text)
        except AmountError as error:
            raise forms.ValidationError(str(error)) from error


def _styled(form: forms.Form) -> None:
    """Bootstrap's classes, for the forms that stand in a row and are printed field by field."""
    for field in form.fields.values():
        is_select = isinstance(field.widget, forms.Select)
        field.widget.attrs.setdefault("class", "form-select" if is_select else "form-control")


class ResultForm(forms.Form):
    """What a result page shows. GET; what is missing or wrong falls back to the page's own choice."""

    ar = forms.TypedChoiceField(label="År", coerce=int, required=False)
    till = forms.TypedChoiceField(label="Till och med", coerce=int, choices=MONTH_CHOICES, required=False)
    skala = forms.ChoiceField(
        label="Belopp i",
        choices=[
            (scale.value, label)
            for scale, label in (
                (Scale.KR, "kronor"),
                (Scale.TKR, "tkr (tusen kronor)"),
                (Scale.MNKR, "mnkr (miljoner kronor)"),
            )
        ],
        required=False,
    )
    sortera = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, years: Sequence[int], year: int, last: int) -> None:
        choices = [(y, str(y)) for y in sorted({*years, year}, reverse=True)]
        # A select shows what the page is about, also where the address says nothing of it.
        shown = {"ar": year, "skala": Scale.TKR.value, **{k: v for k, v in data.items() if v}}
        if "till" not in shown:
            shown["till"] = last
        super().__init__(shown)
        self.fields["ar"].choices = choices  # type: ignore[attr-defined]
        _styled(self)
        self.year = year
        self.is_valid()
        self.month: int = self.cleaned_data.get("till") or last
        self.scale = Scale(self.cleaned_data.get("skala") or Scale.TKR)
        self.sort: str = self.cleaned_data.get("sortera") or ""

    @property
    def other_year(self) -> int | None:
        """The year to go to instead of the page's own."""
        chosen = self.cleaned_data.get("ar") or self.year
        return chosen if chosen != self.year else None

    def query(self, **changed: Any) -> str:
        chosen = {"till": self.month, "skala": self.scale.value, "sortera": self.sort, **changed}
        return "?" + urlencode({key: value for key, value in chosen.items() if value})


class BudgetFilterForm(forms.Form):
    sok = forms.CharField(label="Sök enhet eller konto", required=False, max_length=100)
    enhet = forms.ChoiceField(label="Enhet med underenheter", required=False)
    typ = forms.ChoiceField(
        label="Typ", choices=[("", "Alla typer"), *BudgetLine.Type.choices], required=False
    )
    sortera = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, units: Iterable[Unit]) -> None:
        super().__init__(data)
        self.fields["enhet"].choices = [("", "Alla enheter"), *((u.code, str(u)) for u in units)]  # type: ignore[attr-defined]
        _styled(self)
        self.is_valid()


class KeyForm(forms.Form):
    """Which budget line: asked for only when a new one is made."""

    enhet = forms.ModelChoiceField(
        label="Enhet",
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label="Välj enhet",
        error_messages={
            "required": "Välj vilken enhet budgeten gäller.",
            "invalid_choice": "Välj en enhet i listan.",
        },
    )
    konto = forms.ModelChoiceField(
        label="Konto",
        queryset=Account.objects.none(),
        to_field_name="code",
        empty_label="Välj konto",
        error_messages={"required": "Välj konto.", "invalid_choice": "Välj ett konto i listan."},
    )
    typ = forms.ChoiceField(
        label="Typ",
        choices=BudgetLine.Type.choices,
        initial=BudgetLine.Type.ORIGINAL,
        help_text="Ursprunglig budget, tilläggsbudget och ombudgetering hålls isär.",
    )

    def __init__(self, data: Any = None, *, units: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["enhet"].queryset = units  # type: ignore[attr-defined]
        self.fields["konto"].queryset = accounts  # type: ignore[attr-defined]


class BudgetLineForm(forms.Form):
    """A year's amount spread over the months, or the months themselves. In the sign of the account's kind."""

    EVENLY, LAST_YEAR, MONTHLY = "jamnt", "fjolaret", "manader"

    satt = forms.ChoiceField(
        label="Hur vill du föra in beloppet?",
        choices=[
            (EVENLY, "Helårsbelopp, fördelat jämnt över månaderna"),
            (LAST_YEAR, "Helårsbelopp, fördelat som förra årets utfall"),
            (MONTHLY, "Månad för månad"),
        ],
        initial=EVENLY,
        widget=forms.RadioSelect,
    )
    helar = AmountField(label="Belopp för helåret, kronor")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for month, name in MONTH_CHOICES:
            self.fields[f"m{month}"] = AmountField(label=name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("satt") in {self.EVENLY, self.LAST_YEAR}
            and "helar" in cleaned
            and cleaned["helar"] is None
        ):
            self.add_error("helar", "Skriv helårsbeloppet i kronor.")
        wrong_months = any(f"m{month}" in self.errors for month, _ in MONTH_CHOICES)
        if cleaned.get("satt") == self.MONTHLY and not wrong_months and all(a is None for a in self.months()):
            self.add_error("m1", "Skriv minst ett månadsbelopp.")
        return cleaned

    def months(self) -> list[Decimal | None]:
        return [self.cleaned_data.get(f"m{month}") for month, _ in MONTH_CHOICES]

    def month_fields(self) -> list[forms.BoundField]:
        return [self[f"m{month}"] for month, _ in MONTH_CHOICES]


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    class Meta:
        model = InvestmentProject
        fields = ["code", "name", "group", "unit", "position"]
        labels = {"code": "Projektnummer", "name": "Projektets namn", "position": "Ordning i tabellen"}

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = "Hela nämnden"  # type: ignore[attr-defined]

    def _get_validation_exclusions(self) -> set[str]:
        # The committee is not a field of the form, but the project's number is unique within it.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"committee"}


class CarryOverForm(forms.Form):
    belopp = AmountField(
        label="Belopp att ombudgetera, kronor",
        required=True,
        error_messages={"required": "Skriv beloppet i kronor."},
    )
    skal = forms.CharField(
        label="Skäl",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Varför behövs pengarna nästa år? Texten följer med till nämnden.",
        error_messages={"required": "Skriv varför pengarna behövs nästa år."},
    )
