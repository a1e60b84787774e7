"""The audit side tests what a body has marked for secrecy: a sakkunnig prepares, revisorerna decide."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common.rules import RuleBroken
from documents.files import Upload, keep
from documents.models import Document
from responses.models import Answer, AnswerDocument, AnswerItem, SecrecyState, SecrecyTest
from responses.services.opening import open_answers

Marked = AnswerItem | AnswerDocument


@dataclass(frozen=True)
class Finding:
    """What a test comes to. Of a part: the wording that is released, or the masked file."""

    outcome: str
    ground: str = ""
    text: str = ""
    with_measures: bool = False
    masked: Upload | None = None


@transaction.atomic
def settle_secrecy(
    marked: Marked,
    finding: Finding,
    *,
    after: int | None,
    decides: bool,
    at: datetime,
    by: User,
) -> SecrecyTest:
    """Keep one more test of it: decided, and then in force, or prepared.

    `after` is the test that was the last one when the page was read, or None. Raises RuleBroken when there is a later
    one, nothing is marked, or the ground or what is released of a part is missing.
    """
    answer = Answer.objects.select_for_update().get(pk=marked.answer_id)
    latest = _tests(marked).order_by("pk").last()
    if (latest.pk if latest else None) != after:
        raise RuleBroken(
            "Någon annan har prövat medan du skrev. Det senaste står under Prövningar."
        )
    if not (answer.is_submitted and _is_marked(marked)):
        raise RuleBroken("Det är inte markerat för sekretess.")
    is_part = finding.outcome == SecrecyState.PARTLY
    masked = _masked(marked, finding, latest, at=at, by=by) if is_part else None
    if problems := _problems(marked, finding, masked):
        raise RuleBroken(problems)
    open_answers(Answer.objects.filter(pk=answer.pk), at=at, by=by)
    item = marked if isinstance(marked, AnswerItem) else None
    return SecrecyTest.objects.create(
        item=item,
        attached=marked if isinstance(marked, AnswerDocument) else None,
        outcome=finding.outcome,
        ground=finding.ground,
        text=finding.text if is_part and item else "",
        masked=masked,
        with_measures=is_part and item is not None and finding.with_measures,
        prepared_at=at,
        prepared_by=by,
        decided_at=at if decides else None,
        decided_by=by if decides else None,
    )


def _tests(marked: Marked) -> QuerySet[SecrecyTest]:
    """A file that has followed into a new version is the same."""
    if isinstance(marked, AnswerItem):
        return SecrecyTest.objects.filter(item=marked)
    return SecrecyTest.objects.filter(attached__document=marked.document_id)


def _is_marked(marked: Marked) -> bool:
    return marked.may_be_secret if isinstance(marked, AnswerItem) else marked.document.may_be_secret


def _problems(marked: Marked, finding: Finding, masked: Document | None) -> dict[str, str]:
    problems = {}
    if finding.outcome != SecrecyState.RELEASED and not finding.ground.strip():
        problems["ground"] = "Ange lagrum för det som inte lämnas ut."
    if finding.outcome == SecrecyState.PARTLY:
        if isinstance(marked, AnswerItem) and not finding.text.strip():
            problems["text"] = "Skriv den text som lämnas ut, eller välj att svaret inte lämnas ut."
        if isinstance(marked, AnswerDocument) and masked is None:
            problems["masked"] = "Välj den maskade filen."
    return problems


def _masked(
    marked: Marked, finding: Finding, latest: SecrecyTest | None, *, at: datetime, by: User
) -> Document | None:
    """The file that was chosen, under a name that tells nothing; else the one of the test before."""
    if isinstance(marked, AnswerItem):
        return None
    if finding.masked is None:
        return latest.masked if latest else None
    ending = finding.masked.name.rpartition(".")[2].lower()
    upload = replace(finding.masked, name=f"bilaga-{marked.pk}-maskad.{ending}")
    return keep(upload, at=at, by=by)
