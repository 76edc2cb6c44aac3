"""The sheet where many risks are valued: what stands in its rows, and what somebody has typed in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from internal_control.models import ControlPlan, Risk, RiskDecision, RiskValuation
from internal_control.refusing import ControlRefused
from internal_control.risk_history import PAIRS
from internal_control.risk_values import RiskScale
from internal_control.risk_valuing import RiskValue, ValueConflict, value_of
from organisation.addresses import whole_number
from organisation.typed_texts import tidied

STAGES = {"": RiskValuation.Stage.BEFORE.value, "efter": RiskValuation.Stage.AFTER.value}
NAMES = ("likelihood", "consequence", "decision", "reason")


@dataclass
class SheetRow:
    """typed: what stands in the fields, by name. errors by name, '' for the row. now: what somebody else has valued
    the risk at meanwhile, in words.
    """

    risk: Risk
    seen: str
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    now: str = ""

    @property
    def is_changed(self) -> bool:
        return bool(self.typed["reason"]) or self.seen != _word(self.typed)

    @property
    def row_error(self) -> str:
        return self.errors.get("", "")


def rows_of(risks: Iterable[Risk], stage: str) -> list[SheetRow]:
    """As they stand."""
    return [SheetRow(risk, value_of(risk, stage), _stored(risk, stage)) for risk in risks]


def typed_rows(plan: ControlPlan, posted: Any, stage: str) -> tuple[list[SheetRow], int]:
    """The rows that were on the page, with what is typed in them; and how many of them no longer are risks."""
    sent = [key for typed in posted.getlist("rad") if (key := whole_number(typed)) is not None]
    keys = list(dict.fromkeys(sent))
    found = plan.risks.gathered().select_related("unit").in_bulk(keys)
    rows = [
        SheetRow(
            found[key],
            posted.get(f"sett-{key}", ""),
            {name: tidied(posted.get(f"{name}-{key}", "")) for name in NAMES},
        )
        for key in keys
        if key in found
    ]
    if stage == RiskValuation.Stage.AFTER:
        for row in rows:
            row.typed["decision"] = ""
    return rows, len(set(keys) - found.keys())


def read(rows: Sequence[SheetRow], scale: RiskScale) -> list[RiskValue]:
    """What is to be saved: the rows in which something is changed. What cannot be read is put at its row."""
    values = []
    for row in rows:
        if not row.is_changed:
            continue
        steps: dict[str, int | None] = {}
        for name in ("likelihood", "consequence"):
            text = row.typed[name]
            steps[name] = whole_number(text)
            if text and steps[name] is None:
                row.errors[name] = f"Välj ett steg på skalan, 1 till {scale.steps}."
        if row.typed["reason"] and row.seen == _word(row.typed):
            row.errors["reason"] = "Skälet sparas med ett nytt värde. Ändra värdet, eller ta bort skälet."
        if len(row.typed["reason"]) > 500:
            row.errors["reason"] = "Skälet får vara högst 500 tecken."
        values.append(
            RiskValue(
                code=row.risk.code,
                likelihood=steps["likelihood"],
                consequence=steps["consequence"],
                decision=row.typed["decision"],
                reason=row.typed["reason"],
                seen=row.seen,
            )
        )
    return values


def refuse(rows: Sequence[SheetRow], by_risk: Mapping[str, ControlRefused], stage: str) -> None:
    """Put what was refused at its row. Who has seen what stands now may save over it the next time."""
    for row in rows:
        refused = by_risk.get(row.risk.code)
        if refused is None:
            continue
        row.errors.setdefault(refused.field, str(refused))
        if isinstance(refused, ValueConflict):
            row.seen = value_of(row.risk, stage)
            row.now = _in_words(row.risk, stage)


def _stored(risk: Risk, stage: str) -> dict[str, str]:
    likelihood, consequence = (getattr(risk, name) for name in PAIRS[stage])
    return {
        "likelihood": str(likelihood or ""),
        "consequence": str(consequence or ""),
        "decision": risk.decision if stage == RiskValuation.Stage.BEFORE else "",
        "reason": "",
    }


def _word(typed: Mapping[str, str]) -> str:
    return f"{typed['likelihood']}-{typed['consequence']}-{typed['decision']}"


def _in_words(risk: Risk, stage: str) -> str:
    likelihood, consequence = (getattr(risk, name) for name in PAIRS[stage])
    value = f"{likelihood} × {consequence}" if likelihood else "inte värderad"
    decided = str(RiskDecision(risk.decision).label) if risk.decision else "inget beslut"
    return f"{value}, {decided.lower()}" if stage == RiskValuation.Stage.BEFORE else value
