"""A body that does not write its drafts here: what its request leads to, and what becomes of a draft that was begun."""

import pytest
from django.urls import reverse

from responses.models import DraftingOff
from tests.conftest import write_answer
from tests.responses.drafting import read, send, shown, text_field


@pytest.fixture
def url(social):
    return reverse("responses:drafting", args=[social.pk])


def request_page(clerk, request):
    return shown(clerk.get(request.get_absolute_url()))


def test_the_request_leads_to_word_and_files(clerk, social_request, url):
    clerk.post(url)

    page = request_page(clerk, social_request)

    assert "Svaret skrivs inte här" in page
    assert 'id="utkast"' not in page
    assert reverse("responses:answer_form", args=[social_request.pk]) in page
    assert reverse("responses:only_files", args=[social_request.pk]) in page
    assert "Utkastet som fanns" not in page


def test_a_draft_that_was_begun_is_kept_and_told(clerk, social_request, url):
    write_answer(social_request, "Nämnden tar fram en mall.")
    clerk.post(url)

    page = request_page(clerk, social_request)

    assert "Utkastet som fanns är kvar, med 2 av 2 svar skrivna" in page
    assert reverse("responses:review", args=[social_request.pk]) in page
    assert "Nämnden tar fram en mall." not in page


def test_switched_on_again_it_goes_on_where_it_was(clerk, social_request, url):
    write_answer(social_request, "Nämnden tar fram en mall.")
    clerk.post(url)
    clerk.post(url, {"on": "1"})

    assert "Nämnden tar fram en mall." in request_page(clerk, social_request)
    assert not DraftingOff.objects.current().exists()


def test_what_was_typed_meanwhile_is_not_lost(clerk, social_request, url):
    data = read(clerk, social_request)
    clerk.post(url)

    send(clerk, social_request, data, **{text_field(social_request): "Skrivet strax före"})

    draft = social_request.answers.draft()
    assert draft.items.first().text == "Skrivet strax före"


def test_what_could_not_be_saved_is_shown_all_the_same(clerk, social_request, url):
    data = read(clerk, social_request)
    clerk.post(url)
    wrong = {text_field(social_request): "Min text", "beslut-confirmed_on": "2023-02-30"}

    page = send(clerk, social_request, data, **wrong)

    assert 'id="utkast"' in shown(page)


def test_said_twice_it_is_once(clerk, url):
    clerk.post(url)
    clerk.post(url)

    assert DraftingOff.objects.count() == 1
    assert "Skriv svar här igen" in shown(clerk.get(url))


def test_it_is_each_bodys_own_choice(client, board_clerk, board_request, clerk, url):
    clerk.post(url)
    client.force_login(board_clerk)

    assert 'id="utkast"' in request_page(client, board_request)
