"""The overview of a year's goals and the page of one goal: what they show, to whom, and with how many queries."""

from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.goal_choices import working_year
from goals.models import Goal
from organisation.models import User
from tests.budget.test_result_pages import page
from tests.factories import make_committee, make_units, make_user
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_assignment,
    make_goal,
    make_indicator,
    make_levels,
    make_measurement,
    make_scale,
    make_target,
)
from tests.goals.conftest import GoalTree
from tests.pages import logged_in

URL = "/prov-sn/mal/2021/"


@pytest.fixture
def august(tree: GoalTree) -> GoalTree:
    """Assessed after August: kf is partly met, n1 met, 110 says that n1 is not met."""
    make_assessment(
        tree.goals["kf"], month=8, level=level_of(tree.scale, "partly"), text="Vi **närmar** oss."
    )
    make_assessment(
        tree.goals["n1"], month=8, level=level_of(tree.scale, "met"), text="Köerna är borta.", measures="Mer."
    )
    make_assessment(
        tree.goals["n1"],
        month=8,
        unit=tree.units["110"],
        level=level_of(tree.scale, "not_met"),
        proposed=level_of(tree.scale, "met"),
        reason="Värdet är från maj.",
        text="Vi väntar ännu.",
    )
    make_assessment(tree.goals["n1"], month=4, level=level_of(tree.scale, "not_met"), text="Tidigt.")
    return tree


def shown(user: User, url: str = URL, status: int = 200) -> str:
    return unescape(page(user, url, status))


def test_the_tree_with_the_committees_marks(august: GoalTree) -> None:
    found = shown(august.reader)
    assert "Mål 2021 Nämndens bedömning efter augusti" in found
    assert (
        "Av 1 fullmäktiges mål är 1 delvis uppfyllt. Av 2 nämndmål är 1 uppfyllt och 1 inte bedömt." in found
    )
    assert (
        "Fokusområde 1 Ett gott liv "
        "Fullmäktiges mål 1.1 Fler ska klara sig Delvis uppfyllt "
        "Nämndmål 1.1.1 Kortare väntan Uppfyllt 1 av 2 enheter har följt upp "
        "Nämndmål 1.1.2 Bättre bemötande Inte bedömt "
        "Så bedöms målen: Uppfyllt Delvis uppfyllt Inte uppfyllt Inte bedömt"
    ) in found


def test_another_period(august: GoalTree) -> None:
    found = shown(august.reader, f"{URL}?till=4")
    assert "Nämndens bedömning efter april" in found
    assert "Kortare väntan Inte uppfyllt 0 av 2 enheter har följt upp" in found
    assert "Nämndens bedömning efter augusti" in shown(august.reader, f"{URL}?till=13")
    assert "Nämndens bedömning efter augusti" in shown(august.reader, f"{URL}?till=mars")


def test_the_form_shows_what_is_chosen(august: GoalTree) -> None:
    client = logged_in(august.reader)
    level = august.levels["committee_goal"].pk
    html = client.get(f"{URL}?till=4&enhet=110&niva={level}").content.decode()
    assert '<option value="4" selected>April</option>' in html
    assert '<option value="110" selected>110 Enhet 110</option>' in html
    assert f'<option value="{level}" selected>Nämndmål</option>' in html
    assert '<option value="8" selected>Augusti</option>' in client.get(f"{URL}?till=13").content.decode()


def test_a_unit_assesses_a_level_or_writes_where_there_is_none(tree: GoalTree) -> None:
    unassessed = level_of(tree.scale, "not_assessed")
    make_assessment(tree.goals["n1"], unit=tree.units["110"], level=unassessed, text="Vi väntar")
    make_assessment(tree.goals["n1"], unit=tree.units["200"], level=level_of(tree.scale, "met"))
    assert "0 av 2 enheter har följt upp" in shown(tree.reader)
    tree.goals["fokus"].units.set([tree.units["110"], tree.units["120"]])
    make_assessment(tree.goals["fokus"], unit=tree.units["110"], text="Vi har börjat")
    make_assessment(tree.goals["fokus"], unit=tree.units["120"], text="")
    assert "Ett gott liv 1 av 2 enheter har följt upp" in shown(tree.reader)


def test_before_anything_is_assessed_the_last_period_that_ended(tree: GoalTree) -> None:
    assert "Nämndens bedömning efter december" in shown(tree.reader)
    Goal.objects.update(year=2099)
    assert "Nämndens bedömning efter april" in shown(tree.reader, "/prov-sn/mal/2099/")


