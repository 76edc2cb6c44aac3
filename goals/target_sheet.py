"""An indicator's targets as a page to fill in: a row for each year and part, typed as people write them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction

from goals.measured import Key, Measured
from goals.models import Form, Indicator, IndicatorPart, Target
from goals.targets import TargetRefused, form_of, remove_target, set_target, shown_target
from goals.typed_targets import decimals_of
from goals.values import Value, typed_value
from organisation.models import Unit

Kind = Target.Kind
_UNIT_SHARE = re.compile(r"(.+?)\s*av enheterna(?:\s+(?:når|ska nå))?\s*(.*)", re.IGNORECASE)
_CHANGE = re.compile(r"(?:öka|ökar|minska|minskar|\+)(?![a-zåäö])", re.IGNORECASE)
_SPAN = re.compile(r"\d[^–-]*[–-]\s*\d")


@dataclass(frozen=True)
class Row:
    """The texts are as typed; errors by the field they are about: text, partly_from or note."""

    year: int
    part: IndicatorPart | None
    outcome: str
    text: str = ""
    partly_from: str = ""
    note: str = ""
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        return f"{self.year}.{self.part.code if self.part else ''}"

    @property
    def label(self) -> str:
        return f"{self.year}, {self.part.label}" if self.part else str(self.year)

    @property
    def typed(self) -> list[str]:
        return [self.text, self.partly_from, self.note]

    @property
    def in_words(self) -> str:
        """What stands in the row, within a sentence."""
        limit = f", delvis från {self.partly_from}" if self.partly_from else ""
        note = f" med fotnoten ”{self.note}”" if self.note else ""
        return f"”{self.text}”{limit}{note}" if self.text else f"att det inte finns något målvärde{note}"

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """(field, text, error) in the order of the columns."""
        errors = dict(self.errors)
        return [
            (field, getattr(self, field), errors.get(field, "")) for field in ("text", "partly_from", "note")
        ]


class TargetsRefused(ValueError):
    """Targets that cannot be saved; none of them is. errors: a row's key → (field, message)."""

    def __init__(self, errors: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(" ".join(message for _, message in errors.values()))
        self.errors = dict(errors)


def rows_of(
    indicator: Indicator,
    parts: Sequence[IndicatorPart | None],
    years: Iterable[int],
    targets: Iterable[Target],
    outcomes: Mapping[Key, Measured],
    unit: Unit,
) -> list[Row]:
    """The newest year first, each with its parts (None is the indicator's own value) and what is stored."""
    stored = {(target.year, target.part): target for target in targets}

    def row(year: int, part: IndicatorPart | None) -> Row:
        code = part.code if part else ""
        outcome = outcomes.get(Key(indicator.pk, unit.pk, code, "T", year, "year", 12))
        blank = Row(year, part, outcome.text if outcome else "")
        target = stored.get((year, code))
        if target is None:
            return blank
        return replace(
            blank,
            text=typed_target(target, indicator),
            partly_from=_typed(
                target.partly_from, Form.NUMBER if target.form == Form.FRACTION else target.form
            ),
            note=target.note,
        )

    return [row(year, part) for year in years for part in parts]


def typed_target(target: Target, indicator: Indicator) -> str:
    """As read() reads it again."""
    if target.kind == Kind.NONE:
        return ""
    text = shown_target(target, indicator, for_file=True)
    if target.kind == Kind.UNIT_SHARE:
        return f"{text} når {_typed(target.each_unit, form_of(indicator))}"
    return text


def _typed(number: Decimal | None, form: str) -> str:
    if number is None:
        return ""
    return typed_value(Value(form, number, decimals_of(number)))


def kind_of(text: str, note: str) -> tuple[str | None, str, str]:
    """(kind, the text that goes with it, what each unit is to reach). The kind is None where nothing is said."""
    text = text.strip()
    if not text:
        return (Kind.NONE if note.strip() else None), "", ""
    if match := _UNIT_SHARE.fullmatch(text):
        return Kind.UNIT_SHARE, match[1], match[2]
    if _CHANGE.match(text):
        return Kind.CHANGE, text, ""
    if _SPAN.search(text):
        return Kind.SPAN, text, ""
    return Kind.VALUE, text, ""


def seen_text(rows: Iterable[Row]) -> str:
    """What stood in the rows when the page was opened, to be sent back with what was typed."""
    return json.dumps({row.key: row.typed for row in rows}, ensure_ascii=False)


def filled(rows: Iterable[Row], texts: Mapping[str, str]) -> list[Row]:
    """The rows with what was typed, by '<row's key>.<field>'.

    Under 'sett' is what stood there when the page was opened: a row that was not touched stays as it is stored.
    """
    opened = _seen(texts.get("sett", ""))
    found = []
    for row in rows:
        typed = replace(
            row,
            text=texts.get(f"{row.key}.text", row.text).strip(),
            partly_from=texts.get(f"{row.key}.partly_from", row.partly_from).strip(),
            note=texts.get(f"{row.key}.note", row.note).strip(),
        )
        found.append(row if typed.typed == opened.get(row.key) else typed)
    return found


def overtaken(
    before: Iterable[Row], after: Iterable[Row], texts: Mapping[str, str]
) -> "TargetsRefused | None":
    """The rows that were typed in while somebody else changed them otherwise."""
    opened = _seen(texts.get("sett", ""))
    errors = {
        now.key: _overtaken(now)
        for now, typed in zip(before, after, strict=True)
        if now.typed != typed.typed and opened.get(now.key, now.typed) != now.typed
    }
    return TargetsRefused(errors) if errors else None


def _overtaken(now: Row) -> tuple[str, str]:
    return "text", f"Någon annan har skrivit {now.in_words} medan du skrev. Spara igen om ditt ska gälla."


def _seen(text: str) -> dict[str, list[str]]:
    try:
        seen = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}


