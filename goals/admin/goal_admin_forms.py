"""Forms of the administration of goals: they refuse what the committee's own pages refuse, in the same words."""

from typing import Any

from django import forms

from goals.goal_checks import goal_faults
from goals.goal_forms import GOAL_FIELDS, MONTH_CHOICES, TIMES_MESSAGES
from goals.levelling import LevelRow, level_row_faults
from goals.models import AssessmentScale, Goal, GoalLevel
from goals.scales import LevelEntry, code_fault, level_faults
from organisation.models import Committee


class ScaleAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = AssessmentScale
        fields = ["committee", "name", "code", "use"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        committee = self.instance.committee if self.instance.pk else self.cleaned_data.get("committee")
        if committee is not None:
            probe = AssessmentScale(pk=self.instance.pk, committee=committee, code=code)
            if fault := code_fault(probe):
                raise forms.ValidationError(fault)
        return code


class AssessmentLevelFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The levels of a scale, as a whole. One that is used is kept by the admin itself."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        gone = set(map(id, self.deleted_forms))
        kept = [form for form in self.forms if id(form) not in gone and form.cleaned_data.get("label")]
        kept.sort(key=lambda form: form.cleaned_data["position"])
        names = ("label", "plural", "symbol", "colour", "meaning", "code")
        entries = [LevelEntry(**{name: form.cleaned_data[name] for name in names}) for form in kept]
        for row, message in level_faults(entries).items():
            if row is None:
                raise forms.ValidationError(message)
            kept[row].add_error("label", message)


class GoalLevelAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = GoalLevel
        fields = ["committee", "position", "kind", "name", "plural", "scale"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        committee: Committee | None = (
            self.instance.committee if self.instance.pk else cleaned.get("committee")
        )
        if committee is None or self.errors:
            return cleaned
        others = GoalLevel.objects.filter(committee=committee).exclude(pk=self.instance.pk)
        rows = [
            (each.position, LevelRow(each.kind, each.name, each.plural, each.scale, each.pk))
            for each in others.select_related("scale")
        ]
        own = LevelRow(
            cleaned["kind"], cleaned["name"], cleaned["plural"], cleaned.get("scale"), self.instance.pk
        )
        rows.append((cleaned["position"], own))
        rows.sort(key=lambda row: row[0])
        faults = level_row_faults(committee, [row for _, row in rows])
        if faults:
            self.add_error(None, next(iter(faults.values())))
        return cleaned


class GoalAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    follow_up_months = forms.TypedMultipleChoiceField(
        label="Månader",
        coerce=int,
        choices=MONTH_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        empty_value=[],
        help_text="Inga: målet följs upp så många gånger per år som står ovanför.",
    )

    class Meta:
        model = Goal
        fields = ("committee", "year", *GOAL_FIELDS, "position")
        error_messages = {"follow_up_times": TIMES_MESSAGES}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        goal: Goal = self.instance
        is_new = goal._state.adding
        committee: Committee | None = cleaned.get("committee") if is_new else goal.committee
        year: int | None = cleaned.get("year") if is_new else goal.year
        if committee is None or year is None:
            return cleaned
        probe = Goal(committee=committee, year=year, code=cleaned.get("code", ""))
        probe.pk, probe._state.adding = goal.pk, is_new
        faults = goal_faults(
            goal=probe,
            level=cleaned.get("level"),
            parent=cleaned.get("parent"),
            predecessor=cleaned.get("predecessor"),
            months=cleaned.get("follow_up_months") or [],
            units=cleaned.get("units", []),
        )
        for field, message in faults.items():
            if field not in self.errors:
                self.add_error(field, message)
        return cleaned
