from django import forms

from common.text import LONGEST_MESSAGE


class MessageForm(forms.Form):
    text = forms.CharField(
        label="Meddelande",
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Det blir en allmän handling. Skriv inget som kan omfattas av sekretess.",
        error_messages={"required": "Skriv frågan."},
    )
