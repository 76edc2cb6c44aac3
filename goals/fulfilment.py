"""Whether outcomes reach what was aimed at, and why: what the system proposes and a person decides.

Pure: imports neither Django nor Celery. Meanings are those of goals.models.Meaning, as text. Figures are compared
as they are printed, so that whoever reads the report can do the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

MET, PARTLY, NOT_MET, NOT_ASSESSED = "met", "partly", "not_met", "not_assessed"


@dataclass(frozen=True, slots=True)
class Aim:
    """What a value is to be: from lower and up to upper, either of them open. text: 'högst 11:00'.

    partly_lower and partly_upper are the same for being reached in part; both None where there is no such thing.
    """

    text: str
    lower: Decimal | None = None
    upper: Decimal | None = None
    partly_lower: Decimal | None = None
    partly_upper: Decimal | None = None
    partly_text: str = ""

    def is_reached_by(self, value: Decimal) -> bool:
        return _within(value, self.lower, self.upper)

    def is_partly_reached_by(self, value: Decimal) -> bool:
        has_such = self.partly_lower is not None or self.partly_upper is not None
        return has_such and _within(value, self.partly_lower, self.partly_upper)


def _within(value: Decimal, lower: Decimal | None, upper: Decimal | None) -> bool:
    return (lower is None or lower <= value) and (upper is None or value <= upper)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One value of an indicator: of women, of a part. value is the printed figure and text how it is printed.

    label is in small letters, as within a sentence ('kvinnor'), and '' where there is one value alone. lacks is why
    there is nothing to aim at although there is a target.
    """

    label: str
    value: Decimal | None
    text: str = ""
    aim: Aim | None = None
    is_hidden: bool = False
    lacks: str = ""

    @property
    def words(self) -> str:
        return f"{self.label} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Proposal:
    """why is a sentence for whoever decides."""

    meaning: str
    why: str


def propose(outcomes: Sequence[Outcome]) -> Proposal:
    """All reach: met. None: not met. Some: partly. Short of the aim but all past where it is reached in part: partly.

    Without all values, or without an aim, nothing is assessed.
    """
    if not outcomes or all(outcome.aim is None for outcome in outcomes):
        lacks = next((outcome.lacks for outcome in outcomes if outcome.lacks), "")
        return Proposal(NOT_ASSESSED, lacks or "Det finns inget målvärde att jämföra med.")
    aimed = [outcome for outcome in outcomes if outcome.aim is not None]
    if hidden := [outcome for outcome in aimed if outcome.is_hidden]:
        return Proposal(NOT_ASSESSED, f"Värdet{_for(hidden)} rör för få personer för att visas.")
    if missing := [outcome for outcome in aimed if outcome.value is None]:
        return Proposal(NOT_ASSESSED, f"Värdet{_for(missing)} saknas.")
    reaching = [outcome for outcome in aimed if _reaches(outcome)]
    why = _why(aimed, reaching)
    if len(reaching) == len(aimed):
        return Proposal(MET, why)
    if reaching:
        return Proposal(PARTLY, why)
    if all(_partly_reaches(outcome) for outcome in aimed):
        limits = {outcome.aim.partly_text for outcome in aimed if outcome.aim}
        past = f" Gränsen för delvis uppnått, {limits.pop()}, nås." if len(limits) == 1 else ""
        return Proposal(PARTLY, why + past)
    return Proposal(NOT_MET, why)


def propose_goal(proposals: Iterable[Proposal]) -> Proposal:
    """Of a goal, from those of its indicators: the ones that could be assessed decide."""
    meanings = [proposal.meaning for proposal in proposals]
    known = [meaning for meaning in meanings if meaning != NOT_ASSESSED]
    if not known:
        why = "Inget av målets mått har ett värde att jämföra." if meanings else "Målet har inga mått."
        return Proposal(NOT_ASSESSED, why)
    met, partly, short = (known.count(meaning) for meaning in (MET, PARTLY, NOT_MET))
    meaning = MET if met == len(known) else PARTLY if met or partly else NOT_MET
    if len(meanings) == 1:
        alone = {MET: "når målvärdet", PARTLY: "når målvärdet delvis", NOT_MET: "når inte målvärdet"}
        return Proposal(meaning, f"Målets mått {alone[meaning]}.")
    why = f"Av {len(meanings)} mått når {met} målvärdet, {partly} delvis och {short} inte."
    unknown = len(meanings) - len(known)
    return Proposal(meaning, why + (f" {unknown} går inte att bedöma än." if unknown else ""))


def _reaches(outcome: Outcome) -> bool:
    return outcome.aim is not None and outcome.value is not None and outcome.aim.is_reached_by(outcome.value)


def _partly_reaches(outcome: Outcome) -> bool:
    if outcome.aim is None or outcome.value is None:
        return False
    return outcome.aim.is_partly_reached_by(outcome.value)


def _why(outcomes: Sequence[Outcome], reaching: Sequence[Outcome]) -> str:
    aims = {outcome.aim.text for outcome in outcomes if outcome.aim}
    if len(aims) > 1:
        return _sentence(
            ", ".join(
                f"{outcome.words} når {'' if outcome in reaching else 'inte '}målet {outcome.aim.text}"
                for outcome in outcomes
                if outcome.aim
            )
        )
    aim = aims.pop()
    short = [outcome for outcome in outcomes if outcome not in reaching]
    if not short:
        return _sentence(f"{_words(reaching)} når målet {aim}")
    if not reaching:
        if len(short) == 2:
            return _sentence(f"varken {short[0].words} eller {short[1].words} når målet {aim}")
        return _sentence(f"{_words(short)} når inte målet {aim}")
    return _sentence(f"{_words(reaching)} når målet {aim}, {_words(short)} når det inte")


def _words(outcomes: Sequence[Outcome]) -> str:
    return _listed([outcome.words if outcome.label else f"utfallet {outcome.text}" for outcome in outcomes])


def _for(outcomes: Sequence[Outcome]) -> str:
    labels = [outcome.label for outcome in outcomes if outcome.label]
    return f" för {_listed(labels)}" if labels else ""


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} och {words[-1]}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
