"""Two who have the same form open: the second saves nothing unknowingly, and sees what stands now."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from goals.assessing import AssessmentRefused, assess
from goals.assigning import AssignmentRefused, link_assignments, save_assignment
from goals.editing import fingerprint, move_goal, save_goal
from goals.goal_checks import GoalRefused
from goals.models import (
    AssessmentLevel,
    AssessmentScale,
    Assignment,
    Goal,
    GoalLevel,
    Indicator,
    IndicatorPart,
    Target,
)
from goals.scales import ScaleRefused, save_scale
from goals.target_sheet import TargetsRefused, rows_of, save_targets
from organisation.models import User
from tests.budget.test_result_pages import text
from tests.factories import make_user
from tests.goal_factories import make_assignment, make_indicator, make_scale, make_target
from tests.goals.conftest import GoalTree
from tests.pages import logged_in


class Form(HTMLParser):
    """What a browser would send of the page's last form that is posted."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, Any] = {}
        self.textarea = self.select = ""
        self.feed(html[html.rindex('<form method="post" novalidate') :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "textarea":
            self.textarea = name
            self.sent[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in found:
            self.sent[self.select] = value
        elif tag == "input" and found.get("type") in {"checkbox", "radio"}:
            if "checked" in found:
                self.sent.setdefault(name, []).append(value or "on")
        elif tag == "input" and name:
            self.sent[name] = value

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.sent[self.textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.textarea = ""


def opened(client: Client, url: str) -> dict[str, Any]:
    return Form(client.get(url).content.decode()).sent


@pytest.fixture
def sara(tree: GoalTree) -> Client:
    return logged_in(tree.secretary)


@pytest.fixture
def eva(tree: GoalTree) -> Client:
    user: User = make_user("eva", tree.committee, role="secretary")
    return logged_in(user)


def refused(client: Client, url: str, sent: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The page's text, and what it would send the next time."""
    response = client.post(url, sent)
    assert response.status_code == 200
    html = unescape(response.content.decode())
    return text(html), Form(html).sent


def saved(client: Client, url: str, sent: dict[str, Any]) -> None:
    assert client.post(url, sent).status_code == 302


def said(what: str) -> str:
    return (
        f"Någon annan har ändrat {what} medan du skrev. Ingenting är sparat än. "
        "Se hur det ser ut nu, och spara igen om din version ska gälla."
    )


def test_a_goal(tree: GoalTree, sara: Client, eva: Client) -> None:
    url = "/prov-sn/mal/2021/n1/redigera/"
    mine, hers = opened(sara, url), opened(eva, url)
    saved(eva, url, {**hers, "text": "Ingen väntan", "units": [tree.units["200"].pk]})
    page, again = refused(sara, url, {**mine, "text": "Kortast väntan"})
    assert said("målet") in page
    assert (
        "Så här står det nu, där det skiljer sig från det du skrev: "
        "Mål Ingen väntan Ansvariga enheter 200 Enhet 200"
    ) in page
    assert Goal.objects.get(code="n1").text == "Ingen väntan"
    saved(sara, url, again)
    stored = Goal.objects.get(code="n1")
    assert stored.text == "Kortast väntan"
    assert [unit.code for unit in stored.units.order_by("code")] == ["110", "120"]


def test_other_goals_and_the_goals_place_disturb_nobody(tree: GoalTree, sara: Client, eva: Client) -> None:
    url = "/prov-sn/mal/2021/n1/redigera/"
    mine = opened(sara, url)
    other = "/prov-sn/mal/2021/n2/redigera/"
    saved(eva, other, {**opened(eva, other), "text": "Bäst"})
    Goal.objects.filter(code="n1").update(position=9)
    saved(sara, url, mine)


def test_an_assignment(tree: GoalTree, sara: Client, eva: Client) -> None:
    make_assignment(tree.committee, "1", title="Öppna")
    url = "/prov-sn/uppdrag/1/redigera/"
    mine, hers = opened(sara, url), opened(eva, url)
    saved(eva, url, {**hers, "responsible": "Eva Å"})
    page, again = refused(sara, url, {**mine, "title": "Öppna två"})
    assert said("uppdraget") in page
    assert "Uppdrag Öppna Ansvarig person Eva Å" in page
    saved(sara, url, again)


def test_the_goals_of_an_assignment(tree: GoalTree, sara: Client, eva: Client) -> None:
    assignment = make_assignment(tree.committee, "1", title="Öppna")
    assignment.goals.add(tree.goals["n1"])
    url = "/prov-sn/uppdrag/1/mal/2021/"
    mine, hers = opened(sara, url), opened(eva, url)
    saved(eva, url, {**hers, "goals": [tree.goals["n1"].pk, tree.goals["n2"].pk]})
    page, again = refused(sara, url, {**mine, "goals": [tree.goals["kf"].pk]})
    assert said("uppdragets mål") in page
    assert (
        "Så här står det nu, där det skiljer sig från det du skrev: "
        "Mål 1.1.1 Kortare väntan, 1.1.2 Bättre bemötande"
    ) in page
    assert {goal.code for goal in assignment.goals.all()} == {"n1", "n2"}
    saved(sara, url, again)
    assert [goal.code for goal in assignment.goals.all()] == ["kf"]


def test_the_assignments_under_a_goal(tree: GoalTree, sara: Client, eva: Client) -> None:
    first, second = (make_assignment(tree.committee, code, title=f"Sak {code}") for code in "12")
    url = "/prov-sn/uppdrag/mal/2021/n1/"
    mine, hers = opened(sara, url), opened(eva, url)
    saved(eva, url, {**hers, "assignments": [first.pk]})
    page, again = refused(sara, url, {**mine, "assignments": [second.pk]})
    assert said("uppdragen under målet") in page
    assert "där det skiljer sig från det du skrev: Uppdrag Sak 1" in page
    assert [each.code for each in tree.goals["n1"].assignments.all()] == ["1"]
    saved(sara, url, again)
    assert [each.code for each in tree.goals["n1"].assignments.all()] == ["2"]


def test_an_indicator_with_its_parts(tree: GoalTree, sara: Client, eva: Client) -> None:
    indicator = make_indicator(tree.committee, "insatser", name="Insatser")
    IndicatorPart.objects.create(indicator=indicator, code="sa", label="SA", pattern="{värde} SA")
    url = "/prov-sn/matt/insatser/redigera/"
    mine, hers = opened(sara, url), opened(eva, url)
    saved(eva, url, {**hers, "parts-0-label": "Skattning"})
    page, again = refused(sara, url, {**mine, "name": "Alla insatser"})
    assert said("måttet") in page
    assert "Namn Insatser Delar Skattning" in page
    assert Indicator.objects.get().name == "Insatser"
    saved(sara, url, again)
    assert Indicator.objects.get().name == "Alla insatser"


def test_a_years_target_and_only_that(tree: GoalTree, sara: Client, eva: Client) -> None:
    indicator = make_indicator(tree.committee, "trygga", direction="higher")
    make_target(indicator, 2021, "80")
    make_target(indicator, 2022, "81")
    make_target(indicator, 2023, "82")
    url = "/prov-sn/matt/trygga/malvarden/"
    mine, hers = opened(sara, url), opened(eva, url)
    saved(eva, url, {**hers, "2021..text": "90", "2022..text": "91", "2023..text": ""})
    page, again = refused(sara, url, {**mine, "2022..text": "95", "2023..text": "96"})
    assert "Någon annan har skrivit ”91” medan du skrev. Spara igen om ditt ska gälla." in page
    assert "Någon annan har skrivit att det inte finns något målvärde medan du skrev." in page
    assert {target.year: target.value for target in Target.objects.all()} == {2021: 90, 2022: 91}
    saved(sara, url, again)
    assert {target.year: target.value for target in Target.objects.all()} == {2021: 90, 2022: 95, 2023: 96}


def test_a_scale(tree: GoalTree, sara: Client, eva: Client) -> None:
    url = f"/prov-sn/mal/skalor/{tree.scale.code}/"
    mine, hers = opened(sara, url), opened(eva, url)
    saved(eva, url, {**hers, "form-0-label": "Helt uppfyllt"})
    page, again = refused(sara, url, {**mine, "form-1-label": "Nästan uppfyllt"})
    assert f"{said('skalan')} Så här står skalan nu: Helt uppfyllt Delvis uppfyllt Inte uppfyllt" in page
    saved(sara, url, again)
    labels = AssessmentLevel.objects.order_by("position").values_list("label", flat=True)
    assert list(labels)[:2] == ["Uppfyllt", "Nästan uppfyllt"]


def test_the_levels_of_goals(tree: GoalTree, sara: Client, eva: Client) -> None:
    url = "/prov-sn/mal/nivaer/"
    mine, hers = opened(sara, url), opened(eva, url)
    saved(eva, url, {**hers, "form-0-name": "Målbild"})
    page, again = refused(sara, url, {**mine, "form-1-name": "Inriktningsmål"})
    assert said("målnivåerna") in page
    assert re.search(r"Så här står nivåerna nu: Målbild, Fokusområde", page)
    saved(sara, url, again)
    names = GoalLevel.objects.order_by("position").values_list("name", flat=True)
    assert list(names)[:2] == ["Fokusområde", "Inriktningsmål"]


def test_a_goal_that_got_another_code(tree: GoalTree, sara: Client, eva: Client) -> None:
    url = "/prov-sn/mal/2021/n1/redigera/"
    mine, hers = opened(sara, url), opened(eva, url)
    saved(eva, url, {**hers, "code": "vantan"})
    page, again = refused(sara, url, {**mine, "text": "Kortast väntan"})
    assert said("målet") in page
    assert "där det skiljer sig från det du skrev: Kod vantan Mål Kortare väntan" in page
    saved(sara, url, {**again, "code": "vantan"})
    assert Goal.objects.get(code="vantan").text == "Kortast väntan"


def test_a_goal_whose_code_another_goal_has_now(tree: GoalTree, sara: Client) -> None:
    url = "/prov-sn/mal/2021/n1/redigera/"
    mine = opened(sara, url)
    Goal.objects.filter(code="n1").update(code="n3")
    Goal.objects.filter(code="n2").update(code="n1")
    refused(sara, url, {**mine, "text": "Kortast väntan"})
    assert Goal.objects.get(code="n1").text == "Bättre bemötande"


def test_a_goal_that_was_deleted(tree: GoalTree, sara: Client, eva: Client) -> None:
    url = "/prov-sn/mal/2021/n1/redigera/"
    mine = opened(sara, url)
    saved(eva, "/prov-sn/mal/2021/n1/ta-bort/", {})
    page, again = refused(sara, url, {**mine, "text": "Kortast väntan", "units": [tree.units["110"].pk]})
    assert f"{was_deleted('Målet')} Målet" in page
    assert not Goal.objects.filter(code="n1").exists()
    assert again["text"] == "Kortast väntan"
    saved(sara, "/prov-sn/mal/2021/nytt/", again)
    assert Goal.objects.get(code="n1").text == "Kortast väntan"


def was_deleted(what: str) -> str:
    return (
        f"{what} togs bort av någon annan medan du skrev. Ingenting är sparat, men allt du skrev står kvar här. "
        "Spara för att lägga upp det på nytt, eller lämna sidan."
    )


def test_an_assignment_that_got_another_code(tree: GoalTree, sara: Client, eva: Client) -> None:
    make_assignment(tree.committee, "1", title="Öppna")
    url, noting = "/prov-sn/uppdrag/1/redigera/", "/prov-sn/uppdrag/1/anteckning/"
    mine, hers, note = opened(sara, url), opened(eva, url), opened(sara, "/prov-sn/uppdrag/1/")
    saved(eva, url, {**hers, "code": "2021-1"})
    page, again = refused(sara, url, {**mine, "title": "Öppna två"})
    assert said("uppdraget") in page
    assert "Kod 2021-1 Uppdrag Öppna" in page
    saved(sara, url, {**again, "code": "2021-1"})
    saved(sara, noting, {**note, "text": "Lokalen är klar."})
    stored = tree.committee.assignments.get()
    assert (stored.code, stored.title) == ("2021-1", "Öppna två")
    assert stored.notes.get().text == "Lokalen är klar."


def test_an_assignment_that_was_deleted(tree: GoalTree, sara: Client, eva: Client) -> None:
    make_assignment(tree.committee, "1", title="Öppna")
    url = "/prov-sn/uppdrag/1/redigera/"
    mine = opened(sara, url)
    saved(eva, "/prov-sn/uppdrag/1/ta-bort/", {})
    page, again = refused(sara, url, {**mine, "text": "En lång beskrivning"})
    assert was_deleted("Uppdraget") in page
    assert not tree.committee.assignments.exists()
    saved(sara, "/prov-sn/uppdrag/nytt/", again)
    assert tree.committee.assignments.get().text == "En lång beskrivning"


def test_an_indicator_that_got_another_code(tree: GoalTree, sara: Client, eva: Client) -> None:
    make_indicator(tree.committee, "insatser", name="Insatser", direction="higher")
    url, targets = "/prov-sn/matt/insatser/redigera/", "/prov-sn/matt/insatser/malvarden/"
    mine, hers, of_years = opened(sara, url), opened(eva, url), opened(sara, targets)
    saved(eva, url, {**hers, "code": "alla"})
    page, again = refused(sara, url, {**mine, "definition": "Beviljade insatser"})
    assert said("måttet") in page
    assert "Kod alla" in page
    saved(sara, url, {**again, "code": "alla"})
    year = next(name for name in of_years if name.endswith("..text"))
    saved(sara, targets, {**of_years, year: "90"})
    stored = Indicator.objects.get()
    assert (stored.code, stored.definition) == ("alla", "Beviljade insatser")
    assert [target.value for target in stored.targets.all()] == [90]


def test_an_indicator_that_was_deleted(tree: GoalTree, sara: Client, eva: Client) -> None:
    indicator = make_indicator(tree.committee, "insatser", name="Insatser")
    IndicatorPart.objects.create(indicator=indicator, code="sa", label="SA", pattern="{värde} SA")
    url = "/prov-sn/matt/insatser/redigera/"
    mine = opened(sara, url)
    saved(eva, "/prov-sn/matt/insatser/ta-bort/", {})
    page, again = refused(sara, url, {**mine, "definition": "Beviljade insatser"})
    assert was_deleted("Måttet") in page
    assert not Indicator.objects.exists()
    saved(sara, "/prov-sn/matt/nytt/", again)
    stored = Indicator.objects.get()
    assert (stored.definition, [part.code for part in stored.parts.all()]) == ("Beviljade insatser", ["sa"])


def test_a_part_that_was_deleted(tree: GoalTree, sara: Client, eva: Client) -> None:
    indicator = make_indicator(tree.committee, "insatser", name="Insatser")
    IndicatorPart.objects.create(indicator=indicator, code="sa", label="SA", pattern="{värde} SA")
    url = "/prov-sn/matt/insatser/redigera/"
    mine, hers = opened(sara, url), opened(eva, url)
    saved(eva, url, {**hers, "parts-0-DELETE": "on"})
    page, again = refused(sara, url, {**mine, "name": "Alla insatser"})
    assert said("måttet") in page
    assert again["parts-0-label"] == "SA"
    assert not IndicatorPart.objects.exists()
    saved(sara, url, again)
    assert [part.code for part in Indicator.objects.get().parts.all()] == ["sa"]


def test_a_new_assignment_under_a_goal_that_got_another_code(tree: GoalTree, sara: Client) -> None:
    url = "/prov-sn/uppdrag/nytt/?mal=2021/n1"
    mine = opened(sara, url)
    Goal.objects.filter(code="n1").update(code="vantan")
    saved(sara, url, {**mine, "title": "Öppna"})
    assert [goal.code for goal in tree.committee.assignments.get().goals.all()] == ["vantan"]


def test_a_note_of_a_target_with_a_sign_that_is_none(tree: GoalTree, sara: Client) -> None:
    make_target(make_indicator(tree.committee, "trygga", direction="higher"), 2021, "80")
    url = "/prov-sn/matt/trygga/malvarden/"
    saved(sara, url, {**opened(sara, url), "2021..note": "Enligt\0 beslut"})
    assert Target.objects.get().note == "Enligt beslut"


def test_a_target_that_is_changed_between_reading_and_saving(tree: GoalTree) -> None:
    indicator, unit = make_indicator(tree.committee, "trygga", direction="higher"), tree.units["SN"]
    before = rows_of(indicator, [None], [2021], [], {}, unit)
    mine, hers = [replace(before[0], text="95")], [replace(before[0], text="90")]
    save_targets(indicator=indicator, unit=unit, before=before, after=hers, by="eva")
    with pytest.raises(TargetsRefused, match="Någon annan har skrivit ”90” medan du skrev."):
        save_targets(indicator=indicator, unit=unit, before=before, after=mine, by="sara")
    Indicator.objects.all().delete()
    with pytest.raises(TargetsRefused, match="Måttet finns inte längre: någon annan har tagit bort det."):
        save_targets(indicator=indicator, unit=unit, before=before, after=mine, by="sara")


def test_what_is_deleted_between_reading_and_saving(tree: GoalTree) -> None:
    goal, assignment = tree.goals["n1"], make_assignment(tree.committee)
    scale = make_scale(tree.committee, "utan_mal")
    seen = fingerprint(goal)
    Goal.objects.filter(pk=goal.pk).delete()
    Assignment.objects.all().delete()
    with pytest.raises(GoalRefused, match="Målet finns inte längre"):
        save_goal(goal=goal, units=[], seen=seen, by="sara")
    with pytest.raises(GoalRefused, match="Målet finns inte längre"):
        move_goal(goal=goal, up=True, by="sara")
    with pytest.raises(AssignmentRefused, match="Målet finns inte längre"):
        link_assignments(goal=goal, assignments=[], by="sara")
    with pytest.raises(AssignmentRefused, match="Uppdraget finns inte längre"):
        save_assignment(assignment=assignment, units=[], seen="x", by="sara")
    AssessmentScale.objects.filter(pk=scale.pk).delete()
    with pytest.raises(ScaleRefused) as refused:
        save_scale(scale=scale, levels=[], seen="x", by="sara")
    assert refused.value.by_row == {None: "Skalan finns inte längre: någon annan har tagit bort den."}
    with pytest.raises(AssessmentRefused, match="Det här finns inte längre"):
        assess(
            subject=goal,
            unit=tree.units["SN"],
            year=2021,
            month=8,
            level=None,
            text="Text",
            version=None,
            by="sara",
        )
