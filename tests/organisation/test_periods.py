"""Closing a month, opening it again, and what is refused meanwhile."""

import pytest
from django.test import Client
from django.urls import reverse

from organisation.models import AuditEvent, ClosedMonth
from organisation.periods import (
    MonthClosed,
    close_month,
    closed_months,
    months_of,
    reopen_month,
    require_open,
)
from tests.factories import make_committee, make_units, make_user

pytestmark = pytest.mark.django_db


def test_a_closed_month_refuses_changes_and_says_which() -> None:
    committee = make_committee()
    controller = make_user("karin", committee)
    close_month(committee=committee, year=2021, month=8, by=controller)
    require_open(committee, [(2021, 7), (2020, 8)])
    with pytest.raises(MonthClosed) as refusal:
        require_open(committee, [(2021, 7), (2021, 8)])
    assert str(refusal.value) == (
        "Stängd månad: augusti 2021. Siffrorna kan inte ändras. En controller kan öppna månaden igen under Perioder."
    )


def test_many_closed_months_are_named_by_the_first_three() -> None:
    committee = make_committee()
    for month in range(1, 6):
        close_month(committee=committee, year=2021, month=month, by="provet")
    with pytest.raises(
        MonthClosed, match="^Stängd månad: januari 2021, februari 2021, mars 2021 med flera. "
    ):
        require_open(committee, [(2021, month) for month in range(12, 0, -1)])


def test_another_committees_closed_month_hinders_nobody() -> None:
    mine, other = make_committee(), make_committee("annan-sn")
    close_month(committee=other, year=2021, month=8, by="provet")
    require_open(mine, [(2021, 8)])
    assert closed_months(mine, 2021) == set()


def test_closing_twice_and_opening_twice_are_refused() -> None:
    committee = make_committee()
    karin = make_user("karin", committee)
    close_month(committee=committee, year=2021, month=8, by=karin)
    with pytest.raises(MonthClosed, match="^Augusti 2021 är redan stängd, av Karin.$"):
        close_month(committee=committee, year=2021, month=8, by=karin)
    reopen_month(committee=committee, year=2021, month=8, reason="fel", by=karin)
    with pytest.raises(MonthClosed, match="^Augusti 2021 är redan öppen.$"):
        reopen_month(committee=committee, year=2021, month=8, reason="fel", by=karin)


def test_both_are_logged_the_opening_with_its_reason() -> None:
    committee = make_committee()
    karin = make_user("karin", committee)
    close_month(committee=committee, year=2021, month=8, by=karin)
    reopen_month(committee=committee, year=2021, month=8, reason="Sen faktura", by=karin)
    events = AuditEvent.objects.order_by("id").values_list(
        "actor", "action", "subject", "details", "changes_data"
    )
    assert list(events) == [
        ("Karin", "stängde månad", "augusti 2021", {}, False),
        ("Karin", "öppnade månad", "augusti 2021", {"reason": "Sen faktura"}, False),
    ]


def test_months_of_a_year_are_twelve_in_order() -> None:
    committee = make_committee()
    closed = close_month(committee=committee, year=2021, month=2, by="provet")
    months = months_of(committee, 2021)
    assert [(each.month, each.closed) for each in months] == [(1, None), (2, closed)] + [
        (n, None) for n in range(3, 13)
    ]
    assert months[1].name == "februari 2021"


def test_the_page_closes_after_a_question_and_opens_for_a_reason(client: Client) -> None:
    committee = make_committee()
    client.force_login(make_user("karin", committee))
    close = reverse("close_month", args=[committee.slug, 2021, 8])
    assert "Stäng augusti 2021?" in client.get(close).content.decode()
    assert ClosedMonth.objects.count() == 0
    page = client.post(close, follow=True)
    assert "Augusti 2021 är stängd." in page.content.decode()
    reopen = reverse("reopen_month", args=[committee.slug, 2021, 8])
    assert "Skriv varför månaden öppnas." in client.post(reopen, {"reason": " "}).content.decode()
    assert closed_months(committee, 2021) == {8}
    page = client.post(reopen, {"reason": "Sen faktura"}, follow=True)
    assert "Augusti 2021 är öppen igen." in page.content.decode()
    assert closed_months(committee, 2021) == set()


def test_closing_what_somebody_else_has_just_closed_says_so(client: Client) -> None:
    committee = make_committee()
    close_month(committee=committee, year=2021, month=8, by="Sofia Ek")
    client.force_login(make_user("karin", committee))
    page = client.post(reverse("close_month", args=[committee.slug, 2021, 8]), follow=True)
    assert "Augusti 2021 är redan stängd, av Sofia Ek." in page.content.decode()


def test_only_who_may_for_the_whole_committee_closes(client: Client) -> None:
    committee = make_committee()
    units = make_units(committee, {"SN": {"10": {}}})
    for user in (
        make_user("lena", committee, role="reader"),
        make_user("kim", committee, role="controller", unit=units["10"]),
    ):
        client.force_login(user)
        assert client.post(reverse("close_month", args=[committee.slug, 2021, 8])).status_code == 403
        page = client.get(reverse("periods", args=[committee.slug, 2021])).content.decode()
        assert reverse("close_month", args=[committee.slug, 2021, 8]) not in page
    assert ClosedMonth.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["perioder/1999/", "perioder/2101/", "perioder/2021/13/stang/", "perioder/2021/0/oppna/"]
)
def test_a_month_that_does_not_exist_is_not_found(client: Client, address: str) -> None:
    committee = make_committee()
    client.force_login(make_user("karin", committee))
    assert client.get(f"/{committee.slug}/{address}").status_code == 404
