"""Forms of response dates: asking for more time, answering it, moving a date."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from accounts.models import BodyMeeting
from common import dates, swedish, workdays
from common.days import DayField
from common.fields import PlainRadios
from common.forms import year_checks
from responses.meetings import documents_day
from responses.models import Channel, Extension, ExtensionOutcome
from responses.services import MoreTime, Reply

# From the meeting until its minutes are confirmed and have been sent.
AFTER_MEETING = timedelta(days=2)
ANOTHER_DAY = "other"
# How many of the calendar's coming meetings are offered.
OFFERED = 4
LONGEST = 2000


def after_meeting(meeting: BodyMeeting) -> date:
    """The working day by which what a meeting decides can be with revisorerna."""
    return workdays.on_or_after(meeting.meets_on + AFTER_MEETING)


def offered(meetings: Iterable[BodyMeeting], *, due_on: date, today: date) -> list[BodyMeeting]:
    """The meetings that give a later date than the one asked for, and whose documents day has not passed."""
    return [
        meeting
        for meeting in meetings
        if after_meeting(meeting) > due_on and documents_day(meeting) >= today
    ][:OFFERED]


class LaterDayForm(forms.Form):
    """A day after the one asked for: by one of the body's coming meetings, or any other."""

    meeting = forms.ChoiceField(
        label="Vilket sammanträde gäller det?",
        widget=PlainRadios,
        help_text="Två dagar läggs till för justering och expediering.",
        error_messages={"required": "Välj ett sammanträde eller ett annat datum."},
    )
    day = DayField(label="Annat datum", required=False)

    def __init__(self, *args: Any, meetings: list[BodyMeeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].validators += year_checks()
        meeting: Any = self.fields["meeting"]
        if meetings:
            meeting.choices = [
                *(
                    (after_meeting(occasion).isoformat(), _described(occasion))
                    for occasion in meetings
                ),
                (ANOTHER_DAY, "Ett annat datum, som skrivs nedan"),
            ]
        else:
            del self.fields["meeting"]
            self.fields["day"].label = "Önskat datum"

    @property
    def is_by_calendar(self) -> bool:
        return "meeting" in self.fields

    def chosen_day(self, cleaned: dict[str, Any]) -> date | None:
        """The day that was chosen or written; an error at the field when there is none."""
        chosen = cleaned.get("meeting", ANOTHER_DAY)
        if chosen and chosen != ANOTHER_DAY:
            return date.fromisoformat(chosen)
        day: date | None = cleaned.get("day")
        if day is None and "day" not in self.errors and chosen:
            self.add_error("day", "Ange datum.")
        return day


def _described(meeting: BodyMeeting) -> str:
    day = swedish.capitalized(swedish.weekday_date(meeting.meets_on))
    documents = ""
    if meeting.documents_due_on:
        documents = f", handlingar senast {swedish.short_date(meeting.documents_due_on)}"
    return f"{day}{documents}. Nytt datum {swedish.long_date(after_meeting(meeting))}."


class ExtensionForm(LaterDayForm):
    """A body asks for more time."""

    reason = forms.CharField(
        label="Varför behövs mer tid?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="En eller två meningar räcker. Det blir en allmän handling.",
        error_messages={"required": "Ange varför mer tid behövs."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | {"wished_on": self.chosen_day(cleaned)}

    @property
    def more_time(self) -> MoreTime:
        entered = self.cleaned_data
        return MoreTime(
            wished_on=entered["wished_on"],
            reason=entered["reason"],
            asked_on=entered.get("asked_on", dates.today()),
            channel=entered.get("channel", Channel.HERE),
        )


class RecordedExtensionForm(ExtensionForm):
    """The audit side writes down what a body asked for in another way."""

    asked_on = DayField(label="Nämnden bad om mer tid")
    channel = forms.ChoiceField(
        label="Hur det kom",
        choices=[channel.as_choice for channel in Channel if channel != Channel.HERE],
        widget=forms.RadioSelect,
    )
    field_order = ["asked_on", "channel", "meeting", "day", "reason"]

    def __init__(self, *args: Any, opened_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened_on = opened_on
        self.fields["asked_on"].initial = dates.today()
        self.fields["reason"].help_text = "Så som nämnden sade det. Det blir en allmän handling."

    def clean_asked_on(self) -> date:
        day: date = self.cleaned_data["asked_on"]
        if not self.opened_on <= day <= dates.today():
            raise forms.ValidationError("Dagen ligger mellan begäran om svar och i dag.")
        return day


class SettleForm(LaterDayForm):
    """Revisorerna answer."""

    outcome = forms.ChoiceField(label="Besked", widget=PlainRadios)
    note = forms.CharField(
        label="Svar till nämnden",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Skickas med beskedet. Behövs när anstånd inte beviljas.",
    )
    field_order = ["outcome", "meeting", "day", "note"]

    def __init__(self, *args: Any, extension: Extension, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        wished_day = swedish.long_date(extension.wished_on)
        outcome.choices = [
            (ExtensionOutcome.GRANTED.value, f"Bevilja till {wished_day}"),
            (ExtensionOutcome.CHANGED.value, "Bevilja till ett annat datum"),
            (ExtensionOutcome.DECLINED.value, "Bevilja inte"),
        ]
        self.fields["day"].label = "Annat datum"
        if self.is_by_calendar:
            meeting: Any = self.fields["meeting"]
            meeting.label = "Vilket annat sammanträde?"
            meeting.required = False
            meeting.choices = [
                choice for choice in meeting.choices if choice[0] != extension.wished_on.isoformat()
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        changes = cleaned.get("outcome") == ExtensionOutcome.CHANGED
        if changes and self.is_by_calendar and not cleaned.get("meeting"):
            cleaned["meeting"] = ANOTHER_DAY
        return cleaned | {"due_on": self.chosen_day(cleaned) if changes else None}

    @property
    def reply(self) -> Reply:
        entered = self.cleaned_data
        return Reply(ExtensionOutcome(entered["outcome"]), entered["due_on"], entered["note"])


class DueDateForm(forms.Form):
    """Revisorerna move a date of their own accord."""

    due_on = DayField(label="Nytt svarsdatum")
    reason = forms.CharField(
        label="Skäl",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skickas till nämnden och syns i tidslinjen.",
        error_messages={"required": "Ange varför datumet flyttas."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].validators += year_checks()
