"""Scales and levels of goals: what they must be, and what is refused."""

import re

import pytest
from django.test import Client

from goals.models import AssessmentLevel, AssessmentScale, GoalLevel, Meaning
from goals.scales import LevelEntry, ScaleRefused, delete_scale, level_faults, save_scale
from goals.standard_scales import STANDARD_SCALES, add_standard_scale
from organisation.marks import Colour, Symbol
from organisation.models import AuditEvent
from tests.budget.test_budget_pages import errors
from tests.budget.test_result_pages import page, text
from tests.factories import make_committee, make_user
from tests.goal_factories import level_of, make_assessment, make_indicator, make_scale
from tests.goals.conftest import GoalTree
from tests.pages import logged_in

LIST = "/prov-sn/mal/skalor/"
LEVELS = "/prov-sn/mal/nivaer/"

MET = LevelEntry("Nått", "nådda", Symbol.CHECK, Colour.GREEN, Meaning.MET)
OPEN = LevelEntry("Öppet", "öppna", Symbol.DASHED, Colour.GREY, Meaning.NOT_ASSESSED)


def entries(scale: AssessmentScale) -> list[LevelEntry]:
    return [
        LevelEntry(each.label, each.plural, each.symbol, each.colour, each.meaning, each.code, each.pk)
        for each in scale.levels.order_by("position")
    ]


def test_the_standard_scales_are_scales() -> None:
    assert [level_faults(each.levels) for each in STANDARD_SCALES] == [{}] * len(STANDARD_SCALES)


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([OPEN], {None: "En skala har minst två nivåer."}),
        (
            [MET, LevelEntry("Inte", "inte", Symbol.CROSS, Colour.RED, Meaning.NOT_MET)],
            {None: "En av nivåerna ska betyda ”Inte bedömt än”. Den visas tills någon har bedömt."},
        ),
        (
            [MET, OPEN, LevelEntry("Väntar", "väntande", Symbol.EMPTY, Colour.GREY, Meaning.NOT_ASSESSED)],
            {2: "Bara en nivå kan betyda ”Inte bedömt än”. Det gör redan ”Öppet”."},
        ),
        (
            [MET, OPEN, LevelEntry("nått", "x", Symbol.HALF, Colour.BLUE, Meaning.OTHER)],
            {2: "Skalan har redan en nivå som heter ”nått”."},
        ),
        (
            [MET, OPEN, LevelEntry("Bra", "bra", Symbol.CHECK, Colour.GREEN, Meaning.OTHER)],
            {2: "Nivån ser ut som ”Nått”. Välj en annan symbol."},
        ),
    ],
)
def test_what_is_not_a_scale(levels: list[LevelEntry], said: dict[int | None, str]) -> None:
    assert level_faults(levels) == said


def test_levels_may_change_places_and_meanings(tree: GoalTree) -> None:
    met, partly, not_met, unassessed = entries(tree.scale)
    changed = [
        LevelEntry("Delvis", "delvis", "half", "yellow", Meaning.MET, pk=partly.pk),
        LevelEntry("Allt", "allt", "filled", "green", Meaning.PARTLY, pk=met.pk),
        not_met,
        unassessed,
    ]
    save_scale(scale=tree.scale, levels=changed, by="prov")
    rows = tree.scale.levels.order_by("position").values_list("pk", "code", "meaning")
    assert list(rows)[:2] == [(partly.pk, "partly", "met"), (met.pk, "met", "partly")]


def test_a_level_in_use_stays_and_says_where(tree: GoalTree) -> None:
    used = level_of(tree.scale, "met")
    make_assessment(tree.goals["n1"], month=4, level=used)
    make_assessment(tree.goals["n1"], month=8, level=used)
    kept = [each for each in entries(tree.scale) if each.pk != used.pk]
    with pytest.raises(ScaleRefused) as refused:
        save_scale(scale=tree.scale, levels=kept, by="prov")
    assert str(refused.value) == (
        "Nivån ”Uppfyllt” kan inte tas bort: den används i 2 bedömningar, den senaste 2021-08."
    )
    assert tree.scale.levels.count() == 4


def test_a_scale_in_use_stays(tree: GoalTree) -> None:
    make_indicator(tree.committee, scale=tree.scale)
    with pytest.raises(ScaleRefused) as refused:
        delete_scale(scale=tree.scale, by="prov")
    assert str(refused.value) == (
        "Skalan ”Måluppfyllelse” kan inte tas bort: "
        "den används av målnivån Fullmäktiges mål, målnivån Nämndmål, 1 mått."
    )


def test_a_scale_that_was_used_stays(tree: GoalTree) -> None:
    make_assessment(tree.goals["n1"], level=level_of(tree.scale, "met"))
    GoalLevel.objects.update(scale=None)
    with pytest.raises(ScaleRefused) as refused:
        delete_scale(scale=tree.scale, by="prov")
    assert str(refused.value) == (
        "Skalan ”Måluppfyllelse” kan inte tas bort: nivån ”Uppfyllt” används i 1 bedömning, för 2021-12."
    )


