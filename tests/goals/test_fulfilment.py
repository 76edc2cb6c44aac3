"""What is proposed, and the sentence that says why."""

from decimal import Decimal

import pytest

from goals import fulfilment
from goals.fulfilment import Aim, Outcome, Proposal, propose, propose_goal
from goals.models import Meaning

pytestmark = pytest.mark.once

AT_MOST_ELEVEN = Aim("högst 11:00", upper=Decimal(660))
HALF = Aim("minst 50 %", lower=Decimal(50), partly_lower=Decimal(45), partly_text="minst 45 %")


def outcome(label: str, value: str | None, text: str, aim: Aim | None = AT_MOST_ELEVEN) -> Outcome:
    return Outcome(label, None if value is None else Decimal(value), text, aim)


def test_the_meanings_are_those_of_the_models() -> None:
    named = {fulfilment.MET, fulfilment.PARTLY, fulfilment.NOT_MET, fulfilment.NOT_ASSESSED}
    assert named == set(Meaning.values) - {Meaning.OTHER}


@pytest.mark.parametrize(
    ("outcomes", "meaning", "why"),
    [
        (
            [outcome("kvinnor", "638", "10:38"), outcome("män", "673", "11:13")],
            "partly",
            "Kvinnor 10:38 når målet högst 11:00, män 11:13 når det inte.",
        ),
        (
            [outcome("kvinnor", "638", "10:38"), outcome("män", "660", "11:00")],
            "met",
            "Kvinnor 10:38 och män 11:00 når målet högst 11:00.",
        ),
        (
            [outcome("kvinnor", "661", "11:01"), outcome("män", "673", "11:13")],
            "not_met",
            "Varken kvinnor 11:01 eller män 11:13 når målet högst 11:00.",
        ),
        ([outcome("", "660", "11:00")], "met", "Utfallet 11:00 når målet högst 11:00."),
        ([outcome("", "661", "11:01")], "not_met", "Utfallet 11:01 når inte målet högst 11:00."),
        (
            [outcome("", "45", "45 %", HALF)],
            "partly",
            "Utfallet 45 % når inte målet minst 50 %. Gränsen för delvis uppnått, minst 45 %, nås.",
        ),
        ([outcome("", "44", "44 %", HALF)], "not_met", "Utfallet 44 % når inte målet minst 50 %."),
        (
            [outcome("kvinnor", "46", "46 %", HALF), outcome("män", "44", "44 %", HALF)],
            "not_met",
            "Varken kvinnor 46 % eller män 44 % når målet minst 50 %.",
        ),
        (
            [
                outcome("", "25", "25 SA", Aim("32 SA", Decimal(32))),
                outcome("", "70", "70 BPSD", Aim("62 BPSD", Decimal(62))),
            ],
            "partly",
            "25 SA når inte målet 32 SA, 70 BPSD når målet 62 BPSD.",
        ),
        (
            [outcome("kvinnor", "638", "10:38"), outcome("män", None, "–")],
            "not_assessed",
            "Värdet för män saknas.",
        ),
        (
            [
                outcome("flickor", "638", "10:38"),
                Outcome("pojkar", None, "..", AT_MOST_ELEVEN, is_hidden=True),
            ],
            "not_assessed",
            "Värdet för pojkar rör för få personer för att visas.",
        ),
        ([outcome("", "1", "1", None)], "not_assessed", "Det finns inget målvärde att jämföra med."),
        ([], "not_assessed", "Det finns inget målvärde att jämföra med."),
    ],
)
def test_proposes_and_says_why(outcomes: list[Outcome], meaning: str, why: str) -> None:
    assert propose(outcomes) == Proposal(meaning, why)


def test_a_span_has_two_ends() -> None:
    aim = Aim("10–15", Decimal(10), Decimal(15))
    assert [aim.is_reached_by(Decimal(value)) for value in (9, 10, 15, 16)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("meanings", "meaning", "why"),
    [
        ("met met", "met", "Av 2 mått når 2 målvärdet, 0 delvis och 0 inte."),
        ("met not_met", "partly", "Av 2 mått når 1 målvärdet, 0 delvis och 1 inte."),
        ("partly not_met", "partly", "Av 2 mått når 0 målvärdet, 1 delvis och 1 inte."),
        ("not_met not_met", "not_met", "Av 2 mått når 0 målvärdet, 0 delvis och 2 inte."),
        (
            "met not_assessed",
            "met",
            "Av 2 mått når 1 målvärdet, 0 delvis och 0 inte. 1 går inte att bedöma än.",
        ),
        ("partly", "partly", "Målets mått når målvärdet delvis."),
        ("not_assessed", "not_assessed", "Inget av målets mått har ett värde att jämföra."),
        ("", "not_assessed", "Målet har inga mått."),
    ],
)
def test_a_goal_follows_its_indicators(meanings: str, meaning: str, why: str) -> None:
    assert propose_goal(Proposal(each, "") for each in meanings.split()) == Proposal(meaning, why)
