"""Things for tests, worded by us."""

from datetime import date, datetime

import factory

from accounts.models import Body, BodyKind, Membership, User
from accounts.roles import Role
from audit.models import (
    Assessment,
    Audit,
    AuditDocument,
    AuditMember,
    AuditQuestion,
    Grade,
    MemberPart,
)
from common import dates
from documents.models import Document
from recommendations.models import Recommendation, Verdict
from recommendations.services import Ground, put_to
from recommendations.values import EvidenceKind
from responses.models import AnswerRequest, CountedFrom, Ladder
from responses.services import keep_states

# Enough for any verdict on any day.
SEEN = Ground(EvidenceKind.DOCUMENT, "Rutinen", early_reason="Bedöms vid årets sista sammanträde.")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@test.example")
    name = factory.Sequence(lambda n: f"Person {n}")


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Body

    name = factory.Sequence(lambda n: f"Nämnd {n}")
    kind = BodyKind.COMMITTEE
    registrator_email = factory.Sequence(lambda n: f"registrator{n}@test.example")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.AUDITOR
    started_at = dates.at_local(date(2022, 1, 1))


class AuditFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Audit

    title = factory.Sequence(lambda n: f"Granskning av verksamhet {n}")
    audit_year = 2022
    document_date = date(2022, 11, 17)
    response_due_on = date(2023, 2, 28)
    overall_assessment = "Vår sammanfattande bedömning är att styrningen behöver stärkas."


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditQuestion

    audit = factory.SubFactory(AuditFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Finns det en ordning för uppgift {n}?")


class AssessmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessment

    question = factory.SubFactory(QuestionFactory)
    printed_answer = "Delvis"
    grade = Grade.PARTLY
    reasons = "Ordningen finns men följs inte av alla."


class RecommendationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Recommendation

    audit = factory.SubFactory(AuditFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Säkerställa att uppgift {n} har en ansvarig")


def person(role: Role, *, body: Body | None = None, title: str = "", **kwargs: str) -> User:
    """A person with one role."""
    user = UserFactory(**kwargs)
    MembershipFactory(user=user, role=role, body=body, title=title)
    return user


def assign(audit: Audit, user: User) -> AuditMember:
    """Let a sakkunnig into an audit."""
    return AuditMember.objects.create(
        audit=audit, user=user, name=user.name, part=MemberPart.EXPERT
    )


def file_of(audit: Audit, name: str, part: str) -> AuditDocument:
    """A file of an audit, not sent."""
    document = Document.objects.store(
        name=name, data=b"%PDF-1.4 %%EOF", media_type="application/pdf", at=dates.now(), by=None
    )
    return AuditDocument.objects.create(audit=audit, document=document, part=part)


def draft_audit(*bodies: Body, questions: int = 2, per_body: int = 2, **kwargs: object) -> Audit:
    """An audit that has not been handed over: questions with assessments, and recommendations to each body."""
    audit = AuditFactory(**kwargs)
    for number in range(1, questions + 1):
        AssessmentFactory(question=QuestionFactory(audit=audit, number=number))
    number = 0
    for body in bodies:
        for _ in range(per_body):
            number += 1
            put_to(RecommendationFactory(audit=audit, number=number), [body])
    return audit


def as_decided(verdict: Verdict, *, on: date, at: datetime, by: User) -> Verdict:
    """As revisorerna decide it, without what `services.decide` asks for first."""
    verdict.decide(on=on, at=at, by=by)
    keep_states([verdict.addressee_id])
    return verdict


def ladder(
    *steps: int | tuple[str, int], request: AnswerRequest | None = None, **fields: object
) -> Ladder:
    """A ladder in force from long ago; a bare number is counted from the response date."""
    began = dates.at_local(date(2000, 1, 1))
    made = Ladder.objects.create(
        **{"request": request, "proposed_at": began, "approved_at": began, **fields}
    )
    for step in steps:
        counted_from, days = step if isinstance(step, tuple) else (CountedFrom.DUE, step)
        made.steps.create(counted_from=counted_from, days=days)
    return made
