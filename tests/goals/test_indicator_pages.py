"""The pages about indicators: what they show, to whom, what they refuse, and with how many queries."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goals.indicator_choices import years_with_values
from goals.models import AssessmentScale, Indicator, IndicatorPart, Measurement, Target
from organisation.models import AuditEvent, Role, User
from organisation.periods import close_month
from tests import factories
from tests.budget.test_result_pages import page, text
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_goal,
    make_indicator,
    make_levels,
    make_measurement,
    make_scale,
    make_target,
)
from tests.goals.indicator_place import Place, make_place
from tests.pages import logged_in

LIST = "/prov-sn/matt/"


@dataclass(frozen=True)
class Prov(Place):
    scale: AssessmentScale
    waiting: Indicator


@pytest.fixture
def prov(db: None) -> Prov:
    """Waiting time of women and men against at most 11 hours, assessed."""
    place = make_place()
    committee = place.committee
    scale = make_scale(committee)
    levels = make_levels(committee, scale)
    goal = make_goal(committee, levels["committee_goal"], 2021, "m1", number="1", text="Trygg vård")
    waiting = make_indicator(
        committee, "vantetid", name="Väntetid", value_kind="duration", direction="lower",
        gender_split="women_men", theme="Bistånd", scale=scale, goals=[goal], source="Verksamhetssystemet",
    )  # fmt: skip
    make_measurement(waiting, 2020, "660", gender="T", form="duration")
    make_measurement(waiting, 2021, "638", gender="K", form="duration", note="Bara första halvåret.")
    make_measurement(waiting, 2021, "673", gender="M", form="duration")
    make_target(waiting, 2021, "660")
    return Prov(
        **vars(place),
        scale=scale,
        waiting=waiting,
    )


def typed(**changed: str) -> dict[str, str]:
    """The form of an indicator, filled in, with no parts."""
    parts = {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}
    plain = {
        "name": "Antal beslut",
        "value_kind": "number",
        "decimals": "0",
        "direction": "none",
        "frequency": "year",
        "year_of": "own",
        "gender_split": "none",
        "totalling": "own",
        "people": "none",
        "position": "1",
    }
    return {**parts, **plain, **changed}


def part(number: int, **fields: str) -> dict[str, str]:
    return {
        "parts-TOTAL_FORMS": str(number + 1),
        **{f"parts-{number}-{name}": value for name, value in fields.items()},
    }


def sent(user: User, address: str, data: dict[str, str], status: int = 200) -> str:
    response = logged_in(user).post(f"{LIST}{address}", data)
    assert response.status_code == status, text(response.content.decode())
    return text(response.content.decode())


def test_the_list(prov: Prov) -> None:
    shown = page(prov.reader, LIST)
    assert "Bistånd Väntetid kvinnor 10:38 män 11:13 2021 11:00 – Delvis uppfyllt Varje år" in shown
    assert "Nytt mått" not in shown


def test_the_page(prov: Prov) -> None:
    shown = page(prov.reader, f"{LIST}vantetid/")
    assert "Kvinnor 10:38 når målet högst 11:00, män 11:13 når det inte." in shown
    assert (
        "År Kvinnor Män Totalt Målvärde Förslag 2021 10:38* 11:13 – 11:00 Delvis uppfyllt 2020 – – 11:00 – –"
        in shown
    )
    assert "* Bara första halvåret." in shown
    assert "Källa Verksamhetssystemet" in shown
    assert "1 Trygg vård , 2021" in shown


def test_what_was_written_about_it(prov: Prov) -> None:
    make_assessment(
        prov.waiting, 2021, 8, level=level_of(prov.scale, "partly"), text="Väntan är *kortare* för kvinnor."
    )
    shown = page(prov.reader, f"{LIST}vantetid/")
    assert "Uppföljning Augusti 2021 Enhet SN Delvis uppfyllt Väntan är kortare för kvinnor. Karin" in shown


def test_searching_filtering_and_sorting(prov: Prov) -> None:
    make_indicator(prov.committee, "a-beslut", name="Ärenden", theme="Myndighet", frequency="month")
    of_units = make_indicator(prov.committee, "besok", name="Besök", is_by_unit=True)
    of_units.units.set([prov.units["110"]])

    def names(query: str) -> list[str]:
        shown = page(prov.reader, f"{LIST}?{query}")
        listed = shown.partition("Period Målvärde")[2]
        return [name for name in ("Väntetid", "Ärenden", "Besök") if f" {name} " in listed]

    assert names("") == ["Väntetid", "Ärenden", "Besök"]
    assert names("sok=äRENDEN") == ["Ärenden"]
    assert names("omrade=Bistånd") == ["Väntetid"]
    assert names("enhet=110") == ["Besök"]
    assert names("enhet=200") == []
    assert names("mal=m1") == ["Väntetid"]
    assert names("mats=month") == ["Ärenden"]
    assert names("saknas=on") == ["Ärenden", "Besök"]
    assert "Inga mått i urvalet" in page(prov.reader, f"{LIST}?sok=finns-inte")
    shown = page(prov.reader, f"{LIST}?sortera=-namn")
    assert shown.index("Ärenden Inget") < shown.index("Väntetid kvinnor") < shown.index("Besök Inget")
    assert "Inget värde än" in shown


def test_nothing_yet(db: None) -> None:
    committee = factories.make_committee()
    secretary = factories.make_user("sofia", committee, role="secretary")
    reader = factories.make_user("lena", committee, role="reader")
    assert "Inga mått än Lägg upp det första måttet" in page(secretary, LIST)
    assert "När nämndsekreteraren har lagt upp mått visas de här." in page(reader, LIST)
    assert "Inget mäts varje månad" in page(reader, f"{LIST}manader/2021/")
    factories.make_units(committee, {"SN": {}})
    make_indicator(committee, "tom")
    assert "Inga värden än" in page(reader, f"{LIST}tom/")
    assert "Sätt målvärden" in page(secretary, f"{LIST}tom/")


def test_the_list_shows_the_target_before_there_is_any_value(prov: Prov) -> None:
    new = make_indicator(prov.committee, "ny", name="Ny", value_kind="share", direction="higher")
    make_target(new, 2021, "80")
    make_target(new, 2022, "90")
    shown = page(prov.secretary, f"{LIST}?ar=2021")
    assert "Ny Inget värde än – 80 % – – Varje år" in shown


@pytest.mark.parametrize(
    ("fields", "button"),
    [
        ({"theme": "Bistånd"}, "?omrade=Bist%C3%A5nd"),
        ({"frequency": "month"}, "?matt=ny&amp;av=perioder"),
        ({"is_by_unit": True}, "?matt=ny&amp;av=enheter"),
    ],
)
def test_the_first_value_of_an_indicator_is_entered_from_its_page(
    prov: Prov, fields: dict[str, Any], button: str
) -> None:
    make_indicator(prov.committee, "ny", name="Ny", **fields)
    address = f"{LIST}ny/"
    shown = logged_in(prov.secretary).get(address).content.decode()
    assert f'href="/prov-sn/matt/rutnat/{timezone.localdate().year}/{button}">För in' in shown
    assert "För in" not in page(prov.reader, address)


def test_adding_one(prov: Prov) -> None:
    data = typed(people="count", is_by_unit="on", units=str(prov.units["110"].pk), totalling="sum")
    sent(prov.secretary, "nytt/", data, status=302)
    made = Indicator.objects.get(code="antal-beslut")
    assert (made.name, made.totalling, [unit.code for unit in made.units.all()]) == (
        "Antal beslut",
        "sum",
        ["110"],
    )
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.subject, event.changes_data) == ("lade upp mått", "Antal beslut", True)


def test_parts(prov: Prov) -> None:
    data = typed(name="Registreringar") | part(0, code="SA", label="Senior alert", pattern="{värde} SA")
    sent(prov.secretary, "nytt/", data, status=302)
    made = Indicator.objects.get(code="registreringar")
    assert [(each.code, each.pattern) for each in made.parts.all()] == [("SA", "{värde} SA")]
    make_measurement(made, 2021, 25, part="SA")
    data |= {"parts-INITIAL_FORMS": "1", "parts-0-id": str(made.parts.get().pk), "parts-0-DELETE": "on"}
    assert "Delen ”SA” har värden. Ta bort dem innan delen tas bort eller får en ny kod." in sent(
        prov.secretary, "registreringar/redigera/", {**data, "code": "registreringar"}
    )
    assert IndicatorPart.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Skriv måttets namn."),
        ({"code": "a/b"}, "Koden får inte innehålla blanksteg, snedstreck eller semikolon."),
        ({"code": "rutnat"}, "Ordet ”rutnat” kan inte vara ett måtts kod."),
        ({"code": "vantetid"}, "Nämnden har redan ett mått med den koden."),
        (
            {"totalling": "sum"},
            "Nämndens värde kan bara vara summan av enheterna när måttet lämnas per enhet.",
        ),
        (
            {"totalling": "sum", "is_by_unit": "on", "value_kind": "share"},
            "Andelar och medelvärden går inte att summera över enheterna.",
        ),
        ({"year_of": "last"}, "Årets värde kan bara räknas ut när måttet mäts varje månad eller tertial."),
        (
            {"year_of": "sum", "frequency": "month", "value_kind": "share"},
            "Andelar och medelvärden går inte att summera över året.",
        ),
        (
            {"is_cumulative": "on"},
            "Bara det som mäts varje månad eller tertial kan räknas från januari.",
        ),
        (
            {"is_cumulative": "on", "frequency": "month", "year_of": "sum"},
            "När varje period räknas från januari är årets värde den sista perioden.",
        ),
        ({"is_cleared": "on"}, "Skriv skälet till att små tal får visas."),
        ({"valid_from": "2022", "valid_to": "2021"}, "Måttet kan inte sluta gälla innan det börjar."),
        (
            part(0, code="a", label="A", pattern="A"),
            "Skriv {värde} där talet ska stå för delen ”A”, till exempel {värde} SA.",
        ),
        (
            part(0, code="a", label="A", pattern="{värde}", is_of_which="on", is_summed="on"),
            "Delen ”A” är antingen en varav-del eller en del av summan, inte båda.",
        ),
    ],
)  # fmt: skip
def test_what_an_indicator_cannot_be(prov: Prov, changed: dict[str, str], said: str) -> None:
    assert said in sent(prov.secretary, "nytt/", typed(**changed))
    assert Indicator.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"value_kind": "share"},
            "Måttet har redan värden i timmar och minuter. Lägg upp ett nytt mått i stället.",
        ),
        (
            {"gender_split": "none"},
            "Måttet har värden uppdelade på kön. Ta bort dem innan uppdelningen tas bort.",
        ),
        (
            {"direction": "none"},
            "Måttet har målvärden. Ta bort dem, eller välj om högre eller lägre är bättre.",
        ),
        (
            {"is_by_unit": ""},
            "Måttet har värden för enheter. Ta bort dem innan måttet slutar lämnas per enhet.",
        ),
    ],
)
def test_what_an_indicator_with_values_cannot_become(prov: Prov, changed: dict[str, str], said: str) -> None:
    Indicator.objects.filter(pk=prov.waiting.pk).update(is_by_unit=True)
    make_measurement(prov.waiting, 2021, "600", form="duration", unit=prov.units["110"])
    now = typed(
        code="vantetid", value_kind="duration", direction="lower", gender_split="women_men", is_by_unit="on"
    )
    assert said in sent(prov.secretary, "vantetid/redigera/", {**now, **changed})
    sent(prov.secretary, "vantetid/redigera/", {**now, "name": "Väntan"}, status=302)
    assert Indicator.objects.get().name == "Väntan"


def test_clearing_small_numbers_is_logged(prov: Prov) -> None:
    reason = "Uppgifterna är redan offentliga."
    sent(
        prov.secretary,
        "nytt/",
        typed(people="count", is_cleared="on", cleared_reason=reason),
        status=302,
    )
    assert AuditEvent.objects.latest("id").details["small_numbers_cleared"] == reason


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"people": "none"}, "people"),
        ({"people": "group"}, "people"),
        ({"is_cleared": "on", "cleared_reason": "Platser."}, "is_cleared"),
    ],
)
def test_only_who_may_see_small_numbers_takes_their_protection_away(
    prov: Prov, changed: dict[str, str], field: str
) -> None:
    indicator = make_indicator(prov.committee, "barn", name="Barn", people="count")
    now = typed(name="Barn", code="barn", people="count")
    clerk = factories.make_user("olle", prov.committee)
    role = Role.objects.create(code="handlaggare", name="Handläggare", permissions=["view", "edit_goals"])
    clerk.memberships.update(role=role)
    make_measurement(indicator, 2021, 3, is_suppressed=True)
    said = "Värden är skyddade för att de rör få personer. Skyddet kan bara tas bort av den som får se dem."
    answer = logged_in(clerk).post(f"{LIST}barn/redigera/", {**now, **changed})
    assert answer.context["form"].errors == {field: [said]}
    assert Indicator.objects.filter(code="barn", people="count", is_cleared=False).exists()
    sent(clerk, "barn/redigera/", {**now, "name": "Barn och unga"}, status=302)
    sent(prov.secretary, "barn/redigera/", {**now, **changed}, status=302)
    # What nothing is hidden of may be set up by anybody who sets up indicators.
    Measurement.objects.update(is_suppressed=False)
    Indicator.objects.filter(code="barn").update(people="count", is_cleared=False, cleared_reason="")
    sent(clerk, "barn/redigera/", {**now, **changed}, status=302)


def test_deleting(prov: Prov) -> None:
    make_indicator(prov.committee, "tomt", name="Tomt")
    assert "Måttet har inga värden." in page(prov.secretary, f"{LIST}tomt/ta-bort/")
    sent(prov.secretary, "tomt/ta-bort/", {}, status=302)
    assert "3 mätvärden 1 målvärde" in page(prov.secretary, f"{LIST}vantetid/ta-bort/")
    assert "Bekräfta att värdena och bedömningarna också ska tas bort." in sent(
        prov.secretary, "vantetid/ta-bort/", {}
    )
    close_month(committee=prov.committee, year=2020, month=12, by="prov")
    assert "Stängd månad: december 2020." in sent(prov.secretary, "vantetid/ta-bort/", {"with_values": "on"})
    assert Measurement.objects.count() == 3
    prov.committee.closed_months.all().delete()
    sent(prov.secretary, "vantetid/ta-bort/", {"with_values": "on"}, status=302)
    assert (Indicator.objects.count(), Measurement.objects.count(), Target.objects.count()) == (0, 0, 0)


def test_targets(prov: Prov) -> None:
    address = "vantetid/malvarden/"
    assert "2021 –" in page(prov.secretary, f"{LIST}{address}")
    data = {
        "2022..text": "10:30",
        "2022..partly_from": "11:00",
        "2020..note": "Målet sattes 2021.",
        "2021..text": "",
    }
    sent(prov.secretary, address, data, status=302)
    found = {
        target.year: (target.kind, target.value, target.partly_from, target.note)
        for target in Target.objects.all()
    }
    assert found == {2022: ("value", 630, 660, ""), 2020: ("none", None, None, "Målet sattes 2021.")}
    shown = logged_in(prov.secretary).get(f"{LIST}{address}").content.decode()
    assert 'name="2022..text" value="10:30"' in shown
    assert 'name="2022..partly_from" value="11:00"' in shown


def test_targets_as_people_write_them(prov: Prov) -> None:
    share = make_indicator(
        prov.committee, "budget", name="I balans", value_kind="share", direction="higher", is_by_unit=True
    )
    wide = make_indicator(prov.committee, "spann", direction="within", unit_label="st", shows_unit=True)
    year = timezone.localdate().year
    for indicator, written in (
        (share, "90 %"), (share, "90"), (share, "öka 10 %"), (share, "80 % av enheterna når 100"),
        (wide, "10–15"), (wide, "10-15 st"),
    ):  # fmt: skip
        Target.objects.filter(indicator=indicator).delete()
        sent(prov.secretary, f"{indicator.code}/malvarden/", {f"{year}..text": written}, status=302)
        shown = logged_in(prov.secretary).get(f"{LIST}{indicator.code}/malvarden/").content.decode()
        again = shown.split(f'name="{year}..text" value="')[1].split('"')[0]
        # What a field shows is read as the same again.
        before = Target.objects.filter(indicator=indicator).values_list("kind", "value", "upper", "each_unit")
        stored = before.get()
        Target.objects.filter(indicator=indicator).delete()
        sent(prov.secretary, f"{indicator.code}/malvarden/", {f"{year}..text": again}, status=302)
        assert before.all().get() == stored, (written, again)


def test_targets_of_a_unit(prov: Prov) -> None:
    share = make_indicator(
        prov.committee, "budget", value_kind="share", direction="higher", is_by_unit=True,
        units=[prov.units["110"]],
    )  # fmt: skip
    written = {f"{timezone.localdate().year}..text": "95"}
    sent(prov.secretary, "budget/malvarden/?enhet=110", written, status=302)
    assert [(each.unit.code, each.value) for each in Target.objects.filter(indicator=share)] == [("110", 95)]
    page(prov.secretary, f"{LIST}budget/malvarden/?enhet=200", status=403)


def test_targets_that_cannot_be_saved(prov: Prov) -> None:
    shown = sent(
        prov.secretary,
        "vantetid/malvarden/",
        {"2022..text": "tio timmar", "2020..text": "11:00", "2020..partly_from": "10:00"},
    )
    assert "2 målvärden kan inte sparas. Ingenting är sparat, och allt du skrev står kvar." in shown
    assert "”tio timmar” är inte en tid. Skriv timmar och minuter, till exempel 10:38." in shown
    assert "Gränsen för delvis uppnått ska vara lättare att nå än målvärdet." in shown
    assert Target.objects.count() == 1
    make_indicator(prov.committee, "utan", name="Utan riktning")
    shown = sent(prov.secretary, "utan/malvarden/", {f"{timezone.localdate().year}..text": "5"})
    assert "Måttet har ingen riktning. Ange först om högre eller lägre är bättre, eller ett spann." in shown


def test_monthly_volumes(prov: Prov) -> None:
    hours = make_indicator(prov.committee, "timmar", name="Timmar", frequency="month", theme="Hemtjänst")
    make_measurement(hours, 2019, "900")
    make_measurement(hours, 2020, "1000")
    make_measurement(hours, 2021, "85", span="month", month=1)
    make_measurement(hours, 2021, None, span="month", month=2, note="Systemet stod still.")
    shown = page(prov.reader, f"{LIST}manader/2021/")
    assert "Hemtjänst Mått 2018 2019 2020 Jan Feb" in shown
    assert f"Timmar – 900 1 000 85 –* {'– ' * 11}" in shown
    assert "* Systemet stod still." in shown


def test_the_list_is_searched_sorted_and_shown_fifty_at_a_time(prov: Prov) -> None:
    for number in range(60):
        made = make_indicator(prov.committee, f"v{number}", name=f"Volym {number:02}", position=60 - number)
        make_measurement(made, 2021, number)
    second = page(prov.reader, f"{LIST}?sok=volym&sortera=-namn&sida=2")
    assert "60 mått" in second
    assert [f"Volym {number:02}" in second for number in (10, 9, 0)] == [False, True, True]
    assert second.index("Volym 09") < second.index("Volym 00")
    html = logged_in(prov.reader).get(f"{LIST}?sok=volym&sortera=-namn").content.decode()
    assert 'href="?sok=volym&amp;sortera=-namn&amp;sida=2"' in html
    assert "Volym 10" in page(prov.reader, f"{LIST}?sok=volym&sida=1")


def test_the_years_to_choose_from_reach_from_the_last_with_values_to_the_first(prov: Prov) -> None:
    make_measurement(prov.waiting, 2018, 700, gender="T", form="duration")
    other = factories.make_committee("tredje-sn")
    factories.make_units(other, {"SN": {}})
    make_measurement(make_indicator(other, "x"), 2023, 1)
    assert years_with_values(prov.committee) == [2021, 2020, 2019, 2018]
    assert years_with_values(factories.make_committee("tom-sn")) == []


def test_monthly_volumes_are_shown_fifty_at_a_time(prov: Prov) -> None:
    for number in range(51):
        fields = {"name": f"Volym {number:02}", "frequency": "month", "position": number}
        made = make_indicator(prov.committee, f"v{number}", theme="Hemtjänst", is_by_unit=True, **fields)
        make_measurement(made, 2021, number, span="month", month=1, unit=prov.units["110"])
    first = page(prov.secretary, f"{LIST}manader/2021/?enhet=110")
    assert ("Volym 00" in first, "Volym 49" in first, "Volym 50" in first) == (True, True, False)
    html = logged_in(prov.secretary).get(f"{LIST}manader/2021/?enhet=110").content.decode()
    assert 'href="?enhet=110&amp;sida=2"' in html
    last = page(prov.secretary, f"{LIST}manader/2021/?enhet=110&sida=2")
    assert ("Volym 49" in last, "Volym 50 – – – 50 –" in last) == (False, True)


def test_small_numbers(prov: Prov) -> None:
    boys = make_indicator(prov.committee, "pojkar", name="Placerade", people="count", frequency="month")
    make_measurement(boys, 2021, 3, is_suppressed=True)
    make_measurement(boys, 2021, 2, span="month", month=1, is_suppressed=True)
    for address in (LIST, f"{LIST}pojkar/", f"{LIST}manader/2021/"):
        hidden, seen = page(prov.reader, address), page(prov.secretary, address)
        assert "visas inte utåt" in seen
        assert "visas inte utåt" not in hidden
        assert " .. " in hidden
    shown = page(prov.reader, f"{LIST}pojkar/")
    assert "2021 .. " in shown
    assert "Värden som rör färre än 5 personer visas som .." in shown
    assert "2021 3 visas inte utåt" in page(prov.secretary, f"{LIST}pojkar/")


def test_how_a_hidden_value_was_assessed_is_hidden_too(prov: Prov) -> None:
    boys = make_indicator(prov.committee, "pojkar", people="count", scale=prov.scale, direction="lower")
    make_measurement(boys, 2021, 3, is_suppressed=True)
    make_target(boys, 2021, 3)
    make_assessment(boys, 2021, 12, level=level_of(prov.scale, "met"), text="Målet nås.")
    hidden, seen = page(prov.reader, f"{LIST}pojkar/"), page(prov.secretary, f"{LIST}pojkar/")
    assert ("Målet nås." in hidden, "Uppfyllt" in hidden) == (False, False)
    assert ("Målet nås." in seen, "Uppfyllt" in seen) == (True, True)


def test_who_may_see_and_change(prov: Prov) -> None:
    factories.make_committee("annan-sn")
    for address in ("", "vantetid/", "manader/2021/", "vantetid/malvarden/", "nytt/"):
        assert logged_in(prov.secretary).get(f"/annan-sn/matt/{address}").status_code == 404
    other = factories.make_committee("tredje-sn")
    make_indicator(other, "deras")
    page(prov.secretary, f"{LIST}deras/", status=404)
    for user in (prov.manager, prov.reader):
        page(user, f"{LIST}vantetid/")
        for address in ("nytt/", "vantetid/redigera/", "vantetid/ta-bort/", "vantetid/malvarden/"):
            page(user, f"{LIST}{address}", status=403)
            assert logged_in(user).post(f"{LIST}{address}", {}).status_code == 403


def test_a_manager_sees_the_own_units_values(prov: Prov) -> None:
    made = make_indicator(prov.committee, "besok", name="Besök", is_by_unit=True, frequency="month")
    for code in ("110", "200"):
        make_measurement(made, 2021, 7, unit=prov.units[code])
    shown = page(prov.manager, f"{LIST}besok/")
    assert ("110 Enhet 110 7" in shown, "200 Enhet 200" in shown) == (True, False)
    assert "200 Enhet 200 7" in page(prov.secretary, f"{LIST}besok/")
    page(prov.manager, f"{LIST}manader/2021/?enhet=110")
    page(prov.manager, f"{LIST}manader/2021/?enhet=200", status=404)


def queries(user: User, address: str) -> int:
    client = logged_in(user)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_number_of_queries_does_not_grow(prov: Prov) -> None:
    make_indicator(prov.committee, "m0", frequency="month")
    addresses = [LIST, f"{LIST}manader/2021/", f"{LIST}vantetid/", f"{LIST}vantetid/malvarden/"]
    few = [queries(prov.secretary, address) for address in addresses]
    for number in range(20):
        many: Any = make_indicator(
            prov.committee,
            f"m{number + 1}",
            frequency="month",
            scale=prov.scale,
            direction="higher",
            parts=["a"],
        )
        make_measurement(many, 2021, number, span="month", month=1, part="a")
        make_measurement(many, 2021, number, part="a")
        make_target(many, 2021, 5, part="a")
    for year in range(2010, 2020):
        make_measurement(prov.waiting, year, "600", form="duration")
    assert [queries(prov.secretary, address) for address in addresses] == few
    assert max(few) <= 25, few
