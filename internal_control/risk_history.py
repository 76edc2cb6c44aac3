"""What a risk has been valued at: every new value is kept, with why, when and by whom."""

from collections.abc import Iterable
from typing import Any

from internal_control.models import Risk, RiskValuation

PAIRS = {
    RiskValuation.Stage.BEFORE.value: ("likelihood", "consequence"),
    RiskValuation.Stage.AFTER.value: ("likelihood_after", "consequence_after"),
}


def keep_values(saved: Iterable[tuple[Risk | None, Risk, str]], *, by: Any) -> None:
    """Add what is new to the history: each risk as it was (None: it is new), as it is saved, and why."""
    rows = []
    for before, after, reason in saved:
        for stage, names in PAIRS.items():
            likelihood, consequence = (getattr(after, name) for name in names)
            was = tuple(getattr(before, name) for name in names) if before else (None, None)
            if likelihood is not None and consequence is not None and was != (likelihood, consequence):
                rows.append(
                    RiskValuation(
                        risk=after,
                        stage=stage,
                        likelihood=likelihood,
                        consequence=consequence,
                        reason=reason.strip(),
                        valued_by=str(by)[:150],
                    )
                )
    RiskValuation.objects.bulk_create(rows)
