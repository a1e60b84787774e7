"""The page on which a body orders its draft on paper."""

from django.urls import reverse

from reports import answer_papers
from reports.models import AnswerPaper
from tests.responses.drafting import shown


def test_the_body_orders_and_fetches_its_draft(client, social_request, social_clerk):
    client.force_login(social_clerk)
    page = client.post(reverse("reports:draft_paper", args=[social_request.pk]), follow=True)
    assert 'hx-trigger="every 2s"' in shown(page)

    answer_papers.maker.make_waiting()
    paper = AnswerPaper.objects.get()
    page = client.get(paper.get_absolute_url(), headers={"HX-Request": "true"})
    assert shown(page).strip().startswith('<div id="jobb"')
    file = client.get(reverse("reports:answer_paper_file", args=[paper.pk]))

    assert file["Content-Disposition"].startswith("attachment")
    assert file.content.startswith(b"%PDF-")


def test_the_page_says_that_marked_text_goes_along(client, social_request, social_clerk):
    client.force_login(social_clerk)
    address = reverse("reports:draft_paper", args=[social_request.pk])
    assert "markerat för sekretess" not in shown(client.get(address))

    social_request.answers.draft().items.update(may_be_secret=True)

    assert "Det ni har markerat för sekretess står också i filen." in shown(client.get(address))
