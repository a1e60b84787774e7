"""All that concerns one body: what it is waited for, what is open, when it meets, and what it has been called."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from accounts.descriptions import former_names
from accounts.models import Body, BodyMeeting, Membership, Succession, User
from common import dates
from recommendations.values import CLOSING
from reports.overview.figures import by_due
from reports.register.filters import OPEN, OVERDUE, UNJUDGED_CLAIM
from reports.register.rows import UnitRow, rows_of
from responses.meetings import Meetings
from responses.models import AnswerRequest, UnitState
from responses.models.items import AnswerState
from responses.models.states import (
    CLAIMED_AND_UNJUDGED,
    UnitStateQuerySet,
    past_the_bodys_day,
)
from responses.standing import RequestStanding

MOST_SHOWN = 10
COMING_MEETINGS = 6


@dataclass(frozen=True)
class BodyFigure:
    """A figure with the filter of the register that opens its rows."""

    noun: str
    number: int
    narrowed: str


@dataclass(frozen=True)
class FormerlyCalled:
    name: str
    until: date


@dataclass(frozen=True)
class BodyPage:
    """What the page shows."""

    body: Body
    figures: list[BodyFigure]
    awaited: list[RequestStanding]
    open_rows: list[UnitRow]
    meetings: list[BodyMeeting]
    officials: list[Membership]
    former_names: list[FormerlyCalled]
    # The bodies that it has taken over from, and those that have taken over from it, each with the day.
    taken_over: list[Succession]
    heirs: list[Succession]


def body_page(body: Body, *, user: User, today: date) -> BodyPage:
    known = Succession.objects.known(on=today)
    states = held_states(body, user=user, today=today)
    open_states = states.outstanding().order_by("step", "step_on", "pk")[:MOST_SHOWN]
    return BodyPage(
        body=body,
        figures=_figures(body, states, today=today),
        awaited=awaited_of(body, user=user, today=today),
        open_rows=rows_of(open_states, user=user, on=today),
        meetings=list(body.meetings.filter(meets_on__gte=today)[:COMING_MEETINGS]),
        officials=list(body.memberships.officials().select_related("user").order_by("pk")),
        former_names=[
            FormerlyCalled(row.name, dates.local_day(row.until)) for row in former_names(body)
        ],
        taken_over=list(known.filter(heir=body).select_related("body")),
        heirs=list(known.filter(body=body).select_related("heir")),
    )


def is_seen(body: Body, *, user: User, today: date) -> bool:
    """Whether the person sees something that was put to it, or that it has now."""
    states = UnitState.objects.visible_to(user).on(today).with_holder(on=today)
    return states.filter(Q(body=body) | Q(**{"holder": body.pk})).exists()


def held_states(body: Body, *, user: User, today: date) -> UnitStateQuerySet:
    """What it has on the day, also what it has taken over."""
    states = UnitState.objects.visible_to(user).on(today).with_holder(on=today)
    return states.filter(Q(**{"holder": body.pk}))


def _figures(body: Body, states: UnitStateQuerySet, *, today: date) -> list[BodyFigure]:
    still_open = ~Q(part__in=CLOSING)
    counts = states.counted().aggregate(
        still_open=Count("part", filter=still_open),
        late=Count("part", filter=Q(late_from__lte=today)),
        claimed=Count("part", filter=CLAIMED_AND_UNJUDGED),
        overdue=Count("part", filter=past_the_bodys_day(today)),
        every=Count("*"),
    )
    organ = f"organ={body.pk}"
    return [
        BodyFigure("öppna", counts["still_open"], f"{organ}&bedomning={OPEN}"),
        BodyFigure("med försenat svar", counts["late"], f"{organ}&svar={AnswerState.LATE}"),
        BodyFigure(
            "uppgett genomförda, inte bedömda sedan dess",
            counts["claimed"],
            f"{organ}&uppger={UNJUDGED_CLAIM}",
        ),
        BodyFigure(
            "där nämndens datum har passerat", counts["overdue"], f"{organ}&uppger={OVERDUE}"
        ),
        BodyFigure("alla", counts["every"], organ),
    ]


def awaited_of(body: Body, *, user: User, today: date) -> list[RequestStanding]:
    """What it, or one that it has taken over from, has not answered, the nearest date first."""
    heirs = Succession.objects.known(on=today).filter(heir=body).values_list("body", flat=True)
    requests = (
        AnswerRequest.objects.visible_to(user)
        .unanswered(on=today)
        .filter(body__in={body.pk, *heirs})
        .select_related("body", "audit")
    )
    waiting = sorted(requests, key=by_due)
    meetings = Meetings.about(waiting)
    return [
        RequestStanding.of(request, on=today, meetings=meetings.of(request.body_id))
        for request in waiting
    ]
