"""Risks of a plan: saved, chosen for it, deleted.

A risk that is in an adopted plan is changed by a decision. One that is only gathered changes nothing that the plan
says, and neither do values after measures: they are free until the year is over.
"""

from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction

from internal_control.models import ControlPlan, Risk, RiskDecision
from internal_control.recording import record_step
from internal_control.refusing import (
    ControlRefused,
    Decision,
    locked,
    log_change,
    require_changeable,
    require_not_over,
)
from internal_control.risk_faults import risk_faults
from internal_control.risk_history import keep_values
from internal_control.risk_scale import scale_of
from organisation.audit import record
from organisation.meanwhile import changed_meanwhile, fingerprint_of
from organisation.meanwhile import fingerprint as fingerprint_of_row
from organisation.models import Unit
from organisation.typed_texts import tidied


@dataclass(frozen=True)
class RiskEntry:
    """A risk as it is to be. decision is a RiskDecision or ''; a pair of steps is given whole or not at all."""

    code: str
    process: str
    description: str
    unit: Unit
    cause: str = ""
    category: str = ""
    likelihood: int | None = None
    consequence: int | None = None
    likelihood_after: int | None = None
    consequence_after: int | None = None
    value_reason: str = ""
    decision: str = ""
    reason: str = ""
    owner: str = ""
    is_chosen: bool = False


FACTS = tuple(field.name for field in fields(RiskEntry) if field.name != "value_reason")
# What an adopted plan says about a risk: everything but its values after measures.
_PRINTED = tuple(name for name in FACTS if not name.endswith("_after"))


def fingerprint(risk: Risk) -> str:
    """The same as long as the risk's own facts and values are."""
    return fingerprint_of_row(risk, (*FACTS, "is_proposal"))


def chosen_fingerprint(plan: ControlPlan) -> str:
    """The same as long as the same risks are in the plan."""
    return fingerprint_of(sorted(plan.risks.filter(is_chosen=True).values_list("pk", flat=True)))


@transaction.atomic
def save_risk(
    *,
    plan: ControlPlan,
    risk: Risk | None,
    entry: RiskEntry,
    decision: Decision | None = None,
    seen: str | None = None,
    by: Any,
) -> Risk:
    """Store a new risk (risk is None), last in the plan, or a changed one in its own; new values go into its history.

    seen is the fingerprint of what the writer began from. Raises ControlRefused.
    """
    plan = locked(risk.plan if risk else plan)
    before = _locked(risk) if risk is not None else None
    if before is not None and seen is not None and fingerprint(before) != seen:
        raise ControlRefused(changed_meanwhile("risken"))
    stored = copy(before) if before is not None else Risk(plan=plan, position=next_position(plan))
    for name in FACTS:
        value = getattr(entry, name)
        setattr(stored, name, tidied(value) if isinstance(value, str) else value)
    stored.plan = plan
    for field, sentence in risk_faults(stored, scale_of(plan)):
        raise ControlRefused(sentence, field)
    changed = require_risk_changeable(plan, before, stored, decision)
    stored.save()
    keep_values([(before, stored, entry.value_reason)], by=by)
    if changed:
        log_change(
            plan,
            decision,
            f"Ny risk {stored.code}: {stored}" if before is None else f"Risk {stored.code} ändrad: {stored}",
            by=by,
            before=dict(_in_words(before, changed)) if before else None,
            after=dict(_in_words(stored, changed)),
        )
    record_step(
        stored,
        "lade till risk" if before is None else "ändrade risk",
        by,
        before=dict(_in_words(before, FACTS)) if before else {},
        after=dict(_in_words(stored, FACTS)),
    )
    return stored


def require_risk_changeable(
    plan: ControlPlan, before: Risk | None, after: Risk, decision: Decision | None
) -> list[str]:
    """Raise ControlRefused unless the risk may become what it is in after; answer with what of it the plan says
    otherwise then.
    """
    _require_values_kept(before, after)
    changed = [name for name in _PRINTED if before is None or getattr(before, name) != getattr(after, name)]
    if changed and (after.is_chosen or (before is not None and before.is_chosen)):
        require_changeable(plan, decision)
        return changed
    require_not_over(plan)
    return []


