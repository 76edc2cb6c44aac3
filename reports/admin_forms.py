"""Forms of the administration's report pages."""

from typing import Any

from django import forms

from organisation.models import Committee
from reports.frozen import ReportAdopted, address_fault, require_draft
from reports.models import Report, ReportTemplate, ReportText
from reports.template import Finding, TemplateError, check, parse


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """name and kind are the template's own: they are read from its source. warnings: what may mislead in it."""

    warnings: list[Finding]

    class Meta:
        model = ReportTemplate
        fields = ("committee", "slug", "source")
        widgets = {
            "source": forms.Textarea(
                attrs={
                    "rows": 45,
                    "class": "toml",
                    "spellcheck": "false",
                    "wrap": "off",
                    "autocapitalize": "off",
                }
            )
        }
        help_texts = {
            "slug": "Mallens kortnamn, som filnamnet i ett datapaket: delarsrapport.",
            "source": "Avsnitt och block som TOML. docs/report-templates.md beskriver alla block och nycklar.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.warnings = []
        source = cleaned.get("source", "").replace("\r\n", "\n")
        if not source:
            return cleaned
        try:
            spec = parse(source)
        except TemplateError as error:
            self.add_error("source", str(error))
            return cleaned
        committee: Committee | None = cleaned.get("committee") or getattr(self.instance, "committee", None)
        for finding in check(spec, committee) if committee else []:
            if finding.is_error:
                self.add_error("source", str(finding))
            else:
                self.warnings.append(finding)
        self.instance.name, self.instance.kind = spec.name[:100], spec.kind
        return {**cleaned, "source": source}


class AdminReportForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Report
        fields = "__all__"  # noqa: DJ007 - an administrator edits the whole row

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        template, committee = cleaned.get("template"), cleaned.get("committee")
        if template and committee and template.committee_id != committee.pk:
            self.add_error("template", f"Mallen hör till {template.committee}.")
        before = self.initial.get("slug", "")
        if committee and (fault := address_fault(committee, before, cleaned.get("slug", before))):
            self.add_error("slug", fault)
        return cleaned


def refuse_adopted(form: forms.BaseForm) -> None:
    """Put the refusal at the report if what is chosen there is adopted: nothing is added to it."""
    report: Report | None = form.cleaned_data.get("report")
    try:
        if report:
            require_draft(report)
    except ReportAdopted as refusal:
        form.add_error("report", str(refusal))


class AdminTextForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ReportText
        fields = ("report", "key", "unit", "text", "signed_name", "signed_title")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        refuse_adopted(self)
        report, unit = cleaned.get("report"), cleaned.get("unit")
        if report and unit and unit.committee_id != report.committee_id:
            self.add_error("unit", f"Enheten hör till {unit.committee}.")
        return cleaned
