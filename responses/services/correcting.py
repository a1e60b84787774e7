"""Rättelse: put handed over wording right, keep what it said, and tell those who received it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from accounts.models import User
from audit.models import (
    Assessment,
    Audit,
    AuditDocument,
    AuditQuestion,
    DocumentPart,
    Sitting,
    require_sitting,
)
from audit.services import sitting_for
from common import dates
from common.rules import RuleBroken
from documents.files import Upload, keep
from recommendations.models import Recommendation
from responses import emails
from responses.models import CorrectedText, Correction
from responses.models.corrections import NOT_HANDED_OVER, ChangedText, CorrectedPart

NEVER_EMPTY = (CorrectedPart.TITLE, CorrectedPart.QUESTION, CorrectedPart.RECOMMENDATION)
NO_REASON = "Ange varför texten rättas."
NO_DIFFERENCE = "Inget skiljer sig från det som står. Ändra minst en text eller bifoga en fil."

ChangedRow = TypeVar("ChangedRow", bound=ChangedText)


@dataclass(frozen=True)
class Text:
    """Something that can be put right, and what it says now. The key names it among the audit's.

    Of a grade `now` is what a form calls it: see `grade_choice`.
    """

    key: str
    part: CorrectedPart
    now: str
    question: AuditQuestion | None = None
    recommendation: Recommendation | None = None

    @property
    def label(self) -> str:
        return self.changed_to(self.now, CorrectedText()).label

    def changed_to(self, text: str, row: ChangedRow) -> ChangedRow:
        """The row filled in: what it is, before, after."""
        row.part, row.question, row.recommendation = self.part, self.question, self.recommendation
        row.old_grade, row.old = self.said(self.now)
        row.new_grade, row.new = self.said(text)
        return row

    @property
    def place(self) -> tuple[str, int | None, int | None]:
        """The same as of a row that changes it."""
        question, recommendation = self.question, self.recommendation
        return (
            str(self.part),
            question.pk if question else None,
            recommendation.pk if recommendation else None,
        )

    def choice(self, grade: str, words: str) -> str:
        """The contrary of `said`."""
        return grade_choice(grade, words) if self.part == CorrectedPart.GRADE else words

    def said(self, text: str) -> tuple[str, str]:
        """Grade and words of what it says or would say."""
        if self.part != CorrectedPart.GRADE:
            return "", text
        grade, _, step = text.partition("|")
        return grade, step


def grade_choice(grade: str, step: str = "") -> str:
    """A grade and a step's own word as one value of a form."""
    return f"{grade}|{step}"


def correctable(audit: Audit) -> list[Text]:
    """All that was decided and can be put right, in the order of the page."""
    return [*_of_audit(audit), *_of_questions(audit), *_of_recommendations(audit)]


def _of_audit(audit: Audit) -> Iterator[Text]:
    yield Text("title", CorrectedPart.TITLE, audit.title)
    yield Text("overall", CorrectedPart.OVERALL, audit.overall_assessment)


def _of_questions(audit: Audit) -> Iterator[Text]:
    for question in audit.questions.select_related("assessment", "scale"):
        question.audit = audit
        yield Text(f"q{question.pk}", CorrectedPart.QUESTION, question.text, question)
        assessment: Assessment | None = getattr(question, "assessment", None)
        if assessment:
            grade = grade_choice(assessment.grade, assessment.step)
            yield Text(
                f"p{question.pk}", CorrectedPart.PRINTED, assessment.printed_answer, question
            )
            yield Text(f"g{question.pk}", CorrectedPart.GRADE, grade, question)
            yield Text(f"s{question.pk}", CorrectedPart.REASONS, assessment.reasons, question)


def _of_recommendations(audit: Audit) -> Iterator[Text]:
    for recommendation in audit.recommendations.all():
        yield Text(
            f"r{recommendation.pk}",
            CorrectedPart.RECOMMENDATION,
            recommendation.text,
            None,
            recommendation,
        )