@transaction.atomic
def choose_risks(
    *,
    plan: ControlPlan,
    chosen: Collection[Risk],
    decision: Decision | None = None,
    seen: str | None = None,
    by: Any,
) -> None:
    """Make these the risks that are in the plan.

    seen is chosen_fingerprint as the writer began. Raises ControlRefused for proposals, for another year's risks, and
    if a risk that has controls would go.
    """
    plan = locked(plan)
    if seen is not None and chosen_fingerprint(plan) != seen:
        raise ControlRefused(changed_meanwhile("planens risker"))
    wanted = {risk.pk for risk in chosen}
    risks = {risk.pk: risk for risk in plan.risks.in_order()}
    if not wanted <= risks.keys():
        raise ControlRefused(f"Välj bland riskerna för {plan.year}.", "chosen")
    came = [risk for risk in risks.values() if risk.pk in wanted and not risk.is_chosen]
    went = [risk for risk in risks.values() if risk.pk not in wanted and risk.is_chosen]
    if proposed := [risk for risk in came if risk.is_proposal]:
        raise ControlRefused(f"Ta upp förslaget {proposed[0].code} innan det kommer med i planen.", "chosen")
    _require_without_controls(plan, went)
    if not came and not went:
        return
    require_changeable(plan, decision)
    plan.risks.filter(pk__in=[risk.pk for risk in came]).update(is_chosen=True)
    plan.risks.filter(pk__in=[risk.pk for risk in went]).update(is_chosen=False)
    said = [
        f"{words} {', '.join(risk.code for risk in of)}"
        for words, of in (("tas in:", came), ("utgår:", went))
        if of
    ]
    log_change(plan, decision, f"Risker i planen: {'; '.join(said)}", by=by)
    record(
        by=by,
        action="valde risker till planen",
        committee=plan.committee,
        subject=plan,
        year=plan.year,
        came=[risk.code for risk in came],
        went=[risk.code for risk in went],
    )


def standing_in_the_way(risk: Risk) -> str:
    """Why a risk cannot be deleted, as a sentence; '' if it can."""
    tied = [
        (name, sorted(rows.values_list("code", flat=True)))
        for name, rows in (("kontroller", risk.controls), ("åtgärder", risk.measures))
    ]
    said = [f"{name} ({', '.join(codes)})" for name, codes in tied if codes]
    return f"Risken har {' och '.join(said)} och kan inte tas bort." if said else ""


@transaction.atomic
def delete_risk(*, risk: Risk, decision: Decision | None = None, by: Any) -> None:
    """Delete a risk with the history of its values. Raises ControlRefused while it has controls or measures."""
    plan = locked(risk.plan)
    stored = _locked(risk)
    if why := standing_in_the_way(stored):
        raise ControlRefused(why)
    words = dict(_in_words(stored, FACTS))
    if stored.is_chosen:
        require_changeable(plan, decision)
        log_change(plan, decision, f"Risk {stored.code} borttagen: {stored}", by=by, before=words)
    require_not_over(plan)
    record_step(stored, "tog bort risk", by, before=words)
    stored.delete()


def _locked(risk: Risk) -> Risk:
    found = Risk.objects.select_related("unit", "plan").filter(pk=risk.pk).first()
    if found is None:
        raise ControlRefused("Risken finns inte längre.")
    return found


def next_position(plan: ControlPlan) -> int:
    """The place after all of the plan's risks."""
    last = plan.risks.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def _require_values_kept(before: Risk | None, after: Risk) -> None:
    """A value is replaced by another, never by nothing: the newest of the history is the one that stands."""
    for field, was, now in (
        ("likelihood", before and before.value, after.value),
        ("likelihood_after", before and before.value_after, after.value_after),
    ):
        if was is not None and now is None:
            raise ControlRefused(
                "Risken är redan värderad. Ge den ett nytt värde i stället för inget.", field
            )


def _require_without_controls(plan: ControlPlan, risks: Collection[Risk]) -> None:
    held = plan.controls.filter(risk__in=risks, struck_on=None).select_related("risk").in_order()
    for control in held[:1]:
        assert control.risk is not None  # noqa: S101  (risk__in)
        raise ControlRefused(
            f"Risken {control.risk.code} har kontrollen {control.code} i planen och kan inte utgå."
            " Ta bort kontrollen eller knyt den till en annan risk först.",
            "chosen",
        )


def _in_words(risk: Risk, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Label and text of facts, as a reader would say them."""
    for name in names:
        value = getattr(risk, name)
        if name == "decision":
            text = str(RiskDecision(value).label) if value else ""
        elif isinstance(value, bool):
            text = "ja" if value else "nej"
        else:
            text = "" if value is None else str(value)
        yield str(Risk._meta.get_field(name).verbose_name), text  # type: ignore[union-attr]
