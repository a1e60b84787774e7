"""One decision of a body for its answers to all that it is asked in a round."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Body, User
from common import dates
from recommendations.models import Addressee
from responses import services
from responses.models import Answer, AnswerRequest
from responses.services import RoundContent
from tests.conftest import HANDED_OVER, NOW
from tests.factories import draft_audit
from tests.layers import submit_answer

DECISION = {
    "decision_kind": "body",
    "decision_ref": "31",
    "reference": "KS 2023/7",
    "decided_on": "2023-02-13",
}


@pytest.fixture
def asked(board_answer: Answer, board: Body, board_clerk: User, chair: User) -> list[AnswerRequest]:
    """Two granskningar of which kommunstyrelsen is asked in one round."""
    with dates.told_at(HANDED_OVER):
        other = draft_audit(board, title="Granskning av intern kontroll")
        services.dispatch(other, at=HANDED_OVER, by=chair)
    submit_answer(other.requests.get(), board_clerk)
    units = Addressee.objects.filter(body=board).values_list("pk", flat=True)
    content = RoundContent("Uppföljning", date(2023, 6, 30))
    opened = services.open_round(content, units, at=NOW, by=chair)
    return list(AnswerRequest.objects.filter(round=opened).order_by("pk"))


def address(request: AnswerRequest) -> str:
    return reverse("responses:round_decision", args=[request.pk])


def ticks(client: Client, request: AnswerRequest) -> list[str]:
    return [key for key, *_ in client.get(address(request)).context["form"].rows]


def test_the_decision_is_written_into_each(
    client: Client, board_clerk: User, asked: list[AnswerRequest]
) -> None:
    client.force_login(board_clerk)
    assert address(asked[0]) in client.get(asked[0].get_absolute_url()).content.decode()

    response = client.post(address(asked[0]), DECISION | {"draft": ticks(client, asked[0])})

    assert response.status_code == 302
    drafts = [request.answers.draft() for request in asked]
    assert [draft.decision_ref for draft in drafts] == ["31", "31"]
    assert [draft.decided_on for draft in drafts] == [date(2023, 2, 13)] * 2
    assert not any(draft.is_submitted for draft in drafts)


def test_what_has_a_decision_is_not_ticked_by_itself(
    client: Client, board_clerk: User, asked: list[AnswerRequest]
) -> None:
    client.force_login(board_clerk)
    key, _ = ticks(client, asked[0])
    client.post(address(asked[0]), DECISION | {"draft": key})

    rows = client.get(address(asked[0])).context["form"].rows

    assert [ticked for *_, ticked in rows] == [False, True]


def test_a_draft_changed_meanwhile_is_read_again(
    client: Client, board_clerk: User, asked: list[AnswerRequest]
) -> None:
    client.force_login(board_clerk)
    keys = ticks(client, asked[0])
    draft = asked[1].answers.draft()
    draft.decision_kind, draft.version = "chair", draft.version + 1
    draft.save()

    response = client.post(address(asked[0]), DECISION | {"draft": keys})

    assert response.status_code == 200
    assert "har ändrats" in response.content.decode()
    assert asked[0].answers.draft().decision_ref == ""


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"decision_kind": ""}, "Ange vilket slags beslut det är."),
        ({"decision_ref": ""}, "Ange beslutets paragraf eller nummer."),
        ({"decided_on": ""}, "Ange beslutsdatum."),
        ({"decided_on": "2023-02-15"}, "Beslutsdatum kan inte ligga i framtiden."),
        ({"confirmed_on": "2023-02-01"}, "Justeringen ligger mellan beslutsdatum och i dag."),
        ({"draft": []}, "Kryssa för minst ett svar."),
    ],
)
def test_what_is_lacking_is_said_at_its_field(
    client: Client,
    board_clerk: User,
    asked: list[AnswerRequest],
    change: dict[str, object],
    problem: str,
) -> None:
    client.force_login(board_clerk)
    whole = DECISION | {"draft": ticks(client, asked[0])}

    response = client.post(address(asked[0]), whole | change)

    [(name, problems)] = response.context["form"].errors.items()
    assert (name, list(problems)) == (next(iter(change)), [problem])


def test_nobody_else_fills_it_in(
    client: Client, social_clerk: User, chair: User, asked: list[AnswerRequest]
) -> None:
    for person in (social_clerk, chair):
        client.force_login(person)
        assert client.post(address(asked[0]), DECISION).status_code == 404