def test_narrowed(august: GoalTree) -> None:
    level = august.levels["committee_goal"].pk
    assert "Ett gott liv" not in shown(august.reader, f"{URL}?niva={level}")
    found = shown(august.reader, f"{URL}?enhet=110")
    assert (
        "Nämndmål 1.1.1 Kortare väntan Enhet 110 Inte uppfyllt Nämnden Uppfyllt 1 av 2 enheter har följt upp"
    ) in found
    assert "Bättre bemötande" not in found
    assert "Enhet 120 Inte bedömt Nämnden Uppfyllt" in shown(august.reader, f"{URL}?enhet=120")
    area = shown(august.reader, f"{URL}?enhet=100")
    assert "Kortare väntan Nämnden Uppfyllt" in area
    assert "Bättre bemötande" in shown(august.reader, f"{URL}?sok=BEMÖTANDE")
    assert "Kortare väntan" not in shown(august.reader, f"{URL}?sok=bemötande")
    assert "Inga mål i urvalet" in shown(august.reader, f"{URL}?sok=finns+inte")
    assert "Ett gott liv" in shown(august.reader, f"{URL}?enhet=200&niva=x")


def test_indicators_and_assignments_are_told(tree: GoalTree) -> None:
    n1 = tree.goals["n1"]
    wait = make_indicator(
        tree.committee,
        "vantan",
        name="Väntetid",
        goals=[n1],
        value_kind="duration",
        direction="lower",
        gender_split="women_men",
        scale=tree.scale,
    )
    make_target(wait, 2021, "660")
    make_measurement(wait, 2021, "638", gender="K")
    make_measurement(wait, 2021, "673", gender="M")
    make_assessment(wait, level=level_of(tree.scale, "partly"))
    sick = make_indicator(
        tree.committee, "sjuk", name="Sjukfrånvaro", goals=[n1], value_kind="share", direction="lower"
    )
    make_target(sick, 2021, "6.5")
    make_indicator(tree.committee, "gammalt", name="Utgått", goals=[n1], valid_to=2020)
    make_assignment(tree.committee, goals=[n1])
    told = "2 mått 1 uppdrag Väntetid kvinnor 10:38, män 11:13 mål högst 11:00 Delvis uppfyllt"
    assert f"{told} Sjukfrånvaro Inget värde än mål högst 6,5 %" in shown(tree.reader, f"{URL}?matt=on")
    plain = shown(tree.reader)
    assert "0 av 2 enheter har följt upp 2 mått 1 uppdrag" in plain
    assert "Väntetid" not in plain
    assert "Väntetid Mäts för helåret mål högst 11:00" in shown(tree.reader, f"{URL}?till=8&matt=on")


def test_a_missing_value_says_why(tree: GoalTree) -> None:
    survey = make_indicator(tree.committee, name="Nöjda", goals=[tree.goals["n1"]])
    make_measurement(survey, 2021, None, note="Mäts vartannat år.")
    for url in (f"{URL}?matt=on", f"{URL}n1/"):
        assert "Nöjda – Mäts vartannat år. " in shown(tree.reader, url)


def test_each_frequency_shows_the_value_of_the_period(tree: GoalTree) -> None:
    goals = [tree.goals["n1"]]
    monthly = make_indicator(tree.committee, "a", name="Månad", goals=goals, frequency="month")
    tertial = make_indicator(tree.committee, "b", name="Tertial", goals=goals, frequency="tertial")
    for month, value in ((4, "4"), (8, "8"), (12, "12")):
        make_measurement(monthly, 2021, value, span="month", month=month)
        make_measurement(tertial, 2021, f"{value}0", span="tertial", month=month)
    make_measurement(monthly, 2021, "144")
    assert "Månad 8 Tertial 80 " in shown(tree.reader, f"{URL}?till=8&matt=on")
    assert "Månad 144 Tertial 120 " in shown(tree.reader, f"{URL}?till=12&matt=on")
    Goal.objects.filter(code="n1").update(follow_up_times=None, follow_up_months=[5])
    assert "Månad Inget värde än Tertial 40 (april) " in shown(tree.reader, f"{URL}?till=5&matt=on")


def test_small_numbers_stay_hidden_from_who_may_not_see_them(tree: GoalTree) -> None:
    few = make_indicator(tree.committee, "fa", name="Unga", goals=[tree.goals["n1"]], people="count")
    make_measurement(few, 2021, "3", is_suppressed=True)
    for url in (f"{URL}?matt=on", f"{URL}n1/"):
        assert "Unga .. " in shown(tree.reader, url)
        assert "Unga 3 Skyddat" in shown(tree.secretary, url)
        assert "Unga .. " in shown(tree.manager, url)


