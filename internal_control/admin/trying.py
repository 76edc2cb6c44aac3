"""Forms of the administration ask a step what it would refuse, so that its rules are written once."""

from collections.abc import Callable, Mapping

from django import forms
from django.db import transaction

from internal_control.refusing import ControlRefused


def refusal_of(step: Callable[[], object]) -> ControlRefused | None:
    """What the step would be refused for, None if for nothing; what it does is undone."""
    try:
        with transaction.atomic():
            step()
            transaction.set_rollback(True)
    except ControlRefused as refused:
        return refused
    return None


def tell(
    form: forms.BaseForm, refused: ControlRefused | None, shown_at: Mapping[str, str] | None = None
) -> None:
    """Show what was refused at its field, or at the field of the form that stands for it."""
    if refused is not None:
        field = (shown_at or {}).get(refused.field, refused.field)
        form.add_error(field if field in form.fields else None, str(refused))
