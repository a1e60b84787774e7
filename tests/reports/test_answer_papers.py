"""The papers of an answer: the draft, stamped, for its body; receipt and copy, the same whenever they are made."""

import io
import json
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone

from accounts.models import Body
from common import dates
from common.causes import JobCause
from documents.files import Upload
from reports import answer_papers, tasks
from reports.models import AnswerPaper, AnswerPaperKind, ReportState
from reports.papers import answers
from responses import registration, services
from tests.conftest import NOW, write_answer


def pages_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [
            " ".join(page.get_textpage().get_text_range().replace("\xa0", " ").split())
            for page in pdf
        ]


def ordered(answer, user, kind=AnswerPaperKind.DRAFT):
    return answer_papers.order(answer, kind, at=NOW, by=user)


def made(answer, user, kind=AnswerPaperKind.DRAFT):
    paper = answer_papers.maker.make(ordered(answer, user, kind).pk)
    assert paper.state == ReportState.DONE, paper.error
    return paper


# What they say


def test_every_page_of_a_draft_is_stamped(social_request, social_clerk):
    write_answer(social_request)
    item = social_request.answers.draft().items.first()
    item.text = "Nämnden tar fram en rutin.\n" * 120
    item.save()

    pages = pages_of(answers.paper(social_request.answers.draft(), "draft", made_at=NOW))

    assert len(pages) > 2
    assert all("UTKAST – ej inlämnat, 14 februari 2023" in page for page in pages)


def test_a_draft_says_what_is_asked_and_what_is_written_so_far(social_request, social):
    write_answer(social_request)
    draft = social_request.answers.draft()
    first, second = draft.items.all()
    first.planned.create(what="Ta fram mall", responsible="Enhetschef")
    second.stance = second.text = ""
    second.save()

    text = " ".join(pages_of(answers.paper(draft, "draft", made_at=NOW)))

    assert social.name in text
    assert first.asked.addressee.recommendation.text in text
    assert "Ta fram mall – enhetschef" in text
    assert "Inte ifyllt" in text


def test_a_receipt_has_its_number_and_the_sum_of_each_file(board_request, board_clerk):
    write_answer(board_request)
    draft = board_request.answers.draft()
    file = Upload("protokoll.pdf", b"%PDF-1.4 %%EOF", "application/pdf")
    attached = services.attach(draft, file, may_be_secret=False, at=NOW, by=board_clerk)
    answer = services.submit(draft, at=NOW, by=board_clerk)

    text = "".join(pages_of(answers.paper(answer, "receipt", made_at=NOW)))

    assert answer.number in text
    assert "protokoll.pdf" in text
    assert attached.document.sha256 in text.replace(" ", "")


def test_the_copy_carries_the_same_as_data(board_answer):
    paper = answers.paper(board_answer, "copy", made_at=NOW)

    with pikepdf.open(io.BytesIO(paper)) as pdf:
        (name,) = pdf.attachments
        carried = pdf.attachments[name].get_file().read_bytes()
    assert name == f"{board_answer.number}.json"
    assert json.loads(carried) == registration.registration_copy(board_answer)
    assert board_answer.items.first().text in " ".join(pages_of(paper))


@pytest.mark.parametrize("kind", ["receipt", "copy"])
def test_what_is_handed_in_says_the_same_whenever_it_is_made(board_answer, kind):
    before = answers.paper(board_answer, kind, made_at=NOW)
    later = type(board_answer).objects.get(pk=board_answer.pk)

    assert answers.paper(later, kind, made_at=NOW + timedelta(days=400)) == before


def test_the_wording_and_the_names_are_those_of_then(board_answer, handed_over, chair):
    before = registration.as_text(board_answer)
    text = board_answer.items.first().asked.addressee.recommendation
    change = services.correctable(handed_over)
    wording = next(row for row in change if row.recommendation == text)
    services.correct(
        handed_over,
        {wording.key: "Säkerställa något annat"},
        services.CorrectionDecision(decided_on=NOW.date(), reason="Fel ord."),
        at=NOW + timedelta(hours=1),
        by=chair,
    )
    with dates.told_at(NOW + timedelta(days=10)):
        body = Body.objects.get(pk=board_answer.request.body_id)
        body.name = "Kommunledningen"
        body.save()

    later = type(board_answer).objects.get(pk=board_answer.pk)
    assert registration.as_text(later) == before


# How they are made and go


def test_one_that_waits_is_joined(social_request, social_clerk):
    draft = social_request.answers.draft()

    assert ordered(draft, social_clerk) == ordered(draft, social_clerk)


def test_it_is_made_once(social_request, social_clerk):
    paper = ordered(social_request.answers.draft(), social_clerk)

    assert tasks.make_answer_paper(paper.pk) is True
    assert tasks.make_answer_paper(paper.pk) is False


def test_it_is_gone_after_an_hour(social_request, social_clerk, monkeypatch):
    draft = social_request.answers.draft()
    paper, waiting = made(draft, social_clerk), ordered(draft, social_clerk)
    sent = []
    monkeypatch.setattr(tasks.make_answer_paper, "apply_async", lambda *a, **k: sent.append(a))

    tasks.make_waiting_reports()
    assert AnswerPaper.objects.filter(pk=paper.pk).exists()
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=61))
    tasks.make_waiting_reports()

    assert list(AnswerPaper.objects.all()) == [waiting]
    assert sent == [((waiting.pk,),)] * 2


def test_one_that_cannot_be_made_says_why_and_goes_too(social_request, social_clerk, settings):
    settings.PAPER_SECONDS = 0.001
    paper = answer_papers.maker.make(ordered(social_request.answers.draft(), social_clerk).pk)

    assert (paper.state, paper.cause) == (ReportState.FAILED, JobCause.TOO_LONG)
    assert paper.gone_at is not None


def test_a_draft_that_was_handed_in_meanwhile_is_not_made(board_request, board_clerk):
    write_answer(board_request)
    paper = ordered(board_request.answers.draft(), board_clerk)
    services.submit(board_request.answers.draft(), at=NOW, by=board_clerk)

    paper = answer_papers.maker.make(paper.pk)

    assert (paper.state, paper.cause) == (ReportState.FAILED, JobCause.RULE)
