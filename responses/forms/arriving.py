from datetime import date

from django import forms
from django.http import QueryDict

from common.days import DayField
from common.forms import year_checks


class SinceForm(forms.Form):
    """From which day on. What is wrong or left out falls back on the last meeting."""

    sedan = DayField(label="Inkomna sedan", required=False)

    def __init__(self, data: QueryDict, *, meeting: date | None, today: date) -> None:
        typed = data.get("sedan", "")
        super().__init__({"sedan": typed or (meeting.isoformat() if meeting else "")})
        self.meeting, self.today = meeting, today
        self.fields["sedan"].validators += year_checks()
        self.full_clean()

    def clean_sedan(self) -> date | None:
        day: date | None = self.cleaned_data["sedan"]
        if day and day > self.today:
            raise forms.ValidationError("Dagen kan inte ligga i framtiden.")
        return day

    @property
    def day(self) -> date | None:
        return self.cleaned_data.get("sedan") or self.meeting