def test_an_unused_scale_goes(tree: GoalTree) -> None:
    other = make_scale(tree.committee, "annan", name="Annan")
    client = logged_in(tree.secretary)
    assert "Ta bort skalan ”Annan”?" in text(client.get(f"{LIST}annan/ta-bort/").content.decode())
    response = client.post(f"{LIST}annan/ta-bort/", follow=True)
    assert "Skalan ”Annan” är borttagen." in text(response.content.decode())
    assert not AssessmentLevel.objects.filter(scale=other.pk).exists()
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.action, event.subject, event.changes_data) == ("tog bort bedömningsskala", "Annan", True)


def test_start_from_a_standard_scale(tree: GoalTree) -> None:
    client = logged_in(tree.secretary)
    shown = text(client.get(LIST).content.decode())
    assert "Utgå från en färdig skala" in shown
    response = client.post(f"{LIST}ny/", {"mall": "pilar"}, follow=True)
    assert "Skalan ”Pilar” är tillagd. Ändra orden så att de blir nämndens egna." in text(
        response.content.decode()
    )
    assert [
        (each.label, each.symbol, each.meaning)
        for each in AssessmentScale.objects.get(code="pilar").levels.order_by("position")
    ] == [
        ("På väg att nås", "arrow_up", "met"),
        ("Delvis på väg att nås", "arrow_right", "partly"),
        ("Inte på väg att nås", "arrow_down", "not_met"),
        ("Inte bedömt", "dashed", "not_assessed"),
    ]
    assert client.post(f"{LIST}ny/", {"mall": "finns-inte"}).status_code == 404
    response = client.post(f"{LIST}ny/", {"mall": "pilar"}, follow=True)
    assert "Skalan finns redan." in text(response.content.decode())


def posted(levels: list[tuple[str, str, str, str, str]], **fields: object) -> dict[str, object]:
    """A form of a scale with these levels: label, plural, symbol, colour, meaning."""
    data: dict[str, object] = {
        "name": "Ny skala",
        "use": "goal",
        "code": "",
        "form-TOTAL_FORMS": len(levels),
        "form-INITIAL_FORMS": 0,
    }
    for row, level in enumerate(levels):
        for name, value in zip(("label", "plural", "symbol", "colour", "meaning"), level, strict=True):
            data[f"form-{row}-{name}"] = value
        data[f"form-{row}-ORDER"] = row + 1
    return {**data, **fields}


TWO = [("Nått", "nådda", "check", "green", "met"), ("Öppet", "öppna", "dashed", "grey", "not_assessed")]


def test_a_scale_of_ones_own(tree: GoalTree) -> None:
    client = logged_in(tree.secretary)
    spare = ("", "", "filled", "green", "other")
    data = posted([*TWO, spare])
    data["form-2-ORDER"] = ""
    response = client.post(f"{LIST}ny/", data, follow=True)
    assert "Skalan ”Ny skala” är sparad." in text(response.content.decode())
    scale = AssessmentScale.objects.get(code="ny-skala")
    assert [(each.code, each.label) for each in scale.levels.order_by("position")] == [
        ("natt", "Nått"),
        ("oppet", "Öppet"),
    ]


def test_levels_are_drawn_without_being_saved(tree: GoalTree) -> None:
    response = logged_in(tree.secretary).post(f"{LIST}ny/", posted(TWO, gor="visa"))
    assert '<span class="level level-green"><svg' in response.content.decode()
    assert AssessmentScale.objects.count() == 1


def row_errors(html: bytes) -> list[str]:
    found = re.findall(r'class="row-error"[^>]*>(.*?)</p>', html.decode(), re.DOTALL)
    return [*map(str.strip, found), *errors(html)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (posted([("", "x", "check", "green", "met"), TWO[1]]), ["Skriv vad nivån heter."]),
        (posted([("Nått", "", "check", "green", "met"), TWO[1]]), ["Skriv hur nivån heter om flera mål."]),
        (posted(TWO, name=""), ["Skriv vad skalan heter."]),
        (posted(TWO, code="ny"), ["Kortnamnet ”ny” används av programmet självt. Välj ett annat."]),
        (posted(TWO, code="mal"), ["Nämnden har redan en skala med kortnamnet ”mal”."]),
        (
            posted(TWO, code="å ä"),
            ["Skriv bara bokstäverna a–z, siffror och bindestreck, utan mellanslag och utan å, ä och ö."],
        ),
        (posted([TWO[0]]), ["En skala har minst två nivåer."]),
        (
            posted([TWO[0], TWO[1], ("Sen", "sena", "cross", "red", "met")]),
            ["Bara en nivå kan betyda ”Uppnått”. Det gör redan ”Nått”."],
        ),
    ],
)
def test_bad_scales_are_said_at_the_field(tree: GoalTree, data: dict[str, object], said: list[str]) -> None:
    response = logged_in(tree.secretary).post(f"{LIST}ny/", data)
    assert response.status_code == 200
    assert row_errors(response.content) == said
    assert AssessmentScale.objects.count() == 1


