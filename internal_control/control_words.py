"""What a plan says about a control, in words: what a change of an adopted plan is told in."""

from collections.abc import Sequence

from internal_control.control_entries import ItemEntry, placed
from internal_control.models import Control
from organisation.due_texts import RECURRING, Due, shown_due


def words_of(control: Control, months: Sequence[int], items: Sequence[ItemEntry]) -> dict[str, str]:
    """Text by the name of the field. Who carries the control out is no part of what the plan says."""
    return {
        "Kod": control.code,
        "Risk": f"{control.risk.code} {control.risk}" if control.risk else "",
        "Process eller område": control.process,
        "Kontrollmoment": control.title,
        "Metod": method_words(control),
        "Så görs kontrollen": control.method_text,
        "Styrande dokument": control.rule,
        "Månader": month_words(months),
        "Enhet": str(control.unit),
        "Ansvarig": control.responsible,
        "Rapporteras till": control.reported_to,
        "Räknas": item_words(items),
    }


def method_words(control: Control) -> str:
    """'Stickprov, 20 st' or 'Systemkontroll'."""
    method = str(control.get_method_display())
    return f"{method}, {control.sample_size} st" if control.sample_size else method


def month_words(months: Sequence[int]) -> str:
    """'maj, sep, dec'; every month of the year is 'varje månad'."""
    if len(set(months)) == 12:
        return "varje månad"
    return shown_due(Due(RECURRING, months=tuple(sorted(months))))


def item_words(items: Sequence[ItemEntry]) -> str:
    """'Inom fyra månader; Över fyra månader (avvikelse): Väntan på utlåtande, Annat skäl'."""
    texts: list[str] = []
    for each in placed(items):
        label = each.entry.label.strip()
        if each.entry is each.top:
            texts.append(f"{label} (avvikelse)" if each.is_deviation else label)
        else:
            texts[-1] += f"{',' if ': ' in texts[-1] else ':'} {label}"
    return "; ".join(texts)
