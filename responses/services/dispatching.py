"""Överlämna: the moment after which the addressees see the audit and are asked to answer."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.models import Body, User
from audit.models import (
    Audit,
    AuditDocument,
    AuditParty,
    AuditStep,
    BodyAssessment,
    Part,
    Stage,
)
from audit.services import take_step
from common import dates, swedish
from common.rules import RuleBroken
from recommendations.models import Addressee, SubPoint
from responses import emails
from responses.models import (
    Answer,
    AnswerItem,
    AnswerRequest,
    AskedItem,
    Delivery,
    DueDate,
    Occasion,
)


def asked_bodies(audit: Audit) -> QuerySet[Body]:
    """The bodies that recommendations are put to, in the municipality's order."""
    return Body.objects.filter(addressed__recommendation__audit=audit).distinct()


def obstacles(audit: Audit) -> list[str]:
    """Why the audit can't be handed over yet, as Swedish sentences."""
    found = []
    if not audit.recommendations.exists() and not audit.questions.exists():
        found.append("Granskningen har varken revisionsfrågor eller rekommendationer.")
    if lonely := audit.recommendations.filter(addressees=None).count():
        said = swedish.counted(lonely, "rekommendation", "rekommendationer")
        found.append(f"{said[:1].upper()}{said[1:]} saknar adressat.")
    if audit.recommendations.exists() and audit.response_due_on is None:
        found.append("Ange när svar önskas.")
    return found


def warnings(audit: Audit, *, today: date) -> list[str]:
    """What a person should know before handing over; none of it stops the deed."""
    found = []
    if audit.response_due_on and audit.response_due_on < today:
        found.append("Datumet för svar har redan passerat.")
    for body in asked_bodies(audit).filter(registrator_email=""):
        found.append(f"{body.name} saknar registratorsadress. Begäran når bara dem som har konto.")
    for body in asked_bodies(audit).filter(valid_to__lt=today):
        found.append(f"{body.name} har upphört. {_to_heir(body.answering(on=today), body)}")
    for party in (
        audit.parties.filter(part=Part.ASKED)
        .exclude(body__in=asked_bodies(audit))
        .select_related("body")
    ):
        found.append(
            f"{party.body.name} står som mottagare men har ingen rekommendation och tillfrågas inte."
        )
    return found


def _to_heir(heir: Body, body: Body) -> str:
    return "Ingen tar över." if heir == body else f"Begäran går till {heir.in_text}."


@dataclass(frozen=True)
class Recipient:
    """A body that will be asked, with how much and where."""

    body: Body
    recommendations: int
    addresses: list[str]


def recipients(audit: Audit, *, at: datetime) -> list[Recipient]:
    """Whom handing over the audit would ask."""
    bodies = asked_bodies(audit).annotate(
        put=Count("addressed", filter=Q(addressed__recommendation__audit=audit), distinct=True)
    )
    return [Recipient(body, body.put, emails.addresses_of(body, at=at)) for body in bodies]


def wording_of(audit: Audit) -> str:
    """A code over all that handing over locks: it differs when anything has been changed."""
    content = [
        [audit.version],
        *audit.questions.order_by("pk").values_list(
            "pk", "number", "version", "assessment__version"
        ),
        *BodyAssessment.objects.filter(question__audit=audit)
        .order_by("pk")
        .values_list("pk", "version"),
        *audit.samples.order_by("pk").values_list("pk", "version"),
        *audit.dissents.order_by("pk").values_list("pk", "version"),
        *audit.recommendations.order_by("pk").values_list("pk", "number", "version"),
        *SubPoint.objects.filter(recommendation__audit=audit)
        .order_by("pk")
        .values_list("recommendation", "position", "text"),
        *Addressee.objects.filter(recommendation__audit=audit)
        .order_by("pk")
        .values_list("pk", "body"),
        *audit.parties.order_by("pk").values_list("pk", "body", "part"),
    ]
    return hashlib.sha256(json.dumps([list(row) for row in content]).encode()).hexdigest()


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
    due_on = audit.response_due_on or dates.local_day(at)  # no body is asked without a date
    for body in asked_bodies(audit):
        AuditParty.objects.get_or_create(audit=audit, body=body, part=Part.ASKED)
        request = AnswerRequest.objects.create(audit=audit, body=body, opened_at=at, opened_by=by)
        addressees = Addressee.objects.filter(recommendation__audit=audit, body=body)
        open_draft(request, addressees, due_on=due_on, at=at, by=by)
        requests.append(request)
    audit.hand_over(at=at, by=by)
    _send_files(audit, list(files), at=at)
    emails.handed_over(audit, requests, at=at)
    return requests


def _decided(audit: Audit, on: date, paragraph: str, *, at: datetime, by: User) -> Audit:
    """Handed over on revisorernas behalf is decided by them."""
    step = AuditStep(audit=audit, stage=Stage.DECIDED, decided_on=on, paragraph=paragraph)
    return take_step(step, at=at, by=by).audit


def _send_files(audit: Audit, files: list[AuditDocument], *, at: datetime) -> None:
    """Open the files to those who see the audit, and note what each body was sent."""
    for file in files:
        file.send(at=at)
    names = [f"{one.get_part_display()}: {one.document.name}" for one in files]
    seen: set[int] = set()
    for party in audit.parties.select_related("body").order_by("part"):
        if party.body_id in seen:
            continue
        seen.add(party.body_id)
        asked = party.part == Part.ASKED
        own = [party.body.registrator_email] if party.body.registrator_email else []
        addresses = emails.addresses_of(party.body, at=at) if asked else own
        Delivery.objects.create(
            audit=audit,
            body=party.body,
            part=party.part,
            what="\n".join(["Granskningen", *names]),
            addresses=", ".join(addresses),
            sent_at=at,
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
    for addressee in addressees:
        asked = AskedItem.objects.create(request=request, addressee=addressee)
        AnswerItem.objects.create(answer=answer, asked=asked)
    return answer


@transaction.atomic
def ask_for_supplement(
    earlier: Answer, items: list[AnswerItem], *, due_on: date, wish: str, at: datetime, by: User
) -> AnswerRequest:
    """A new request about some of the recommendations; its draft starts from what was answered."""
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
    drafts = {item.asked.addressee_id: item for item in draft.items.select_related("asked")}
    for item in items:
        drafts[item.asked.addressee_id].start_from(item)
    emails.supplement_wanted(request, due_on=due_on, on=dates.local_day(at), at=at)
    return request
