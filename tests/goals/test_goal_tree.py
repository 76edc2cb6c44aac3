"""The tree of a year's goals, and the sentence that sums it up: pure."""

from goals.goal_summary import Counted, summary
from goals.goal_tree import GoalRecord, below, branches, in_tree_order

# pk, code, level, parent, number, text, position
RECORDS = [
    GoalRecord(4, "b1", 2, 3, "2.1", "", 1),
    GoalRecord(3, "b", 1, None, "2", "", 2),
    GoalRecord(1, "a", 1, None, "1", "", 1),
    GoalRecord(2, "a1", 2, 1, "1.1", "", 5),
    GoalRecord(5, "a2", 2, 1, "1.2", "", 4),
    GoalRecord(6, "a1x", 3, 2, "", "", 0),
]


def test_each_goal_before_those_under_it() -> None:
    found = [(branch.goal.code, branch.depth) for branch in in_tree_order(RECORDS)]
    assert found == [("a", 0), ("a2", 1), ("a1", 1), ("a1x", 2), ("b", 0), ("b1", 1)]


def test_branches_hold_those_under_them() -> None:
    top = branches(RECORDS)
    assert [branch.goal.code for branch in top] == ["a", "b"]
    assert [branch.goal.code for branch in top[0].children] == ["a2", "a1"]


def test_a_goal_whose_parent_is_not_chosen_stands_topmost() -> None:
    chosen = [record for record in RECORDS if record.code in ("a1", "a1x", "b1")]
    found = [(branch.goal.code, branch.depth) for branch in in_tree_order(chosen)]
    assert found == [("b1", 0), ("a1", 0), ("a1x", 1)]


def test_below() -> None:
    assert below(1, RECORDS) == {2, 5, 6}
    assert below(6, RECORDS) == set()


def counted(*counts: int) -> list[Counted]:
    words = (
        ("Uppfyllt", "uppfyllda"),
        ("Delvis uppfyllt", "delvis uppfyllda"),
        ("Inte bedömt", "inte bedömda"),
    )
    return [Counted(*of, count) for of, count in zip(words, counts, strict=True)]


def test_the_summary() -> None:
    assert summary(counted(3, 4, 2)) == "Av 9 mål är 3 uppfyllda, 4 delvis uppfyllda och 2 inte bedömda."
    assert summary(counted(1, 2, 0)) == "Av 3 mål är 1 uppfyllt och 2 delvis uppfyllda."
    assert summary(counted(0, 0, 9), "nämndmål") == "Av 9 nämndmål är 9 inte bedömda."
    assert summary(counted(1, 0, 0)) == "Av 1 mål är 1 uppfyllt."
    assert summary(counted(0, 0, 0)) == ""


def test_an_abbreviation_keeps_its_capitals() -> None:
    assert summary([Counted("IT-stöd finns", "IT-stödda", 2)]) == "Av 2 mål är 2 IT-stödda."