def test_how_a_hidden_value_was_assessed_is_hidden_too(tree: GoalTree) -> None:
    few = make_indicator(
        tree.committee, "fa", name="Unga", goals=[tree.goals["n1"]], people="count", scale=tree.scale
    )
    make_measurement(few, 2021, "3", is_suppressed=True)
    make_assessment(few, 2021, 12, level=level_of(tree.scale, "met"))
    assert "Unga 3 Skyddat Uppfyllt" in shown(tree.secretary, f"{URL}?matt=on&till=12")
    assert "Unga 3 Skyddat – Uppfyllt" in shown(tree.secretary, f"{URL}n1/")
    assert "Unga .. Skyddat" in shown(tree.reader, f"{URL}?matt=on&till=12")
    assert "Unga .. Skyddat – –" in shown(tree.reader, f"{URL}n1/")
    for url in (f"{URL}?matt=on&till=12", f"{URL}n1/"):
        assert "Skyddat Uppfyllt" not in shown(tree.reader, url)


def test_what_people_write_is_no_markup(tree: GoalTree) -> None:
    Goal.objects.filter(code="n1").update(text="<b>Fet & stark</b>", number="<i>")
    tree.levels["committee_goal"].name = "<u>"
    tree.levels["committee_goal"].save()
    make_indicator(tree.committee, "<x>&", name="<s>Mått</s>", goals=[tree.goals["n1"]])
    html = logged_in(tree.reader).get(f"{URL}?matt=on&enhet=110").content.decode()
    assert "&lt;u&gt; &lt;i&gt;" in html
    assert "&lt;b&gt;Fet &amp; stark&lt;/b&gt;" in html
    assert '/matt/%3Cx%3E%26/">&lt;s&gt;Mått&lt;/s&gt;</a>' in html
    assert not any(tag in html for tag in ("<b>", "<s>", "<u>", "<i>"))


def test_one_goal(august: GoalTree) -> None:
    make_assignment(august.committee, title="Ny plan", goals=[august.goals["n1"]])
    found = shown(august.reader, f"{URL}n1/")
    assert "Nämndmål 1.1.1, 2021 Kortare väntan Uppfyllt Nämnden, efter augusti" in found
    assert (
        "Av April Augusti December Nämnden Inte uppfyllt Uppfyllt Inte bedömt "
        "Enhet 110 Inte bedömt Inte uppfyllt Inte bedömt Enhet 120 Inte bedömt Inte bedömt Inte bedömt"
    ) in found
    assert "Efter augusti 2021 Nämnden Uppfyllt Köerna är borta. Åtgärder Mer. Karin, " in found
    assert (
        "Enhet 110 Inte uppfyllt Vi väntar ännu. "
        "Bedömningen skiljer sig från måttens förslag, ”Uppfyllt”: Värdet är från maj."
    ) in found
    assert "Har inte skrivit: Enhet 120." in found
    assert found.index("Efter augusti 2021") < found.index("Efter april 2021")
    assert "Uppdrag Ny plan Pågår" in found
    assert "Följs upp av Enhet 110, Enhet 120 Följs upp efter april, augusti, december" in found


def test_the_goals_under_a_goal(august: GoalTree) -> None:
    found = shown(august.reader, f"{URL}kf/")
    assert "Vi närmar oss." in found
    assert "Under målet Nämndmål 1.1.1 Kortare väntan Uppfyllt Nämndmål 1.1.2 Bättre bemötande" in found
    assert "1.1 Fler ska klara sig" in shown(august.reader, f"{URL}n1/")


def test_a_goal_that_is_not_assessed_has_no_marks(tree: GoalTree) -> None:
    found = shown(tree.reader, f"{URL}fokus/")
    assert "Bedömningar 2021" not in found
    assert "Ingen har följt upp målet än." in found


def test_other_units_texts_are_read_by_those_in_their_scope(august: GoalTree) -> None:
    make_assessment(august.goals["n1"], month=8, unit=august.units["200"], text="Från tvåhundra")
    assert "Från tvåhundra" in shown(august.reader, f"{URL}n1/")
    found = shown(august.manager, f"{URL}n1/")
    assert ("Köerna är borta." in found, "Vi väntar ännu." in found, "Från tvåhundra" in found) == (
        True,
        True,
        False,
    )


def test_a_goals_other_years(august: GoalTree) -> None:
    levels = august.levels
    first = make_goal(august.committee, levels["committee_goal"], 2019, "n1", text="Kortare köer")
    before = make_goal(
        august.committee, levels["committee_goal"], 2020, "n1", text="Kortare väntan", predecessor=first
    )
    Goal.objects.filter(pk=august.goals["n1"].pk).update(predecessor=before)
    after = make_goal(august.committee, levels["committee_goal"], 2022, predecessor=august.goals["n1"])
    make_assessment(before, 2020, 4, level=level_of(august.scale, "not_met"))
    make_assessment(before, 2020, 12, level=level_of(august.scale, "met"))
    assert (f"Andra år 2022 {after.text} Inte bedömt 2020 Uppfyllt 2019 Kortare köer Inte bedömt") in shown(
        august.reader, f"{URL}n1/"
    )


