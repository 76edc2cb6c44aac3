"""Faults of templates with blocks about internal control: each with its message and its line."""

import pytest

from reports.template import TemplateError, check, parse
from tests.reports.control_rows import HEAD, control_rows, full_year
from tests.reports.test_control_blocks import MATRIX, MEASURES, PLAN, RISKS, SUMMARY
from tests.reports.test_control_follow_up import BY_MONTH, FULL

pytestmark = pytest.mark.django_db

FAULTS = [
    (f'{MATRIX}skede = "under"', 9, "”under” går inte som skede. Tillåtna värden: före, efter."),
    (
        f'{RISKS}kolumner = ["kod", "pris"]',
        10,
        (
            "”pris” går inte som kolumner. Tillåtna värden: kod, process, risk, orsak, kategori, sannolikhet, konsekvens,"
            " riskvärde, nivå, efter åtgärder, beslut, motivering, riskägare, enhet."
        ),
    ),
    (
        f'{RISKS}kolumner = ["riskvärde", "risk"]',
        10,
        "”riskvärde” kan inte stå först i kolumner: den första är radernas rubrik, med bara ord.",
    ),
    (
        f'{PLAN}kolumner = ["kod"]',
        10,
        "”kolumner” ska ha minst 2 kolumner: den första är radernas rubrik.",
    ),
    (
        f'{RISKS}beslut = ["strunta i"]',
        10,
        "”strunta i” går inte som beslut. Tillåtna värden: acceptera, bevaka, kontrollera, åtgärda.",
    ),
    (f'{MEASURES}visar = "nya"', 10, "”nya” går inte som visar. Tillåtna värden: öppna, alla."),
    (
        f"{SUMMARY}namn = 'x'",
        8,
        "”namn” finns inte i blocket kontrollsammanfattning. Tillåtna nycklar: typ, atgarder.",
    ),
    (RISKS.replace('namn = "Risker {år}"\n', ""), 6, "Nyckeln ”namn” saknas i blocket risklista."),
]


@pytest.mark.parametrize(("block", "line", "message"), FAULTS)
def test_each_fault_of_a_template_has_its_line(block: str, line: int, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse(HEAD.format(kind="årsredovisning") + f"[[avsnitt.block]]\n{block}\n")
    assert (caught.value.line, caught.value.message) == (line, message)


def test_a_template_may_name_only_controls_that_exist() -> None:
    source = (
        HEAD.format(kind="årsredovisning")
        + '[[avsnitt.block]]\ntyp = "kontrollantal"\nnyckel = "antal"\nnamn = "Antal"\nkontroller = ["k1", "k7"]\n'
    )
    (finding,) = check(parse(source), full_year(control_rows()).committee)
    assert str(finding) == "Rad 6: Kontrollen ”k7” finns inte i nämnden. De som finns: k1, k2, k3."


FOLLOW_UP_FAULTS = [
    (f'{BY_MONTH}form = "lång"', "”lång” går inte som form. Tillåtna värden: tillfällen, full."),
    (
        f"{BY_MONTH}manader = [5, 5, 13]",
        "”manader” ska vara en lista med heltal från 1 till 12 i stigande ordning, till exempel [4, 8, 12].",
    ),
    (
        f'{FULL}kolumner = ["resultat", "analys"]',
        "”resultat” kan inte stå först i kolumner: den första är radernas rubrik, med bara ord.",
    ),
]


@pytest.mark.parametrize(("block", "message"), FOLLOW_UP_FAULTS)
def test_each_fault_of_a_follow_up_has_its_line(block: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse(HEAD.format(kind="delårsrapport") + f"[[avsnitt.block]]\n{block}\n")
    assert caught.value.message == message
    assert caught.value.line == (11 if "resultat" in block else 10)


def test_months_belong_to_the_form_that_has_them() -> None:
    with pytest.raises(TemplateError) as caught:
        parse(HEAD.format(kind="delårsrapport") + f"[[avsnitt.block]]\n{FULL}manader = [5]\n")
    assert caught.value.message.startswith("”manader” finns inte i blocket kontrolluppföljning.")
    assert caught.value.line == 11
