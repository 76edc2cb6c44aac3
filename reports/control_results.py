"""What was found at a control's occasions, as the cells of a table: by month side by side, or all in one. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from internal_control.counted import Figure
from organisation.figures import NBSP
from organisation.periods import MONTHS
from reports.contents import Cell, MarkedLine
from reports.control_records import Occasion, ReportControl, months_of
from reports.control_sources import ControlSources
from reports.control_tables import SUPPRESSED, in_lines, lines_of

# With occasions in more months than so their results stand by the months in which committees report.
MOST_MONTHS = 6
REPORTING_MONTHS = (4, 8, 12)


@dataclass(frozen=True)
class MonthColumn:
    """The occasions after one month, up to and including another: those of January to April stand in April."""

    after: int
    until: int

    @property
    def heading(self) -> str:
        return month_word(self.until).capitalize()

    def holds(self, occasion: Occasion) -> bool:
        return self.after < occasion.month <= self.until


def month_columns(
    controls: Sequence[ReportControl], wanted: tuple[int, ...], until: int
) -> list[MonthColumn]:
    """wanted are the months that the template lists; the report's last month ends the columns in any case."""
    months = months_of(controls, until)
    if not months:
        return []
    chosen = wanted or (REPORTING_MONTHS if len(months) > MOST_MONTHS else tuple(months))
    ends = [month for month in chosen if month <= until]
    if not ends or months[-1] > ends[-1]:
        ends.append(until)
    return [MonthColumn(after, end) for after, end in zip([0, *ends], ends, strict=False)]


def results_in(column: MonthColumn, control: ReportControl) -> Cell:
    """Each occasion's mark, numbers and text; the month before them where the column does not say it."""
    found = [occasion for occasion in control.occasions if column.holds(occasion)]
    says_month = len(found) > 1 or any(occasion.month != column.until for occasion in found)
    return in_lines(
        line
        for occasion in found
        for line in (
            MarkedLine(_month(occasion, says_month), occasion.mark, numbers(occasion)),
            *(MarkedLine(after=paragraph) for paragraph in lines_of(said(occasion))),
        )
    )


def results(control: ReportControl, until: int) -> Cell:
    """Every occasion until the month: its mark and numbers."""
    found = control.occasions_until(until)
    return in_lines(
        MarkedLine(_month(occasion, len(found) > 1), occasion.mark, numbers(occasion)) for occasion in found
    )


def analyses(control: ReportControl, until: int) -> Cell:
    """What was written at each occasion."""
    found = control.occasions_until(until)
    return in_lines(
        MarkedLine(_month(occasion, len(found) > 1 and number == 0), after=paragraph)
        for occasion in found
        for number, paragraph in enumerate(lines_of(said(occasion)))
    )


def measures(control: ReportControl, until: int, sources: ControlSources) -> Cell:
    """The measures of each occasion: what, who, when, and how far it has come."""
    return in_lines(
        MarkedLine(
            after=f"{_sentence(measure.text)} {measure.responsible}, senast {measure.due_on.isoformat()}."
            f" {measure.status_mark.label}."
        )
        for occasion in control.occasions_until(until)
        for measure in sources.measures_of(occasion)
    )


def said(occasion: Occasion) -> str:
    """The text; of what was not carried out the reason comes first."""
    return "\n".join(filter(None, [occasion.reason, occasion.text]))


def numbers(occasion: Occasion) -> str:
    """'2 av 20 avvek', '20 granskade', '.. av 20 avvek'; '' where nothing was counted."""
    counted = occasion.counted
    if counted is None:
        return ""
    examined, deviating = figure_text(counted.sample_size.now), figure_text(counted.deviations.now)
    if examined and deviating:
        return f"{deviating}{NBSP}av{NBSP}{examined}{NBSP}avvek"
    return f"{examined}{NBSP}granskade" if examined else f"{deviating}{NBSP}avvek" if deviating else ""


def figure_text(figure: Figure) -> str:
    if figure.is_hidden:
        return SUPPRESSED
    return "" if figure.value is None else str(figure.value)


def hides_numbers(controls: Iterable[ReportControl], until: int) -> bool:
    """Whether a number of an occasion is hidden."""
    return any(
        figure.is_hidden
        for control in controls
        for occasion in control.occasions_until(until)
        if occasion.counted
        for figure in (occasion.counted.sample_size.now, occasion.counted.deviations.now)
    )


def month_word(month: int) -> str:
    return MONTHS[month - 1]


def _month(occasion: Occasion, says_month: bool) -> str:
    return f"{month_word(occasion.month).capitalize()}:" if says_month else ""


def _sentence(text: str) -> str:
    stripped = text.strip()
    return stripped if stripped.endswith((".", "!", "?")) else f"{stripped}."
