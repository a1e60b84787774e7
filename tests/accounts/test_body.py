"""One body: its name, and its registrator."""

import pytest
from django.urls import reverse

from tests.canaries import DRAFT_ANSWER, DRAFT_AUDIT, PROPOSAL, SECRET


@pytest.fixture
def save(client, administrator):
    client.force_login(administrator)

    def post(body, **changes):
        data = {
            "name": body.name,
            "kind": body.kind,
            "position": body.position,
            "registrator_email": body.registrator_email,
            **changes,
        }
        return client.post(reverse("accounts:body", args=[body.pk]), data)

    return post


def test_the_registrator_can_be_changed(save, board):
    save(board, registrator_email="ny@test.example")

    board.refresh_from_db()
    assert board.registrator_email == "ny@test.example"


@pytest.mark.parametrize("page", ["bodies", "body", "people", "person", "mail_log"])
def test_nothing_of_audits_or_answers_is_shown(client, world, page):
    client.force_login(world.people["administrator"])
    arguments = {"body": world.arguments("board"), "person": world.arguments("person")}

    text = client.get(reverse(f"accounts:{page}", args=arguments.get(page, []))).text

    found = [w for w in (DRAFT_ANSWER, DRAFT_AUDIT, PROPOSAL, SECRET) if w in text.lower()]
    assert found == []
    assert "granskning av" not in text.lower()
