"""A body hands in its answer. A later one adds to and corrects the earlier, and takes nothing away by silence."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects

from accounts.models import User
from common import dates
from common.many import create_many, save_many
from common.rules import RuleBroken
from documents.files import Upload, keep
from documents.models import Document
from recommendations.models import Measure, ProgressReport, claims_of
from recommendations.values import CLAIMS
from responses import answer_emails
from responses.models import (
    Answer,
    AnswerDocument,
    AnswerItem,
    AnswerRequest,
    FilePart,
    PlannedMeasure,
    Position,
    Stance,
)
from responses.models.answers import SINGLE_PARTS, Ending
from responses.services.extending import lapse_extension
from responses.services.reminder_mails import take_back
from responses.services.settling import keep_unsettled
from responses.services.states import keep_states_asked

MOST_FILES = 20
DECIDED_AHEAD = "Beslutsdatum kan inte ligga i framtiden."
WHAT_AN_ANSWER_NEEDS = (
    "Ange om nämnden instämmer, skriv svaret eller bifoga den handling som beslutet hänvisar till."
)
WHAT_A_STATUS_NEEDS = (
    "Ange hur långt nämnden har kommit, eller bifoga den handling som beslutet hänvisar till."
)


def with_content(answer: Answer) -> Answer:
    """The answer with its items, their measures and its files read at once."""
    items = (
        AnswerItem.objects.asked_for()
        .with_progress()
        .select_related("asked__addressee__recommendation", "answer__request")
    )
    planned = PlannedMeasure.objects.select_related("measure")
    files = AnswerDocument.objects.filter(removed_at=None).select_related("document")
    prefetch_related_objects(
        [answer],
        Prefetch("items", queryset=items.prefetch_related(Prefetch("planned", queryset=planned))),
        Prefetch("documents", queryset=files),
    )
    return answer


@dataclass(frozen=True)
class Missing:
    """What keeps an answer from being handed in, and the field that it is about. Without an item: the decision."""

    text: str
    field: str
    item: AnswerItem | None = None


def missing(answer: Answer, items: Iterable[AnswerItem] | None = None) -> list[Missing]:
    """All that is lacking, as Swedish sentences. The items of a page that has read them need not be read again."""
    if items is None:
        items = with_content(answer).items.all()
    lacking = [entry for item in items for entry in _lacking(item)]
    decision = answer.missing_decision()
    return lacking + [Missing(text, f"id_beslut-{name}") for name, text in decision]


def answer_needs(request: AnswerRequest) -> str:
    """What each recommendation of it needs to be answered."""
    return WHAT_A_STATUS_NEEDS if request.is_status else WHAT_AN_ANSWER_NEEDS


def _lacking(item: AnswerItem) -> Iterator[Missing]:
    number = item.asked.addressee.number
    if not item.is_answered:
        sentence = f"Rekommendation {number} saknar svar. {answer_needs(item.answer.request)}"
        yield Missing(sentence, f"id_r{item.pk}-text", item)
    if any(not (planned.what or planned.measure_id) for planned in item.planned.all()):
        sentence = f"Rekommendation {number} har en åtgärd utan text om vad som ska göras."
        yield Missing(sentence, f"m{item.pk}", item)


@transaction.atomic
def submit(answer: Answer, *, at: datetime, by: User, passed: Sequence[str] = ()) -> Answer:
    """Freeze the answer, turn what it plans into measures, and send the receipt.

    `passed`: the questions about it that the person has answered with a tick.

    Raises RuleBroken when a recommendation or the decision is missing, or it is submitted already.
    """
    answer = _locked(answer)  # and no reminder is made meanwhile
    if lacking := missing(answer):
        raise RuleBroken([entry.text for entry in lacking])
    earlier = answer.request.answers.in_force().first()
    if earlier:
        _supersede(earlier, at=at, by=by)
    answer.submit(at=at, by=by, receipt=receipt_of(answer), supersedes=earlier, passed=passed)
    state_measures(answer, at=at, by=by)
    tell_progress(answer, at=at, by=by)
    _answered(answer, at=at)
    return answer


@transaction.atomic
def hand_in_files(
    answer: Answer,
    stances: dict[int, str],
    files: Sequence[tuple[Document, str]],
    *,
    at: datetime,
    address: str,
) -> Answer:
    """An answer that is in at once: a decision, its files, and a stance for each asked item. `answer` is not saved yet.

    Raises RuleBroken without a decision.
    """
    if lacking := answer.missing_decision():
        raise RuleBroken([text for _, text in lacking])
    if answer.decided_on and answer.decided_on > dates.local_day(at):
        raise RuleBroken({"decided_on": DECIDED_AHEAD})
    answer.created_at = answer.submitted_at = at
    answer.submitted_address, answer.arrived_on = address, dates.local_day(at)
    answer.save()
    for asked_pk, stance in stances.items():
        AnswerItem.objects.create(answer=answer, asked_id=asked_pk, stance=stance)
    for document, part in files:
        AnswerDocument.objects.create(answer=answer, document=document, part=part)
    answer.receipt = receipt_of(answer)
    answer.save()
    tell_progress(answer, at=at, by=None)
    _answered(answer, at=at)
    return answer


def _answered(answer: Answer, *, at: datetime) -> None:
    """Nobody is reminded or asked for more time any more, and both sides are told."""
    take_back(answer.request.reminders.all(), on=dates.local_day(at))
    lapse_extension(answer.request, at=at)
    keep_states_asked(answer.request_id)
    keep_unsettled([answer.pk])
    answer_emails.answer_submitted(answer, at=at)


def _supersede(answer: Answer, *, at: datetime, by: User) -> None:
    """The later version is the one that counts, and is judged again: what was put forward about this one falls."""
    for proposal in Position.objects.proposed().filter(item__answer=answer):
        proposal.withdraw(at=at)
    if answer.is_registered:
        _replace_stated(answer, at=at)
    withdraw_progress(answer, at=at)
    answer.end(Ending.SUPERSEDED, at=at, by=by)
    keep_unsettled([answer.pk])


def _replace_stated(answer: Answer, *, at: datetime) -> None:
    """What the audit side read of it: the body's own version says itself what it will do."""
    measures = Measure.objects.filter(
        addressee__asked__in=answer.items.values("asked"),
        stated_at=answer.submitted_at,
        replaced_at=None,
    )
    for measure in measures.distinct():
        measure.replace(at=at)


