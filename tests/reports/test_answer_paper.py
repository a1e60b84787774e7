"""How the making of an answer's paper goes, and the paper itself."""

import pytest
from django.urls import reverse

from reports import answer_papers
from reports.models import AnswerPaper
from tests.conftest import NOW
from tests.responses.drafting import shown


def test_what_waits_has_no_file(client, social_request, social_clerk):
    client.force_login(social_clerk)
    draft = social_request.answers.draft()
    paper = answer_papers.order(draft, "draft", at=NOW, by=social_clerk)

    address = reverse("reports:answer_paper_file", args=[paper.pk])

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("data", "kind"), [({"kopia": "1"}, "copy"), ({}, "receipt")])
def test_the_receipt_leads_to_both(client, board_answer, board_clerk, data, kind):
    client.force_login(board_clerk)
    request = board_answer.request
    page = client.get(reverse("responses:receipt", args=[request.pk]))
    address = reverse("reports:receipt_paper", args=[request.pk])
    assert address in shown(page)

    client.post(address, data)

    assert AnswerPaper.objects.get().kind == kind


def test_no_receipt_before_an_answer(client, social_request, social_clerk):
    client.force_login(social_clerk)

    assert (
        client.post(reverse("reports:receipt_paper", args=[social_request.pk])).status_code == 404
    )
