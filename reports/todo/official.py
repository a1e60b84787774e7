"""What waits for a body's officials: requests to answer, and what became of the answers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import User
from audit.models import FactCheck
from common import dates, swedish
from reports.overview.figures import by_due
from reports.todo.parts import (
    MOST_SHOWN,
    Section,
    Task,
    TodoPart,
    WholeList,
    decided,
    named,
    recommendations,
)
from reports.todo.plans import own_overdue
from responses import days
from responses.meetings import Meetings
from responses.models import (
    Answer,
    AnswerItem,
    AnswerRequest,
    Delivery,
    Position,
    PositionValue,
    Reminder,
    ReminderState,
)
from responses.models.requests import AnswerRequestQuerySet
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    OwnRequest = WithAnnotations[AnswerRequest, "WrittenCounts"]
    ClosedRequest = WithAnnotations[AnswerRequest, "DecidedCounts"]


class WrittenCounts(TypedDict):
    """How much of a request is answered."""

    written_count: int


class DecidedCounts(TypedDict):
    """How much of a request revisorerna have decided of."""

    noted_count: int
    decided_count: int


DONE_SHOWN = 10


def part(user: User, *, on: date) -> TodoPart:
    waiting = sorted(awaited_requests(user, on=on), key=by_due)
    meetings = Meetings.about(waiting)
    standings = [
        RequestStanding.of(request, on=on, meetings=meetings.of(request.body_id))
        for request in waiting[:MOST_SHOWN]
    ]
    return TodoPart(
        sections=[
            Section("Faktakontroll", [fact_check_task(c, on=on) for c in fact_checks(user, on=on)]),
            Section.of(
                "Begäran om svar",
                standings,
                request_task,
                whole=WholeList.answers(),
                total=len(waiting),
            ),
            own_overdue(user, on=on),
            Section(
                "Steg för steg",
                steps(waiting[0], on=on) if waiting else [],
                remark=waiting[0].audit.title if waiting else "",
                waits=False,
            ),
            Section(
                "Bekräfta mottagande",
                [delivery_task(delivery) for delivery in unconfirmed(user, on=on)],
            ),
            Section(
                "Klart", [done_task(r, on=on) for r in closed_requests(user, on=on)], waits=False
            ),
        ],
        dates=way_to_answer(standings[0]) if standings else [],
        trail_title="Vägen till ett svar" if waiting else "De närmaste 30 dagarna",
        empty="När revisorerna överlämnar en granskning till er nämnd står begäran om svar här.",
        lead=_lead(waiting),
    )


def fact_checks(user: User, *, on: date) -> Iterable[FactCheck]:
    """The drafts that the person was chosen to read chapters of, while they are open."""
    return (
        FactCheck.objects.open_to(user, on=on).select_related("audit").order_by("open_until", "pk")
    )


def fact_check_task(check: FactCheck, *, on: date) -> Task:
    return Task(
        "utkast",
        f"Faktakontroll: {check.audit.title}",
        check.get_absolute_url(),
        f"Läs de valda kapitlen och skriv vad som är fel i sak, senast {swedish.long_date(check.open_until)}.",
        go="Läs",
        deed=f"Kontrollera fakta: {check.audit.title}",
        button="Läs kapitlen",
    )


def unconfirmed(user: User, *, on: date) -> Iterable[Delivery]:
    """What the person's bodies were sent and nobody has said is there."""
    deliveries = Delivery.objects.unconfirmed(on=on).filter(body__in=user.served)
    return deliveries.select_related("audit", "body").order_by("sent_at", "pk")


def delivery_task(delivery: Delivery) -> Task:
    day = swedish.long_date(dates.local_day(delivery.sent_at))
    return Task(
        "handling",
        named(delivery),
        reverse("responses:receive", args=[delivery.pk]),
        f"Skickades {day}. Bekräfta att handlingarna har kommit fram.",
        go="Bekräfta",
        deed=f"Bekräfta mottagande: {delivery.audit.title}",
        button="Bekräfta",
    )


def _lead(waiting: Sequence[AnswerRequest]) -> str:
    if not waiting:
        return ""
    bodies = list(dict.fromkeys(request.body.in_text for request in waiting))
    answers = swedish.counted(len(waiting), "svar", "svar", "ett")
    return f"Revisorerna väntar på {answers} från {swedish.listing(bodies)}."


def _own_requests(user: User, *, on: date) -> AnswerRequestQuerySet:
    return (
        AnswerRequest.objects.written_by(user)
        .standing(on=on)
        .with_state(on=on)
        .select_related("body", "audit")
        .with_asked_count()
    )


def awaited_requests(user: User, *, on: date) -> Iterable["OwnRequest"]:
    """With how much of the own body's draft is written."""
    drafted = AnswerItem.objects.asked_for().filter(
        answer__request=OuterRef("pk"), answer__submitted_at=None
    )
    written = drafted.written().order_by().values("answer__request").annotate(n=Count("*"))
    requests = (
        _own_requests(user, on=on)
        .filter(Q(**{"arrived_on": None}))
        .annotate(written_count=Coalesce(Subquery(written.values("n")), 0))
    )
    return cast("Iterable[OwnRequest]", requests)


