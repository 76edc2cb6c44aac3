"""Writing what was found at controls into a package, with its evidence and what is done about it."""

from hashlib import sha256
from pathlib import Path

from django.utils import timezone

from goals.values import SUPPRESSED
from internal_control.counted import Figure, counts_of
from internal_control.models import Evidence, FollowUp, Measure, Result
from organisation.models import Committee
from reports.packages import evidence_rows, follow_up_files, measure_files
from reports.packages.file_writing import label, unit_code, unix_lines, write_rows
from reports.packages.files import PackageError


def write_follow_ups(committee: Committee, to: Path, *, all_values: bool) -> None:
    follow_ups = list(
        FollowUp.objects.filter(control__plan__committee=committee)
        .exclude(result=Result.PENDING)
        .select_related("control__plan")
        .order_by("control__plan__year", "control__position", "control__code", "month")
    )
    # Only for another installation of the same committee's are the protected numbers themselves written.
    counted = counts_of(follow_ups, may_see_small=all_values) if follow_ups else {}
    write_rows(
        to / follow_up_files.FOLLOW_UPS,
        follow_up_files.ALL_COLUMNS,
        (
            (
                *_occasion(each),
                Result(each.result).label,
                each.done_on,
                each.done_by,
                _number(counted[each.pk].sample_size.now),
                _number(counted[each.pk].deviations.now),
                unix_lines(each.text),
                unix_lines(each.reason),
            )
            for each in follow_ups
        ),
    )
    write_rows(
        to / follow_up_files.COUNTS,
        follow_up_files.COUNT_COLUMNS,
        (
            (*_occasion(each), row.code, text)
            for each in follow_ups
            for row in counted[each.pk].rows
            if not row.is_sum and (text := _number(row.counted.now))
        ),
    )
    _write_measures(committee, to)
    _write_evidence(committee, to)


def _occasion(follow_up: FollowUp) -> tuple[int, str, int]:
    return follow_up.control.plan.year, follow_up.control.code, follow_up.month


def _number(figure: Figure) -> str:
    if figure.is_hidden:
        return SUPPRESSED
    return "" if figure.value is None else str(figure.value)


def _write_measures(committee: Committee, to: Path) -> None:
    measures = Measure.objects.filter(plan__committee=committee).select_related(
        "plan", "follow_up__control__plan", "risk__plan", "unit", "performer"
    )
    write_rows(
        to / measure_files.MEASURES,
        measure_files.ALL_MEASURE_COLUMNS,
        (
            (
                measure.plan.year,
                measure.code,
                *_about(measure),
                measure.text,
                unit_code(measure.unit),
                measure.responsible,
                measure.performer.username if measure.performer else "",
                measure.due_on,
                label(Measure.Status, measure.status, Measure.Status.PLANNED),
                measure.closed_on,
                unix_lines(measure.progress),
                measure.effect_due_on,
                label(Measure.Effect, measure.effect),
                measure.effect_on,
                unix_lines(measure.effect_text),
            )
            for measure in measures.order_by("plan__year", "code")
        ),
    )


def _about(measure: Measure) -> tuple[str, str, str]:
    """The control, the month and the risk that a measure is about, with the year where it is another's."""
    control = month = risk = ""
    if measure.follow_up:
        year, code, number = _occasion(measure.follow_up)
        control, month = code if year == measure.plan.year else f"{year}/{code}", str(number)
    if measure.risk:
        year, code = measure.risk.plan.year, measure.risk.code
        risk = code if year == measure.plan.year else f"{year}/{code}"
    return control, month, risk


def _write_evidence(committee: Committee, to: Path) -> None:
    """Raises PackageError where a file is missing or is no longer the one that was added."""
    evidence = list(
        Evidence.objects.filter(follow_up__control__plan__committee=committee)
        .select_related("follow_up__control__plan")
        .order_by(
            "follow_up__control__plan__year",
            "follow_up__control__position",
            "follow_up__control__code",
            "follow_up__month",
            "name",
        )
    )
    write_rows(
        to / evidence_rows.EVIDENCE,
        evidence_rows.EVIDENCE_COLUMNS,
        (
            (
                *_occasion(each.follow_up),
                each.name,
                timezone.localtime(each.added_at).isoformat(),
                each.added_by,
            )
            for each in evidence
        ),
    )
    for each in evidence:
        place = evidence_rows.place_of(_occasion(each.follow_up), each.name)
        path = to / place
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with each.file.open("rb") as file:
                data = file.read()
        except FileNotFoundError as error:
            raise PackageError([f"{place}: Filen finns inte längre där den lades."]) from error
        if sha256(data).hexdigest() != each.sha256:
            raise PackageError([f"{place}: Filen är inte längre den som lades till."])
        path.write_bytes(data)
