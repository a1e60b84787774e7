from django import forms

from common.text import LONGEST_MESSAGE
from responses.models import ObjectionOutcome


class ObjectionForm(forms.Form):
    """What the body says is wrong in what was read."""

    text = forms.CharField(
        label="Vad är fel?",
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Ange vilken rekommendation det gäller och vad som står i er handling. Det blir en "
        "allmän handling.",
        error_messages={"required": "Skriv vad som är fel."},
    )


class ObjectionReplyForm(forms.Form):
    """What revisorerna reply."""

    outcome = forms.ChoiceField(
        label="Besked",
        choices=[
            (outcome.value, outcome.label)
            for outcome in (ObjectionOutcome.CORRECTED, ObjectionOutcome.STANDS)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om det är rättat eller kvarstår."},
    )
    note = forms.CharField(
        label="Svar till nämnden",
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Vad som har rättats, eller varför det kvarstår.",
        error_messages={"required": "Skriv vad som har rättats, eller varför det kvarstår."},
    )
