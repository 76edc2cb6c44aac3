"""What a risk and a control say in the columns of a table. Pure."""

from collections.abc import Callable, Mapping

from internal_control.control_words import month_words
from internal_control.risk_values import Step
from organisation.figures import NBSP
from reports.column_words import ColumnWord
from reports.contents import Cell, LevelMark
from reports.control_records import ReportControl, ReportRisk
from reports.control_sources import ControlSources
from reports.control_tables import marked, words

_TIMES = {
    1: "En gång per år",
    2: "Två gånger per år",
    3: "Tre gånger per år",
    4: "Fyra gånger per år",
    6: "Sex gånger per år",
    12: "Varje månad",
}


class RiskWord(ColumnWord):
    """The columns of a list of risks."""

    CODE = "kod", "Kod"
    PROCESS = "process", "Process eller område"
    RISK = "risk", "Risk"
    CAUSE = "orsak", "Orsak"
    CATEGORY = "kategori", "Kategori"
    LIKELIHOOD = "sannolikhet", "Sannolikhet"
    CONSEQUENCE = "konsekvens", "Konsekvens"
    VALUE = "riskvärde", "Riskvärde"
    LEVEL = "nivå", "Risknivå"
    AFTER = "efter åtgärder", "Efter åtgärder"
    DECISION = "beslut", "Beslut"
    REASON = "motivering", "Motivering"
    OWNER = "riskägare", "Riskägare"
    UNIT = "enhet", "Enhet"


MARKED_RISK_WORDS = (RiskWord.VALUE, RiskWord.LEVEL, RiskWord.AFTER)


class ControlWord(ColumnWord):
    """The columns that tell what a control is."""

    CODE = "kod", "Kod"
    PROCESS = "process", "Process eller område"
    RISK = "risk", "Risk"
    VALUE = "riskvärde", "Riskvärde"
    CONTROL = "kontrollmoment", "Kontrollmoment"
    METHOD = "metod", "Metod"
    RULE = "styrande dokument", "Styrande dokument"
    WHEN = "när", "När"
    FREQUENCY = "frekvens", "Frekvens"
    RESPONSIBLE = "ansvarig", "Ansvarig"
    REPORTED_TO = "rapporteras till", "Rapporteras till"
    UNIT = "enhet", "Enhet"


MARKED_CONTROL_WORDS = (ControlWord.VALUE,)


def risk_cells(sources: ControlSources) -> Mapping[RiskWord, Callable[[ReportRisk], Cell]]:
    def level(value: int | None) -> LevelMark | None:
        found = sources.scale.level_of(value)
        return LevelMark(found.symbol, found.colour, found.label) if found else None

    return {
        RiskWord.CODE: lambda risk: words(risk.code),
        RiskWord.PROCESS: lambda risk: words(risk.process),
        RiskWord.RISK: lambda risk: words(risk.description),
        RiskWord.CAUSE: lambda risk: words(risk.cause),
        RiskWord.CATEGORY: lambda risk: words(risk.category),
        RiskWord.LIKELIHOOD: lambda risk: words(step_label(sources.scale.likelihood, risk.likelihood)),
        RiskWord.CONSEQUENCE: lambda risk: words(step_label(sources.scale.consequence, risk.consequence)),
        RiskWord.VALUE: lambda risk: marked(sources.level(risk.value)),
        RiskWord.LEVEL: lambda risk: marked(level(risk.value)),
        RiskWord.AFTER: lambda risk: marked(sources.level(risk.value_after)),
        RiskWord.DECISION: lambda risk: words(risk.decision),
        RiskWord.REASON: lambda risk: words(risk.reason),
        RiskWord.OWNER: lambda risk: words(risk.owner),
        RiskWord.UNIT: lambda risk: words(risk.unit),
    }


def control_cells(sources: ControlSources) -> Mapping[ControlWord, Callable[[ReportControl], Cell]]:
    return {
        ControlWord.CODE: lambda control: words(control.code),
        ControlWord.PROCESS: lambda control: words(control.process),
        ControlWord.RISK: lambda control: words(control.risk.description if control.risk else ""),
        ControlWord.VALUE: lambda control: marked(
            sources.level(control.risk.value if control.risk else None)
        ),
        ControlWord.CONTROL: lambda control: words(control.title),
        ControlWord.METHOD: lambda control: words(f"{control.method}\n{control.method_text}"),
        ControlWord.RULE: lambda control: words(control.rule),
        ControlWord.WHEN: lambda control: words(_with_end(when(control), control)),
        ControlWord.FREQUENCY: lambda control: words(_with_end(frequency(control), control)),
        ControlWord.RESPONSIBLE: lambda control: words(control.responsible),
        ControlWord.REPORTED_TO: lambda control: words(control.reported_to),
        ControlWord.UNIT: lambda control: words(control.unit),
    }


def step_label(steps: tuple[Step, ...], value: int | None) -> str:
    """'3 Möjlig'; '' where there is no value."""
    return next((f"{step.value}{NBSP}{step.label}" for step in steps if step.value == value), "")


def when(control: ReportControl) -> str:
    """'maj, sep, dec'; 'varje månad'."""
    return month_words(control.months)


def frequency(control: ReportControl) -> str:
    """'Tre gånger per år'."""
    count = len(control.months)
    return _TIMES.get(count, f"{count} gånger per år" if count else "")


def _with_end(text: str, control: ReportControl) -> str:
    return f"{text}\nUtgår {control.struck_on.isoformat()}" if control.struck_on else text
