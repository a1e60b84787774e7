"""From two files to an audit."""

import pytest

from accounts.models import User
from audit.models import Audit, AuditDocument, AuditMember, MemberPart, PartyPart
from common import dates
from common.rules import RuleBroken
from importer.forms import chosen_as_found
from importer.services import create_audit
from tests.importer.reading import FILES, read_files


@pytest.fixture
def reading(auditor, board, social, presidium):
    return read_files(FILES, by=auditor)


def create(reading, by):
    return create_audit(reading, chosen_as_found(reading), at=dates.now(), by=by)


def test_the_originals_are_kept_unchanged(reading):
    documents = [one.document for one in reading.documents.all()]

    assert [bytes(document.data) for document in documents] == [data for _, data in FILES]
    assert all(document.may_be_secret for document in documents)


def test_reading_creates_no_audit(reading):
    assert not Audit.objects.exists()


def test_the_audit_holds_what_the_documents_say(reading, auditor):
    audit = create(reading, auditor)

    assert audit.title == "Granskning av kommunens stöd till anhöriga"
    grades = [question.assessment.printed_answer for question in audit.questions.all()]
    assert grades == ["Delvis", "Delvis", "Nej", "Delvis", "Delvis", "Nej"]
    put = [advice.addressees.get().body.name for advice in audit.recommendations.all()]
    assert put == ["Kommunstyrelsen"] * 4 + ["Socialnämnden"] * 5


def test_bodies_take_the_part_that_the_missiv_gives_them(reading, auditor):
    audit = create(reading, auditor)

    parties = set(audit.parties.values_list("part", "body__name"))
    assert parties == {
        (PartyPart.ASKED, "Kommunstyrelsen"),
        (PartyPart.ASKED, "Socialnämnden"),
        (PartyPart.INFORMED, "Fullmäktiges presidium"),
    }


def test_signatories_keep_role_and_moment(reading, auditor):
    audit = create(reading, auditor)

    signed = audit.members.filter(part=MemberPart.SIGNATORY)
    assert [(one.name, one.title, f"{one.signed_at:%Y-%m-%d}") for one in signed] == [
        ("Revisor Ett", "Ordförande", "2022-11-18"),
        ("Revisor Två", "Vice ordförande", "2022-11-23"),
    ]


def test_report_and_missiv_are_told_apart(reading, auditor):
    audit = create(reading, auditor)

    parts = {str(one.document): one.part for one in AuditDocument.objects.filter(audit=audit)}
    assert parts == {"rapport.txt": "report", "missiv.txt": "missive"}


def test_twice_makes_one_audit(reading, auditor, chair):
    first = create(reading, auditor)

    assert create(reading, chair) == first
    assert Audit.objects.count() == 1


def test_a_discarded_reading_becomes_nothing(reading, auditor):
    reading.discard(at=dates.now(), by=auditor)

    with pytest.raises(RuleBroken):
        create(reading, auditor)


def test_a_sakkunnig_who_confirms_is_assigned(board, social, presidium, expert):
    audit = create(read_files(FILES, by=expert), expert)

    assert Audit.objects.visible_to(User.objects.get(pk=expert.pk)).get() == audit
    assert AuditMember.objects.assigned(expert).count() == 1


def test_a_revisor_who_confirms_leaves_the_sakkunnig_in(board, social, presidium, expert, auditor):
    audit = create(read_files(FILES, by=expert), auditor)

    assert Audit.objects.visible_to(expert).get() == audit


def test_a_body_that_does_not_exist_is_not_invented(auditor, board, presidium):
    reading = read_files(FILES, by=auditor)

    with pytest.raises(RuleBroken, match="Välj vilket organ som Socialnämnden är"):
        chosen_as_found(reading)


def test_what_stops_halfway_leaves_nothing(reading, auditor, monkeypatch):
    chosen = chosen_as_found(reading)
    broken = type(chosen)(**{**vars(chosen), "recommendations": [None]})

    with pytest.raises(AttributeError):
        create_audit(reading, broken, at=dates.now(), by=auditor)

    assert not Audit.objects.exists()
