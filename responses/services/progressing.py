"""A body keeps its plan and tells how far it has come. What was told stays: later rows are added to it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common import dates
from common.rules import RuleBroken
from documents.files import Upload, keep
from recommendations.models import Addressee, Measure, MeasureClaim, ProgressFile, ProgressReport
from recommendations.values import FINISHED, StatedState
from responses.models import CountedFrom, Reminder
from responses.services.reminder_mails import take_back
from responses.services.states import keep_states

MOST_PROGRESS_FILES = 20
UNFINISHED_MEASURE = (
    "En åtgärd är inte genomförd. Välj Pågår för rekommendationen, eller ange att åtgärden är klar."
)


@dataclass(frozen=True)
class MeasureContent:
    """What a body plans: what, which function is responsible, and by when."""

    what: str
    responsible: str = ""
    due_on: date | None = None


@transaction.atomic
def plan_measure(addressee: Addressee, content: MeasureContent, *, at: datetime) -> Measure:
    """A new measure of the body's plan."""
    Addressee.objects.select_for_update(of=("self",)).get(pk=addressee.pk)
    measure = Measure.objects.create(
        addressee=addressee,
        what=content.what,
        responsible=content.responsible,
        due_on=content.due_on,
        stated_at=at,
    )
    keep_states([addressee.pk])
    return measure


@transaction.atomic
def change_measure(measure: Measure, content: MeasureContent, *, at: datetime) -> Measure:
    """State it anew; the days before keep what was planned then. Raises RuleBroken when it does not stand."""
    measure = _standing(measure)
    if content == MeasureContent(measure.what, measure.responsible, measure.due_on):
        return measure
    measure.replace(at=at)
    if content.due_on != measure.due_on:
        _silence(measure, at=at)
    restated = measure.state_again(
        what=content.what, responsible=content.responsible, due_on=content.due_on, at=at
    )
    keep_states([measure.addressee_id])
    return restated


@transaction.atomic
def drop_measure(measure: Measure, *, at: datetime) -> None:
    """It is no part of the plan any more. Raises RuleBroken when it does not stand."""
    measure = _standing(measure)
    measure.replace(at=at)
    _silence(measure, at=at)
    keep_states([measure.addressee_id])


def _standing(measure: Measure) -> Measure:
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if measure.replaced_at:
        raise RuleBroken("Åtgärden har ändrats eller utgått. Läs om sidan.")
    return measure


@transaction.atomic
def report_progress(report: ProgressReport, *, at: datetime, by: User) -> ProgressReport:
    """Tell what the draft says: from then on the audit side reads it, and nobody changes it.

    A measure that the draft says nothing of follows the whole. Raises RuleBroken when the draft lacks something, and
    when the whole is done though a measure is not.
    """
    Addressee.objects.select_for_update(of=("self",)).get(pk=report.addressee_id)
    report = ProgressReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    claims: dict[int, str] = dict(report.claims.values_list("measure", "claim"))
    stated = list(report.addressee.measures.stated(on=dates.local_day(at)))
    require_agreement(report.claim, {m.pk: claims[m.pk] for m in stated if m.pk in claims})
    report.report(at=at, by=by)
    report.claims.exclude(measure__in=stated).delete()
    for measure in stated:
        if measure.pk not in claims:
            MeasureClaim.objects.create(report=report, measure=measure, claim=report.claim)
        if claims.get(measure.pk, report.claim) in FINISHED:
            _silence(measure, at=at)
    keep_states([report.addressee_id])
    return report


def require_agreement(claim: str, measures: Mapping[int, str]) -> None:
    """A recommendation is not done while a measure of its plan is not. Raises RuleBroken."""
    if claim == StatedState.DONE and any(state not in FINISHED for state in measures.values()):
        raise RuleBroken({"claim": UNFINISHED_MEASURE})


def _silence(measure: Measure, *, at: datetime) -> None:
    """Nobody is asked about it any more."""
    if measure.due_on is None:
        return
    of_measure = Reminder.objects.filter(
        counted_from=CountedFrom.MEASURE,
        due_on=measure.due_on,
        request__items__addressee=measure.addressee_id,
    )
    take_back(of_measure, on=dates.local_day(at))


@transaction.atomic
def attach_to_progress(
    report: ProgressReport,
    upload: Upload,
    *,
    dated_on: date | None,
    may_be_secret: bool,
    at: datetime,
    by: User,
) -> ProgressFile:
    """Keep a file with the draft. The same file twice is one. Raises RuleBroken when reported, or with too many."""
    report = ProgressReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.require_draft()
    already = report.attached.filter(
        document__sha256=hashlib.sha256(upload.data).hexdigest()
    ).first()
    if already:
        return already
    if report.attached.count() >= MOST_PROGRESS_FILES:
        raise RuleBroken(f"En lägesrapport kan ha högst {MOST_PROGRESS_FILES} filer.")
    document = keep(upload, at=at, by=by, may_be_secret=may_be_secret)
    return ProgressFile.objects.create(report=report, document=document, dated_on=dated_on)


@transaction.atomic
def detach_from_progress(attached: ProgressFile, *, at: datetime) -> None:
    """Take a file out of the draft; its row stays. Raises RuleBroken when it is reported."""
    attached.report.require_draft()
    attached.removed_at = attached.removed_at or at
    attached.save()
