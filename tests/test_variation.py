"""What real audits look like, case by case: that the model survives it, or which decision says why not.

Rows of the field's variation that have tests of their own elsewhere:
levels and labels, per body, scales, open questions: tests/audit/test_scales.py, test_assess_body.py, test_question.py ·
wording of reports and missiv: tests/importer · several addressees, own numbers: tests/recommendations ·
own days, scope, no answer: tests/audit/test_wish.py · rättelse: tests/responses/test_correction.py ·
repetition: tests/recommendations/test_repeats.py · two voices: tests/audit/test_stances.py, test_delivery.py ·
verdicts and the body's own date: tests/responses/test_judge.py · lateness by arrival: tests/responses/test_receipt.py ·
each year's revisorer: tests/audit/test_years.py · what presidium sees: tests/test_canary.py.
What we chose not to build: docs/adr/0018-what-the-model-leaves-out.md.
"""

import pytest
from django.urls import reverse

from accounts.models import BodyKind
from accounts.roles import Role
from audit.models import Assessment, Audit, AuditParty, AuditQuestion, Criterion, PartyPart
from audit.services import add_material
from recommendations.models import Addressee
from recommendations.services import put_to
from responses import services
from responses.models import AnswerRequest, DecisionKind
from tests import factories
from tests.conftest import NOW, write_answer
from tests.factories import BodyFactory, draft_audit, person


def shown(client, user, audit):
    client.force_login(user)
    return client.get(audit.get_absolute_url()).content.decode()


def test_an_open_question_answered_in_words_gets_no_value(client, auditor):
    audit = draft_audit(questions=0)
    asked = AuditQuestion.objects.create(
        audit=audit, number=1, text="Vilka mål finns?", is_open_ended=True
    )
    Assessment.objects.create(question=asked, printed_answer="Nej, dessa finns inte")

    page = shown(client, auditor, audit)

    assert "Nej, dessa finns inte" in page and "Öppen fråga" in page
    assert "0 Nej" in page


def test_sub_questions_and_their_printed_labels(client, auditor):
    audit = draft_audit(questions=1, per_body=0)
    whole = audit.questions.get()
    AuditQuestion.objects.create(
        audit=audit, number=2, label="1 a", text="Är den känd?", parent=whole
    )

    assert "1 a" in shown(client, auditor, audit)


@pytest.mark.parametrize(("questions", "per_body"), [(0, 1), (1, 0)])
def test_a_granskning_without_questions_or_without_recommendations(
    client, auditor, board, questions, per_body
):
    audit = draft_audit(board, questions=questions, per_body=per_body)

    services.dispatch(audit, at=NOW, by=auditor)

    assert audit.requests.count() == per_body
    assert shown(client, auditor, audit)


def test_many_questions_to_one_recommendation_and_none(client, auditor, board):
    audit = draft_audit(board, questions=3, per_body=2)
    first = audit.recommendations.first()
    first.questions.set(audit.questions.all())

    page = shown(client, auditor, audit)

    assert "Leder till kommunstyrelsen 1." in page


@pytest.mark.parametrize(
    "kind", [BodyKind.COUNCIL, BodyKind.COMPANY, BodyKind.JOINT, BodyKind.OTHER]
)
def test_any_kind_of_body_is_addressed_and_answers(auditor, kind):
    body = BodyFactory(name="Lindvika Bostäder AB", kind=kind)
    clerk = person(Role.OFFICIAL, body=body)
    audit = draft_audit(body, kind="lay" if kind == BodyKind.COMPANY else "")
    services.dispatch(audit, at=NOW, by=auditor)

    answer = write_answer(audit.requests.get())
    answer.decision_kind = DecisionKind.BOARD
    answer.save()

    assert services.submit(answer, at=NOW, by=clerk).is_submitted