def state_measures(answer: Answer, *, at: datetime, by: User) -> None:
    """What was stated before stands until it is changed or said to lapse."""
    changed = [
        (item, planned)
        for item in with_content(answer).items.all()
        for planned in item.planned.all()
        if not planned.is_as_before
    ]
    earlier = {planned.measure for _, planned in changed if planned.measure}
    replaced = [measure for measure in earlier if measure.replaced_at is None]
    claims = claims_of([measure.pk for measure in earlier], on=dates.local_day(at))
    for measure in replaced:
        measure.replaced_at = at
    save_many(replaced, ["replaced_at"], by=by)
    going_on = [(item, planned) for item, planned in changed if not planned.lapses]
    stated = create_many(
        (
            Measure(
                addressee_id=item.asked.addressee_id,
                what=planned.what,
                responsible=planned.responsible,
                due_on=planned.due_on,
                stated_at=at,
                may_be_secret=item.may_be_secret,
            )
            for item, planned in going_on
        ),
        by=by,
    )
    for measure, (_, planned) in zip(stated, going_on, strict=True):
        if former := claims.get(planned.measure_id or 0):
            measure.claims.create(report=former.report, claim=former.claim)


def tell_progress(answer: Answer, *, at: datetime, by: User | None) -> None:
    """What a follow-up has been answered is what the body claims from then on."""
    if not answer.request.is_status:
        return
    for item in answer.items.asked_for().select_related("asked__addressee"):
        if item.stance in CLAIMS:
            item.report = tell_claim(
                ProgressReport(
                    addressee=item.asked.addressee,
                    claim=item.stance,
                    text=item.text,
                    may_be_secret=item.may_be_secret,
                    created_at=at,
                    reported_at=at,
                    reported_by=by,
                ),
                at=at,
            )
            item.save()


