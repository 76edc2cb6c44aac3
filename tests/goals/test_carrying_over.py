"""Goals carried over to the next year and taken back: what is copied, what is left, and what stands in the way."""

import pytest
from django.test import Client

from goals.carrying_over import carry_over, copied_goals, take_back
from goals.goal_checks import GoalRefused
from goals.models import Assignment, Goal
from organisation.models import AuditEvent, Unit
from tests.budget.test_result_pages import text
from tests.factories import make_committee, make_user
from tests.goal_factories import make_assessment, make_assignment, make_goal, make_indicator
from tests.goals.conftest import GoalTree
from tests.pages import logged_in

URL = "/prov-sn/mal/2021/for-over/"
BACK = "/prov-sn/mal/2021/for-over/angra/"
ALL = ["fokus", "kf", "n1", "n2"]


@pytest.fixture
def client(tree: GoalTree) -> Client:
    return logged_in(tree.secretary)


def of_2022() -> dict[str, Goal]:
    rows = Goal.objects.filter(year=2022).select_related("parent", "predecessor", "level")
    return {goal.code: goal for goal in rows}


def test_what_is_copied(tree: GoalTree) -> None:
    n1 = tree.goals["n1"]
    Goal.objects.filter(pk=n1.pk).update(
        description="D",
        contributions="C",
        expected_effect="E",
        follow_up_method="M",
        follow_up_months=[5, 10],
        follow_up_times=None,
        reports_to_council=True,
        decided_by="Nämnden",
        decision_paragraph="7",
    )
    Unit.objects.filter(code="120").update(valid_to=2021)
    measured = make_indicator(tree.committee, "kvar", goals=[n1])
    make_indicator(tree.committee, "slut", goals=[n1], valid_to=2021)
    still = make_assignment(tree.committee, "pagar", goals=[n1])
    make_assignment(
        tree.committee,
        "klart",
        goals=[n1],
        status=Assignment.Status.CLOSED,
        closed_on="2021-12-01",
        closed_paragraph="9",
    )
    make_assessment(n1, month=12, text="Bra")
    copies = carry_over(committee=tree.committee, from_year=2021, codes=ALL, by="prov")
    found = of_2022()
    assert len(copies) == 4
    assert {code: goal.parent.code if goal.parent else "" for code, goal in found.items()} == {
        "fokus": "",
        "kf": "fokus",
        "n1": "kf",
        "n2": "kf",
    }
    assert all(goal.parent is None or goal.parent.year == 2022 for goal in found.values())
    copy = found["n1"]
    assert (copy.predecessor, copy.level, copy.number, copy.text) == (n1, n1.level, "1.1.1", "Kortare väntan")
    assert (copy.description, copy.contributions, copy.expected_effect) == ("D", "C", "E")
    assert (copy.follow_up_method, copy.follow_up_times, copy.follow_up_months) == ("M", None, [5, 10])
    assert (copy.reports_to_council, copy.decided_by, copy.decision_paragraph) == (True, "", "")
    assert [unit.code for unit in copy.units.all()] == ["110"]
    assert (list(copy.indicators.all()), list(copy.assignments.all())) == ([measured], [still])
    assert copy.assessments.count() == 0
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.action, event.subject, event.details) == (
        "förde över mål",
        "2021 till 2022",
        {"year": 2022, "codes": ALL},
    )


def test_what_is_there_already_is_left(tree: GoalTree) -> None:
    there = make_goal(tree.committee, tree.levels["council_goal"], 2022, "kf", text="Årets eget")
    carry_over(committee=tree.committee, from_year=2021, codes=ALL, by="prov")
    found = of_2022()
    assert (found["kf"].pk, found["kf"].text, found["kf"].parent) == (there.pk, "Årets eget", None)
    assert found["n1"].parent == there


def test_nothing_to_copy(tree: GoalTree) -> None:
    carry_over(committee=tree.committee, from_year=2021, codes=ALL, by="prov")
    for codes in ([], ALL, ["finns-inte"]):
        with pytest.raises(GoalRefused) as refused:
            carry_over(committee=tree.committee, from_year=2021, codes=codes, by="prov")
        assert str(refused.value) == "Välj minst ett mål som inte redan finns 2022."
    assert Goal.objects.filter(year=2022).count() == 4


def test_not_beyond_the_last_year(tree: GoalTree, client: Client) -> None:
    make_goal(tree.committee, tree.levels["focus_area"], 2100, "sist")
    response = client.post("/prov-sn/mal/2100/for-over/", {"kod": ["sist"], "gor": "for-over"})
    assert "Mål kan inte föras över till senare år än 2100." in text(response.content.decode())


