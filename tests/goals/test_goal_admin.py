"""The administration of goals, levels and scales: it refuses what the committee's pages refuse, and logs."""

from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from goals.models import AssessmentLevel, AssessmentScale, Goal, GoalLevel
from organisation.models import AuditEvent
from tests.budget.test_result_pages import text
from tests.factories import make_administrator, make_committee
from tests.goal_factories import level_of, make_assessment, make_goal, make_levels, make_scale
from tests.goals.conftest import GoalTree
from tests.pages import logged_in

GOALS = "/admin/goals/goal/"
LEVELS = "/admin/goals/goallevel/"
SCALES = "/admin/goals/assessmentscale/"


@pytest.fixture
def client(tree: GoalTree) -> Client:
    return logged_in(make_administrator())


def goal_fields(tree: GoalTree, **changed: Any) -> dict[str, Any]:
    own = {
        "level": tree.levels["committee_goal"].pk,
        "parent": tree.goals["kf"].pk,
        "number": "1.1.1",
        "code": "n1",
        "text": "Kortare väntan",
        "follow_up_times": 3,
        "position": 3,
        "units": [tree.units["110"].pk],
    }
    return {**own, **changed}


def said(response: Any) -> str:
    return unescape(text(response.content.decode()))


def last_event() -> tuple[str, str, str, bool]:
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    return event.action, event.subject, event.committee_slug, event.changes_data


@pytest.mark.parametrize("model", [Goal, GoalLevel, AssessmentScale])
def test_lists_open_and_search(tree: GoalTree, client: Client, model: Any) -> None:
    name = model._meta.model_name
    assert model in admin.site._registry
    for url in (f"/admin/goals/{name}/", f"/admin/goals/{name}/?q=mål", f"/admin/goals/{name}/add/"):
        assert client.get(url).status_code == 200
    row = model.objects.order_by("pk").first()
    assert client.get(f"/admin/goals/{name}/{row.pk}/change/").status_code == 200


def test_a_goal_is_changed_and_logged(tree: GoalTree, client: Client) -> None:
    url = f"{GOALS}{tree.goals['n1'].pk}/change/"
    data = goal_fields(tree, text="Ingen väntan", follow_up_times="", follow_up_months=["6", "12"])
    assert client.post(url, data).status_code == 302
    goal = Goal.objects.get(code="n1")
    assert (goal.text, goal.follow_up_months, goal.year) == ("Ingen väntan", [6, 12], 2021)
    assert last_event() == ("ändrade mål", "1.1.1 Ingen väntan", "prov-sn", True)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"parent": "n1"}, "Ett mål kan inte höra till sig självt."),
        (
            {"parent": "n2"},
            "Målet ”1.1.2 Bättre bemötande” är på nivån Nämndmål, som inte ligger över Nämndmål.",
        ),
        ({"parent": "old"}, "Målet ”Gammalt” är för 2020. Välj ett mål för 2021."),
        ({"parent": "theirs"}, "Målet hör till en annan nämnd."),
        ({"code": "n2"}, "Koden ”n2” finns redan 2021. Välj en annan."),
        ({"code": "ordning"}, "Koden ”ordning” används av programmet självt. Välj en annan."),
        ({"predecessor": "n2"}, "Målet ”1.1.2 Bättre bemötande” är för 2021, inte för ett tidigare år."),
        ({"follow_up_times": "13"}, "Ett mål följs upp 1 till 12 gånger per år."),
    ],
)
def test_what_a_goal_must_agree_with(
    tree: GoalTree, client: Client, changed: dict[str, Any], message: str
) -> None:
    other = make_committee("annan-sn")
    goals = {
        **tree.goals,
        "old": make_goal(tree.committee, tree.levels["council_goal"], 2020, text="Gammalt"),
        "theirs": make_goal(other, make_levels(other)["focus_area"]),
    }
    chosen = {
        name: goals[value].pk if name in ("parent", "predecessor") else value
        for name, value in changed.items()
    }
    before = Goal.objects.filter(code="n1").values().get()
    response = client.post(f"{GOALS}{tree.goals['n1'].pk}/change/", goal_fields(tree, **chosen))
    assert message in said(response)
    assert Goal.objects.filter(code="n1").values().get() == before


def test_a_new_goal_of_another_committees_level(tree: GoalTree, client: Client) -> None:
    other = make_committee("annan-sn")
    data = goal_fields(tree, committee=other.pk, year=2021, parent="", units=[], code="x")
    assert "Nivån hör till en annan nämnd." in said(client.post(f"{GOALS}add/", data))
    data = goal_fields(tree, committee=tree.committee.pk, year=2021, code="x")
    assert client.post(f"{GOALS}add/", data).status_code == 302
    assert Goal.objects.get(code="x").year == 2021


