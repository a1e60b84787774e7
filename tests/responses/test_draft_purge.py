"""A body takes away how its answer came about, once it is in."""

import pytest
from django.urls import reverse

from common import dates
from common.rules import RuleBroken
from documents.files import Upload
from documents.models import Document
from responses import registration, services
from responses.models import Answer, AnswerItem, DraftPurge
from tests.conftest import NOW, write_answer
from tests.responses.drafting import fields_in, shown

FIRST = "En första lydelse som ingen ska läsa."
LATER = "Nämnden tar fram en rutin."


@pytest.fixture
def answer(social_request, social_clerk):
    """Worded twice, and with a file that was taken out; then handed in."""
    with dates.told_at(NOW):
        write_answer(social_request, FIRST)
        draft = write_answer(social_request, LATER)
        file = Upload("skiss.pdf", b"%PDF-1.4 %%EOF", "application/pdf")
        attached = services.attach(draft, file, may_be_secret=False, at=NOW, by=social_clerk)
        services.detach(attached, at=NOW)
        return services.submit(draft, at=NOW, by=social_clerk)


@pytest.fixture
def url(social_request):
    return reverse("responses:draft_purge", args=[social_request.pk])


def confirmed(clerk, url):
    page = clerk.get(url)
    sent = fields_in(page.content.decode()) | {"confirm": "on", "do": "confirm"}
    return page, clerk.post(url, sent)


def wordings(answer):
    return set(AnswerItem.history.filter(answer_id=answer.pk).values_list("text", flat=True))


def test_earlier_wordings_and_files_go_and_the_answer_stays(clerk, answer, url):
    before = registration.as_text(answer)
    assert FIRST in wordings(answer)

    page, done = confirmed(clerk, url)

    assert "skiss.pdf, som togs ut före inlämningen" in shown(page)
    assert "tidigare lydelser" in shown(page)
    assert done.status_code == 302
    assert FIRST not in wordings(answer)
    assert LATER in wordings(answer)
    assert not Document.objects.filter(name="skiss.pdf").exists()
    assert registration.as_text(Answer.objects.get(pk=answer.pk)) == before
    assert services.receipt_of(Answer.objects.get(pk=answer.pk)) == answer.receipt


def test_the_deed_is_told_and_done_once(clerk, answer, url, social_clerk):
    confirmed(clerk, url)

    page = shown(clerk.get(url))
    purge = DraftPurge.objects.get()
    assert (purge.purged_by, purge.files) == (social_clerk, 1)
    assert "Inget. Det finns inga tidigare lydelser" in page
    assert f"av {social_clerk.name}." in page
    with pytest.raises(RuleBroken):
        services.purge_draft(answer.request, at=NOW, by=social_clerk)


def test_not_before_the_answer_is_in(social_request, social_clerk):
    with pytest.raises(RuleBroken):
        services.purge_draft(social_request, at=NOW, by=social_clerk)


def test_a_file_that_was_handed_in_is_kept(social_request, social_clerk):
    with dates.told_at(NOW):
        draft = write_answer(social_request, LATER)
        file = Upload("beslut.pdf", b"%PDF-1.4 %%EOF", "application/pdf")
        services.attach(draft, file, may_be_secret=False, at=NOW, by=social_clerk)
        answer = services.submit(draft, at=NOW, by=social_clerk)

    assert services.draft_remains(answer.request).files == []