def levels_posted(tree: GoalTree, **changed: object) -> dict[str, object]:
    data: dict[str, object] = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 3}
    for row, level in enumerate(GoalLevel.objects.filter(committee=tree.committee).order_by("position")):
        data |= {
            f"form-{row}-pk": level.pk,
            f"form-{row}-name": level.name,
            f"form-{row}-plural": level.plural,
            f"form-{row}-kind": level.kind,
            f"form-{row}-scale": level.scale_id or "",
            f"form-{row}-ORDER": row + 1,
        }
    return {**data, **changed}


def test_levels_are_called_what_the_committee_calls_them(tree: GoalTree) -> None:
    data = levels_posted(
        tree,
        **{
            "form-TOTAL_FORMS": 4,
            "form-0-name": "Målbild",
            "form-0-plural": "Målbilder",
            "form-3-name": "Aktivitet",
            "form-3-plural": "Aktiviteter",
            "form-3-kind": "activity",
        },
    )
    response = logged_in(tree.secretary).post(LEVELS, data, follow=True)
    assert "Målnivåerna är sparade." in text(response.content.decode())
    rows = GoalLevel.objects.order_by("position").values_list("position", "name", "kind", "scale__code")
    assert list(rows) == [
        (1, "Målbild", "focus_area", None),
        (2, "Fullmäktiges mål", "council_goal", "mal"),
        (3, "Nämndmål", "committee_goal", "mal"),
        (4, "Aktivitet", "activity", None),
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"form-1-name": ""}, ["Skriv vad nivån heter."]),
        ({"form-1-name": "nämndmål"}, ["En annan nivå heter redan ”Nämndmål”."]),
        ({"form-0-DELETE": "on"}, ["Nivån ”Fokusområde” har 1 mål och kan inte tas bort."]),
        (
            {"form-0-ORDER": 9},
            [
                (
                    "Mål på nivån ”Fullmäktiges mål” hör till mål på nivån ”Fokusområde”, "
                    "som därför måste stå före."
                )
            ],
        ),
        ({"form-1-scale": "999"}, ["Välj en skala i listan."]),
    ],
)
def test_bad_levels_are_said(tree: GoalTree, changed: dict[str, object], said: list[str]) -> None:
    before = list(GoalLevel.objects.order_by("pk").values())
    response = logged_in(tree.secretary).post(LEVELS, levels_posted(tree, **changed))
    assert response.status_code == 200
    assert row_errors(response.content) == said
    assert list(GoalLevel.objects.order_by("pk").values()) == before


def test_an_assessment_keeps_its_level_when_goals_get_another_scale(tree: GoalTree) -> None:
    met = level_of(tree.scale, "met")
    make_assessment(tree.goals["n1"], level=met)
    other = add_standard_scale(committee=tree.committee, code="pilar", by="prov")
    logged_in(tree.secretary).post(
        LEVELS, levels_posted(tree, **{"form-1-scale": other.pk, "form-2-scale": other.pk})
    )
    shown = page(tree.reader, "/prov-sn/mal/2021/")
    assert "Av 2 nämndmål är 1 uppfyllt och 1 inte bedömt." in shown
    assert "Bedömt på en tidigare skala: Uppfyllt" in shown


def test_another_committees_scale_and_levels(tree: GoalTree) -> None:
    other = make_committee("annan-sn")
    make_scale(other, "annan")
    secretary = make_user("olle", other, role="secretary")
    assert logged_in(tree.secretary).get(f"{LIST}annan/").status_code == 404
    assert logged_in(secretary).get(f"{LIST}mal/").status_code == 404
    assert logged_in(secretary).get(LEVELS).status_code == 404
    data = levels_posted(tree)
    logged_in(secretary).post("/annan-sn/mal/nivaer/", {**data, "form-1-scale": "", "form-2-scale": ""})
    assert set(GoalLevel.objects.filter(committee=tree.committee).values_list("pk", flat=True)) == {
        level.pk for level in tree.levels.values()
    }


def test_a_reader_reads_and_does_not_change(tree: GoalTree) -> None:
    client: Client = logged_in(tree.reader)
    assert "Måluppfyllelse" in text(client.get(LIST).content.decode())
    assert "Spara nivåerna" not in text(client.get(LEVELS).content.decode())
    for url in (f"{LIST}ny/", f"{LIST}mal/", f"{LIST}mal/ta-bort/"):
        assert client.post(url, posted(TWO)).status_code == 403
    client.post(LEVELS, levels_posted(tree, **{"form-0-name": "Annat"}))
    assert GoalLevel.objects.get(position=1).name == "Fokusområde"
