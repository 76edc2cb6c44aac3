"""A sentence made from the assessments: 'Av 14 mål är 8 uppnådda, 2 delvis uppnådda och 4 inte uppnådda.'"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import ClassVar, Self

from goals.goal_summary import Counted, summary, within_sentence
from reports.blocks.base import BlockSettings, Finding, Known
from reports.blocks.goal_reading import GoalChoice, read_choice
from reports.contents import Block, TextContent
from reports.goal_records import ReportAssignment, ReportGoal
from reports.goal_sources import GoalSources
from reports.sources import Sources
from reports.toml_reading import TableReader


class Subject(StrEnum):
    GOALS = "mål"
    ASSIGNMENTS = "uppdrag"


@dataclass(frozen=True)
class GoalSummaryBlock(BlockSettings):
    TYPE: ClassVar = "målsammanfattning"
    subject: Subject
    choice: GoalChoice

    @classmethod
    def read(cls, table: TableReader) -> Self:
        subject = table.choice("om", Subject, Subject.GOALS)
        return cls(table.line, subject, read_choice(table))

    def build(self, sources: Sources) -> Block:
        found = sources.goals
        if self.subject is Subject.ASSIGNMENTS:
            sentences = [_sentence(self._assignments(found), "uppdrag", found)]
        else:
            goals = [goal for goal in self.choice.of(found.goals) if goal.level.scale_id]
            levels = list(dict.fromkeys(goal.level for goal in goals))
            sentences = [
                _sentence(
                    [goal for goal in goals if goal.level == level],
                    within_sentence(level.plural) if len(levels) > 1 else "mål",
                    found,
                )
                for level in levels
            ]
        text = " ".join(filter(None, sentences))
        if not text:
            return Block("text", note=f"Det finns inga {self.subject} att sammanfatta.")
        return Block("text", texts=(TextContent(f"<p>{escape(text)}</p>"),))

    def _assignments(self, sources: GoalSources) -> list[ReportAssignment]:
        """Those that are assessed: under the chosen goals, or all where none are chosen."""
        every = [assignment for assignment in sources.assignments if assignment.scale_id]
        if self.choice == GoalChoice():
            return every
        goals = {goal.id for goal in self.choice.of(sources.goals)}
        return [assignment for assignment in every if assignment.goal_ids & goals]

    def check(self, known: Known) -> Iterable[Finding]:
        return self.choice.check(known, self.line)


def _sentence(
    subjects: Sequence[ReportGoal] | Sequence[ReportAssignment], noun: str, sources: GoalSources
) -> str:
    """The levels in the order of their scale."""
    counts = Counter(level for subject in subjects if (level := sources.level(subject)))
    in_order = [level for level in sources.scale_levels.values() if level in counts]
    return summary([Counted(level.mark.label, level.plural, counts[level]) for level in in_order], noun)
