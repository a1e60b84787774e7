"""Överlämna: the moment after which the addressees see the audit and are asked to answer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from simple_history.utils import bulk_create_with_history

from accounts.models import Body, User
from audit.models import (
    Audit,
    AuditDocument,
    AuditParty,
    AuditStep,
    PartyPart,
    Stage,
)
from audit.services import take_step
from common import dates, swedish
from common.rules import RuleBroken
from mailing.models import OutgoingMail
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
from responses.standing import RequestStanding


def asked_bodies(audit: Audit) -> QuerySet[Body]:
    """The bodies that recommendations are put to, in the municipality's order."""
    return Body.objects.filter(addressed__recommendation__audit=audit).distinct()


def obstacles(audit: Audit) -> list[str]:
    """Why the audit can't be handed over yet, as Swedish sentences."""
    sentences = []
    if not audit.recommendations.exists() and not audit.questions.exists():
        sentences.append("Granskningen har varken revisionsfrågor eller rekommendationer.")
    if lonely := audit.recommendations.filter(addressees=None).count():
        subject = swedish.counted(lonely, "rekommendation", "rekommendationer")
        sentences.append(f"{subject[:1].upper()}{subject[1:]} saknar adressat.")
    undated = [wish.body.name for wish in wishes(audit) if wish.is_asked and wish.due_on is None]
    if undated:
        sentences.append(f"Ange när svar önskas från {swedish.listing(undated)}.")
    return sentences


@dataclass(frozen=True)
class Wish:
    """What an addressed body is asked: whether, by when and about what."""

    body: Body
    is_asked: bool
    due_on: date | None
    scope: str


def wishes(audit: Audit) -> list[Wish]:
    """Of every body that recommendations are put to: what the missiv says to it alone, else to all."""
    parties = {party.body_id: party for party in audit.parties.filter(part=PartyPart.ASKED)}
    wishes = []
    for body in asked_bodies(audit):
        party = parties.get(body.pk) or AuditParty(audit=audit, body=body, part=PartyPart.ASKED)
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
    meetings = Meetings(wish.body.pk for wish in body_wishes)
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
    decided_on: date | None = None,
    paragraph: str = "",
    files: Iterable[AuditDocument] = (),
) -> list[AnswerRequest]:
    """Hand over: lock the wording, ask each addressed body to answer, and put the mail in the outbox.

    `decided_on`: the meeting that decided an audit that does not stand as decided; without one, the day itself.
    Raises RuleBroken when something is missing or it has been done already.
    """
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    audit.require_not_handed_over()
    if missing := obstacles(audit):
        raise RuleBroken(missing)
    if not audit.is_decided:
        audit = _decided(audit, decided_on or dates.local_day(at), paragraph, at=at, by=by)
    requests: list[AnswerRequest] = []
    for wish in wishes(audit):
        AuditParty.objects.get_or_create(audit=audit, body=wish.body, part=PartyPart.ASKED)
        if wish.is_asked:
            requests.append(_ask(audit, wish, at=at, by=by))
    audit.hand_over(at=at, by=by)
    informed = emails.handed_over(audit, requests, at=at)
    _send_files(audit, list(files), informed, at=at)
    return requests


def order_missive(audit: Audit, *, at: datetime, by: User) -> MissiveOrder:
    """Let the missiv go along. Call before `dispatch`, in its transaction; the papers' room makes it afterwards."""
    return MissiveOrder.objects.create(audit=audit, ordered_at=at, ordered_by=by)


def _ask(audit: Audit, wish: Wish, *, at: datetime, by: User) -> AnswerRequest:
    request = AnswerRequest.objects.create(
        audit=audit, body=wish.body, wish=wish.scope, opened_at=at, opened_by=by
    )
    addressees = Addressee.objects.filter(recommendation__audit=audit, body=wish.body)
    due_on = wish.due_on or dates.local_day(at)  # no body is asked without a date, see obstacles
    open_draft(request, addressees, due_on=due_on, at=at, by=by)
    return request


def _decided(audit: Audit, on: date, paragraph: str, *, at: datetime, by: User) -> Audit:
    """Handed over on revisorernas behalf is decided by them."""
    step = AuditStep(audit=audit, stage=Stage.DECIDED, decided_on=on, paragraph=paragraph)
    return take_step(step, at=at, by=by).audit


def _send_files(
    audit: Audit,
    files: list[AuditDocument],
    informed: Mapping[int, OutgoingMail],
    *,
    at: datetime,
) -> None:
    """Open the files to those who see the audit, and note what each body was sent."""
    for file in files:
        file.send(at=at)
    names = [f"{file.get_part_display()}: {file.document.name}" for file in files]
    if MissiveOrder.objects.filter(audit=audit).exists():
        names.insert(0, "Missiv")
    seen: set[int] = set()
    for party in audit.parties.select_related("body").order_by("part"):
        if party.body_id in seen:
            continue
        seen.add(party.body_id)
        is_asked = party.part == PartyPart.ASKED and party.wants_answer
        office = [party.body.registrator_email] if party.body.registrator_email else []
        addresses = emails.addresses_of(party.body, at=at) if is_asked else office
        Delivery.objects.create(
            audit=audit,
            body=party.body,
            part=party.part,
            what="\n".join(["Granskningen", *names]),
            addresses=", ".join(addresses),
            sent_at=at,
            mail=informed.get(party.body_id),
        )


def open_draft(
    request: AnswerRequest,
    addressees: Iterable[Addressee],
    *,
    due_on: date,
    at: datetime,
    by: User,
) -> Answer:
    """Ask about the addressees by a day, with an empty draft for the body to write in."""
    DueDate.objects.create(request=request, due_on=due_on, set_at=at, by=by)
    answer = Answer.objects.create(request=request, created_at=at)
    asked_items = AskedItem.objects.bulk_create(
        AskedItem(request=request, addressee=addressee) for addressee in addressees
    )
    items = [AnswerItem(answer=answer, asked=item) for item in asked_items]
    bulk_create_with_history(items, AnswerItem, default_user=by)
    return answer


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
    draft = open_draft(
        request, [item.asked.addressee for item in items], due_on=due_on, at=at, by=by
    )
    for drafted in draft.items.select_related("asked__addressee"):
        drafted.start_from_earlier()
    entered_at = request.audit.entered_afterwards_at
    if entered_at is None or at > entered_at:
        emails.supplement_wanted(request, due_on=due_on, on=dates.local_day(at), at=at)
    return request
