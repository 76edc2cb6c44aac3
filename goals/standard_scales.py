"""Scales to start from: what many municipalities use. A committee words its own from there."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from goals.models import AssessmentScale, Meaning
from goals.scales import LevelEntry, save_scale
from organisation.marks import Colour, Symbol
from organisation.models import Committee

Use = AssessmentScale.Use


@dataclass(frozen=True)
class StandardScale:
    code: str
    name: str
    use: str
    levels: tuple[LevelEntry, ...]


STANDARD_SCALES = (
    StandardScale(
        "maluppfyllelse",
        "Måluppfyllelse",
        Use.GOAL,
        (
            LevelEntry("Uppfyllt", "uppfyllda", Symbol.FILLED, Colour.GREEN, Meaning.MET),
            LevelEntry("Delvis uppfyllt", "delvis uppfyllda", Symbol.HALF, Colour.YELLOW, Meaning.PARTLY),
            LevelEntry("Inte uppfyllt", "inte uppfyllda", Symbol.EMPTY, Colour.RED, Meaning.NOT_MET),
            LevelEntry("Inte bedömt", "inte bedömda", Symbol.DASHED, Colour.GREY, Meaning.NOT_ASSESSED),
        ),
    ),
    StandardScale(
        "pilar",
        "Pilar",
        Use.GOAL,
        (
            LevelEntry("På väg att nås", "på väg att nås", Symbol.ARROW_UP, Colour.GREEN, Meaning.MET),
            LevelEntry(
                "Delvis på väg att nås",
                "delvis på väg att nås",
                Symbol.ARROW_RIGHT,
                Colour.YELLOW,
                Meaning.PARTLY,
            ),
            LevelEntry(
                "Inte på väg att nås", "inte på väg att nås", Symbol.ARROW_DOWN, Colour.RED, Meaning.NOT_MET
            ),
            LevelEntry("Inte bedömt", "inte bedömda", Symbol.DASHED, Colour.GREY, Meaning.NOT_ASSESSED),
        ),
    ),
    StandardScale(
        "uppdrag",
        "Uppdrag",
        Use.ASSIGNMENT,
        (
            LevelEntry("Klart", "klara", Symbol.CHECK, Colour.GREEN, Meaning.MET),
            LevelEntry("Pågår", "pågående", Symbol.HALF, Colour.BLUE, Meaning.PARTLY),
            LevelEntry("Inte påbörjat", "inte påbörjade", Symbol.EMPTY, Colour.YELLOW, Meaning.OTHER),
            LevelEntry("Inte genomfört", "inte genomförda", Symbol.CROSS, Colour.RED, Meaning.NOT_MET),
            LevelEntry("Inte bedömt", "inte bedömda", Symbol.DASHED, Colour.GREY, Meaning.NOT_ASSESSED),
        ),
    ),
)


def unused_standards(scales: list[AssessmentScale]) -> list[StandardScale]:
    """Those that a committee with these scales could still start from."""
    codes = {scale.code for scale in scales}
    return [each for each in STANDARD_SCALES if each.code not in codes]


@transaction.atomic
def add_standard_scale(*, committee: Committee, code: str, by: Any) -> AssessmentScale:
    """Raises KeyError for a code that is none of STANDARD_SCALES."""
    standard = {each.code: each for each in STANDARD_SCALES}[code]
    scale = AssessmentScale(committee=committee, code=code, name=standard.name, use=standard.use)
    return save_scale(scale=scale, levels=standard.levels, by=by)
