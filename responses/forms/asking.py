from datetime import date
from typing import Any

from django import forms

from common import dates
from common.days import DayField
from common.forms import year_checks
from common.text import LONGEST_MESSAGE
from responses.models import Channel
from responses.services import Contact


class MessageForm(forms.Form):
    text = forms.CharField(
        label="Meddelande",
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Det blir en allmän handling. Skriv inget som kan omfattas av sekretess.",
        error_messages={"required": "Skriv frågan."},
    )


class ContactForm(forms.Form):
    """What somebody of the audit side notes of a contact with the body."""

    channel = forms.ChoiceField(
        label="Hur",
        choices=[choice for choice in Channel.choices if choice[0] != Channel.HERE],
        widget=forms.RadioSelect,
    )
    happened_on = DayField(label="Dag")
    with_whom = forms.CharField(
        label="Med vem", max_length=200, help_text="Till exempel nämndsekreteraren."
    )
    text = forms.CharField(
        label="Vad det gällde",
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Anteckningen ändras inte sedan. Bara revisionen ser den här.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = dates.today()
        self.fields["happened_on"].validators += year_checks()

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > dates.today():
            raise forms.ValidationError("Dagen har inte varit än.")
        return day

    @property
    def contact(self) -> Contact:
        return Contact(**self.cleaned_data)
