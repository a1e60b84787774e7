"""The demo's report and missiv, read in through the product's own door."""

from datetime import date, datetime
from pathlib import Path

from accounts.models import Body, User
from audit.models import (
    Assessment,
    Audit,
    AuditDocument,
    AuditMember,
    AuditParty,
    AuditQuestion,
    DocumentPart,
    MemberPart,
    Part,
)
from documents.models import Document
from importer.reader import Reading, decode, read
from recommendations.models import Recommendation
from recommendations.services import put_to

DOCUMENTS = Path(__file__).parent / "documents"
FILES = (("rapport.txt", DocumentPart.REPORT), ("missiv.txt", DocumentPart.MISSIVE))


def read_in(*, at: datetime, by: User) -> Audit:
    """The audit as the two documents tell it, with the sakkunnig who read it in assigned."""
    data = {name: (DOCUMENTS / name).read_bytes() for name, _ in FILES}
    reading = read([(name, decode(name, content)) for name, content in data.items()])
    audit = _create(reading)
    for name, part in FILES:
        document = Document.objects.store(
            name=name,
            data=data[name],
            media_type="text/plain",
            at=at,
            by=by,
            may_be_secret=True,
        )
        AuditDocument.objects.create(audit=audit, document=document, part=part)
    AuditMember.objects.create(audit=audit, part=MemberPart.EXPERT, user=by, name=by.name)
    return audit


def _create(reading: Reading) -> Audit:
    audit = Audit.objects.create(
        title=reading.title,
        audit_year=reading.audit_year,
        municipality=reading.municipality or "",
        firm=reading.firm or "",
        document_date=_day(reading.document_date),
        overall_assessment=reading.overall_assessment or "",
        response_due_on=_day(reading.response_due_on),
        response_wording=reading.response_wording or "",
    )
    for part, names in (
        (Part.ASKED, reading.addressees),
        (Part.INFORMED, reading.for_information),
    ):
        for name in names:
            AuditParty.objects.create(audit=audit, body=Body.objects.get(name=name), part=part)
    _people(audit, reading)
    for found in reading.questions:
        question = AuditQuestion.objects.create(audit=audit, number=found.number, text=found.text)
        Assessment.objects.create(
            question=question,
            printed_answer=found.answer or "",
            grade=found.grade or "",
            reasons=found.reasons or "",
        )
    for told in reading.recommendations:
        recommendation = Recommendation.objects.create(
            audit=audit, number=told.number, text=told.text
        )
        put_to(recommendation, Body.objects.filter(name__in=told.addressees))
    return audit


def _people(audit: Audit, reading: Reading) -> None:
    for position, person in enumerate(reading.signatories):
        AuditMember.objects.create(
            audit=audit,
            part=MemberPart.SIGNATORY,
            name=person.name,
            title=person.role or "",
            signed_at=datetime.fromisoformat(person.signed_at) if person.signed_at else None,
            position=position,
        )
    for part, names in (
        (MemberPart.CONTACT, reading.contact_auditors),
        (MemberPart.AUTHOR, reading.authors),
    ):
        for position, name in enumerate(names):
            AuditMember.objects.create(audit=audit, part=part, name=name, position=position)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
