"""Where a request stands on a day, and every sentence about its dates.

Pages, Att göra, lists, mails and papers take their sentences from here and write none of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Body, BodyKind, BodyMeeting
from common import dates, swedish
from responses.meetings import first_after, last_fitting, told_ahead
from responses.models import Answer, AnswerRequest, Occasion
from responses.wishes import wish

# Where a body decides, as its own people call it.
TABLES = {
    BodyKind.COMPANY: "styrelsen",
    BodyKind.EXECUTIVE: "styrelsen",
    BodyKind.COUNCIL: "fullmäktige",
}
# What is asked for on each occasion; otherwise it is an answer.
WHAT: dict[str, str] = {Occasion.SUPPLEMENT: "Komplettering", Occasion.STATUS: "Lägesrapport"}
THE_WHAT: dict[str, str] = {
    Occasion.SUPPLEMENT: "Kompletteringen",
    Occasion.STATUS: "Lägesrapporten",
}
A_WHAT: dict[str, str] = {
    Occasion.SUPPLEMENT: "En komplettering",
    Occasion.STATUS: "En beslutad lägesrapport",
}
ABOUT: dict[str, str] = {
    Occasion.SUPPLEMENT: "Det kompletterade svaret på",
    Occasion.STATUS: "Lägesrapporten om",
}
ASKED_ABOUT: dict[str, str] = {
    Occasion.SUPPLEMENT: "Komplettering av svaret på",
    Occasion.STATUS: "Lägesrapport om",
}


@dataclass(frozen=True)
class RequestStanding:
    """One request to a body as it stands at the end of a day. Swedish: läget för en begäran."""

    request: AnswerRequest
    on: date
    # None before the day that the date was set.
    due: date | None
    first_due: date | None
    arrived_on: date | None = None
    # None until it was handed in.
    answer: Answer | None = None
    withdrawn_on: date | None = None
    # Of its body, the earliest first; empty where the calendar is not known, or not told.
    meetings: Sequence[BodyMeeting] = ()
    # Whether revisorerna granted the date; otherwise they set it themselves.
    is_extended: bool = False

    @classmethod
    def of(cls, request: Any, *, on: date, meetings: Sequence[BodyMeeting] = ()) -> Self:
        """Of a request read `with_state` of the same day. The answer is taken along where it was read too."""
        taken_back = request.withdrawn_at and dates.local_day(request.withdrawn_at)
        return cls(
            request=request,
            on=on,
            due=request.due,
            first_due=request.first_due,
            arrived_on=request.arrived_on,
            answer=getattr(request, "in_force", None),
            withdrawn_on=taken_back if taken_back and taken_back <= on else None,
            meetings=meetings,
            is_extended=bool(request.due_extension),
        )

    @classmethod
    def planned(
        cls, body: Body, *, due: date | None, at: datetime, meetings: Sequence[BodyMeeting]
    ) -> Self:
        """Of a request that would be opened at a moment."""
        request = AnswerRequest(body=body, opened_at=at)
        return cls(request, dates.local_day(at), due, due, meetings=meetings)

    @classmethod
    def of_answer(cls, answer: Answer, *, on: date) -> Self:
        """Of an answer that is in, for what needs no response date."""
        return cls(answer.request, on, None, None, arrived_on=answer.arrived_on, answer=answer)

    # What holds

    @property
    def is_supplement(self) -> bool:
        return self.request.is_supplement

    @property
    def is_awaited(self) -> bool:
        """Neither in nor taken back."""
        return self.arrived_on is None and self.withdrawn_on is None

    @property
    def is_late(self) -> bool:
        """By the day that the answer arrived; unanswered by today. Never by when somebody registered it."""
        until = self.arrived_on or self.on
        return bool(self.due and until > self.due and not self.withdrawn_on)

    @property
    def is_moved(self) -> bool:
        return bool(self.first_due and self.first_due != self.due)

    @property
    def opened_on(self) -> date:
        return dates.local_day(self.request.opened_at)

    @property
    def meeting(self) -> BodyMeeting | None:
        """The last one before the date at which the answer can be decided: its documents day came after the request."""
        return last_fitting(self.meetings, since=self.opened_on, due=self.due)

    @property
    def next_meeting(self) -> BodyMeeting | None:
        """The first one after the date whose documents day has not passed."""
        return first_after(self.meetings, due=self.due, on=self.on)

    @property
    def has_missed_its_meeting(self) -> bool:
        """Nothing before the date can be reached any more, and the calendar goes on after it."""
        reachable = last_fitting(self.meetings, since=self.on, due=self.due)
        return self.is_awaited and reachable is None and self.next_meeting is not None

    # Words

    @property
    def what(self) -> str:
        return WHAT.get(self.request.occasion, "Svar")

    @property
    def the_what(self) -> str:
        return THE_WHAT.get(self.request.occasion, "Svaret")

    @property
    def table(self) -> str:
        """nämnden, styrelsen"""
        kind = self.request.body.kind
        if kind == BodyKind.OTHER:
            return self.request.body.in_text
        return TABLES.get(BodyKind(kind), "nämnden")

    @property
    def is_past(self) -> bool:
        """Whether what is wished for is told as past."""
        return self.is_late or not self.is_awaited

    # What is wished for

    @property
    def wish(self) -> str:
        """Svar önskas senast, before a date that stands for itself."""
        return wish(self.what, past=self.is_past)

    @property
    def wish_sentence(self) -> SafeString:
        """Svar önskas senast 28 februari 2023. With the date in bold."""
        if self.withdrawn_on:
            return format_html("{} önskas inte längre.", self.what)
        return self._dated(self.wish)

    @property
    def due_sentence(self) -> str:
        """The date asked for, how far from it today is when nothing has come, and the first one when it was moved."""
        if self.due is None or self.withdrawn_on:
            return ""
        sentence = f"{self.wish} {swedish.long_date(self.due)}"
        if self.is_late and self.arrived_on is None:
            sentence += f", {swedish.days_from(self.due, self.on)}"
        if self.is_moved and self.first_due:
            sentence += f", först {swedish.long_date(self.first_due)}"
        return f"{sentence}."

    @property
    def told_late(self) -> str:
        """Both dates, with how far from each today is."""
        wish = self.due_sentence.partition(", först")[0].removesuffix(".")
        if not self.is_moved or self.first_due is None:
            return f"{wish}."
        first = self.moved_sentence.removesuffix(".")
        return f"{wish}. {first}, {swedish.days_from(self.first_due, self.on)}."

    @property
    def told_by_date(self) -> str:
        """Both dates and no distance from today: for a letter that may lie a while before it is sent."""
        return f"{self.mail_date} {self.moved_sentence}".strip()

    @property
    def moved_sentence(self) -> str:
        if not self.is_moved or self.first_due is None:
            return ""
        return f"Första datum var {swedish.long_date(self.first_due)}."

    @property
    def days_left(self) -> str:
        """Det är tio dagar kvar."""
        days = (self.due - self.on).days if self.due and self.is_awaited else -1
        if days < 0:
            return ""
        return f"Det är {swedish.counted(days, 'dag', 'dagar')} kvar." if days else "Det är i dag."

    @property
    def today_words(self) -> str:
        """What today is on the way to the answer: 18 dagar kvar, or how late it is."""
        if self.is_late:
            return self.late_sentence.removesuffix(".")
        return self.days_left.removesuffix(".") or "Ni skriver svaret"

    # The way there

    @property
    def way(self) -> str:
        """Handlingar till nämnden senast 3 februari – sammanträde 15 februari – svar önskas senast

        Without the date itself; what the calendar does not know is left out.
        """
        return swedish.capitalized(
            " – ".join([*self._steps(), self.wish[:1].lower() + self.wish[1:]])
        )

    @property
    def way_sentence(self) -> SafeString:
        """The way with its date in bold."""
        return self._dated(self.way)

    def _dated(self, words: str) -> SafeString:
        if self.due is None:
            return SafeString("")
        return format_html("{} <b>{}</b>.", words, swedish.long_date(self.due))

    def _steps(self) -> Iterator[str]:
        """Nothing where the calendar ends before the date: an empty one says nothing of when the body meets."""
        meeting, following, due = self.meeting, self.next_meeting, self.due
        if due and meeting:
            if meeting.documents_due_on:
                near = swedish.date_near(meeting.documents_due_on, due)
                yield f"handlingar till {self.table} senast {near}"
            yield f"sammanträde {swedish.date_near(meeting.meets_on, due)}"
        elif due and following and self.is_awaited:
            near = swedish.date_near(following.meets_on, due)
            yield f"inget sammanträde före svarsdatumet, nästa {near}"

    @property
    def calendar_sentence(self) -> str:
        """Handlingar till nämnden senast 3 februari – sammanträde 15 februari. Nothing where the calendar is empty."""
        words = " – ".join(self._steps())
        return f"{swedish.capitalized(words)}." if words else ""

    @property
    def extension_offer(self) -> str:
        """Be om anstånd till sammanträdet 7 mars, where nothing fits before the date."""
        if self.has_missed_its_meeting and self.next_meeting and self.due:
            near = swedish.date_near(self.next_meeting.meets_on, self.due)
            return f"Be om anstånd till sammanträdet {near}"
        return "Be om anstånd"

    @property
    def meeting_sentence(self) -> str:
        """Sammanträdet är i morgon, 15 februari."""
        return told_ahead(self.meeting, on=self.on)

    @property
    def mail_calendar(self) -> str:
        """Where it stands in the body's calendar, while the meeting is ahead."""
        return told_ahead(self.meeting, on=self.on, table=self.table) if self.is_awaited else ""

    # Whether it has come

    @property
    def not_in(self) -> str:
        return f"{self.what} har inte inkommit"

    @property
    def came_or_not(self) -> str:
        """har inte inkommit, or inkom 10 februari 2023: after the body's name"""
        if self.arrived_on is None:
            return "har inte inkommit"
        return f"inkom {swedish.long_date(self.arrived_on)}"

    @property
    def late_sentence(self) -> str:
        """Försenat tio dagar. Nothing unless it still waits after its date."""
        if not (self.due and self.is_awaited and self.is_late):
            return ""
        if not self.is_moved:
            return f"Försenat {_days((self.on - self.due).days)}."
        return f"Försenat {self._after(self.on)}."

    @property
    def late_by(self) -> str:
        """15 dagar efter anståndet 15 juni 2023, 30 efter första datum 31 maj 2023. Nothing unless it still waits."""
        if not (self.due and self.is_awaited and self.is_late):
            return ""
        days, moved = _days((self.on - self.due).days), self.is_moved and self.first_due
        granted = "anståndet" if moved and self.is_extended else "svarsdatum"
        sentence = f"{days} efter {granted} {swedish.date_near(self.due, self.on)}"
        if moved and self.first_due and (count := self._days_after_first(self.on)):
            first = swedish.date_near(self.first_due, self.on)
            sentence += f", {swedish.number_word(count)} efter första datum {first}"
        return f"{swedish.capitalized(sentence)}."

    @property
    def state(self) -> str:
        """One sentence on whether it is in, with lateness said in full."""
        if self.withdrawn_on:
            day = swedish.long_date(self.withdrawn_on)
            return f"Begäran om komplettering togs tillbaka {day}."
        if self.arrived_on is None:
            return f"{self.not_in}."
        late = self.days_late
        if late and self._was_decided_in_time:
            late = f"beslutat i tid, {late}"
        return f"{', '.join(filter(None, [f'{self.what} inkom {swedish.long_date(self.arrived_on)}', late]))}."

    @property
    def arrival(self) -> str:
        """Inkom i tid, 10 februari 2023. Nothing until it is in."""
        if self.arrived_on is None:
            return ""
        when = swedish.long_date(self.arrived_on)
        if not self.days_late:
            return self._arrival_in_time(self.arrived_on)
        word = "Beslutat i tid, inkom" if self._was_decided_in_time else "Inkom"
        return f"{word} {self.days_late}, {when}."

    @property
    def receipt(self) -> str:
        """Svaret inkom 7 mars, sju dagar efter svarsdatum."""
        if self.arrived_on is None:
            return ""
        came = f"{self.the_what} inkom {swedish.date_near(self.arrived_on, self.on)}"
        sentence = f"{', '.join(filter(None, [came, self.days_late]))}."
        return f"{sentence} {self.version_sentence}".strip()

    @property
    def days_late(self) -> str:
        """tre dagar efter svarsdatum, of what has come; or nothing"""
        if self.arrived_on is None or self.due is None or self.arrived_on <= self.due:
            return ""
        return self._after(self.arrived_on)

    def _arrival_in_time(self, day: date) -> str:
        """Inkom inom anståndet, 30 mars 2023, 30 dagar efter första datum."""
        in_time = "Inkom inom anståndet" if self.is_extended else "Inkom i tid"
        sentence = f"{in_time}, {swedish.long_date(day)}"
        if count := self._days_after_first(day):
            sentence += f", {_days(count)} efter första datum"
        return f"{sentence}."

    def _after(self, day: date) -> str:
        """15 dagar efter anståndet, 30 efter första datum. Of a day after the date asked for."""
        if self.due is None:
            return ""
        granted = "anståndet" if self.is_moved and self.is_extended else "svarsdatum"
        sentence = f"{_days((day - self.due).days)} efter {granted}"
        if count := self._days_after_first(day):
            sentence += f", {swedish.number_word(count)} efter första datum"
        return sentence

    def _days_after_first(self, day: date) -> int:
        """How long after the first date, where there has been another; 0 until then."""
        return max((day - self.first_due).days, 0) if self.is_moved and self.first_due else 0

    @property
    def _was_decided_in_time(self) -> bool:
        decided_on = self.answer.decided_on if self.answer else None
        return bool(decided_on and self.due and decided_on <= self.due)

    def came_from(self, body: str) -> str:
        """Svar inkom från kommunstyrelsen."""
        return f"{self.what} inkom från {body}."

    def came_about(self, subject: str) -> str:
        """Svaret på fyra rekommendationer inkom 10 februari, för fyra dagar sedan. `subject` is what it is about."""
        if self.arrived_on is None:
            return ""
        answer = ABOUT.get(self.request.occasion, "Svaret på")
        near = swedish.date_near(self.arrived_on, self.on)
        return f"{answer} {subject} inkom {near}, {swedish.days_from(self.arrived_on, self.on)}."

    @property
    def if_handed_in(self) -> str:
        """What handing in today means for the date."""
        days = (self.due - self.on).days if self.due else 0
        if days == 0:
            return "Det är på svarsdatumet."
        return f"Det är {_days(abs(days))} {'före' if days > 0 else 'efter'} svarsdatumet."

    @property
    def decision(self) -> str:
        """Nämndbeslut § 31, 7 februari 2023, dnr KS 2022/118."""
        if self.answer is None:
            return ""
        return f"{self.answer.decision_sentence}. {self.answer.registered_words}".strip()

    # Subjects of mail

    @property
    def reminding(self) -> str:
        """A reminder's subject, without the title: the body stands first in a narrow list."""
        body = self.request.body.in_text
        if self.is_late:
            return f"{self.not_in} från {body}"
        due = dates.written(self.due) if self.due else ""
        return f"Påminnelse till {body}, {wish(self.what.lower())} {due}"

    @property
    def mail_wish(self) -> str:
        """What a new request wishes for."""
        return self._by_due(wish(A_WHAT.get(self.request.occasion, "Ett beslutat svar")))

    @property
    def mail_reminder(self) -> str:
        """What a reminder says first: what is wished for, and how far it is from today."""
        about = ASKED_ABOUT.get(self.request.occasion, "Svar på")
        sentence = self._by_due(wish(f'{about} "{self.request.audit.title}"', past=self.is_past))
        return f"{sentence} {f'{self.not_in}.' if self.is_late else self.days_left}"

    @property
    def came_on(self) -> str:
        """Svaret inkom 10 februari 2023. Of a later version also when it came itself."""
        day = self.arrived_on
        came = f"{self.the_what} inkom {swedish.long_date(day)}." if day else ""
        return f"{came} {self.version_sentence}".strip()

    @property
    def version_sentence(self) -> str:
        """En ny version inkom 20 mars 2023. Nothing of a first one."""
        day = self.answer.came_on if self.answer and self.answer.supersedes_id else None
        return f"En ny version inkom {swedish.long_date(day)}." if day else ""

    @property
    def mail_date(self) -> str:
        """Svar önskas senast 31 mars 2023."""
        return self._by_due(self.wish)

    def _by_due(self, words: str) -> str:
        return f"{words} {swedish.long_date(self.due)}." if self.due else ""


def _days(count: int) -> str:
    return swedish.counted(count, "dag", "dagar")
