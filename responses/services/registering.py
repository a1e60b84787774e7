"""The audit side registers an answer that came another way: with e-mail, a letter or at a meeting."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common import dates
from common.many import create_many
from common.rules import RuleBroken
from documents.files import Upload, keep
from responses import answer_emails
from responses.models import (
    Answer,
    AnswerDocument,
    AnswerItem,
    AnswerRequest,
    AskedItem,
    Channel,
    PlannedMeasure,
    ReceivedFile,
    Stance,
)
from responses.models.answers import SINGLE_PARTS
from responses.services.answering import MOST_FILES, receipt_of, state_measures, tell_progress
from responses.services.extending import lapse_extension
from responses.services.reminder_mails import take_back
from responses.services.settling import keep_unsettled
from responses.services.states import keep_states_asked


@dataclass(frozen=True)
class ReadMeasure:
    """A measure that the body states, as it was read."""

    what: str
    responsible: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class ReadStance:
    """What was read of the answer to one recommendation."""

    stance: str = Stance.NOT_STATED
    text: str = ""
    may_be_secret: bool = False
    measures: Sequence[ReadMeasure] = ()


@dataclass(frozen=True)
class Received:
    """An answer as it came, with the decision that it carries."""

    channel: str
    decision_kind: str
    decided_on: date | None
    decision_ref: str = ""
    reference: str = ""
    confirmed_on: date | None = None
    # By AskedItem; what is left out stands in the files.
    stances: Mapping[int, ReadStance] = field(default_factory=dict)
    files: Sequence[ReceivedFile] = ()


@transaction.atomic
def register(
    request: AnswerRequest,
    received: Received,
    *,
    arrived_on: date,
    at: datetime,
    by: User,
) -> Answer:
    """Keep it as the answer in force; the body's own draft is neither read nor changed. Ends the reminders.

    `arrived_on` is what lateness is told by. One that came before the audit was entered here counts from its own day,
    and nobody is told; else the body gets a receipt.
    Raises RuleBroken when one is in force, the request is taken back, or the days or the decision cannot be.
    """
    request = AnswerRequest.objects.select_for_update().get(pk=request.pk)
    if request.withdrawn_at:
        raise RuleBroken("Revisorerna har tagit tillbaka begäran.")
    if request.is_answered:
        raise RuleBroken("Svaret har redan inkommit.")
    answer = as_received(request, received, arrived_on=arrived_on, at=at, by=by)
    answer.save()
    _read(answer, request.items.filter(withdrawn_at=None), received.stances, by=by)
    for file in received.files:
        AnswerDocument.objects.create(answer=answer, document=file.document, part=file.part)
        file.remove(at=at)
    answer.receipt = receipt_of(answer)
    answer.save()
    state_measures(answer, at=answer.submitted_at or at, by=by)
    tell_progress(answer, at=answer.submitted_at or at, by=by)
    take_back(request.reminders.all(), on=dates.local_day(at))
    lapse_extension(request, at=at)
    keep_states_asked(request.pk)
    keep_unsettled([answer.pk])
    if answer.recorded_at is None:
        answer_emails.answer_submitted(answer, at=at)
    return answer


def as_received(
    request: AnswerRequest, received: Received, *, arrived_on: date, at: datetime, by: User
) -> Answer:
    """The answer that it would be, not saved. Raises RuleBroken when the days or the decision cannot be."""
    counts_from = request.audit.moment_of(arrived_on, at=at)
    answer = Answer(
        request=request,
        created_at=counts_from,
        submitted_at=counts_from,
        recorded_at=at if counts_from < at else None,
        submitted_by=by,
        arrived_on=arrived_on,
        channel=received.channel,
        decision_kind=received.decision_kind,
        decided_on=received.decided_on,
        decision_ref=received.decision_ref,
        reference=received.reference,
        confirmed_on=received.confirmed_on,
    )
    if problems := _problems(answer, received, at=at):
        raise RuleBroken(problems)
    return answer


def _read(
    answer: Answer, questions: Iterable[AskedItem], stances: Mapping[int, ReadStance], *, by: User
) -> None:
    read = [(question, stances.get(question.pk, ReadStance())) for question in questions]
    items = create_many(
        (
            AnswerItem(
                answer=answer,
                asked=question,
                stance=stance.stance,
                text=stance.text,
                may_be_secret=stance.may_be_secret,
            )
            for question, stance in read
        ),
        by=by,
    )
    create_many(
        (
            PlannedMeasure(
                item=item,
                what=measure.what,
                responsible=measure.responsible,
                due_on=measure.due_on,
            )
            for item, (_, stance) in zip(items, read, strict=True)
            for measure in stance.measures
        ),
        by=by,
    )


@transaction.atomic
def choose_received_file(
    request: AnswerRequest,
    upload: Upload,
    *,
    part: str,
    may_be_secret: bool,
    at: datetime,
    by: User,
) -> ReceivedFile:
    """Keep a file until the answer is registered; the same file twice is one. Raises RuleBroken for too many."""
    chosen = ReceivedFile.objects.chosen_by(by, request)
    digest = hashlib.sha256(upload.data).hexdigest()
    duplicate = chosen.filter(document__sha256=digest).first()
    if duplicate and (duplicate.part, duplicate.document.may_be_secret) == (part, may_be_secret):
        return duplicate
    if duplicate:
        duplicate.remove(at=at)
    if part in SINGLE_PARTS:
        for older in chosen.filter(part=part):
            older.remove(at=at)
    if chosen.count() >= MOST_FILES:
        raise RuleBroken(f"Ett svar kan ha högst {MOST_FILES} bilagor.")
    document = keep(upload, at=at, by=by, may_be_secret=may_be_secret)
    return ReceivedFile.objects.create(request=request, document=document, part=part, chosen_by=by)


def _problems(answer: Answer, received: Received, *, at: datetime) -> dict[str, str]:
    today, opened_on = dates.local_day(at), dates.local_day(answer.request.opened_at)
    problems = dict(answer.missing_decision())
    if received.channel not in Channel or received.channel == Channel.HERE:
        problems["channel"] = "Ange hur svaret kom."
    if answer.arrived_on and not opened_on <= answer.arrived_on <= today:
        problems["arrived_on"] = "Dagen ligger mellan begäran om svar och i dag."
    elif answer.decided_on and answer.arrived_on and answer.decided_on > answer.arrived_on:
        problems["decided_on"] = "Beslutsdatum kan inte ligga efter den dag svaret kom."
    return problems
