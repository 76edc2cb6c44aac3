"""Goals set up, changed, moved and deleted: what is stored, and what is refused at which field in which words."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from goals.editing import delete_goal, save_goal
from goals.goal_checks import GoalRefused
from goals.models import Assessment, Goal, Indicator
from organisation.models import AuditEvent, Unit
from organisation.periods import close_month
from tests.budget.test_result_pages import text
from tests.factories import make_committee, make_units, make_user
from tests.goal_factories import (
    level_of,
    make_assessment,
    make_assignment,
    make_goal,
    make_indicator,
    make_levels,
)
from tests.goals.conftest import GoalTree
from tests.pages import logged_in

NEW = "/prov-sn/mal/2021/nytt/"
EDIT = "/prov-sn/mal/2021/n1/redigera/"
DELETE = "/prov-sn/mal/2021/n1/ta-bort/"
ORDER = "/prov-sn/mal/2021/ordning/"


@pytest.fixture
def client(tree: GoalTree) -> Client:
    return logged_in(tree.secretary)


def typed(tree: GoalTree, **changed: Any) -> dict[str, Any]:
    data = {
        "level": tree.levels["committee_goal"].pk,
        "parent": tree.goals["kf"].pk,
        "number": "1.1.3",
        "code": "",
        "text": "Fler i eget boende",
        "follow_up": "times",
        "follow_up_times": "2",
        "units": [tree.units["110"].pk],
    }
    return {**data, **changed}


def field_errors(response: Any) -> dict[str, str]:
    """Field → its sentence, each of which is printed on the page."""
    said = {field: " ".join(messages) for field, messages in response.context["form"].errors.items()}
    shown = text(unescape(response.content.decode()))
    assert [message for message in said.values() if message not in shown] == []
    return said


def test_a_new_goal(tree: GoalTree, client: Client) -> None:
    data = typed(
        tree,
        contributions="- Fler lägenheter",
        decided_by="Kommunfullmäktige",
        decided_on="2020-11-30",
        decision_paragraph="52",
        reports_to_council="on",
    )
    response = client.post(NEW, data, follow=True)
    assert response.redirect_chain == [("/prov-sn/mal/2021/namndmal-1-1-3/", 302)]
    assert "Målet ”1.1.3 Fler i eget boende” är upplagt." in text(response.content.decode())
    goal = Goal.objects.get(code="namndmal-1-1-3")
    assert (goal.year, goal.parent, goal.follow_up_times, goal.follow_up_months, goal.position) == (
        2021,
        tree.goals["kf"],
        2,
        [],
        5,
    )
    assert (goal.decided_by, str(goal.decided_on), goal.decision_paragraph, goal.reports_to_council) == (
        "Kommunfullmäktige",
        "2020-11-30",
        "52",
        True,
    )
    assert [unit.code for unit in goal.units.all()] == ["110"]
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.action, event.subject, event.changes_data) == (
        "lade till mål",
        "1.1.3 Fler i eget boende, 2021",
        True,
    )


def test_a_code_is_made_from_the_text_where_there_is_no_number(tree: GoalTree, client: Client) -> None:
    client.post(NEW, typed(tree, number=""))
    client.post(NEW, typed(tree, number=""))
    codes = Goal.objects.exclude(pk__in=[goal.pk for goal in tree.goals.values()]).order_by("pk")
    assert list(codes.values_list("code", flat=True)) == ["fler-i-eget-boende", "fler-i-eget-boende-2"]


def test_followed_up_after_chosen_months(tree: GoalTree, client: Client) -> None:
    client.post(EDIT, typed(tree, code="n1", follow_up="months", follow_up_months=["5", "10"]))
    goal = Goal.objects.get(code="n1")
    assert (goal.follow_up_times, goal.follow_up_months) == (None, [5, 10])
    client.post(EDIT, typed(tree, code="n1", follow_up="times", follow_up_months=["5"], follow_up_times="4"))
    goal.refresh_from_db()
    assert (goal.follow_up_times, goal.follow_up_months) == (4, [])


def test_the_form_holds_what_is_stored(tree: GoalTree, client: Client) -> None:
    shown = client.get(EDIT).content.decode()
    assert 'value="1.1.1"' in shown
    assert f'<option value="{tree.goals["kf"].pk}" selected>– 1.1 Fler ska klara sig</option>' in shown


def test_a_new_goal_under_another_begins_on_the_level_below(tree: GoalTree, client: Client) -> None:
    shown = client.get(f"{NEW}?under=fokus").content.decode()
    assert f'<option value="{tree.levels["council_goal"].pk}" selected>' in shown
    assert f'<option value="{tree.goals["fokus"].pk}" selected>' in shown


def test_saving_takes_nothing_away_that_the_lists_would_not_offer(tree: GoalTree, client: Client) -> None:
    """A predecessor from further back, and a unit that has ended."""
    n1 = tree.goals["n1"]
    before = make_goal(tree.committee, n1.level, 2018, text="Länge sedan")
    Goal.objects.filter(pk=n1.pk).update(predecessor=before)
    Unit.objects.filter(code="120").update(valid_to=2020)
    shown = client.get(EDIT).content.decode()
    assert f'<option value="{before.pk}" selected>Länge sedan (2018)</option>' in shown
    data = typed(
        tree, code="n1", predecessor=before.pk, units=[tree.units[code].pk for code in ("110", "120")]
    )
    assert client.post(EDIT, data).status_code == 302
    goal = Goal.objects.get(pk=n1.pk)
    assert (goal.predecessor, goal.units.count()) == (before, 2)


def test_a_goal_on_the_lowest_level_has_none_under_it(tree: GoalTree, client: Client) -> None:
    assert "Nytt mål under" in text(client.get("/prov-sn/mal/2021/kf/").content.decode())
    assert "Nytt mål under" not in text(client.get("/prov-sn/mal/2021/n1/").content.decode())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, {"text": "Skriv målet."}),
        ({"level": ""}, {"level": "Välj vilken nivå målet ligger på."}),
        ({"level": "999"}, {"level": "Välj en nivå i listan."}),
        ({"parent": "999"}, {"parent": "Välj ett mål i listan."}),
        ({"parent": "n1"}, {"parent": "Ett mål kan inte höra till sig självt."}),
        (
            {"parent": "n2"},
            {
                "parent": (
                    "Målet ”1.1.2 Bättre bemötande” är på nivån Nämndmål, som inte ligger över Nämndmål. "
                    "Välj ett mål på en högre nivå."
                )
            },
        ),
        (
            {"parent": "kf", "level": "focus_area"},
            {
                "parent": (
                    "Målet ”1.1 Fler ska klara sig” är på nivån Fullmäktiges mål, "
                    "som inte ligger över Fokusområde. Välj ett mål på en högre nivå."
                )
            },
        ),
        ({"parent": "old"}, {"parent": "Målet ”Gammalt” är för 2020. Välj ett mål för 2021."}),
        ({"code": "n2"}, {"code": "Koden ”n2” finns redan 2021. Välj en annan."}),
        ({"code": "nytt"}, {"code": "Koden ”nytt” används av programmet självt. Välj en annan."}),
        ({"code": "for-over"}, {"code": "Koden ”for-over” används av programmet självt. Välj en annan."}),
        ({"code": "ordning"}, {"code": "Koden ”ordning” används av programmet självt. Välj en annan."}),
        ({"code": "a b"}, {"code": "Koden får inte innehålla blanksteg, snedstreck eller semikolon."}),
        ({"follow_up_times": "0"}, {"follow_up_times": "Ett mål följs upp 1 till 12 gånger per år."}),
        ({"follow_up_times": "13"}, {"follow_up_times": "Ett mål följs upp 1 till 12 gånger per år."}),
        ({"follow_up_times": "ofta"}, {"follow_up_times": "Skriv ett tal från 1 till 12."}),
        ({"follow_up": "months"}, {"follow_up_months": "Välj minst en månad."}),
        (
            {"follow_up": "months", "follow_up_months": ["13"]},
            {"follow_up_months": "En månad är ett tal från 1 till 12."},
        ),
        ({"decided_on": "i höstas"}, {"decided_on": "Skriv datumet som 2021-11-30."}),
        ({"predecessor": "n2"}, {"predecessor": "Välj ett mål i listan."}),
    ],
)
def test_bad_input_is_said_at_the_field_and_nothing_is_saved(
    tree: GoalTree, client: Client, changed: dict[str, Any], said: dict[str, str]
) -> None:
    old = make_goal(tree.committee, tree.levels["council_goal"], 2020, code="old", text="Gammalt")
    goals = {**tree.goals, "old": old}
    chosen = {
        name: goals[value].pk
        if name in ("parent", "predecessor") and value in goals
        else tree.levels[value].pk
        if name == "level" and value in tree.levels
        else value
        for name, value in changed.items()
    }
    before = Goal.objects.filter(code="n1").values().get()
    response = client.post(EDIT, typed(tree, **{"code": "n1", **chosen}))
    assert response.status_code == 200
    assert field_errors(response) == said
    assert Goal.objects.filter(code="n1").values().get() == before


def test_a_goal_stays_above_those_under_it(tree: GoalTree, client: Client) -> None:
    data = typed(tree, code="kf", parent=tree.goals["fokus"].pk)
    response = client.post("/prov-sn/mal/2021/kf/redigera/", data)
    assert field_errors(response) == {
        "level": (
            "Målet ”1.1.1 Kortare väntan” hör till det här målet och ligger på nivån Nämndmål. "
            "Välj en nivå som ligger högre, eller flytta det målet först."
        )
    }


def test_a_goal_under_itself_in_the_end(tree: GoalTree) -> None:
    """The levels forbid it; where they have been turned around, the step does."""
    fokus, kf = tree.goals["fokus"], tree.goals["kf"]
    kf.level.position = 0
    kf.level.save()
    fokus.parent = Goal.objects.select_related("level").get(code="kf")
    with pytest.raises(GoalRefused) as refused:
        save_goal(goal=fokus, units=[], by="prov")
    assert refused.value.by_field == {
        "parent": (
            "Målet ”1.1 Fler ska klara sig” ligger under det här målet, och kan inte också ligga över det."
        )
    }


def test_what_belongs_to_another_committee(tree: GoalTree) -> None:
    other = make_committee("annan-sn")
    units = make_units(other, {"X": {}})
    levels = make_levels(other)
    theirs = make_goal(other, levels["focus_area"])
    goal = Goal.objects.get(code="n1")
    goal.parent = goal.predecessor = theirs
    with pytest.raises(GoalRefused) as refused:
        save_goal(goal=goal, units=[units["X"]], by="prov")
    assert refused.value.by_field == {
        "parent": "Målet hör till en annan nämnd.",
        "predecessor": "Målet hör till en annan nämnd.",
        "units": "En av enheterna hör till en annan nämnd.",
    }
    goal = Goal.objects.get(code="n1")
    goal.level = levels["committee_goal"]
    with pytest.raises(GoalRefused) as refused:
        save_goal(goal=goal, units=[], by="prov")
    assert refused.value.by_field == {"level": "Nivån hör till en annan nämnd."}


def test_a_predecessor_is_of_an_earlier_year(tree: GoalTree) -> None:
    goal = Goal.objects.get(code="n1")
    goal.predecessor = tree.goals["n2"]
    with pytest.raises(GoalRefused) as refused:
        save_goal(goal=goal, units=[], by="prov")
    assert str(refused.value) == "Målet ”1.1.2 Bättre bemötande” är för 2021, inte för ett tidigare år."


def test_what_is_lost_is_told_before_it_is(tree: GoalTree, client: Client) -> None:
    n1 = tree.goals["n1"]
    make_assessment(n1, month=8, level=level_of(tree.scale, "met"), text="Kortare köer", measures="Mer")
    make_assessment(n1, month=8, unit=tree.units["110"], text="Vi med")
    make_indicator(tree.committee, goals=[n1])
    make_assignment(tree.committee, goals=[n1])
    make_goal(tree.committee, n1.level, 2022, predecessor=n1)
    shown = text(client.get(DELETE).content.decode())
    assert (
        "2 bedömningar av målet tas bort med sina texter. Händelseloggen behåller dem. "
        "Målet är kopplat till 1 mått och 1 uppdrag. De finns kvar, men inte under målet. "
        "Nästa års mål förlorar sin historik."
    ) in shown
    response = client.post(DELETE, follow=True)
    assert "Målet ”1.1.1 Kortare väntan” är borttaget." in text(response.content.decode())
    assert (Assessment.objects.count(), Indicator.objects.count()) == (0, 1)
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.action, event.details["assessments"]) == (
        "tog bort mål",
        [["110", "2021-08", "", "Vi med", ""], ["SN", "2021-08", "Uppfyllt", "Kortare köer", "Mer"]],
    )


def test_a_goal_with_goals_under_it_stays(tree: GoalTree, client: Client) -> None:
    response = client.post("/prov-sn/mal/2021/kf/ta-bort/", follow=True)
    assert (
        "2 mål hör till ”1.1 Fler ska klara sig”. Flytta dem till ett annat mål, eller ta bort dem, först."
    ) in text(response.content.decode())
    assert Goal.objects.count() == 4


def test_what_was_assessed_in_a_closed_month_stays(tree: GoalTree, client: Client) -> None:
    make_assessment(tree.goals["n1"], month=8)
    close_month(committee=tree.committee, year=2021, month=8, by="prov")
    response = client.post(DELETE, follow=True)
    assert "Stängd månad: augusti 2021." in text(response.content.decode())
    assert Goal.objects.count() == 4


def order(tree: GoalTree) -> list[str]:
    goals = Goal.objects.filter(parent=tree.goals["kf"]).in_order()
    return list(goals.values_list("code", flat=True))


def test_up_and_down(tree: GoalTree, client: Client) -> None:
    make_goal(tree.committee, tree.levels["committee_goal"], code="n3", parent=tree.goals["kf"], position=3)
    Goal.objects.filter(parent=tree.goals["kf"]).update(position=3)
    assert order(tree) == ["n3", "n1", "n2"]
    response = client.post(ORDER, {"upp": "n2"}, follow=True)
    assert "”1.1.2 Bättre bemötande” är flyttat upp." in text(response.content.decode())
    assert order(tree) == ["n3", "n2", "n1"]
    client.post(ORDER, {"ner": "n3"})
    assert order(tree) == ["n2", "n3", "n1"]
    response = client.post(ORDER, {"ner": "n1"}, follow=True)
    assert "”1.1.1 Kortare väntan” står redan sist på sin plats i trädet." in text(response.content.decode())
    assert order(tree) == ["n2", "n3", "n1"]
    assert client.post(ORDER, {"upp": "finns-inte"}).status_code == 404


def test_without_levels_the_way_leads_to_them(tree: GoalTree) -> None:
    other = make_committee("annan-sn")
    client = logged_in(make_user("olle", other, role="secretary"))
    response = client.get("/annan-sn/mal/2021/nytt/", follow=True)
    assert response.redirect_chain == [("/annan-sn/mal/nivaer/", 302)]
    assert "Lägg upp målnivåerna först: varje mål ligger på en nivå." in text(response.content.decode())


@pytest.mark.parametrize("url", [NEW, EDIT, DELETE, ORDER])
def test_who_may(tree: GoalTree, url: str) -> None:
    for user in (tree.reader, tree.manager):
        assert logged_in(user).get(url).status_code == 403
        assert logged_in(user).post(url, typed(tree)).status_code == 403
    stranger = make_user("olle", make_committee("annan-sn"), role="secretary")
    assert logged_in(stranger).get(url).status_code == 404
    assert Goal.objects.count() == 4


def test_another_committees_goal_is_not_found(tree: GoalTree) -> None:
    stranger = make_user("olle", make_committee("annan-sn"), role="secretary")
    for url in ("n1/", "n1/redigera/", "n1/ta-bort/"):
        assert logged_in(stranger).get(f"/annan-sn/mal/2021/{url}").status_code == 404
        assert logged_in(tree.secretary).get(f"/prov-sn/mal/2020/{url}").status_code == 404


def test_delete_goal_refuses_by_itself(tree: GoalTree) -> None:
    with pytest.raises(GoalRefused):
        delete_goal(goal=tree.goals["fokus"], by="prov")
