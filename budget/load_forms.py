"""Handing in a ledger file."""

from django import forms


class LoadForm(forms.Form):
    fil = forms.FileField(
        label="Huvudboksfil",
        allow_empty_file=True,  # the check says so, with what to do
        help_text="Dra filen hit, eller välj den på datorn. CSV i UTF-8, högst 200 MB.",
        error_messages={"required": "Välj en fil först."},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
