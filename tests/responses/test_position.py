from datetime import date, timedelta

import pytest
from django.urls import reverse

from responses import services
from responses.models import Position, PositionValue
from tests import factories
from tests.conftest import NOW, write_answer
from tests.factories import assign


def url(request):
    return reverse("responses:position", args=[request.pk])


def filled(answer, **changes):
    """What the form sends when every item is noted."""
    data = {}
    for item in answer.items.all():
        prefix = f"i{item.pk}"
        data |= {
            f"{prefix}-version": 0,
            f"{prefix}-value": "noted",
            f"{prefix}-note": "",
            f"{prefix}-due_on": "",
        }
    first = f"i{answer.items.first().pk}"
    return data | {f"{first}-{name}": value for name, value in changes.items()}


def test_noting_is_the_default(client, auditor, board_answer):
    client.force_login(auditor)

    client.post(url(board_answer.request), filled(board_answer))

    assert [p.value for p in Position.objects.all()] == [PositionValue.NOTED, PositionValue.NOTED]


def test_a_supplement_without_date_keeps_the_text(client, auditor, board_answer):
    client.force_login(auditor)

    response = client.post(
        url(board_answer.request),
        filled(board_answer, value="supplement", note="Vem ansvarar för rutinen?"),
    )

    page = response.content.decode()
    assert "Ange när kompletteringen önskas" in page
    assert "Vem ansvarar för rutinen?" in page
    assert not Position.objects.exists()


def test_a_stale_proposal_is_refused_with_both_texts(client, auditor, chair, board_answer):
    item = board_answer.items.first()
    services.propose_position(
        item, value="noted", note="Ordförandens text", due_on=None, at=NOW, by=chair
    )
    client.force_login(auditor)

    response = client.post(url(board_answer.request), filled(board_answer, note="Min text"))

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ordförandens" in page
    assert "Min" in page
    assert Position.objects.get().note == "Ordförandens text"


def test_a_decided_position_is_shown_and_locked(client, auditor, board_answer):
    item = board_answer.items.first()
    position = services.propose_position(
        item, value="noted", note="", due_on=None, at=NOW, by=auditor
    )
    services.decide(positions=[position.pk], verdicts=[], on=date(2023, 2, 14), at=NOW, by=auditor)
    client.force_login(auditor)

    response = client.post(
        url(board_answer.request),
        filled(board_answer, value="supplement", due_on="2023-05-31", note="Vem ansvarar för den?"),
    )

    position.refresh_from_db()
    assert position.value == PositionValue.NOTED
    assert response.status_code == 409
    assert "Vem ansvarar för den?" in response.content.decode()


def test_a_draft_has_no_position(client, auditor, board_request):
    client.force_login(auditor)

    assert client.get(url(board_request)).status_code == 404


def test_a_sakkunnig_may_not(client, expert, handed_over, board_answer):
    assign(handed_over, expert)
    client.force_login(expert)

    assert client.get(url(board_answer.request)).status_code == 403


@pytest.mark.parametrize("bad", ["ogiltig", "", "noted\x00"])
def test_a_wrong_choice_is_a_field_error(client, auditor, board_answer, bad):
    client.force_login(auditor)

    response = client.post(url(board_answer.request), filled(board_answer, value=bad))

    assert response.status_code == 200
    assert not Position.objects.exists()


@pytest.mark.parametrize("day", ["1999-01-01", "2023-02-14", "9999-12-31"])
def test_a_supplement_is_wished_for_by_a_day_that_can_be_met(client, auditor, board_answer, day):
    client.force_login(auditor)

    response = client.post(
        url(board_answer.request), filled(board_answer, value="supplement", due_on=day)
    )

    assert response.status_code == 200
    assert not Position.objects.exists()


def test_a_date_left_behind_by_another_choice_is_not_asked_about(client, auditor, board_answer):
    client.force_login(auditor)

    client.post(url(board_answer.request), filled(board_answer, due_on="i vår"))

    assert [(p.value, p.due_on) for p in Position.objects.all()] == [("noted", None)] * 2


# One after the other


@pytest.fixture
def three(auditor, board, social, board_answer):
    """Three answers that wait: kommunstyrelsen's first, then two of another audit."""
    audit = factories.draft_audit(board, social)
    requests = [board_answer.request]
    for hour, asked in enumerate(services.dispatch(audit, at=NOW, by=auditor), start=1):
        write_answer(asked)
        services.submit(asked.answers.draft(), at=NOW + timedelta(hours=hour), by=auditor)
        requests.append(asked)
    return requests


def test_saving_goes_on_to_the_next_in_the_list(client, auditor, three):
    client.force_login(auditor)
    first, second, third = three
    assert client.get(url(second)).context["series"].place == 2

    send = filled(first.answers.in_force().get()) | {"then": "next"}
    assert client.post(url(first), send).url == url(second)

    # What has a proposal keeps its place until the meeting has decided.
    assert client.get(url(third)).context["series"].place == 3
    assert client.get(url(third)).context["series"].length == 3


def test_after_the_last_one_comes_the_list(client, auditor, three):
    client.force_login(auditor)
    last = three[-1]

    send = filled(last.answers.in_force().get()) | {"then": "next"}

    assert client.post(url(last), send).url == reverse("responses:arrived")


def test_what_is_decided_has_left_the_series(client, auditor, three):
    first = three[0].answers.in_force().get()
    keys = [
        services.propose_position(item, value="noted", note="", due_on=None, at=NOW, by=auditor).pk
        for item in first.items.all()
    ]
    services.decide(positions=keys, verdicts=[], on=date(2023, 2, 14), at=NOW, by=auditor)
    client.force_login(auditor)

    assert client.get(url(three[0])).context["series"].place == 0
    assert client.get(url(three[1])).context["series"].place == 1


@pytest.mark.parametrize("per_body", [1, 12])
def test_the_page_asks_as_much_for_many(
    client, auditor, board, per_body, django_assert_max_num_queries
):
    asked = services.dispatch(factories.draft_audit(board, per_body=per_body), at=NOW, by=auditor)[
        0
    ]
    write_answer(asked)
    services.submit(asked.answers.draft(), at=NOW, by=auditor)
    client.force_login(auditor)

    with django_assert_max_num_queries(21):
        client.get(url(asked))
