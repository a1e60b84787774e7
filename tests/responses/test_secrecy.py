"""All that is marked in a request's answers, and what revisorerna have come to."""

import pytest
from django.urls import reverse

from responses import services
from responses.models import SecrecyState
from tests import factories
from tests.conftest import NOW, write_answer
from tests.responses.marking import keep_test, marked_file


@pytest.fixture
def answer(board_request, board_clerk):
    answer = write_answer(board_request)
    answer.items.update(may_be_secret=True)
    marked_file(answer, "Lönelista.pdf", by=board_clerk)
    return services.submit(answer, at=NOW, by=board_clerk)


def page_of(client, answer):
    return client.get(reverse("responses:secrecy", args=[answer.request_id])).text


def test_what_waits_is_counted_until_each_is_tested(client, chair, answer):
    client.force_login(chair)
    first, second = answer.items.all()

    before = page_of(client, answer)
    keep_test(first, "released", by=chair)
    keep_test(second, "withheld", ground="26 kap.", by=chair)
    between = page_of(client, answer)
    keep_test(answer.documents.get(), "withheld", ground="26 kap.", by=chair)

    assert "Tre markeringar att pröva" in before
    assert "En markering att pröva" in between
    assert "Allt som är markerat är prövat" in page_of(client, answer)


def test_a_proposal_waits_still(client, chair, expert, handed_over, answer):
    factories.assign(handed_over, expert)
    keep_test(answer.items.first(), "released", by=expert, decides=False)
    client.force_login(chair)

    page = page_of(client, answer)

    assert "Tre markeringar att pröva" in page
    assert f"Förslag av {expert}: lämnas ut" in page


def test_the_first_deed_of_the_case_and_the_row_at_home(client, chair, answer):
    client.force_login(chair)
    url = reverse("responses:secrecy", args=[answer.request_id])

    for page in (answer.request.get_absolute_url(), reverse("reports:todo")):
        text = client.get(page).text
        assert url in text
        assert "Tre markeringar att pröva" in text


def test_the_row_at_home_names_no_file(client, chair, answer):
    client.force_login(chair)

    assert "Lönelista" not in client.get(reverse("reports:todo")).text


def test_the_trail_and_the_history_tell_each_test(client, chair, answer):
    keep_test(answer.items.first(), "withheld", ground="26 kap.", by=chair)
    keep_test(answer.documents.get(), "released", by=chair)
    client.force_login(chair)

    trail = client.get(answer.request.get_absolute_url()).text
    history = client.get(reverse("reports:history", args=[answer.request.audit_id])).text

    assert "Revisorerna prövade sekretess: en markering lämnas ut och en markering" in trail
    assert "prövade sekretess i svar från kommunstyrelsen, rekommendation 1: lämnas inte" in history
    assert "Grund: 26 kap." in history
    assert "Lönelista" not in history


def test_an_answer_without_marks_has_nothing_to_test(client, chair, board_answer):
    client.force_login(chair)

    assert "Inget är markerat" in page_of(client, board_answer)
    assert "för sekretess" not in client.get(board_answer.request.get_absolute_url()).text


@pytest.mark.parametrize("per_body", [1, 12])
def test_many_marks_take_no_more_queries(
    client, social, social_clerk, chair, per_body, django_assert_max_num_queries
):
    audit = factories.draft_audit(social, per_body=per_body)
    asked = services.dispatch(audit, at=NOW, by=chair)[0]
    answer = write_answer(asked)
    answer.items.update(may_be_secret=True)
    services.submit(answer, at=NOW, by=social_clerk)
    for item in answer.items.all():
        keep_test(item, SecrecyState.RELEASED, by=chair)
    client.force_login(chair)

    with django_assert_max_num_queries(13):
        page_of(client, answer)
