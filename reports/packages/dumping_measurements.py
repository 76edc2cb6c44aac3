"""Writing measurements into a package; those that are worked out from others are not part of it."""

from collections.abc import Iterator
from pathlib import Path

from goals.measured import measured
from goals.models import Gender, Indicator, Measurement
from organisation.models import Committee, Unit
from reports.packages.file_writing import number_text, write_rows
from reports.packages.measurement_files import ALL_COLUMNS, MEASUREMENTS, period_text

_SPANS = ("month", "tertial", "year")


def write_measurements(committee: Committee, to: Path, *, all_values: bool) -> None:
    """Year by year, so that many years do not have to be held at once."""
    years = Measurement.objects.filter(indicator__committee=committee).order_by("year")
    found = years.values_list("year", flat=True).distinct()
    write_rows(
        to / MEASUREMENTS,
        ALL_COLUMNS,
        (row for year in found for row in _rows(committee, year, all_values=all_values)),
    )


def _rows(committee: Committee, year: int, *, all_values: bool) -> Iterator[tuple[object, ...]]:
    indicators = list(Indicator.objects.filter(committee=committee).in_order().values_list("pk", "code"))
    units = list(Unit.objects.filter(committee=committee).in_order().values_list("pk", "code", "parent_id"))
    codes = dict(indicators)
    places = {pk: place for place, (pk, _) in enumerate(indicators)}
    unit_places = {pk: place for place, (pk, _, _) in enumerate(units)}
    unit_codes = {pk: code if parent else "" for pk, code, parent in units}
    # Only for another installation of the same committee's are the protected values themselves written.
    values = measured(codes, [year], may_see_small=all_values)
    for row in sorted(
        (row for row in values.values() if not row.is_derived),
        key=lambda row: (
            places[row.indicator_id],
            unit_places[row.unit_id],
            row.part,
            row.gender,
            row.month,
            _SPANS.index(row.span),
        ),
    ):
        yield (
            codes[row.indicator_id],
            unit_codes[row.unit_id],
            row.part,
            "" if row.gender == Gender.TOTAL else row.gender,
            period_text(row.year, row.span, row.month),
            row.typed_text,
            row.answers,
            number_text(row.response_rate),
            row.note,
        )