def test_empty_pages_tell_what_to_do_first(db: None) -> None:
    committee = make_committee()
    secretary = make_user("sara", committee, role="secretary")
    reader = make_user("lena", committee, role="reader")
    assert "När nämndens sekreterare har lagt upp årets mål visas de här." in shown(reader)
    assert "Så kommer ni i gång Bedömningsskala" in shown(secretary)
    assert "Välj skala" in shown(secretary)
    scale = make_scale(committee)
    assert "Det finns färdiga skalor att utgå från. Klart Målnivåer" in shown(secretary)
    levels = make_levels(committee, scale)
    assert "Inga mål för 2021 än Lägg upp årets första mål." in shown(secretary)
    make_goal(committee, levels["focus_area"], 2020)
    assert "Inga mål för 2021 än För över målen från 2020, eller lägg upp nya." in shown(secretary)
    assert logged_in(reader).get("/prov-sn/mal/").headers["Location"] == "/prov-sn/mal/2020/"


@pytest.mark.parametrize(
    ("years", "assessed", "today", "shown_year"),
    [
        ([2026, 2027], [2026], date(2026, 11, 22), 2026),  # next year's goals are decided
        ([2026, 2027], [2026], date(2027, 1, 2), 2027),
        ([2027], [], date(2026, 11, 22), 2027),
        ([2020, 2021], [2020], date(2026, 11, 22), 2020),  # 2021 was only prepared
        ([2020, 2021], [], date(2026, 11, 22), 2021),
        ([], [], date(2026, 11, 22), None),
    ],
)
def test_the_goals_open_at_the_year_that_the_committee_works_with(
    db: None, years: list[int], assessed: list[int], today: date, shown_year: int | None
) -> None:
    committee = make_committee()
    root = make_units(committee, {"SN": {}})["SN"]
    level = make_levels(committee, make_scale(committee))["committee_goal"]
    for year in years:
        goal = make_goal(committee, level, year)
        if year in assessed:
            make_assessment(goal, year, 12, unit=root)
    assert working_year(committee, today) == shown_year


def test_only_who_may_change_is_shown_how(tree: GoalTree) -> None:
    for url in (URL, f"{URL}kf/"):
        assert "Redigera" not in shown(tree.reader, url)
        assert "Nytt mål" not in shown(tree.manager, url)
        assert "Nytt mål" in shown(tree.secretary, url)


def test_another_committees_pages(tree: GoalTree) -> None:
    stranger = make_user("olle", make_committee("annan-sn"), role="secretary")
    for url in ("/prov-sn/mal/", URL, f"{URL}n1/"):
        assert logged_in(stranger).get(url).status_code == 404
    assert logged_in(tree.reader).get(f"{URL}finns-inte/").status_code == 404


def queries(user: User, url: str) -> int:
    client = logged_in(user)
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def grow(tree: GoalTree) -> None:
    """Twenty goals more, each with units, an indicator with target and value, an assignment and assessments."""
    met = level_of(tree.scale, "met")
    units = list(tree.units.values())
    for number in range(20):
        goal = make_goal(
            tree.committee, tree.levels["committee_goal"], parent=tree.goals["kf"], units=units[1:]
        )
        indicator = make_indicator(tree.committee, goals=[goal, tree.goals["n1"]], scale=tree.scale)
        make_target(indicator, 2021, number)
        make_measurement(indicator, 2021, number)
        make_assignment(tree.committee, goals=[goal, tree.goals["n1"]])
        for unit in units:
            make_assessment(goal, unit=unit, level=met, text="Bra")
        make_assessment(indicator, level=met)


MOST_QUERIES = {
    URL: 25,
    f"{URL}?enhet=110": 25,
    f"{URL}?matt=on&enhet=110": 25,
    f"{URL}kf/": 25,
    f"{URL}n1/": 25,
    f"{URL}kf/redigera/": 25,
    f"{URL}ordning/": 12,
    f"{URL}for-over/": 12,
    "/prov-sn/mal/skalor/": 12,
    "/prov-sn/mal/nivaer/": 12,
}


def test_as_many_queries_for_few_as_for_many(tree: GoalTree) -> None:
    n1 = tree.goals["n1"]
    indicator = make_indicator(tree.committee, goals=[n1], scale=tree.scale)
    make_assignment(tree.committee, goals=[n1])
    make_assessment(n1, unit=tree.units["110"], level=level_of(tree.scale, "met"))
    make_assessment(n1, level=level_of(tree.scale, "met"))
    make_measurement(indicator, 2021, 1)
    few = {url: queries(tree.secretary, url) for url in MOST_QUERIES}
    grow(tree)
    assert {url: queries(tree.secretary, url) for url in MOST_QUERIES} == few
    assert {url: asked for url, asked in few.items() if asked > MOST_QUERIES[url]} == {}
