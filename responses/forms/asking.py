from datetime import date
from typing import Any, cast

from django import forms

from common import dates
from common.days import DayField
from common.forms import year_checks
from common.text import LONGEST_MESSAGE
from common.typed import ModelChoiceField
from responses.models import AnswerRequest, AskedItem, Channel
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
        choices=[channel.as_choice for channel in Channel if channel != Channel.HERE],
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


class AskedField(ModelChoiceField):
    """By the number that the body knows a recommendation by."""

    def label_from_instance(self, obj: Any) -> str:
        return f"Rekommendation {obj.addressee.number}"


class AssignForm(forms.Form):
    """Which recommendation a colleague is to answer."""

    asked = AskedField(queryset=AskedItem.objects.none(), label="Rekommendation", empty_label=None)
    email = forms.EmailField(label="Kollegans e-post")
    name = forms.CharField(
        label="Kollegans namn",
        max_length=120,
        required=False,
        help_text="Behövs om adressen inte har något konto.",
    )

    def __init__(self, *args: Any, request: AnswerRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = request.items.filter(withdrawn_at=None).select_related("addressee")
        cast("AskedField", self.fields["asked"]).queryset = offered
