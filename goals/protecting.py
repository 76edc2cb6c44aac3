"""Keeping right what follows from measurements: sums and means, and what must not be seen of small groups.

The only writer of derived measurements and of what is suppressed. Whoever changes values, or how an indicator is
measured, calls refresh in the same transaction; whoever changes the committee's threshold calls refresh_all.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field

from django.db import transaction

from goals.deriving import derived_values
from goals.indicator_shapes import Shapes
from goals.models import Measurement
from goals.table_cells import Known, Place, Shape, cells_of
from goals.values import MISSING
from organisation.models import Committee
from organisation.suppression import hidden_cells

CHUNK = 1000
# Indicators whose rows are in memory at once.
AT_ONCE = 20
_VALUE = ("form", "value", "decimals", "numerator", "denominator", "answers")

Pair = tuple[int, int]


@dataclass
class _Table:
    """The stored rows of a year of an indicator, by place."""

    pks: dict[Place, int] = field(default_factory=dict)
    values: dict[Place, Known] = field(default_factory=dict)
    derived: set[Place] = field(default_factory=set)
    suppressed: set[Place] = field(default_factory=set)


@dataclass
class _Writes:
    """What the database is to be told, gathered over many tables: rows, or their primary keys."""

    create: list[Measurement] = field(default_factory=list)
    update: list[Measurement] = field(default_factory=list)
    delete: list[int] = field(default_factory=list)
    hide: list[int] = field(default_factory=list)
    show: list[int] = field(default_factory=list)


@transaction.atomic
def refresh(committee: Committee, pairs: Iterable[Pair]) -> int:
    """For pairs of indicator (primary key) and year; the number of rows that were out of date.

    As many queries however many pairs there are, up to AT_ONCE indicators; rows that are right are left alone.
    """
    years: dict[int, set[int]] = {}
    for indicator, year in pairs:
        years.setdefault(indicator, set()).add(year)
    # Takes the committee's row, as every step that changes values does: what is hidden is worked out from values
    # that nobody changes meanwhile, and from a threshold that was changed a moment ago.
    threshold = Committee.objects.select_for_update().get(pk=committee.pk).small_group_threshold
    wanted, written = sorted(years), 0
    for at in range(0, len(wanted), AT_ONCE):
        written += _refresh({each: years[each] for each in wanted[at : at + AT_ONCE]}, committee, threshold)
    return written


def refresh_all(committee: Committee, progress: Callable[[int, int], None] | None = None) -> int:
    """For all that the committee has measured; the number of rows that were out of date.

    progress is told how many indicators of how many are done. Each lot is a transaction of its own.
    """
    rows = Measurement.objects.filter(indicator__committee=committee).order_by()
    years: dict[int, list[Pair]] = {}
    for indicator, year in rows.values_list("indicator_id", "year").distinct():
        years.setdefault(indicator, []).append((indicator, year))
    wanted, written = sorted(years), 0
    for at in range(0, len(wanted), AT_ONCE):
        written += refresh(committee, [pair for each in wanted[at : at + AT_ONCE] for pair in years[each]])
        if progress:
            progress(min(at + AT_ONCE, len(wanted)), len(wanted))
    return written


def refresh_indicators(committee: Committee, indicators: Iterable[int]) -> int:
    """All years of indicators (primary keys) whose settings, parts or units have changed."""
    rows = Measurement.objects.filter(indicator__committee=committee, indicator__in=list(indicators))
    return refresh(committee, rows.order_by().values_list("indicator_id", "year").distinct())


def _refresh(years: dict[int, set[int]], committee: Committee, threshold: int) -> int:
    tables = _tables(years)
    shapes = Shapes(committee, years)
    writes = _Writes()
    for (indicator, year), table in tables.items():
        with_rows = {place.unit for place in table.values}
        shape = shapes.of(indicator, year, with_rows)
        kind, decimals = shapes.kind_of(indicator)
        entered = {place: known for place, known in table.values.items() if place not in table.derived}
        derived = derived_values(shape, entered, kind=kind, decimals=decimals)
        hidden = _hidden(shape, {**entered, **derived}, threshold)
        _compare(writes, (indicator, year), table, derived, hidden)
    return _write(writes)


def _tables(years: dict[int, set[int]]) -> dict[Pair, _Table]:
    all_years = set().union(*years.values())
    rows = Measurement.objects.filter(indicator__in=years, year__in=all_years)
    tables: dict[Pair, _Table] = {}
    for pk, indicator, year, is_derived, is_suppressed, *rest in rows.values_list(
        "pk", "indicator_id", "year", "is_derived", "is_suppressed", "unit_id", *Place._fields[1:], *_VALUE
    ):
        if year not in years[indicator]:
            continue
        place = Place(*rest[:5])
        table = tables.setdefault((indicator, year), _Table())
        table.pks[place] = pk
        table.values[place] = Known(*rest[5:])
        if is_derived:
            table.derived.add(place)
        if is_suppressed:
            table.suppressed.add(place)
    return tables


def _hidden(shape: Shape, values: dict[Place, Known], threshold: int) -> set[Place]:
    if not shape.people:
        return set()
    told = {place: known for place, known in values.items() if known.form != MISSING}
    return {key for key in hidden_cells(*cells_of(shape, told, threshold)) if isinstance(key, Place)}


def _compare(
    writes: _Writes, pair: Pair, table: _Table, derived: dict[Place, Known], hidden: set[Place]
) -> None:
    for place in table.derived - derived.keys():
        writes.delete.append(table.pks[place])
    for place, known in derived.items():
        if place not in table.pks:
            writes.create.append(_row(pair, place, known, is_suppressed=place in hidden))
        elif table.values[place] != known:
            row = _row(pair, place, known, is_suppressed=place in hidden)
            row.pk = table.pks[place]
            writes.update.append(row)
    writes.hide += [table.pks[place] for place in hidden - table.suppressed if place in table.pks]
    writes.show += [table.pks[place] for place in table.suppressed - hidden]


def _row(pair: Pair, place: Place, known: Known, *, is_suppressed: bool) -> Measurement:
    where = place._asdict()
    return Measurement(
        indicator_id=pair[0],
        year=pair[1],
        unit_id=where.pop("unit"),
        is_derived=True,
        is_suppressed=is_suppressed,
        **where,
        **asdict(known),
    )


def _write(writes: _Writes) -> int:
    for at in range(0, len(writes.delete), CHUNK):
        Measurement.objects.filter(pk__in=writes.delete[at : at + CHUNK]).delete()
    Measurement.objects.bulk_create(writes.create, batch_size=CHUNK)
    Measurement.objects.bulk_update(writes.update, [*_VALUE, "is_suppressed"], batch_size=CHUNK)
    for pks, is_suppressed in ((writes.hide, True), (writes.show, False)):
        for at in range(0, len(pks), CHUNK):
            Measurement.objects.filter(pk__in=pks[at : at + CHUNK]).update(is_suppressed=is_suppressed)
    return sum(len(each) for each in (writes.create, writes.update, writes.delete, writes.hide, writes.show))