def tell_claim(report: ProgressReport, *, at: datetime) -> ProgressReport:
    """Save it, with each measure that is not finished following the whole."""
    report.save()
    for measure in report.addressee.measures.stated(on=dates.local_day(at)).with_claim(
        on=dates.local_day(at)
    ):
        if not measure.is_finished:
            report.claims.create(measure=measure, claim=report.claim)
    return report


def withdraw_progress(answer: Answer, *, at: datetime) -> None:
    """What it told is not claimed any more."""
    for item in answer.items.filter(report__isnull=False).select_related("report"):
        if item.report and item.report.withdrawn_at is None:
            item.report.withdraw(at=at)


def receipt_of(answer: Answer) -> str:
    """sha256 over the decision, every answer with its measures, and the attached files, in a fixed order."""
    content = {
        "request": answer.request_id,
        "decision": [
            answer.decision_kind,
            str(answer.decided_on),
            answer.decision_ref,
            str(answer.confirmed_on or ""),
            answer.reference,
        ],
        "items": [
            [
                item.asked.addressee_id,
                item.stance,
                item.text,
                item.may_be_secret,
                [_as_handed_in(planned) for planned in item.planned.all()],
                *filter(None, [item.secrecy_reason]),
            ]
            for item in with_content(answer).items.all()
        ],
        "files": [
            [d.document.sha256, d.document.may_be_secret]
            for d in with_content(answer).documents.all()
        ],
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _as_handed_in(planned: PlannedMeasure) -> list[str]:
    """What lapses says so; the code of a first answer stays what it has been."""
    content = [planned.what, planned.responsible, str(planned.due_on or "")]
    return [*content, "utgår"] if planned.lapses else content


@transaction.atomic
def attach(
    answer: Answer,
    upload: Upload,
    *,
    may_be_secret: bool,
    part: str = FilePart.OTHER,
    at: datetime,
    by: User,
) -> AnswerDocument:
    """Keep a file with the draft. The same file twice is one; a new statement or extract takes the old one's place.

    Raises RuleBroken when the answer is submitted or has too many files.
    """
    answer = _locked(answer)
    attached = answer.documents.filter(removed_at=None).select_related("document")
    duplicate = attached.filter(document__sha256=hashlib.sha256(upload.data).hexdigest()).first()
    if duplicate and (duplicate.part, duplicate.document.may_be_secret) == (part, may_be_secret):
        return duplicate
    replaced = attached.filter(part=part) if part in SINGLE_PARTS else attached.none()
    for older in {*replaced, *filter(None, [duplicate])}:
        detach(older, at=at)
    if attached.count() >= MOST_FILES:
        raise RuleBroken(f"Ett svar kan ha högst {MOST_FILES} bilagor.")
    document = keep(upload, at=at, by=by, may_be_secret=may_be_secret)
    return AnswerDocument.objects.create(answer=answer, document=document, part=part)


@transaction.atomic
def detach(attached: AnswerDocument, *, at: datetime) -> None:
    """Take a file out of the draft; its row stays. Raises RuleBroken when the answer is submitted."""
    _locked(attached.answer)
    attached.removed_at = attached.removed_at or at
    attached.save()


@transaction.atomic
def leave_to_files(answer: Answer) -> None:
    """What nothing is said of stands in the files. Raises RuleBroken when the answer is submitted."""
    _locked(answer)
    items = list(answer.items.filter(stance="", text=""))
    for item in items:
        item.stance = Stance.NOT_STATED
        item.version += 1
    save_many(items, ["stance", "version"], by=None)


def _locked(answer: Answer) -> Answer:
    AnswerRequest.objects.select_for_update().get(pk=answer.request_id)
    answer = Answer.objects.select_for_update().get(pk=answer.pk)
    answer.require_draft()
    return answer
