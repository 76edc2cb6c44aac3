"""Controls, saved by the step that their page saves them by: an adopted plan's only with a decision."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from internal_control.admin.deciding import DecidedAdminForm
from internal_control.admin.trying import refusal_of, tell
from internal_control.control_entries import FACTS, ControlEntry, ItemEntry, stored_items, stored_months
from internal_control.controlling import delete_control, save_control, standing_in_the_way
from internal_control.models import Control
from organisation.admin_base import AuditedAdmin
from organisation.models import Committee
from organisation.periods import MONTHS

DEVIATION, PART = "(avvikelse)", "- "


class ControlAdminForm(DecidedAdminForm):
    """A control, checked by trying to save it. user: who is asked."""

    user: Any = "administrationen"

    months = forms.TypedMultipleChoiceField(
        label="Månader",
        coerce=int,
        choices=list(enumerate(MONTHS, 1)),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    counted = forms.CharField(
        label="Det som räknas",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 60}),
        help_text="En rad för varje sak. En avvikelse slutar med (avvikelse). Det som den delas upp på står under"
        " den och börjar med ett bindestreck. En rad som byter namn blir en ny; på kontrollens egen sida byter"
        " den bara namn.",
    )

    class Meta:
        model = Control
        fields = ["plan", *FACTS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = stored_items(self.instance) if self.instance.pk else []
        if self.instance.pk:
            self.initial["months"] = list(stored_months(self.instance))
            self.initial["counted"] = "\n".join(map(_line, self.stored))

    def save_as(self, by: Any) -> Control:
        """What was typed, stored; of a form whose fields are valid."""
        typed, row = self.cleaned_data, self.instance
        facts = {name: getattr(row, name) for name in FACTS}
        return save_control(
            plan=row.plan,
            control=row if row.pk else None,
            entry=ControlEntry(**facts, months=tuple(typed["months"]), items=self._items()),
            decision=self.change_decision(),
            by=by,
        )

    def _items(self) -> tuple[ItemEntry, ...]:
        codes = {(top, each.label.casefold()): each.code for top, each in _under(self.stored)}
        lines = [line.strip() for line in self.cleaned_data["counted"].splitlines() if line.strip()]
        typed = [(top, each, each.label.casefold()) for top, each in _under(map(_item, lines))]
        # A part whose row has got another name stays what it was, where nothing else is called as it is.
        labels = Counter(label for _, _, label in typed)
        alone = {
            each.label.casefold(): each.code for each in self.stored if labels[each.label.casefold()] == 1
        }
        return tuple(
            replace(each, code=codes.get((top, label), alone.get(label, ""))) for top, each, label in typed
        )

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors and self.instance.plan_id:
            refused = refusal_of(lambda: self.save_as(self.user))
            tell(self, refused, {"items": "counted"})


def _line(item: ItemEntry) -> str:
    text = f"{PART}{item.label}" if item.is_part else item.label
    return f"{text} {DEVIATION}" if item.is_deviation else text


def _item(line: str) -> ItemEntry:
    label = line.removeprefix(PART).removesuffix(DEVIATION).strip()
    return ItemEntry(label, line.endswith(DEVIATION), line.startswith(PART))


def _under(items: Iterable[ItemEntry]) -> Iterator[tuple[str, ItemEntry]]:
    """Each with the name of the row that it is part of, '' if of none: parts of two rows may be called the same."""
    top = ""
    for each in items:
        top = top if each.is_part else each.label.casefold()
        yield (top if each.is_part else ""), each


@admin.register(Control)
class ControlAdmin(AuditedAdmin):
    """A control stays in its year; next year's is another row. It is struck on its own page."""

    form = ControlAdminForm
    list_display = ["code", "title", "process", "unit", "responsible", "performer", "struck_on", "plan"]
    list_filter = ["plan__committee", "plan__year", "method"]
    list_select_related = ["plan", "unit", "performer"]
    search_fields = ["code", "title", "process", "responsible"]
    autocomplete_fields = ["unit", "risk", "performer"]
    readonly_fields = ["struck_on"]
    ordering = ["plan", "position", "code"]
    list_per_page = 50

    def committee_of(self, obj: Any) -> Committee:
        return obj.plan.committee  # type: ignore[no-any-return]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.readonly_fields, *(["plan"] if obj else [])]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user  # type: ignore[attr-defined]  # the form is made for this request
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.row_before = Control.objects.filter(pk=obj.pk).first() if change else None
        saved = form.save_as(request.user)
        obj.pk, obj.position, obj.sample_size = saved.pk, saved.position, saved.sample_size

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_control(control=obj, decision=None, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for control in queryset.order_by("pk"):
            delete_control(control=control, decision=None, by=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What stands in the way does so with the sentence that says it; its occasions go with a control."""
        rows, counts, _needed, _protected = super().get_deleted_objects(objs, request)
        return rows, counts, set(), [f"{each}: {why}" for each in objs if (why := _stands(each))]

    def _record(self, request: HttpRequest, verb: str, obj: Any, **details: str) -> None:
        """The step that saves or deletes has written its event."""


def _stands(control: Control) -> str:
    if why := standing_in_the_way(control):
        return why
    if control.plan.is_adopted:
        return "Planen är fastställd. Ta bort kontrollen på dess egen sida, med beslutet."
    return ""