def marked(rows: Iterable[Row], refused: TargetsRefused) -> list[Row]:
    return [
        replace(row, errors=(refused.errors[row.key],)) if row.key in refused.errors else row for row in rows
    ]


@transaction.atomic
def save_targets(
    *, indicator: Indicator, unit: Unit, before: Sequence[Row], after: Sequence[Row], by: Any
) -> int:
    """Set, change and remove the targets of the rows that were changed; returns how many they are.

    before is as the rows were read. Raises TargetsRefused, also where somebody has changed one of them since, and then
    nothing is changed.
    """
    both = [(old, row) for old, row in zip(before, after, strict=True) if row != old]
    changed = [row for _, row in both]
    # Of two who save at once the second waits here, and sees what the first saved.
    if not Indicator.objects.select_for_update().filter(pk=indicator.pk).exists():
        gone = "Måttet finns inte längre: någon annan har tagit bort det."
        raise TargetsRefused({row.key: ("text", gone) for row in changed})
    errors: dict[str, tuple[str, str]] = {}
    stored = {
        (target.year, target.part): target
        for target in Target.objects.filter(indicator=indicator, unit=unit).select_related(
            "indicator", "unit"
        )
    }
    for old, row in both:
        now = rows_of(indicator, [row.part], [row.year], stored.values(), {}, unit)[0]
        if now.typed != old.typed:
            errors[row.key] = _overtaken(now)
            continue
        try:
            _save(indicator, unit, row, stored.get((row.year, row.part.code if row.part else "")), by)
        except TargetRefused as refused:
            field = refused.field if refused.field in {"partly_from", "note"} else "text"
            errors[row.key] = (field, str(refused))
    if errors:
        raise TargetsRefused(errors)
    return len(changed)


def _save(indicator: Indicator, unit: Unit, row: Row, stored: Target | None, by: Any) -> None:
    kind, text, each_unit = kind_of(row.text, row.note)
    if kind is None:
        if row.partly_from:
            raise TargetRefused("text", "Skriv ett målvärde, eller låt gränsen för delvis vara tom.")
        if stored is not None:
            remove_target(target=stored, by=by)
        return
    set_target(
        indicator=indicator,
        unit=unit,
        part=row.part.code if row.part else "",
        year=row.year,
        kind=kind,
        text=text,
        each_unit=each_unit,
        partly_from=row.partly_from,
        note=row.note,
        by=by,
    )
