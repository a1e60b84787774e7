"""Överlämna: the moment after which the addressees see the audit and are asked to answer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Body, User
from audit.models import (
    Audit,
    AuditDocument,
    AuditParty,
    AuditStep,
    PartyPart,
    Sitting,
    Stage,
)
from audit.services import note_step
from common import dates, swedish
from common.many import create_many
from common.rules import RuleBroken
from recommendations.models import Addressee
from responses import emails
from responses.meetings import Meetings
from responses.models import (
    Answer,
    AnswerItem,
    AnswerRequest,
    AskedItem,
    Delivery,
    DueDate,
    MissiveOrder,
    Occasion,
)
from responses.receiving import mail_addresses
from responses.services.states import keep_states
from responses.standing import RequestStanding


def asked_bodies(audit: Audit) -> QuerySet[Body]:
    """The bodies that recommendations are put to, in the municipality's order."""
    return Body.objects.filter(addressed__recommendation__audit=audit).distinct()


@dataclass(frozen=True)
class Wish:
    """What an addressed body is asked: whether, by when and about what."""

    body: Body
    is_asked: bool
    due_on: date | None
    scope: str


def wishes(audit: Audit, parties: Iterable[AuditParty] | None = None) -> list[Wish]:
    """Of every body that recommendations are put to: what the missiv says to it alone, else to all.

    `parties`: the audit's, if they have been read.
    """
    if parties is None:
        parties = audit.parties.all()
    named = {party.body_id: party for party in parties if party.part == PartyPart.ASKED}
    wishes = []
    for body in asked_bodies(audit):
        party = named.get(body.pk) or AuditParty(audit=audit, body=body, part=PartyPart.ASKED)
        due_on = party.due_on or audit.response_due_on
        wishes.append(Wish(body, party.wants_answer, due_on, party.scope))
    return wishes


def wished(wishes: Iterable[Wish]) -> str:
    """Svar önskas från kommunstyrelsen senast …, från socialnämnden senast …; nothing when nobody is asked."""
    by_day: dict[date | None, list[str]] = defaultdict(list)
    for wish in wishes:
        if wish.is_asked:
            by_day[wish.due_on].append(wish.body.in_text)
    parts = [
        f"från {swedish.listing(names)}{f' senast {swedish.long_date(day)}' if day else ''}"
        for day, names in by_day.items()
    ]
    return f"Svar önskas {', '.join(parts)}." if parts else ""


def obstacles(audit: Audit, wanted: list[Wish] | None = None) -> list[str]:
    """Why the audit can't be handed over yet, as Swedish sentences. `wanted`: its wishes, if they have been read."""
    sentences = []
    counts = audit.recommendations.aggregate(
        any=Count("*"), lonely=Count("pk", filter=Q(addressees=None))
    )
    if not counts["any"] and not audit.questions.exists():
        sentences.append("Granskningen har varken revisionsfrågor eller rekommendationer.")
    if lonely := counts["lonely"]:
        subject = swedish.counted(lonely, "rekommendation", "rekommendationer")
        sentences.append(f"{subject[:1].upper()}{subject[1:]} saknar adressat.")
    undated = [
        wish.body.name for wish in wanted or wishes(audit) if wish.is_asked and not wish.due_on
    ]
    if undated:
        sentences.append(f"Ange när svar önskas från {swedish.listing(undated)}.")
    return sentences


@dataclass(frozen=True)
class Recipient:
    """A body that will be asked, with how much and where."""

    wish: Wish
    recommendations: int
    addresses: list[str]
    # As the request would stand when it is opened.
    standing: RequestStanding

    @property
    def body(self) -> Body:
        return self.wish.body


def recipients(audit: Audit, *, at: datetime) -> list[Recipient]:
    """Whom handing over the audit would ask."""
    counts = Counter(
        Addressee.objects.filter(recommendation__audit=audit).values_list("body", flat=True)
    )
    body_wishes = wishes(audit)
    meetings = Meetings((wish.body.pk for wish in body_wishes), since=dates.local_day(at))
    return [
        Recipient(
            wish,
            counts[wish.body.pk],
            emails.addresses_of(wish.body, at=at),
            RequestStanding.planned(
                wish.body, due=wish.due_on, at=at, meetings=meetings.of(wish.body.pk)
            ),
        )
        for wish in body_wishes
    ]


@transaction.atomic
def dispatch(
    audit: Audit,
    *,
    at: datetime,
    by: User,
    decided_on: date | Sitting | None = None,
    paragraph: str = "",
    files: Iterable[AuditDocument] = (),
) -> list[AnswerRequest]:
    """Hand over: lock the wording, ask each addressed body to answer, and put the mail in the outbox.

    `decided_on`: the meeting, or its day, that decided an audit that does not stand as decided; without one, today.
    Raises RuleBroken when something is missing or it has been done already.
    """
    missives = MissiveOrder.objects.filter(audit=OuterRef("pk"))
    audits: QuerySet[Any] = Audit.objects.select_for_update()
    locked = audits.annotate(has_missive=Exists(missives)).get(pk=audit.pk)
    audit = locked
    audit.require_not_handed_over()
    parties = list(audit.parties.select_related("body"))
    wanted = wishes(audit, parties)
    if missing := obstacles(audit, wanted):
        raise RuleBroken(missing)
    if not audit.is_decided:
        _decide(audit, decided_on or dates.local_day(at), paragraph, at=at, by=by)
    parties += add_asked(audit, wanted, parties, by=by)
    today = dates.local_day(at)  # no body is asked without a date, see obstacles
    due = {wish: wish.due_on or today for wish in wanted if wish.is_asked}
    addressees = list(Addressee.objects.filter(recommendation__audit=audit))
    requests = ask(audit, due, addressees, at=at, by=by)
    audit.hand_over(at=at, by=by)
    keep_states(addressee.pk for addressee in addressees)
    names = ["Missiv"] if locked.has_missive else []
    for file in files:
        file.send(at=at)
        names.append(f"{file.get_part_display()}: {file.document.name}")
    _send(audit, dict(zip(requests, due.values(), strict=True)), parties, names, at=at, by=by)
    return requests