def test_choose_look_and_do(tree: GoalTree, client: Client) -> None:
    Unit.objects.filter(code="120").update(valid_to=2021)
    make_indicator(tree.committee, goals=[tree.goals["n1"]])
    make_assignment(tree.committee, goals=[tree.goals["n1"]])
    chosen = client.get(URL).content.decode()
    assert chosen.count(" checked") == 4
    shown = text(client.post(URL, {"kod": ["fokus", "n1", "n2"]}).content.decode())
    assert (
        "För över 3 mål till 2022? 1 koppling till mått följer med. "
        "1 koppling till uppdrag som pågår följer med. "
        "1 ansvarig enhet finns inte 2022 och följer inte med. "
        "”1.1.1 Kortare väntan” ställs överst, för målet som det hör till är inte valt. "
        "”1.1.2 Bättre bemötande” ställs överst, för målet som det hör till är inte valt."
    ) in shown
    assert Goal.objects.filter(year=2022).count() == 0
    again = client.post(URL, {"kod": ["n1"], "gor": "valj"}).content.decode()
    assert again.count(" checked") == 1
    response = client.post(URL, {"kod": ["n1"], "gor": "for-over"}, follow=True)
    assert response.redirect_chain == [("/prov-sn/mal/2022/", 302)]
    assert "1 mål har förts över till 2022." in text(response.content.decode())


def test_nothing_chosen(tree: GoalTree, client: Client) -> None:
    for data in ({}, {"gor": "for-over"}):
        response = client.post(URL, data)
        assert "Välj minst ett mål som inte redan finns 2022." in text(response.content.decode())


def test_a_year_with_goals_is_told_plainly(tree: GoalTree, client: Client) -> None:
    make_goal(tree.committee, tree.levels["focus_area"], 2022, "fokus")
    html = client.get(URL).content.decode()
    assert "2022 har redan 1 mål med samma kod som 2021. De lämnas som de är." in text(html)
    assert (html.count(" checked"), html.count(" disabled")) == (3, 1)


def test_taken_back_as_a_group(tree: GoalTree, client: Client) -> None:
    make_goal(tree.committee, tree.levels["focus_area"], 2022, "eget")
    carry_over(committee=tree.committee, from_year=2021, codes=ALL, by="prov")
    assert "4 mål för 2022 har redan förts över från 2021." in text(client.get(URL).content.decode())
    assert "De här målen för 2022 tas bort." in text(client.get(BACK).content.decode())
    response = client.post(BACK, follow=True)
    assert "Överföringen är ångrad: 4 mål för 2022 har tagits bort." in text(response.content.decode())
    assert (list(of_2022()), Goal.objects.filter(year=2021).count()) == (["eget"], 4)


def test_not_taken_back_when_something_is_written(tree: GoalTree, client: Client) -> None:
    carry_over(committee=tree.committee, from_year=2021, codes=ALL, by="prov")
    make_assessment(of_2022()["n1"], 2022, 4, text="Vi har börjat")
    response = client.post(BACK, follow=True)
    assert (
        "Överföringen kan inte ångras. ”1.1 Fler ska klara sig”: "
        "Det finns mål under det som inte kan tas bort samtidigt."
    ) in text(response.content.decode())
    assert {each.goal.code: each.hindrance for each in copied_goals(tree.committee, 2022)} == {
        "fokus": "",
        "kf": "Det finns mål under det som inte kan tas bort samtidigt.",
        "n1": "Det finns bedömningar av målet.",
        "n2": "",
    }
    assert Goal.objects.filter(year=2022).count() == 4


def test_not_taken_back_when_a_goal_was_changed_or_has_another_under_it(tree: GoalTree) -> None:
    carry_over(committee=tree.committee, from_year=2021, codes=ALL, by="prov")
    found = of_2022()
    Goal.objects.filter(pk=found["n2"].pk).update(text="Omskrivet")
    make_goal(tree.committee, tree.levels["committee_goal"], 2022, parent=found["kf"])
    with pytest.raises(GoalRefused) as refused:
        take_back(committee=tree.committee, year=2022, by="prov")
    assert str(refused.value) == (
        "Överföringen kan inte ångras. ”1.1 Fler ska klara sig”: "
        "Det finns mål under det som inte kan tas bort samtidigt."
    )
    assert [each.hindrance for each in copied_goals(tree.committee, 2022) if each.goal.code == "n2"] == [
        "Målet skiljer sig från förra årets."
    ]
    assert Goal.objects.filter(year=2022).count() == 5


def test_not_taken_back_when_a_goal_has_been_decided(tree: GoalTree) -> None:
    carry_over(committee=tree.committee, from_year=2021, codes=["fokus"], by="prov")
    Goal.objects.filter(year=2022).update(decided_by="Nämnden")
    with pytest.raises(GoalRefused, match="Målet är beslutat"):
        take_back(committee=tree.committee, year=2022, by="prov")
    assert Goal.objects.filter(year=2022).count() == 1


def test_nothing_to_take_back(tree: GoalTree) -> None:
    with pytest.raises(GoalRefused) as refused:
        take_back(committee=tree.committee, year=2022, by="prov")
    assert str(refused.value) == "Inga mål för 2022 är överförda från 2021."


@pytest.mark.parametrize("url", [URL, BACK])
def test_who_may(tree: GoalTree, url: str) -> None:
    for user in (tree.reader, tree.manager):
        assert logged_in(user).get(url).status_code == 403
        assert logged_in(user).post(url, {"kod": ALL, "gor": "for-over"}).status_code == 403
    stranger = make_user("olle", make_committee("annan-sn"), role="secretary")
    assert logged_in(stranger).post(url, {"kod": ALL, "gor": "for-over"}).status_code == 404
    assert Goal.objects.count() == 4
