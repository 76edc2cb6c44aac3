"""Sentences that sum the year up: 'Av 14 planerade kontroller är 12 genomförda: 9 utan avvikelse, …' Pure."""

from collections import Counter
from collections.abc import Sequence

from internal_control.models import Measure, Result
from reports.control_records import ReportControl, ReportMeasure

_FOUND = (
    (Result.NO_DEVIATION, "utan avvikelse"),
    (Result.MINOR, "med mindre avvikelse"),
    (Result.MAJOR, "med större avvikelse"),
)
_STATUSES = (
    (Measure.Status.DONE, "genomförd", "genomförda"),
    (Measure.Status.ONGOING, "pågår", "pågår"),
    (Measure.Status.PLANNED, "inte påbörjad", "inte påbörjade"),
    (Measure.Status.CANCELLED, "avbruten", "avbrutna"),
)
_NUMBERS = ("En", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta", "Nio", "Tio", "Elva", "Tolv")


def control_summary(controls: Sequence[ReportControl], month: int, month_name: str) -> str:
    """What came of the occasions until the month; '' where there are none.

    What is counted are occasions: they are called controls where each control has one.
    """
    occasions = [occasion for control in controls for occasion in control.occasions_until(month)]
    if not occasions:
        return ""
    counts = Counter(occasion.result for occasion in occasions)
    with_any = sum(bool(control.occasions_until(month)) for control in controls)
    noun = "kontroller" if len(occasions) == with_any else "kontrolltillfällen"
    until = f" till och med {month_name}" if month < 12 else ""
    sentences = [f"Av {len(occasions)} planerade {noun}{until} är {_done(counts)}."]
    if missed := counts[Result.NOT_DONE]:
        sentences.append(f"{_number(missed)} har inte gått att genomföra.")
    if pending := counts[Result.PENDING]:
        sentences.append(f"{_number(pending)} återstår.")
    return " ".join(sentences)


def _done(counts: Counter[str]) -> str:
    """'12 genomförda: 9 utan avvikelse och 3 med mindre avvikelse', '1 genomförd, utan avvikelse'."""
    found = [(counts[result], words) for result, words in _FOUND if counts[result]]
    total = sum(count for count, _ in found)
    if not total:
        return "ingen genomförd"
    done = f"{total} {'genomförd' if total == 1 else 'genomförda'}"
    if len(found) == 1:
        return f"{done}, {'alla ' if total > 2 else 'båda ' if total == 2 else ''}{found[0][1]}"
    return f"{done}: {listed([f'{count} {words}' for count, words in found])}"


def measure_summary(measures: Sequence[ReportMeasure], year: int) -> str:
    """How far the measures have come, and how many of them are of earlier years; '' where there are none."""
    if not measures:
        return ""
    counts = Counter(measure.status for measure in measures)
    found = [
        f"{counts[status]} {one if counts[status] == 1 else many}"
        for status, one, many in _STATUSES
        if counts[status]
    ]
    noun = "åtgärd" if len(measures) == 1 else "åtgärder"
    sentence = f"Det finns {len(measures)} {noun} för avvikelser och risker: {listed(found)}."
    if earlier := sum(measure.year < year for measure in measures):
        of_them = "Den" if len(measures) == 1 else f"{_number(earlier)} av dem"
        sentence += f" {of_them} är från tidigare år."
    return sentence


def listed(parts: Sequence[str]) -> str:
    """'9 utan avvikelse, 2 med mindre avvikelse och 1 med större avvikelse'."""
    return " och ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _number(count: int) -> str:
    """As a sentence begins: 'Två'; figures where the word is long."""
    return _NUMBERS[count - 1] if count <= len(_NUMBERS) else str(count)
