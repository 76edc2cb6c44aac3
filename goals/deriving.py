"""Values that are worked out from others: a year from its periods, the committee from its units.

Pure: imports neither Django nor Celery. Nothing is worked out from less than all of its parts.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from goals.table_cells import LAST, MEAN, OWN, PERIODS, SUM, YEAR, Known, Place, Shape
from goals.values import DECIMALS, DURATION, FRACTION, NUMBER, SHARE, fraction_value
from organisation.figures import rounded


def derived_values(
    shape: Shape, entered: Mapping[Place, Known], *, kind: str, decimals: int
) -> dict[Place, Known]:
    """What follows from the entered values of a year; what was entered is never worked out.

    kind is the indicator's (goals.models.ValueKind), decimals those that its derived values are printed with.
    """
    derived: dict[Place, Known] = {}
    _add_years(shape, entered, derived, kind, decimals)
    if shape.is_sum_of_units:
        _add_committee(shape, entered, derived, kind, decimals)
        _add_years(shape, entered, derived, kind, decimals)
    return derived


def _add_years(
    shape: Shape, entered: Mapping[Place, Known], derived: dict[Place, Known], kind: str, decimals: int
) -> None:
    if not shape.span or shape.year_of == OWN:
        return
    year_of = LAST if shape.is_cumulative else shape.year_of
    values = {**entered, **derived}
    for series in {place._replace(span=YEAR, month=12) for place in values if place.span == shape.span}:
        if series in values:
            continue
        places = [series._replace(span=shape.span, month=month) for month in PERIODS[shape.span]]
        periods = [values.get(place) for place in places[-1 if year_of == LAST else 0 :]]
        if (known := _worked_out(periods, year_of, kind, decimals)) is not None:
            derived[series] = known


def _add_committee(
    shape: Shape, entered: Mapping[Place, Known], derived: dict[Place, Known], kind: str, decimals: int
) -> None:
    values = {**entered, **derived}
    units = [unit for unit, parent in shape.parents.items() if parent == shape.root]
    for total in {place._replace(unit=shape.root) for place in values}:
        if total not in values and units:
            known = _worked_out(
                [values.get(total._replace(unit=unit)) for unit in units], SUM, kind, decimals
            )
            if known is not None:
                derived[total] = known


def _worked_out(parts: Sequence[Known | None], how: str, kind: str, decimals: int) -> Known | None:
    """None where a part is not known, or where such values have no sum."""
    known = [part for part in parts if part is not None and part.value is not None]
    forms = {part.form for part in known}
    if len(known) < len(parts) or len(forms) != 1:
        return None
    if how == LAST:
        return known[-1]
    form = forms.pop()
    answers = [part.answers for part in known if part.answers is not None]
    asked = sum(answers) if len(answers) == len(known) else None
    if form == FRACTION:
        return _fraction_of_all(known, kind, decimals, asked)
    if form not in (NUMBER, DURATION) and not (form == SHARE and how == MEAN):
        return None
    total = sum((part.value for part in known if part.value is not None), Decimal(0))
    value = rounded(total / len(known), DECIMALS) if how == MEAN else total
    return Known(form, value, 0 if form == DURATION else decimals, answers=asked)


def _fraction_of_all(known: Sequence[Known], kind: str, decimals: int, asked: int | None) -> Known:
    numerator = sum((part.numerator or Decimal(0) for part in known), Decimal(0))
    denominator = sum((part.denominator or Decimal(0) for part in known), Decimal(0))
    value = fraction_value(numerator, denominator, kind)
    return Known(FRACTION, value, decimals, numerator, denominator, asked)