def test_a_goal_that_is_assessed_is_deleted_on_its_own_page(tree: GoalTree, client: Client) -> None:
    make_assessment(tree.goals["n1"], month=8)
    url = f"{GOALS}{tree.goals['n1'].pk}/delete/"
    assert (
        "1.1.1 Kortare väntan: Målet är bedömt. Ta bort det på nämndens egen sida, "
        "så behåller händelseloggen bedömningarna."
    ) in said(client.get(url))
    client.post(url, {"post": "yes"})
    many = {"action": "delete_selected", "_selected_action": [tree.goals["n1"].pk], "post": "yes"}
    client.post(GOALS, many)
    assert Goal.objects.filter(code="n1").exists()
    client.post(f"{GOALS}{tree.goals['n2'].pk}/delete/", {"post": "yes"})
    assert last_event() == ("tog bort mål", "1.1.2 Bättre bemötande", "prov-sn", True)


def test_a_goal_with_goals_under_it_is_not_deleted(tree: GoalTree, client: Client) -> None:
    client.post(f"{GOALS}{tree.goals['kf'].pk}/delete/", {"post": "yes"})
    assert Goal.objects.count() == 4


def level_fields(level: GoalLevel, **changed: Any) -> dict[str, Any]:
    own = {"position": level.position, "kind": level.kind, "name": level.name, "plural": level.plural}
    return {**own, "scale": level.scale_id or "", **changed}


def test_levels(tree: GoalTree, client: Client) -> None:
    fokus = tree.levels["focus_area"]
    url = f"{LEVELS}{fokus.pk}/change/"
    assert client.post(url, level_fields(fokus, name="Målbild", plural="Målbilder")).status_code == 302
    assert last_event() == ("ändrade målnivå", "Målbild", "prov-sn", True)
    assert "En annan nivå heter redan ”Nämndmål”." in said(
        client.post(url, level_fields(fokus, name="nämndmål"))
    )
    assert (
        "Mål på nivån ”Fullmäktiges mål” hör till mål på nivån ”Målbild”, som därför måste stå före."
    ) in said(client.post(url, level_fields(fokus, position=9)))
    other = make_scale(make_committee("annan-sn"), "annan")
    assert "Skalan hör till en annan nämnd." in said(client.post(url, level_fields(fokus, scale=other.pk)))
    client.post(f"{LEVELS}{fokus.pk}/delete/", {"post": "yes"})
    assert GoalLevel.objects.filter(committee=tree.committee).count() == 3


def scale_fields(scale: AssessmentScale, **changed: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"name": scale.name, "code": scale.code, "use": scale.use}
    rows = list(scale.levels.order_by("position"))
    data |= {"levels-TOTAL_FORMS": len(rows), "levels-INITIAL_FORMS": len(rows)}
    for place, row in enumerate(rows):
        data |= {f"levels-{place}-id": row.pk, f"levels-{place}-scale": scale.pk}
        for name in ("position", "label", "plural", "code", "symbol", "colour", "meaning"):
            data[f"levels-{place}-{name}"] = getattr(row, name)
    return {**data, **changed}


def test_a_scale_is_changed_and_logged(tree: GoalTree, client: Client) -> None:
    url = f"{SCALES}{tree.scale.pk}/change/"
    assert client.post(url, scale_fields(tree.scale, **{"levels-0-label": "Nått"})).status_code == 302
    assert level_of(tree.scale, "met").label == "Nått"
    assert last_event() == ("ändrade bedömningsskala", "Måluppfyllelse", "prov-sn", True)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"code": "ny"}, "Kortnamnet ”ny” används av programmet självt. Välj ett annat."),
        ({"code": "annan"}, "Nämnden har redan en skala med kortnamnet ”annan”."),
        (
            {"levels-3-DELETE": "on"},
            "En av nivåerna ska betyda ”Inte bedömt än”. Den visas tills någon har bedömt.",
        ),
        ({"levels-1-label": "uppfyllt"}, "Skalan har redan en nivå som heter ”uppfyllt”."),
        (
            {"levels-0-DELETE": "on"},
            "Borttagning av nivå Uppfyllt kräver borttagning av följande skyddade relaterade objekt: bedömning 2021-12",
        ),
    ],
)
def test_what_a_scale_must_be(tree: GoalTree, client: Client, changed: dict[str, Any], message: str) -> None:
    make_scale(tree.committee, "annan")
    make_assessment(tree.goals["n1"], level=level_of(tree.scale, "met"))
    before = list(AssessmentLevel.objects.order_by("pk").values())
    response = client.post(f"{SCALES}{tree.scale.pk}/change/", scale_fields(tree.scale, **changed))
    assert message in said(response)
    assert list(AssessmentLevel.objects.order_by("pk").values()) == before
