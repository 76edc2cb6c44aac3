from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from budget.models import Deviation
from tests.factories import add_actual, make_accounts, make_committee, make_units

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("recalculate", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture(autouse=True)
def _two_committees() -> None:
    for slug, years in (("a-sn", (2020, 2021)), ("b-sn", (2021,))):
        committee = make_committee(slug)
        unit, account = make_units(committee, {"SN": {}})["SN"], make_accounts(committee)["5000"]
        for year in years:
            add_actual(unit, account, year, 1, 100)


def test_everything_with_progress() -> None:
    assert run() == [
        "0/3 Socialnämnden, Provkommun 2020",
        "1/3 Socialnämnden, Provkommun 2021",
        "2/3 Socialnämnden, Provkommun 1 2021",
        "3/3 Alla avvikelser är omräknade",
        "36 rader var inaktuella och är rättade.",
    ]
    assert run()[-1] == "0 rader var inaktuella och är rättade."


def test_one_committee_and_year() -> None:
    assert run("--committee", "a-sn", "--year", "2021")[-1] == "12 rader var inaktuella och är rättade."
    assert set(Deviation.objects.values_list("unit__committee__slug", "year")) == {("a-sn", 2021)}


def test_an_unknown_committee() -> None:
    with pytest.raises(CommandError) as refused:
        run("--committee", "c-sn")
    assert str(refused.value) == "Det finns ingen nämnd med adressnamnet c-sn. De som finns: a-sn, b-sn."


def test_an_unknown_year() -> None:
    with pytest.raises(CommandError) as refused:
        run("--committee", "b-sn", "--year", "2020")
    assert str(refused.value) == "Det finns inga siffror för 2020. Det finns siffror för 2021."
    assert not Deviation.objects.exists()
