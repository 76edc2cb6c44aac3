"""The fields of the page where a unit writes: what is in them is escaped, and what is wrong stands beside them."""

import pytest
from django.template import Context, Template

from goals.duties import Cell, Duty
from goals.follow_up_cards import Card, Messages, ValueField
from tests.factories import make_committee
from tests.goal_factories import make_goal, make_levels, make_scale

pytestmark = pytest.mark.django_db
EVIL, ESCAPED = "<b>\"'&", "&lt;b&gt;&quot;&#x27;&amp;"


def printed(tag: str, card: Card, **context: object) -> str:
    return Template("{% load follow_up %}{% " + tag + " %}").render(Context({"card": card, **context}))


@pytest.fixture
def card() -> Card:
    committee = make_committee()
    scale = make_scale(committee)
    goal = make_goal(committee, make_levels(committee, scale)["committee_goal"], code=EVIL)
    return Card(
        "goal-1",
        Duty("goal", goal.pk, 1, has_scale=True),
        goal,
        title=EVIL,
        facts=(),
        levels=list(scale.levels.order_by("position")),
        text=EVIL,
        reason=EVIL,
        errors=Messages({"text": EVIL, "reason": EVIL}),
    )


@pytest.mark.parametrize(("tag", "times"), [('text_field card "text" "Text" 3', 3), ("level_fields card", 4)])
def test_what_people_write_is_escaped_and_what_is_wrong_is_told(card: Card, tag: str, times: int) -> None:
    html = printed(tag, card)
    assert EVIL not in html
    assert html.count(ESCAPED) == times
    assert html.count('aria-invalid="true"') == 1
    card.errors = Messages()
    assert 'aria-invalid="true"' not in printed(tag, card)


def test_a_value_and_what_is_folded_under_it(card: Card) -> None:
    cell = Cell("x", "K", "year", 12)
    field = ValueField(cell, f"K-year-{EVIL}", EVIL, text=EVIL, note=EVIL, before=EVIL, errors={"text": EVIL})
    card.fields = [field]
    for tag in ("value_field card field", "more_fields card field"):
        assert EVIL not in printed(tag, card, field=field)
    assert 'id="goal-1-v-K-year-' + ESCAPED in printed("value_field card field", card, field=field)
    field.is_locked = True
    assert "input" not in printed("value_field card field", card, field=field)
    assert printed("more_fields card field", card, field=field) == ""


def test_the_way_to_the_subject_is_quoted(card: Card) -> None:
    html = printed("subject_link card committee", card, committee="prov")
    assert f"/prov/mal/{card.subject.year}/%3Cb%3E%22" in html
    assert f'Visa målet<span class="visually-hidden">: {ESCAPED}</span>' in html
