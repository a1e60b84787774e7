"""What looks odd in an answer that can be handed in: questions to the person who is about to, and no obstacles."""

from collections.abc import Iterator
from datetime import date

from accounts.models import BodyMeeting
from common import dates, swedish
from responses.models import Answer, AnswerItem, DecisionKind
from responses.services.answering import with_content

# Those that are taken at a meeting of the body itself.
AT_A_MEETING = (DecisionKind.BODY, DecisionKind.BOARD)
# Those that are in minutes, which somebody signs.
WITH_MINUTES = (*AT_A_MEETING, DecisionKind.SUBCOMMITTEE)


def questions(answer: Answer, *, today: date) -> list[str]:
    """What the person is asked to confirm, as Swedish sentences."""
    answer = with_content(answer)
    odd = list(_about_the_decision(answer, today=today))
    for item in answer.items.all():
        odd += _about(item, today=today)
        is_untouched = item.has_former and not item.is_written
        if is_untouched and (answer.supersedes_id or not answer.documents.all()):
            odd.append(f"Svaret på rekommendation {item.asked.addressee.number} är som förut.")
    return odd


def _about_the_decision(answer: Answer, *, today: date) -> Iterator[str]:
    decided_on, request = answer.decided_on, answer.request
    if decided_on is None:
        return
    when = swedish.long_date(decided_on)
    former = answer.supersedes
    if former and (former.decided_on, former.decision_ref) == (decided_on, answer.decision_ref):
        yield "Beslutet är detsamma som i den förra versionen."
    if decided_on > today:
        yield f"Beslutsdatum {when} har inte varit än."
    elif not answer.confirmed_on and answer.decision_kind in WITH_MINUTES:
        yield "Protokollet är inte justerat än."
    asked_on = dates.local_day(request.opened_at)
    if decided_on < asked_on:
        begged = "begäran om komplettering" if request.follows_id else "begäran"
        yield (
            f"Beslutet är fattat {when}, innan {begged} skickades {swedish.long_date(asked_on)}."
        )
    elif answer.decision_kind in AT_A_MEETING and _is_off_the_calendar(answer, decided_on):
        yield (
            f"{request.body.name} har inget sammanträde {when} i sin kalender."
            f"{_next_in_calendar(answer, decided_on)}"
        )


def _is_off_the_calendar(answer: Answer, day: date) -> bool:
    """The calendar has meetings of that year, and none on the day."""
    meetings = BodyMeeting.objects.filter(body=answer.request.body_id, meets_on__year=day.year)
    days = set(meetings.values_list("meets_on", flat=True))
    return bool(days) and day not in days


def _next_in_calendar(answer: Answer, day: date) -> str:
    later = BodyMeeting.objects.filter(body=answer.request.body_id, meets_on__gt=day)
    meeting = later.order_by("meets_on").first()
    return f" Nästa är {swedish.long_date(meeting.meets_on)}." if meeting else ""


def _about(item: AnswerItem, *, today: date) -> Iterator[str]:
    number = item.asked.addressee.number
    for planned in item.planned.all():
        is_new = not planned.is_as_before and not planned.lapses
        if is_new and planned.due_on and planned.due_on < today:
            yield (
                f"Åtgärden ”{planned.what}” på rekommendation {number} planeras till "
                f"{swedish.long_date(planned.due_on)}, som har passerat."
            )
