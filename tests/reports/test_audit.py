from datetime import date

import pytest
from django.urls import reverse

from accounts.models import BodyMeeting
from audit.grid import Cell, Grid
from audit.models import (
    AuditDocument,
    AuditParty,
    BodyAssessment,
    Dissent,
    DocumentPart,
    PartyPart,
    Sample,
    Source,
)
from audit.services import add_material, back_the_rest, keep_sample
from documents.models import Document
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from responses import services
from responses.models import AnswerItem
from responses.services import note_repetition
from responses.services.correcting import CorrectionDecision
from tests import factories
from tests.conftest import NOW, write_answer
from tests.factories import SEEN

TODAY = date(2023, 2, 14)
CORRECTED = CorrectionDecision("Skrivfel.", TODAY)


def page(client, user, audit):
    client.force_login(user)
    response = client.get(audit.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_the_head_says_who_is_asked_and_by_when(client, auditor, handed_over, social):
    BodyMeeting.objects.create(
        body=social, meets_on=date(2023, 2, 15), documents_due_on=date(2023, 2, 3)
    )
    text = page(client, auditor, handed_over)

    assert (
        "Handlingar till nämnden senast 3 februari – sammanträde 15 februari – "
        "svar önskas senast <b>28 februari 2023</b>"
    ) in text
    assert "Socialnämnden, två rekommendationer – har inte inkommit" in text
    assert "Överlämnad, väntar på svar" in text


def test_questions_with_tally_and_reasons(client, auditor, handed_over):
    text = page(client, auditor, handed_over)

    assert "2 Delvis" in text and "0 Nej" in text
    assert "Ordningen finns men följs inte av alla." in text


def test_a_draft_offers_what_can_be_done(client, auditor, draft):
    text = page(client, auditor, draft)

    for name, pk in [
        ("responses:hand_over", draft.pk),
        ("audit:edit", draft.pk),
        ("audit:parties", draft.pk),
        ("audit:experts", draft.pk),
        ("audit:question_new", draft.pk),
        ("recommendations:new", draft.pk),
        ("audit:assess", draft.questions.first().pk),
        ("recommendations:edit", draft.recommendations.first().pk),
    ]:
        assert f'href="{reverse(name, args=[pk])}"' in text


def test_a_sakkunnig_learns_why_not_to_hand_over(client, expert, draft):
    factories.assign(draft, expert)
    text = page(client, expert, draft)

    assert "Bara revisorerna överlämnar en granskning." in text
    assert reverse("responses:hand_over", args=[draft.pk]) not in text


def test_a_draft_shows_recommendations_without_an_addressee(client, auditor, draft):
    factories.RecommendationFactory(audit=draft, number=5, text="Ensam rekommendation")
    text = page(client, auditor, draft)

    assert "Utan adressat" in text and "Ensam rekommendation" in text


def test_handed_over_says_why_nothing_can_be_changed(client, auditor, handed_over):
    text = page(client, auditor, handed_over)

    assert "Granskningen är överlämnad. Lydelsen är låst." in text
    assert reverse("audit:edit", args=[handed_over.pk]) not in text


def test_three_voices(client, presidium_member, auditor, board_answer, handed_over):
    verdict = propose_verdict(
        board_answer.items.first().asked.addressee,
        value="on_schedule",
        note="Planen finns.",
        at=NOW,
        by=auditor,
        ground=SEEN,
    )
    services.decide(positions=[], verdicts=[verdict.pk], on=TODAY, at=NOW, by=auditor)
    text = page(client, presidium_member, handed_over)

    assert "Instämmer" in text
    assert "Planerad" in text and "klart 14 februari 2023" in text
    assert "Inom tidplan" in text and "beslutat 14 februari 2023" in text
    assert "Planen finns." in text
    assert "Revisorerna bedömde rekommendationer till kommunstyrelsen" in text


def test_a_proposal_is_marked_and_for_the_audit_side(
    client, auditor, presidium_member, board_clerk, board_answer, handed_over
):
    addressee = board_answer.items.first().asked.addressee
    propose_verdict(addressee, value="done", note="Ännu hemligt", at=NOW, by=auditor, ground=SEEN)

    assert "Förslag: Åtgärdad" in page(client, auditor, handed_over)
    for other in (presidium_member, board_clerk):
        text = page(client, other, handed_over)
        assert "Åtgärdad" not in text and "Ännu hemligt" not in text


def test_a_draft_answer_is_seen_by_nobody_here(
    client, auditor, presidium_member, social_clerk, social_request, handed_over
):
    write_answer(social_request, text="Utkastets kanarie")

    for reader in (auditor, presidium_member, social_clerk):
        assert "kanarie" not in page(client, reader, handed_over)


def test_an_official_sees_the_own_bodys_block(client, social_clerk, board_answer, handed_over):
    text = page(client, social_clerk, handed_over)

    assert "Socialnämnden" in text
    assert "Kommunstyrelsen, " not in text and "Nämnden tar fram en rutin." not in text
    assert "Svar från kommunstyrelsen" not in text
    assert "Skriv svaret" in text


def test_what_may_be_secret_is_hidden_from_others(
    client, presidium_member, auditor, board_clerk, board_request, handed_over
):
    answer = write_answer(board_request, text="Känslig kanarie")
    AnswerItem.objects.filter(answer=answer).update(may_be_secret=True)
    services.submit(answer, at=NOW, by=board_clerk)

    text = page(client, presidium_member, handed_over)
    assert "kanarie" not in text and "Ta fram en rutin" not in text
    assert "Sekretess inte prövad" in text
    for reader in (auditor, board_clerk):
        assert "Känslig kanarie" in page(client, reader, handed_over)


def test_documents_are_for_the_audit_side(client, auditor, board_clerk, handed_over):
    stored = Document.objects.store(
        name="Rapport.txt", data=b"x", media_type="text/plain", at=NOW, by=auditor
    )
    AuditDocument.objects.create(audit=handed_over, document=stored, part=DocumentPart.REPORT)

    assert "Rapport.txt" in page(client, auditor, handed_over)
    assert "Rapport.txt" not in page(client, board_clerk, handed_over)


def test_the_time_line(client, auditor, board_answer, handed_over, board):
    AuditParty.objects.create(audit=handed_over, body=board, part=PartyPart.INFORMED)
    text = page(client, auditor, handed_over)

    assert "Överlämnad till kommunstyrelsen och socialnämnden, kommunstyrelsen för kännedom" in text
    assert "<b>I dag, 14 februari</b>Svar från kommunstyrelsen inkom" in text
    assert "<b>28 februari</b>Svar önskas från socialnämnden" in text


@pytest.mark.parametrize("who", ["presidium_member", "board_clerk", "expert", "administrator"])
def test_a_draft_does_not_exist_for_others(client, request, draft, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(draft.get_absolute_url()).status_code == 404


# The first time that the audit side sees an answer it is written down, however many there are.
OPENED = 32


@pytest.mark.parametrize(("questions", "per_body"), [(1, 1), (12, 15)])
@pytest.mark.parametrize("state", ["draft", "answered"])
def test_queries_do_not_grow(
    client,
    auditor,
    board_clerk,
    board,
    social,
    questions,
    per_body,
    state,
    django_assert_max_num_queries,
):
    audit = factories.draft_audit(board, social, questions=questions, per_body=per_body)
    if state == "answered":
        services.dispatch(audit, at=NOW, by=auditor)
        services.submit(write_answer(audit.requests.get(body=board)), at=NOW, by=board_clerk)
    client.force_login(auditor)

    with django_assert_max_num_queries(OPENED if state == "answered" else 25):
        client.get(audit.get_absolute_url())


@pytest.mark.parametrize("several", [1, 4])
def test_all_that_a_page_can_tell_takes_no_more_queries(
    client, auditor, board_clerk, board, social, several, django_assert_max_num_queries
):
    """Dissents, stances, assessments per body, a correction, a verdict, a position and a repetition at once."""
    audit = factories.draft_audit(board, social, questions=several, per_body=several)
    for question in audit.questions.all():
        BodyAssessment.objects.create(question=question, body=social, grade="no")
        Dissent.objects.create(
            audit=audit, question=question, author=auditor, text="Nej.", recorded_at=NOW
        )
    back_the_rest(audit, at=NOW, by=auditor)
    services.dispatch(audit, at=NOW, by=auditor)
    services.submit(write_answer(audit.requests.get(body=board)), at=NOW, by=board_clerk)
    for text in ("Ny rubrik", "Nyare rubrik")[:several]:
        services.correct(audit, {"title": text}, CORRECTED, at=NOW, by=auditor)
    for addressee in Addressee.objects.filter(recommendation__audit=audit, body=board):
        propose_verdict(addressee, value="done", note="Sett.", at=NOW, by=auditor, ground=SEEN)
        later = factories.draft_audit(board, per_body=1)
        note_repetition(later.recommendations.get(), addressee, at=NOW, by=auditor)
    client.force_login(auditor)

    with django_assert_max_num_queries(OPENED):
        page = client.get(audit.get_absolute_url()).content.decode()

    assert page.count("Avvikande mening av") == several
    assert page.count("Förslag: Åtgärdad") == several


def test_a_large_audit_takes_no_more_queries(
    client, auditor, board, social, django_assert_max_num_queries
):
    audit = factories.draft_audit(board, social, questions=30, per_body=20)
    cells = [Cell("Delvis", number % 9) for number in range(20)]
    rows = [(f"Fråga {number}?", cells) for number in range(40)]
    grid = Grid.of([f"Ärende {n}" for n in range(20)], rows, {n: f"Not {n}" for n in range(9)})
    keep_sample(Sample(audit=audit, title="Stort"), grid)
    add_material(audit, [Source(text=f"Dokument {number}") for number in range(40)])
    client.force_login(auditor)

    with django_assert_max_num_queries(25):
        page = client.get(audit.get_absolute_url()).content.decode()

    assert page.count("<sup>") == 800