def test_one_who_decides_alone_has_no_paragraph(auditor):
    guardian = BodyFactory(name="Överförmyndaren", kind=BodyKind.OTHER)
    clerk = person(Role.OFFICIAL, body=guardian)
    audit = draft_audit(guardian)
    services.dispatch(audit, at=NOW, by=auditor)
    answer = write_answer(audit.requests.get())
    answer.decision_kind, answer.decision_ref = DecisionKind.DELEGATED, ""
    answer.save()

    assert services.submit(answer, at=NOW, by=clerk).decision_words == "Delegationsbeslut"


def test_jointly_addressed_is_one_recommendation_and_two_answers(auditor, board, social):
    audit = draft_audit(per_body=0)
    joint = factories.RecommendationFactory(audit=audit)
    put_to(joint, [board, social])
    services.dispatch(audit, at=NOW, by=auditor)

    assert (audit.recommendations.count(), audit.requests.count()) == (1, 2)
    assert Addressee.objects.filter(recommendation=joint).count() == 2


def test_copy_is_not_for_information_and_neither_is_asked(client, auditor, board, social):
    other = BodyFactory(name="Tekniska nämnden")
    audit = draft_audit(board)
    AuditParty.objects.create(audit=audit, body=social, part=PartyPart.INFORMED)
    AuditParty.objects.create(audit=audit, body=other, part=PartyPart.COPY)
    services.dispatch(audit, at=NOW, by=auditor)

    page = shown(client, auditor, audit)

    assert [request.body for request in audit.requests.all()] == [board]
    assert "För kännedom" in page and "Kopia till" in page


def test_a_criterion_is_kept_as_written_also_when_it_is_wrong(client, auditor):
    audit = draft_audit()
    add_material(audit, [Criterion(citation="socialtjänstlagen 7§", note="Kapitel saknas.")])

    page = shown(client, auditor, audit)

    assert "socialtjänstlagen 7§" in page and "Så som de gällde vid granskningen" in page


def test_the_revisionsar_is_not_the_year_of_the_answer(client, auditor, board):
    audit = draft_audit(board, audit_year=2022)
    services.dispatch(audit, at=NOW, by=auditor)
    client.force_login(auditor)

    assert audit.title in client.get(reverse("reports:audits") + "?ar=2022").content.decode()
    assert Audit.objects.get(pk=audit.pk).handed_over_at.year == 2023


def test_a_board_with_oversight_reads_what_others_have_decided(
    client, auditor, board_clerk, social_clerk, handed_over, social_request
):
    """Kommunstyrelsen is itself addressed: it reads the other's answer once it is handed in, and no draft."""
    client.force_login(board_clerk)
    address = social_request.get_absolute_url()
    assert client.get(address).status_code == 404

    services.submit(write_answer(social_request, "Nämnden har beslutat."), at=NOW, by=social_clerk)

    assert "Nämnden har beslutat." in client.get(address).content.decode()
    assert client.get(reverse("responses:review", args=[social_request.pk])).status_code == 404


def test_oversight_shows_no_text_that_may_be_secret(
    client, board_clerk, social_clerk, social_request
):
    write_answer(social_request, "känsligt")
    for item in social_request.answers.draft().items.all():
        item.may_be_secret = True
        item.save()
    services.submit(social_request.answers.draft(), at=NOW, by=social_clerk)
    client.force_login(board_clerk)

    assert "känsligt" not in client.get(social_request.get_absolute_url()).content.decode()


def test_another_committee_reads_nothing_of_it(client, board_answer, social_clerk):
    client.force_login(social_clerk)

    assert client.get(board_answer.request.get_absolute_url()).status_code == 404


def test_oversight_reaches_no_audit_that_the_board_is_no_part_of(
    client, auditor, board_clerk, social
):
    audit = draft_audit(social)
    services.dispatch(audit, at=NOW, by=auditor)
    asked = AnswerRequest.objects.get()
    services.submit(write_answer(asked), at=NOW, by=person(Role.OFFICIAL, body=social))
    client.force_login(board_clerk)

    assert client.get(asked.get_absolute_url()).status_code == 404
