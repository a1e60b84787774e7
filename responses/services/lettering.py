"""Letters about a request: drafted when an answer is late, begun by a revisor, and sent by a person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction

from accounts.models import User
from common import dates, swedish
from common.rules import RuleBroken
from responses import letter_emails
from responses.emails import plain
from responses.meetings import Meetings
from responses.models import (
    ESCALATIONS,
    AnswerRequest,
    LadderContent,
    Ladders,
    LetterKind,
    PreparedLetter,
)
from responses.receiving import mail_addresses
from responses.services.planning import asking_for_time
from responses.standing import RequestStanding

BATCH = 500
# What has been late longer than this was late before anybody asked for letters.
OLDEST = timedelta(days=120)


@dataclass(frozen=True)
class LetterContent:
    """What a revisor sends."""

    subject: str
    text: str
    recipients: list[str]
    meets_on: date | None = None
    meets_at: time | None = None
    place: str = ""


def prepare_letters(*, on: date) -> int:
    """Draft what the ladder says of answers that are late: once for each date and receiver. Nothing is sent."""
    late = AnswerRequest.objects.late(on=on).dated_here().order_by("pk")
    requests = list(late.values_list("pk", flat=True))
    return sum(
        _prepare(requests[start : start + BATCH], on=on) for start in range(0, len(requests), BATCH)
    )


@transaction.atomic
def _prepare(requests: list[int], *, on: date) -> int:
    locked = AnswerRequest.objects.select_for_update().filter(pk__in=requests).order_by("pk")
    late = list(
        AnswerRequest.objects.late(on=on)
        .dated_here()
        .filter(pk__in=list(locked.values_list("pk", flat=True)))
        .select_related("body", "audit")
    )
    ladders, asking = (
        Ladders(requests, on=on),
        asking_for_time((request.pk for request in late), on),
    )
    meetings = Meetings.about(late)
    drafted = PreparedLetter.objects.filter(request__in=late, due_on__isnull=False)
    known = set(drafted.values_list("request", "kind", "due_on"))
    new = []
    for request in late:
        if request.pk in asking or request.due < on - OLDEST:
            continue
        standing = RequestStanding.of(request, on=on, meetings=meetings.of(request.body_id))
        for kind in _due(ladders.of(request.pk), late_days=(on - request.due).days):
            if (request.pk, kind, request.due) not in known:
                subject, text = letter_emails.letter_words(standing, kind)
                new.append(
                    PreparedLetter(
                        request=request,
                        kind=kind,
                        due_on=request.due,
                        subject=subject,
                        text=text,
                        prepared_at=dates.now(),
                    )
                )
    for letter in new:
        letter.save()
    return len(new)


def _due(content: LadderContent, *, late_days: int) -> Iterator[LetterKind]:
    for kind, after in zip(
        ESCALATIONS, (content.chair_after, content.presidium_after), strict=True
    ):
        if after and late_days >= after:
            yield kind


def draft_letter(standing: RequestStanding, kind: LetterKind) -> LetterContent:
    """What a revisor starts from; nothing is saved."""
    request = standing.request
    at = dates.end_of(standing.on) - timedelta(seconds=1)
    recipients = mail_addresses([request.body], at=at)[request.body_id].addresses
    return LetterContent(*letter_emails.letter_words(standing, kind), recipients)


@transaction.atomic
def send_new_letter(
    request: AnswerRequest, kind: LetterKind, content: LetterContent, *, at: datetime, by: User
) -> PreparedLetter:
    """A reminder of revisorernas own, or a summons. Raises RuleBroken for a day that has been."""
    letter = PreparedLetter(request=request, kind=kind, prepared_at=at, prepared_by=by)
    letter.save()
    return send_letter(letter, content, at=at, by=by)


@transaction.atomic
def send_letter(
    letter: PreparedLetter, content: LetterContent, *, at: datetime, by: User
) -> PreparedLetter:
    """Raises RuleBroken when a colleague was first, or it goes to nobody."""
    latest = _locked(letter)
    if not content.recipients:
        raise RuleBroken({"recipients": "Ange minst en adress."})
    if content.meets_on and content.meets_on < dates.local_day(at):
        raise RuleBroken({"meets_on": "Dagen har redan varit."})
    latest.subject, latest.text = content.subject, content.text
    latest.recipients = "\n".join(content.recipients)
    latest.meets_on, latest.meets_at = content.meets_on, content.meets_at
    latest.place = content.place
    latest.sent_at, latest.sent_by = at, by
    latest.save()
    letter_emails.letter_sent(latest)
    return latest


@transaction.atomic
def decline_letter(letter: PreparedLetter, note: str, *, at: datetime, by: User) -> PreparedLetter:
    """Raises RuleBroken without a note, or when a colleague was first."""
    latest = _locked(letter)
    if not note.strip():
        raise RuleBroken({"note": "Ange varför brevet inte skickas."})
    latest.note, latest.declined_at, latest.declined_by = note, at, by
    latest.save()
    return latest


def whole_letter(content: LetterContent) -> LetterContent:
    """As it goes: a summons begins with its time and place."""
    if content.meets_on is None:
        return content
    when = f"{swedish.weekday_date(content.meets_on)} {content.meets_on.year}"
    if content.meets_at:
        when += f" kl. {content.meets_at:%H.%M}"
    place = ", ".join(filter(None, [when, content.place]))
    return replace(content, text=plain(f"Tid och plats: {place}\n\n{content.text}"))


def _locked(letter: PreparedLetter) -> PreparedLetter:
    letters = PreparedLetter.objects.select_for_update(of=("self",)).select_related(
        "request__body", "request__audit"
    )
    latest = letters.get(pk=letter.pk)
    latest.require_prepared()
    return latest
