"""Answers that are in, in the order that revisorerna take a position on them, and their last meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypedDict, TypeVar, cast

from django.db.models import Count, Exists, Max, Model, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce

from accounts.models import User
from audit.models import Audit, AuditStep, works_on
from common import dates, swedish
from recommendations.models import Verdict
from responses.models import (
    Answer,
    AnswerItem,
    AnswerRequest,
    Occasion,
    Position,
    PositionValue,
    Stance,
    UnsettledAnswer,
)
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    UndecidedAnswer = WithAnnotations[Answer, "Undecided"]

Counted = TypeVar("Counted", bound=Model)

STANCES = (
    ("agrees", "instämmer i"),
    ("partly", "instämmer delvis i"),
    ("disagrees", "instämmer inte i"),
    ("not_stated", "anger inte i"),
)


class Undecided(TypedDict):
    """How many recommendations an answer has of each stance, and how far revisorerna have come with them."""

    asked_count: int
    agrees: int
    partly: int
    disagrees: int
    not_stated: int
    without_position: int
    proposed_noted: int
    proposed_supplement: int


def last_meeting(user: User, *, on: date) -> date | None:
    """The latest day by which revisorerna have decided something, in the audits that the person works in."""
    audits = Audit.objects.written_by(user)
    decided: list[QuerySet[Any]] = [
        Position.objects.filter(item__answer__request__audit__in=audits),
        Verdict.objects.filter(addressee__recommendation__audit__in=audits),
        AuditStep.objects.filter(audit__in=audits),
    ]
    days = [
        rows.filter(decided_on__lte=on).aggregate(latest=Max("decided_on"))["latest"]
        for rows in decided
    ]
    return max(filter(None, days), default=None)


def _in_force(user: User) -> QuerySet[Answer]:
    answers = Answer.objects.in_force().filter(works_on(user, "request__audit"))
    return answers.exclude(request__occasion=Occasion.STATUS)


def _counted(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """With how far revisorerna have come with each, in the order that they came in here."""
    is_asked = Q(items__asked__withdrawn_at=None)
    counts: dict[str, Count] = {
        name: Count("items", filter=is_asked & Q(items__stance=stance))
        for name, stance in zip(
            ("agrees", "partly", "disagrees", "not_stated"), Stance.values, strict=True
        )
    }
    positions = Position.objects.filter(withdrawn_at=None, item=OuterRef("pk"))
    items = AnswerItem.objects.asked_for().filter(answer=OuterRef("pk"))
    bare = items.filter(~Exists(positions))
    proposed = Position.objects.proposed().filter(item__answer=OuterRef("pk"))
    return (
        answers.select_related("request__body", "request__audit")
        .annotate(
            asked_count=Count("items", filter=is_asked),
            without_position=how_many(bare, "answer"),
            proposed_noted=how_many(proposed.filter(value=PositionValue.NOTED), "item__answer"),
            proposed_supplement=how_many(
                proposed.filter(value=PositionValue.SUPPLEMENT), "item__answer"
            ),
            **counts,
        )
        .order_by("submitted_at", "pk")
    )


def how_many(rows: QuerySet[Counted], answer: str) -> Coalesce:
    """For a query of answers: how many of the rows each has. `answer` is the way from a row to its answer."""
    counted = rows.order_by().values(answer).annotate(count=Count("*")).values("count")
    return Coalesce(Subquery(counted), 0)


def undecided_answers(user: User) -> QuerySet["UndecidedAnswer"]:
    """Answers that are in, with what revisorerna have left to decide; the one that has waited longest first."""
    unsettled = Answer.objects.filter(unsettled__in=UnsettledAnswer.objects.in_work_of(user))
    return cast("QuerySet[UndecidedAnswer]", _counted(unsettled))


@dataclass(frozen=True)
class FirstUndecided:
    """Undecided answers, those that have waited longest; and how many there are."""

    # Those of which something has no proposal, and those of which all that is left waits for the meeting.
    bare: list["UndecidedAnswer"]
    proposed: list["UndecidedAnswer"]
    bare_count: int
    proposed_count: int

    @classmethod
    def of(cls, user: User, *, most: int) -> Self:
        """As many of each."""
        unsettled = UnsettledAnswer.objects.in_work_of(user).annotate(total=Window(Count("*")))
        columns = ("is_bare", "came_at", "answer", "total")
        bare, proposed = (
            unsettled.filter(is_bare=is_bare).values_list(*columns)[:most]
            for is_bare in (True, False)
        )
        rows = sorted(bare.union(proposed, all=True))
        counts = {is_bare: total for is_bare, _, _, total in rows}
        answers = _counted(Answer.objects.filter(pk__in=[pk for _, _, pk, _ in rows]))
        read = {answer.pk: cast("UndecidedAnswer", answer) for answer in answers}
        return cls(
            [read[pk] for is_bare, _, pk, _ in rows if is_bare],
            [read[pk] for is_bare, _, pk, _ in rows if not is_bare],
            counts.get(True, 0),
            counts.get(False, 0),
        )


def stances_taken(answer: "UndecidedAnswer") -> str:
    """Kommunstyrelsen instämmer i fyra och instämmer delvis i en."""
    phrases = [
        f"{words} {swedish.number_word(count)}"
        for name, words in STANCES
        if (count := getattr(answer, name))
    ]
    return f"{answer.request.body.name} {swedish.listing(phrases)}."


def proposed_words(answer: "UndecidedAnswer") -> str:
    """notera fyra och begär komplettering av en"""
    phrases = [
        f"{word} {swedish.number_word(count)}"
        for word, count in (
            ("notera", answer.proposed_noted),
            ("begär komplettering av", answer.proposed_supplement),
        )
        if count
    ]
    return swedish.listing(phrases)


@dataclass(frozen=True)
class Arrival:
    """One answer in the list of what has come in."""

    answer: "UndecidedAnswer"
    standing: RequestStanding

    @property
    def request(self) -> AnswerRequest:
        return self.standing.request

    @property
    def came_here_on(self) -> date:
        """Of a letter: the day that it was registered, for revisorerna could not read it here before that."""
        return dates.local_day(self.answer.submitted_at or dates.now())

    @property
    def is_undecided(self) -> bool:
        answer = self.answer
        return any((answer.without_position, answer.proposed_noted, answer.proposed_supplement))

    @property
    def is_proposed(self) -> bool:
        """All that is left waits for the meeting."""
        return self.is_undecided and not self.answer.without_position

    @property
    def stances(self) -> str:
        return stances_taken(self.answer)

    @property
    def state(self) -> str:
        """How far revisorerna have come with it."""
        bare, total = self.answer.without_position, self.answer.asked_count
        proposed = proposed_words(self.answer)
        if not self.is_undecided:
            return "Beslutat."
        if not bare:
            return f"Förslag: {proposed}."
        if bare == total:
            return "Utan förslag."
        return f"Utan förslag: {swedish.number_word(bare)} av {swedish.number_word(total)}."


def arrived_answers(user: User, *, since: date | None) -> QuerySet["UndecidedAnswer"]:
    """All that are undecided, and what has been decided of that which came in here since the day."""
    came_since = Q(submitted_at__gte=dates.at_local(since)) if since else Q()
    rows = _in_force(user).filter(Q(unsettled__isnull=False) | came_since)
    return cast("QuerySet[UndecidedAnswer]", _counted(rows))


def arrivals_of(answers: Iterable["UndecidedAnswer"], *, today: date) -> list[Arrival]:
    """Each with its standing, in the same order."""
    answers = list(answers)
    requests = AnswerRequest.objects.filter(pk__in=[answer.request_id for answer in answers])
    read = requests.with_state(on=today).with_answer().select_related("audit", "body")
    standings = {request.pk: RequestStanding.of(request, on=today) for request in read}
    return [Arrival(answer, standings[answer.request_id]) for answer in answers]
