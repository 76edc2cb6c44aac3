"""Forms of the report pages."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify

from organisation.addresses import WRONG_SLUG
from organisation.periods import MONTHS
from organisation.picture_files import NotAPicture, cleaned
from reports.frozen import address_fault
from reports.models import Picture, Report
from reports.writing import MOST_CHARACTERS

MOST_BYTES = 20 * 1024 * 1024


class ReportForm(forms.ModelForm):  # type: ignore[type-arg]
    month = forms.TypedChoiceField(
        label="Till och med",
        coerce=int,
        choices=[(number, name) for number, name in enumerate(MONTHS, 1)],
        initial=12,
        help_text="Rapportens sista månad. Perioden är januari till den.",
    )

    class Meta:
        model = Report
        fields = (
            "template",
            "title",
            "subtitle",
            "slug",
            "year",
            "month",
            "registration_number",
            "version",
            "responsible",
        )
        help_texts = {
            "slug": "Står i adressen, till exempel delarsrapport-2021-08. Lämna tomt, så görs det av titeln.",
            "responsible": "Den som svarar för dokumentet, till exempel Förvaltningschefen.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The instance has its committee: only its templates can be chosen, and its reports' names are taken."""
        super().__init__(*args, **kwargs)
        templates = self.fields["template"]
        templates.queryset = self.instance.committee.report_templates.order_by("name")  # type: ignore[attr-defined]
        templates.empty_label = None  # type: ignore[attr-defined]
        self.fields["slug"].required = False
        self.fields["slug"].error_messages["invalid"] = WRONG_SLUG

    def clean_slug(self) -> str:
        # Fields are cleaned in order: the title comes first.
        title = slugify(self.cleaned_data.get("title", ""))[:60].strip("-")
        slug: str = self.cleaned_data["slug"].lower() or title
        if not slug and "title" in self.cleaned_data:
            raise forms.ValidationError("Skriv ett adressnamn.")
        if slug == "ny":
            raise forms.ValidationError("Adressnamnet ”ny” används av programmet. Välj ett annat.")
        same = Report.objects.filter(committee=self.instance.committee, slug=slug)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Nämnden har redan en rapport med det adressnamnet.")
        if fault := address_fault(self.instance.committee, self.initial.get("slug", ""), slug):
            raise forms.ValidationError(fault)
        return slug


class TextForm(forms.Form):
    """seen is the fingerprint of the text that the writer started from."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 18, "class": "writing", "spellcheck": "true"}),
    )
    signed_name = forms.CharField(label="Undertecknat av", required=False, max_length=100)
    signed_title = forms.CharField(label="Titel", required=False, max_length=100)

    def __init__(self, *args: Any, is_signed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_signed:
            del self.fields["signed_name"], self.fields["signed_title"]


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Picture
        fields: tuple[str, ...] = ("file", "alt", "caption", "credit")
        widgets = {
            "file": forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
            "alt": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"file": "Bildfil"}
        help_texts = {
            "file": (
                "JPEG, PNG, WebP eller GIF, högst 20 MB. Uppgifter i filen om var, när och med vad bilden togs tas bort,"
                " och en bild som är större än vad utskrift kräver förminskas."
            ),
            "alt": (
                "Läses upp för den som inte ser bilden. Beskriv det som har betydelse: ”Två undersköterskor hjälper en"
                " äldre man ur bilen”, inte ”Bild” eller filens namn."
            ),
            "caption": "Tryckt text under bilden. Får vara tom.",
            "credit": "Vem som har tagit bilden.",
        }
        error_messages = {
            "alt": {"required": "Skriv en alternativtext: vad bilden visar."},
            "file": {
                "required": "Välj en bildfil.",
                "invalid_image": "Filen är inte en bild, eller så är den trasig. Välj en JPEG, PNG, WebP eller GIF.",
            },
        }

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file  # the one that is kept already
        if file.size is not None and file.size > MOST_BYTES:
            raise forms.ValidationError("Bilden är större än 20 MB. Gör den mindre.")
        try:
            data, ending = cleaned(file.read())
        except NotAPicture as error:
            raise forms.ValidationError(str(error)) from error
        return ContentFile(data, name=f"{PurePath(str(file.name)).stem}{ending}")