def order_missive(audit: Audit, *, at: datetime, by: User) -> MissiveOrder:
    """Let the missiv go along. Call before `dispatch`, in its transaction; the papers' room makes it afterwards."""
    return MissiveOrder.objects.create(audit=audit, ordered_at=at, ordered_by=by)


def add_asked(
    audit: Audit, wishes: Iterable[Wish], parties: Iterable[AuditParty], *, by: User
) -> list[AuditParty]:
    """Who is asked without being named among the parties becomes one: the new ones."""
    named = {party.body_id for party in parties if party.part == PartyPart.ASKED}
    missing = [wish.body for wish in wishes if wish.body.pk not in named]
    new = (AuditParty(audit=audit, body=body, part=PartyPart.ASKED) for body in missing)
    return create_many(new, by=by)


def ask(
    audit: Audit,
    due: Mapping[Wish, date],
    addressees: Iterable[Addressee],
    *,
    at: datetime,
    by: User,
) -> list[AnswerRequest]:
    """Open a request for each wish, by its day, about all that the audit puts to the body."""
    requests = create_many(
        (
            AnswerRequest(audit=audit, body=wish.body, wish=wish.scope, opened_at=at, opened_by=by)
            for wish in due
        ),
        by=by,
    )
    units: dict[int, list[Addressee]] = defaultdict(list)
    for addressee in addressees:
        units[addressee.body_id].append(addressee)
    for request in requests:
        request.asked_count = len(units[request.body_id])
    open_drafts(
        [
            Opening(request, due_on, units[request.body_id])
            for request, due_on in zip(requests, due.values(), strict=True)
        ],
        at=at,
        by=by,
    )
    return requests


def _decide(audit: Audit, on: date | Sitting, paragraph: str, *, at: datetime, by: User) -> None:
    """Handed over on revisorernas behalf is decided by them. The hand-over saves the audit."""
    sitting, day = (on, on.meets_on) if isinstance(on, Sitting) else (None, on)
    step = AuditStep(
        audit=audit, stage=Stage.DECIDED, decided_on=day, sitting=sitting, paragraph=paragraph
    )
    note_step(step, audit, at=at, by=by)


def _send(
    audit: Audit,
    due: Mapping[AnswerRequest, date],
    parties: Iterable[AuditParty],
    papers: list[str],
    *,
    at: datetime,
    by: User,
) -> None:
    """The mail; and a note of what each body was sent: the audit, and papers by their names."""
    parties = sorted(parties, key=lambda party: party.part)
    mailed = mail_addresses({party.body for party in parties}, at=at)
    informed = emails.handed_over(audit, due, parties, mailed, at=at)
    first: dict[int, AuditParty] = {}
    for party in parties:
        first.setdefault(party.body_id, party)
    deliveries = []
    for party in first.values():
        is_asked = party.part == PartyPart.ASKED and party.wants_answer
        office = [party.body.registrator_email] if party.body.registrator_email else []
        addresses = mailed[party.body_id].addresses if is_asked else office
        deliveries.append(
            Delivery(
                audit=audit,
                body=party.body,
                part=party.part,
                what="\n".join(["Granskningen", *papers]),
                addresses=", ".join(addresses),
                sent_at=at,
                mail=informed.get(party.body_id),
            )
        )
    create_many(deliveries, by=by)


@dataclass(frozen=True)
class Opening:
    """What a new request asks about, and by when."""

    request: AnswerRequest
    due_on: date
    addressees: Iterable[Addressee]


def open_drafts(openings: Iterable[Opening], *, at: datetime, by: User) -> list[Answer]:
    """Each asked by its day, with an empty draft for the body to write in."""
    openings = list(openings)
    create_many(
        (DueDate(request=o.request, due_on=o.due_on, set_at=at, by=by) for o in openings), by=by
    )
    answers = create_many((Answer(request=o.request, created_at=at) for o in openings), by=by)
    questions = create_many(
        (
            AskedItem(request=opening.request, addressee=addressee)
            for opening in openings
            for addressee in opening.addressees
        ),
        by=by,
    )
    drafts = {answer.request_id: answer for answer in answers}
    create_many(
        (AnswerItem(answer=drafts[item.request_id], asked=item) for item in questions), by=by
    )
    return answers


@transaction.atomic
def ask_for_supplement(
    earlier: Answer, items: list[AnswerItem], *, due_on: date, wish: str, at: datetime, by: User
) -> AnswerRequest:
    """A new request about some of the recommendations; its draft starts from what was answered.

    What was asked for before the audit was entered here is not told by mail.
    """
    request = AnswerRequest.objects.create(
        audit=earlier.request.audit,
        body=earlier.request.body,
        occasion=Occasion.SUPPLEMENT,
        follows=earlier.request,
        wish=wish,
        opened_at=at,
        opened_by=by,
    )
    opening = Opening(request, due_on, [item.asked.addressee for item in items])
    (draft,) = open_drafts([opening], at=at, by=by)
    for drafted in draft.items.select_related("asked__addressee"):
        drafted.start_from_earlier()
    entered_at = request.audit.entered_afterwards_at
    if entered_at is None or at > entered_at:
        emails.supplement_wanted(request, due_on=due_on, on=dates.local_day(at), at=at)
    return request
