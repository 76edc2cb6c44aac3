"""Why a step of a process is refused: a sentence for the user, and where in a form it belongs."""

from collections.abc import Mapping

from django import forms


class FieldRefused(ValueError):
    """What cannot be done. The message is Swedish and fit for the user; field is where it belongs, or empty."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class RowsRefused(ValueError):
    """Rows that cannot be saved. by_row: the place of a row among those given (None: all of them) → sentence."""

    def __init__(self, by_row: Mapping[int | None, str]) -> None:
        super().__init__(" ".join(by_row.values()))
        self.by_row = by_row


def refuse(form: forms.BaseForm, refused: FieldRefused) -> None:
    """Show what was refused at the field where it belongs, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))
