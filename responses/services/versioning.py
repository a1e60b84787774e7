"""A handed-in answer over time: taken back by its body until the audit side has opened it, and written anew."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.rules import RuleBroken
from recommendations.models import Measure
from responses import answer_emails
from responses.models import (
    Answer,
    AnswerDocument,
    AnswerItem,
    AnswerRequest,
    Extension,
    ExtensionOutcome,
    PlannedMeasure,
)
from responses.models.answers import Ending
from responses.services.answering import withdraw_progress
from responses.services.settling import keep_unsettled
from responses.services.states import keep_states_asked

# The body's decision as it stood in the version that a draft is made from.
DECISION = ("decision_kind", "decided_on", "decision_ref", "confirmed_on", "reference")


@transaction.atomic
def withdraw(answer: Answer, *, at: datetime, by: User) -> Answer:
    """Take it back: a draft again, and the request waits as before. What it was counted as until now stands.

    Raises RuleBroken once the audit side has opened it, and when it is no longer the one in force.
    """
    answer = _locked(answer)
    if problem := answer.why_it_stands:
        raise RuleBroken(problem)
    answer.end(Ending.WITHDRAWN, at=at, by=by)
    withdraw_progress(answer, at=at)
    restored = _restore_measures(answer, at=at)
    _ask_extension_again(answer, at=at)
    draft = answer.request.answers.filter(submitted_at=None).first()
    if draft is None:
        draft = _draft_from(answer, at=at, plan=lambda item, old: _as_planned(item, old, restored))
    keep_states_asked(answer.request_id)
    keep_unsettled([answer.pk])
    answer_emails.answer_withdrawn(answer, at=at)
    return draft


@transaction.atomic
def begin_version(request: AnswerRequest, *, at: datetime) -> Answer:
    """A draft with what is in force, which takes its place when it is handed in.

    Raises RuleBroken when nothing is in force, a draft is there already, or a komplettering is wished for.
    """
    AnswerRequest.objects.select_for_update().get(pk=request.pk)
    if problem := request.why_no_version:
        raise RuleBroken(problem)
    answer = _locked(request.answers.in_force().get())
    if not answer.why_it_stands:
        raise RuleBroken("Ingen har öppnat svaret än. Ta tillbaka det i stället.")
    draft = _draft_from(answer, at=at, plan=lambda item, _: item.plan_what_stands())
    draft.supersedes = answer
    draft.save()
    return draft


def _locked(answer: Answer) -> Answer:
    AnswerRequest.objects.select_for_update().get(pk=answer.request_id)
    locked = Answer.objects.select_for_update(of=("self",))
    return locked.select_related("request__body", "request__audit").get(pk=answer.pk)


def _draft_from(
    answer: Answer, *, at: datetime, plan: Callable[[AnswerItem, AnswerItem], None]
) -> Answer:
    decision = {name: getattr(answer, name) for name in DECISION}
    draft = Answer.objects.create(request=answer.request, created_at=at, **decision)
    for old in answer.items.select_related("asked__addressee"):
        item = AnswerItem.objects.create(
            answer=draft,
            asked=old.asked,
            stance=old.stance,
            text=old.text,
            may_be_secret=old.may_be_secret,
            secrecy_reason=old.secrecy_reason,
        )
        plan(item, old)
    for attached in answer.attached:
        AnswerDocument.objects.create(answer=draft, document=attached.document, part=attached.part)
    return draft


def _as_planned(item: AnswerItem, old: AnswerItem, restored: dict[int, Measure]) -> None:
    """The same rows, about the measures that stand now, and what was kept is kept."""
    item.is_kept = old.is_kept
    item.save()
    for planned in old.planned.select_related("measure"):
        measure = restored.get(planned.measure_id or 0, planned.measure)
        item.planned.create(
            measure=measure,
            lapses=planned.lapses,
            what=planned.what,
            responsible=planned.responsible,
            due_on=planned.due_on,
        )


def _restore_measures(answer: Answer, *, at: datetime) -> dict[int, Measure]:
    """What was stated before it stands again, as rows of today: the days between are told as they were.

    By the measure that each is about again.
    """
    of_answer = Measure.objects.filter(addressee__asked__in=answer.items.values("asked"))
    at_submission = answer.submitted_at or at
    for measure in _each(of_answer.filter(stated_at=at_submission, replaced_at=None)):
        measure.replace(at=at)
    restored: dict[int, Measure] = {}
    for replaced in _each(of_answer.filter(replaced_at=at_submission)):
        restored[replaced.pk] = replaced.state_again(
            what=replaced.what,
            responsible=replaced.responsible,
            due_on=replaced.due_on,
            at=at,
        )
    drafted = PlannedMeasure.objects.filter(item__answer__submitted_at=None)
    for planned in drafted.filter(measure__in=restored):
        planned.measure = restored[planned.measure_id or 0]
        planned.save()
    return restored


def _each(measures: QuerySet[Measure]) -> Iterable[Measure]:
    return list(measures.distinct().order_by("pk"))


def _ask_extension_again(answer: Answer, *, at: datetime) -> None:
    """What the body had asked for when the answer came waits for revisorerna again."""
    request = answer.request
    lapsed = request.extensions.filter(
        outcome=ExtensionOutcome.LAPSED, settled_at=answer.submitted_at
    )
    for extension in lapsed:
        Extension.objects.create(
            request=request,
            asked_on=extension.asked_on,
            channel=extension.channel,
            wished_on=extension.wished_on,
            reason=extension.reason,
            recorded_at=at,
            recorded_by=extension.recorded_by,
        )
