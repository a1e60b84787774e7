"""What waits for a revisor, and for a sakkunnig in the assigned audits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.roles import Right
from audit.models import Audit, works_on
from common import dates, swedish
from recommendations.models import Verdict
from reports.meeting.agenda import next_sitting
from reports.todo.changed import changed
from reports.todo.corrections import corrections
from reports.todo.drafts import draft_task, drafts, step_task
from reports.todo.extensions import extension_task, to_settle
from reports.todo.followed import followed_left
from reports.todo.ladders import to_approve
from reports.todo.letters import letters
from reports.todo.parts import (
    AHEAD,
    MOST_SHOWN,
    Section,
    Task,
    TodoPart,
    WholeList,
    decided,
    due_dates,
    named,
    recommendations,
)
from reports.todo.plans import overdue_elsewhere, told_since
from reports.todo.questions import objection_task, question_task, to_answer, to_reply
from reports.todo.secrecy import secrecy_task, to_test
from reports.todo.sittings import sitting_days, sitting_section
from reports.todo.unanswered import Unanswered
from reports.todo.undelivered import undelivered
from responses.arrivals import FirstUndecided, proposed_words, stances_taken
from responses.models import Delivery
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from responses.arrivals import UndecidedAnswer

    CommentedAudit = WithAnnotations[Audit, "Commented"]

CONFIRMED_WITHIN = timedelta(days=7)


class Commented(TypedDict):
    waiting_count: int


def part(user: User, *, on: date) -> TodoPart:
    decides = user.has_right(Right.DECIDE)
    undecided = FirstUndecided.of(user, most=MOST_SHOWN)
    waiting = Unanswered.of(user, on=on)
    unanswered = waiting.section()
    arrived = WholeList("Svar sedan sammanträdet", reverse("responses:arrived"))
    verdicts = proposed_verdicts(user)
    proposals: list[UndecidedAnswer | ProposedVerdicts] = [*undecided.proposed, *verdicts]
    started = list(drafts(user))
    sitting = next_sitting()
    sections = [
        Section("Beslut", [t for a in started if (t := step_task(a, decides=decides))]),
        undelivered(waiting),
        Section(
            "Begäran om anstånd",
            [extension_task(extension, decides=decides, on=on) for extension in to_settle(user)],
        ),
        to_approve(user),
        letters(user, on=on),
        Section(
            "Invändningar mot inlästa svar",
            [objection_task(entry, decides=decides, on=on) for entry in to_reply(user)],
        ),
        Section("Frågor från nämnder", [question_task(m, on=on) for m in to_answer(user)]),
        Section(
            "Sekretess att pröva",
            [secrecy_task(answer, decides=decides) for answer in to_test(user)],
        ),
        Section.of(
            "Svar utan förslag",
            undecided.bare,
            lambda answer: answer_task(answer, decides=decides, on=on),
            whole=arrived,
            total=undecided.bare_count,
            note=format_html(
                '<a href="{}">Alla svar sedan senaste sammanträdet</a>',
                arrived.url,
            ),
        ),
        told_since(user, on=on, decides=decides),
        followed_left(user, decides=decides),
        Section.of(
            "Lämnade förslag",
            proposals,
            lambda row: proposal_task(row, decides=decides, on=on),
            whole=WholeList("Beslut", reverse("responses:decide")) if decides else arrived,
            note="Ett förslag blir revisorernas först när det är beslutat vid sammanträdet. "
            "Nämnden ser det inte dessförinnan.",
            waits=decides,
            total=undecided.proposed_count + len(verdicts),
        ),
        corrections(user, decides=decides),
        unanswered,
        changed(waiting),
        overdue_elsewhere(user, on=on),
        Section(
            "Mottagande inte bekräftat",
            [delivery_task(delivery) for delivery in unconfirmed(user, on=on)],
            remark="Från en vecka till tre månader efter utskicket, eller tills svar har inkommit",
            waits=False,
        ),
        sitting_section(sitting, on=on),
        Section("Synpunkter i faktakontroll", [comments_task(a) for a in commented(user)]),
        Section.of(
            "Utkast",
            [audit for audit in started if step_task(audit, decides=decides) is None],
            draft_task,
            whole=WholeList.audits(),
            remark="Syns bara för revisorerna och granskningens sakkunniga",
        ),
    ]
    days = [
        *waiting.meetings.within(on, on + AHEAD),
        *due_dates(
            [RequestStanding.of(request, on=on) for request in waiting.in_full(waiting.soon)], on=on
        ),
        *sitting_days(sitting, on=on),
    ]
    answers = _today(undecided)
    today = [(on, answers)] if answers else []
    return TodoPart(sections, [*today, *days], empty=_empty(days, decides=decides))


def _today(undecided: FirstUndecided) -> str:
    phrases = [
        f"{swedish.counted(count, 'svar', 'svar', 'ett')} {words}"
        for count, words in (
            (undecided.bare_count, "saknar förslag"),
            (undecided.proposed_count, "väntar på beslut"),
        )
        if count
    ]
    return swedish.listing(phrases).capitalize()


def _empty(days: list[tuple[date, str]], *, decides: bool) -> str:
    if days:
        day, text = min(days)
        return f"Nästa datum är {swedish.long_date(day)}: {text}."
    if decides:
        return "Nästa steg är en ny granskning: läs in en rapport eller skriv den för hand."
    return "Här visas granskningar när revisorerna har gett dig dem."


def _arrived(answer: "UndecidedAnswer", *, on: date) -> str:
    standing = RequestStanding.of_answer(answer, on=on)
    return standing.came_about(recommendations(answer.asked_count))


def answer_task(answer: "UndecidedAnswer", *, decides: bool, on: date) -> Task:
    request = answer.request
    text = f"{_arrived(answer, on=on)} {stances_taken(answer)} {decided(answer, on=on)}."
    if decides:
        text += " Förvalt förslag är att notera."
    page = "responses:position" if decides else "responses:request"
    return Task(
        "svarat",
        named(request),
        reverse(page, args=[request.pk]),
        text,
        tone="info",
        go="Läs",
        deed=f"Lämna förslag om svaret från {request.body.in_text}"
        if decides
        else f"Läs svaret från {request.body.in_text}",
        button="Läs svaret",
        eyebrow="Har väntat längst på dig",
    )


def proposal_task(
    proposed: "UndecidedAnswer | ProposedVerdicts", *, decides: bool, on: date
) -> Task:
    if isinstance(proposed, ProposedVerdicts):
        text: str | SafeString = f"Förslag till bedömning av {recommendations(proposed.how_many)}."
        return _to_decide("utkast", proposed.title, proposed.audit, text, decides=decides)
    answer = proposed
    text = format_html("{} <b>Förslag: {}.</b>", _arrived(answer, on=on), proposed_words(answer))
    return _to_decide("utkast", named(answer.request), answer.request.audit, text, decides=decides)


@dataclass(frozen=True)
class ProposedVerdicts:
    """Those of one audit and body, that wait for the meeting."""

    audit: Audit
    body: str
    how_many: int

    @property
    def title(self) -> str:
        return f"{self.body}: {self.audit.title}"


def proposed_verdicts(user: User) -> list[ProposedVerdicts]:
    audit = "addressee__recommendation__audit"
    groups = (
        Verdict.objects.proposed()
        .filter(works_on(user, audit))
        .order_by("addressee__body__position", audit)
        .values(audit, f"{audit}__title", "addressee__body__name")
        .annotate(how_many=Count("*"))
    )
    return [
        ProposedVerdicts(
            Audit(pk=group[audit], title=group[f"{audit}__title"]),
            group["addressee__body__name"],
            group["how_many"],
        )
        for group in groups
    ]


def _to_decide(
    symbol: str, title: str, audit: Audit, text: str | SafeString, *, decides: bool
) -> Task:
    url = reverse("responses:decide") if decides else audit.get_absolute_url()
    return Task(
        symbol,
        title,
        url,
        text,
        go="Besluta" if decides else "Visa",
        deed=f"Besluta om lämnade förslag: {title}",
        button="Till besluten",
    )


def unconfirmed(user: User, *, on: date) -> Iterable[Delivery]:
    """What was sent a week ago and nobody has said is there."""
    deliveries = Delivery.objects.unconfirmed(on=on).filter(works_on(user, "audit"))
    old = deliveries.filter(sent_at__lt=dates.end_of(on - CONFIRMED_WITHIN))
    return old.select_related("audit", "body").order_by("sent_at", "pk")


def delivery_task(delivery: Delivery) -> Task:
    day = swedish.long_date(dates.local_day(delivery.sent_at))
    return Task(
        "handling",
        named(delivery),
        reverse("responses:receive", args=[delivery.pk]),
        f"Skickades {day}. Ring registratorn, eller anteckna mottagandet.",
        go="Anteckna",
        deed=f"Anteckna mottagande: {delivery.audit.title}",
        button="Anteckna",
    )


def commented(user: User) -> Iterable["CommentedAudit"]:
    """Audits with comments from a faktakontroll that nobody has answered."""
    waiting = Q(fact_checks__chapters__comments__answered_at=None) & Q(
        fact_checks__chapters__comments__isnull=False
    )
    audits = (
        Audit.objects.written_by(user)
        .filter(handed_over_at=None)
        .annotate(waiting_count=Count("fact_checks__chapters__comments", filter=waiting))
        .filter(waiting_count__gt=0)
        .order_by("pk")
    )
    return cast("Iterable[CommentedAudit]", audits)


def comments_task(audit: "CommentedAudit") -> Task:
    comments = swedish.counted(audit.waiting_count, "synpunkt", "synpunkter")
    return Task(
        "svarat",
        audit.title,
        reverse("audit:fact_checks", args=[audit.pk]),
        f"{comments.capitalize()} har inte besvarats.",
        go="Svara",
        deed=f"Svara på synpunkter: {audit.title}",
        button="Till synpunkterna",
    )
