"""What a person should know before a report is delivered or an audit is decided."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import Installation, User
from audit.models import Audit, AuditQuestion, FactComment, MemberPart, QuestionStance
from audit.permissions import can_assess
from common import dates, swedish
from common.municipalities import other_municipalities
from common.remarks import Remark


def mended_at(audit: Audit, page: str, *keys: int) -> str:
    """The page of a change; of an audit that is decided, the one where the decision is taken back."""
    if audit.is_decided:
        return reverse("audit:step", args=[audit.pk])
    return reverse(page, args=keys or [audit.pk])


def before_delivery(audit: Audit, *, by: User) -> list[Remark]:
    return [
        *_about_questions(audit, by=by),
        *_about_facts(audit),
        *_about_places(audit),
        *_about_fact_checks(audit),
    ]


def before_decision(audit: Audit, *, on: date | None, by: User) -> list[Remark]:
    """`on`: the meeting, where it is known."""
    return [
        *before_delivery(audit, by=by),
        *_about_voices(audit),
        *about_days(audit, on=on),
    ]


def _about_questions(audit: Audit, *, by: User) -> Iterator[Remark]:
    questions = list(audit.questions.select_related("assessment"))
    if not questions:
        yield Remark(
            "Granskningen har inga revisionsfrågor.", mended_at(audit, "audit:question_new")
        )
    assesses = bool(can_assess(by, audit))
    parents = {question.parent_id for question in questions}
    for question in questions:
        if lacking := _lacking(question, is_parent=question.pk in parents):
            url = (
                reverse("audit:assess", args=[question.pk])
                if assesses
                else f"{audit.get_absolute_url()}#fragor"
            )
            yield Remark(f"Fråga {question.number} {lacking}.", url)


def _lacking(question: AuditQuestion, *, is_parent: bool) -> str:
    if not question.is_graded and not question.is_open_ended and not is_parent:
        return "är inte bedömd"
    return "är bedömd utan skäl" if question.is_graded and not question.assessed.reasons else ""


def _about_facts(audit: Audit) -> Iterator[Remark]:
    facts = mended_at(audit, "audit:edit")
    if not audit.overall_assessment.strip():
        yield Remark("Den sammanfattande bedömningen saknas.", facts)
    if not audit.reference:
        yield Remark("Revisorernas diarienummer saknas.", facts)


def _about_places(audit: Audit) -> Iterator[Remark]:
    """A text that was copied from another audit tells on itself."""
    texts = [(audit.title, "Titeln", "audit:edit", audit.pk)]
    texts += [(audit.overall_assessment, "Den sammanfattande bedömningen", "audit:edit", audit.pk)]
    for question in audit.questions.select_related("assessment"):
        question_text = f"{question.text}\n{question.assessed.reasons}"
        texts.append((question_text, f"Fråga {question.number}", "audit:question", question.pk))
    for text, name, page, key in texts:
        yield from named_elsewhere(audit, text, name, mended_at(audit, page, key))


def named_elsewhere(audit: Audit, text: str, name: str, url: str) -> Iterator[Remark]:
    municipalities = other_municipalities(text, Installation.now().municipality, audit.municipality)
    if municipalities:
        yield Remark(f"{name} nämner {swedish.listing(municipalities)}.", url)


def _about_fact_checks(audit: Audit) -> Iterator[Remark]:
    """What readers have said of the facts, and nobody has answered."""
    comments = FactComment.objects.filter(chapter__fact_check__audit=audit, answered_at=None)
    if count := comments.count():
        subject = swedish.counted(count, "synpunkt", "synpunkter").capitalize()
        answered = "besvarad" if count == 1 else "besvarade"
        url = reverse("audit:fact_checks", args=[audit.pk])
        yield Remark(f"{subject} från faktakontrollen är inte {answered}.", url)


def _about_voices(audit: Audit) -> Iterator[Remark]:
    if audit.is_decided or not audit.members.filter(part=MemberPart.EXPERT).exists():
        return
    if not audit.deliveries.filter(returned_at=None).exists():
        yield Remark(
            "De sakkunniga har inte levererat rapporten.",
            reverse("audit:delivery", args=[audit.pk]),
        )
    answered = QuestionStance.objects.filter(question__audit=audit).values("question")
    lacking = list(audit.questions.exclude(pk__in=answered).values_list("number", flat=True))
    if lacking:
        questions = f"fråga {swedish.listing(lacking)}"
        yield Remark(
            f"Ställningstagande saknas till {questions}.", reverse("audit:stances", args=[audit.pk])
        )


def about_days(audit: Audit, *, on: date | None) -> Iterator[Remark]:
    """The document's date, and who has signed it when. `on`: the meeting that decided."""
    facts, people = mended_at(audit, "audit:edit"), reverse("audit:members", args=[audit.pk])
    if audit.document_date is None:
        yield Remark("Missivets datum saknas.", facts)
    elif on and audit.document_date > on:
        yield Remark(
            f"Missivets datum, {swedish.long_date(audit.document_date)}, ligger efter beslutet.",
            facts,
        )
    signatories = audit.members.filter(part=MemberPart.SIGNATORY)
    if not signatories:
        yield Remark("Ingen undertecknare är angiven.", people)
    for signatory in signatories:
        if on and signatory.signed_at and dates.local_day(signatory.signed_at) > on:
            day = swedish.long_date(dates.local_day(signatory.signed_at))
            yield Remark(f"{signatory.name} undertecknade {day}, efter beslutet.", people)