@dataclass(frozen=True)
class CorrectionDecision:
    """What revisorerna decided about a correction."""

    reason: str
    decided_on: date
    paragraph: str = ""
    sitting: Sitting | None = None
    file: Upload | None = None
    file_part: str = DocumentPart.REPORT


@transaction.atomic
def correct(
    audit: Audit, new: Mapping[str, str], ordered: CorrectionDecision, *, at: datetime, by: User
) -> Correction:
    """Put right the texts that differ from what stands, by key, and tell all who received the first version.

    Raises RuleBroken before the hand-over, without a change and without a reason, for a meeting before the hand-over
    or in the future, and when another year's revisorer decide.
    """
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    _require_possible(audit, ordered, at=at)
    require_sitting(by, audit.audit_year, on=dates.local_day(at))
    changed = differing(audit, new)
    if not changed and ordered.file is None:
        raise RuleBroken(NO_DIFFERENCE)
    correction = Correction.objects.create(
        audit=audit,
        number=Correction.objects.filter(audit=audit).count() + 1,
        reason=ordered.reason,
        decided_on=ordered.decided_on,
        sitting=ordered.sitting or sitting_for([audit], ordered.decided_on, at=at, by=by),
        paragraph=ordered.paragraph,
        document=_kept(audit, ordered, at=at, by=by),
        made_at=at,
        made_by=by,
    )
    for text in changed:
        row = text.changed_to(new[text.key], CorrectedText(correction=correction))
        row.save()
        _apply(audit, row)
    audit.version += 1
    audit.save()
    correction.told = emails.corrected(correction, at=at)
    correction.save()
    return correction


def differing(audit: Audit, new: Mapping[str, str]) -> list[Text]:
    """What would be changed. Raises RuleBroken where a wording would be emptied."""
    changed = [text for text in correctable(audit) if new.get(text.key, text.now) != text.now]
    if lost := [text for text in changed if not new[text.key].strip() and text.part in NEVER_EMPTY]:
        raise RuleBroken(f"{lost[0].label} kan inte vara tom.")
    return changed


def _require_possible(audit: Audit, ordered: CorrectionDecision, *, at: datetime) -> None:
    if not audit.handed_over_at:
        raise RuleBroken(NOT_HANDED_OVER)
    if not ordered.reason.strip():
        raise RuleBroken({"reason": NO_REASON})
    earliest = dates.local_day(audit.handed_over_at)
    if not earliest <= ordered.decided_on <= dates.local_day(at):
        raise RuleBroken({"decided_on": "Sammanträdet ligger mellan överlämnandet och i dag."})


def _kept(
    audit: Audit, ordered: CorrectionDecision, *, at: datetime, by: User
) -> AuditDocument | None:
    """The corrected file, readable at once by those who see the audit."""
    if ordered.file is None:
        return None
    document = keep(ordered.file, at=at, by=by)
    return AuditDocument.objects.create(
        audit=audit, document=document, part=ordered.file_part, sent_at=at
    )


def _apply(audit: Audit, row: CorrectedText) -> None:
    corrected = row.subject_in(audit)
    if row.part == CorrectedPart.GRADE:
        corrected.grade, corrected.step = row.new_grade, row.new
    else:
        setattr(corrected, row.field, row.new)
    if corrected is not audit:  # saved once, by the caller
        corrected.version += 1
        corrected.save()


def as_it_stood(audit: Audit, *, at: datetime) -> dict[tuple[str, int], CorrectedText]:
    """(Part, key) -> the row whose old side stood at the moment, for what has been corrected since."""
    earlier_texts: dict[tuple[str, int], CorrectedText] = {}
    for row in CorrectedText.objects.since(at).filter(correction__audit=audit):
        key = row.recommendation_id or row.question_id or audit.pk
        earlier_texts.setdefault((row.part, key), row)
    return earlier_texts
