"""A letter about a request, as a revisor edits it before it goes."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from common import dates
from common.days import DayField
from common.forms import year_checks
from common.text import LONGEST_MESSAGE
from responses.models import LetterKind
from responses.services import LetterContent

MOST_RECIPIENTS = 20


class LetterForm(forms.Form):
    recipients = forms.CharField(
        label="Skickas till",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="En adress per rad. Var och en får ett eget mejl.",
        error_messages={"required": "Ange minst en adress."},
    )
    meets_on = DayField(label="Revisorernas sammanträde")
    meets_at = forms.TimeField(
        label="Klockslag",
        help_text="Till exempel 13.00",
        input_formats=["%H.%M", "%H:%M"],
        widget=forms.TimeInput(format="%H.%M"),
        error_messages={"invalid": "Skriv klockslaget som 13.00."},
    )
    place = forms.CharField(label="Plats", max_length=200)
    subject = forms.CharField(label="Ämne", max_length=200)
    text = forms.CharField(
        label="Text", max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 14})
    )

    def __init__(self, *args: Any, kind: LetterKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == LetterKind.SUMMONS:
            self.fields["meets_on"].validators += year_checks()
        else:
            for name in ("meets_on", "meets_at", "place"):
                del self.fields[name]

    def clean_recipients(self) -> list[str]:
        addresses = [a.lower() for a in re.split(r"[\s,;]+", self.cleaned_data["recipients"]) if a]
        if len(addresses) > MOST_RECIPIENTS:
            raise ValidationError(f"Högst {MOST_RECIPIENTS} adresser.")
        for address in addresses:
            try:
                validate_email(address)
            except ValidationError:
                raise ValidationError(f"{address} är ingen e-postadress.") from None
        return list(dict.fromkeys(addresses))

    def clean_meets_on(self) -> Any:
        day = self.cleaned_data["meets_on"]
        if day < dates.today():
            raise ValidationError("Dagen har redan varit.")
        return day

    @property
    def content(self) -> LetterContent:
        return LetterContent(**self.cleaned_data)


class DeclineForm(forms.Form):
    note = forms.CharField(
        label="Varför skickas inget brev?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ange varför brevet inte skickas."},
    )