def closed_requests(user: User, *, on: date) -> Iterable["ClosedRequest"]:
    """The latest to have been answered, with what revisorerna have decided of them."""
    of_request = AnswerItem.objects.asked_for().filter(answer__request=OuterRef("pk"))
    in_force = Position.objects.decided(on=on).filter(item=OuterRef("pk")).values("value")[:1]
    in_answer = of_request.filter(answer__in=Answer.objects.in_force(on=on))
    judged = in_answer.annotate(said=Subquery(in_force)).order_by().values("answer__request")
    judgements = judged.filter(said__isnull=False).annotate(n=Count("*")).values("n")
    noted = judged.filter(said=PositionValue.NOTED).annotate(n=Count("*")).values("n")
    requests = (
        _own_requests(user, on=on)
        .filter(Q(**{"arrived_on__isnull": False}))
        .with_answer()
        .order_by(F("arrived_on").desc(), "-pk")
        .annotate(
            noted_count=Coalesce(Subquery(noted), 0),
            decided_count=Coalesce(Subquery(judgements), 0),
        )
    )
    return cast("Iterable[ClosedRequest]", requests[:DONE_SHOWN])


def request_task(standing: RequestStanding) -> Task:
    request, late = cast("OwnRequest", standing.request), standing.is_late
    text = format_html("{} {}", standing.way_sentence, _progress(request, on=standing.on))
    if late:
        text = format_html("<b>{}</b> {}", standing.late_sentence, text)
    count = recommendations(request.asked_count)
    deed = f"Komplettera svaret på {count}" if request.follows_id else f"Svara på {count}"
    symbol = "forsenad" if late else "utkast" if request.written_count else "ej-svarat"
    return Task(
        "komplettering" if request.follows_id and not late else symbol,
        f"{deed}: {request.audit.title}",
        request.get_absolute_url(),
        text,
        tone="no" if late else "",
        go="Skriv",
        deed=f"{deed}: {request.audit.title}",
        button="Fortsätt svara" if request.written_count else "Svara",
    )


def _progress(request: "OwnRequest", *, on: date) -> str:
    written, unwritten = request.written_count, request.asked_count - request.written_count
    if not written:
        return "Inget svar är skrivet än."
    if not unwritten and _is_decided(request, on=on):
        return "Alla svar är skrivna och beslutet är ifyllt. Granska och lämna in."
    if not unwritten:
        return "Alla svar är skrivna. Fyll i beslutet och lämna in."
    are = "är skrivet" if written == 1 else "är skrivna"
    remain = "ett återstår" if unwritten == 1 else f"{swedish.number_word(unwritten)} återstår"
    return f"{swedish.counted(written, 'svar', 'svar', 'ett').capitalize()} {are}, {remain}."


def _is_decided(request: AnswerRequest, *, on: date) -> bool:
    return not request.answers.draft().missing_decision()


def steps(request: "OwnRequest", *, on: date) -> list[Task]:
    """What is left to do about the request that is nearest in time."""
    url = request.get_absolute_url()
    all_written = request.written_count == request.asked_count
    is_decided = _is_decided(request, on=on)
    return [
        Task(
            "sparat" if all_written else "utkast",
            "Skriv svar på varje rekommendation",
            url,
            _progress(request, on=on),
            tone="yes" if all_written else "",
            go="Skriv",
        ),
        Task(
            "sparat" if is_decided else "ej-svarat",
            "Fyll i nämndens beslut",
            f"{url}#beslut",
            "Slag av beslut, datum och paragraf. Utan beslut sparas texten som utkast. Bara ni ser den.",
            tone="yes" if is_decided else "",
            go="Fyll i",
        ),
        Task(
            "ej-svarat",
            "Granska och lämna in",
            reverse("responses:review", args=[request.pk]),
            "Du ser svaret så som revisorerna ser det, innan du lämnar in det.",
            go="Granska",
        ),
    ]


def done_task(request: "ClosedRequest", *, on: date) -> Task:
    standing = RequestStanding.of(request, on=on)
    decision = f"{decided(standing.answer, on=on)}. " if standing.answer else ""
    text = f"{standing.receipt} {decision}{decided_words(request)}"
    noted = request.noted_count == request.asked_count
    return Task(
        "noterat" if noted else "svarat",
        named(request),
        reverse("responses:receipt", args=[request.pk]),
        text,
        tone="yes" if noted else "info",
        go="Kvitto",
    )


def decided_words(request: "ClosedRequest") -> str:
    if request.is_status:  # what it tells is judged, and no position is taken on it
        return "Revisorerna bedömer läget i sin uppföljning."
    if not request.decided_count:
        return "Revisorerna har inte tagit ställning till svaret än."
    if request.noted_count == request.asked_count:
        return "Revisorerna har noterat svaret."
    more = request.decided_count - request.noted_count
    if more == request.asked_count:
        return "Revisorerna har begärt komplettering."
    phrases = [f"noterat {swedish.number_word(request.noted_count)}"] if request.noted_count else []
    phrases += [f"begärt komplettering av {swedish.number_word(more)}"] if more else []
    return f"Revisorerna har {swedish.listing(phrases)} av {recommendations(request.asked_count)}."


def way_to_answer(standing: RequestStanding) -> list[tuple[date, str]]:
    """From the day it came until the answer is wished for."""
    mailed = Reminder.objects.filter(
        request=standing.request, state=ReminderState.QUEUED, recorded_on__lte=standing.on
    )
    reminders = [
        (day, _reminded(step))
        for day, step in sorted(set(mailed.values_list("recorded_on", "step")))
    ]
    return [(standing.opened_on, days.opening(standing)), *reminders, *days.ahead(standing)]


def _reminded(step: int) -> str:
    distance = swedish.counted(abs(step), "dag", "dagar")
    return f"Påminnelse, {distance} {'före' if step >= 0 else 'efter'}"
