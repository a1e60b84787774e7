"""One body: its name, its registrator and its meetings."""

from datetime import date

import pytest
from django.urls import reverse

from tests.world import DRAFT_ANSWER, DRAFT_AUDIT, PROPOSAL, SECRET


@pytest.fixture
def save(client, administrator):
    client.force_login(administrator)

    def post(body, *rows, **changes):
        data = {
            "name": body.name,
            "kind": body.kind,
            "position": body.position,
            "registrator_email": body.registrator_email,
            "meetings-TOTAL_FORMS": len(rows),
            "meetings-INITIAL_FORMS": sum("id" in row for row in rows),
            **changes,
        }
        for number, row in enumerate(rows):
            data |= {f"meetings-{number}-{name}": value for name, value in row.items()}
        return client.post(reverse("accounts:body", args=[body.pk]), data)

    return post


def test_the_registrator_can_be_changed(save, board):
    save(board, registrator_email="ny@test.example")

    board.refresh_from_db()
    assert board.registrator_email == "ny@test.example"


def test_meetings_are_added(save, board):
    save(board, {"meets_on": "2023-03-07", "documents_due_on": "2023-02-23"}, {"meets_on": ""})

    meeting = board.meetings.get()
    assert (meeting.meets_on, meeting.documents_due_on) == (date(2023, 3, 7), date(2023, 2, 23))


def test_a_meeting_is_taken_away(save, board):
    meeting = board.meetings.create(meets_on=date(2023, 3, 7))

    save(board, {"id": meeting.pk, "meets_on": "2023-03-07", "DELETE": "on"})

    assert not board.meetings.exists()


@pytest.mark.parametrize(
    "row",
    [
        {"meets_on": "nyss"},
        {"documents_due_on": "2023-02-23"},
        {"meets_on": "2023-03-07", "documents_due_on": "2023-03-08"},
        {"id": "999999", "meets_on": "2023-03-07"},
        {"id": "a\0", "meets_on": "2023-03-07"},
    ],
)
def test_what_is_wrong_changes_nothing(save, board, row):
    assert save(board, row).status_code == 200
    assert not board.meetings.exists()


def test_one_meeting_a_day(save, board):
    page = save(board, {"meets_on": "2023-03-07"}, {"meets_on": "2023-03-07"})

    assert "Två sammanträden ligger på samma dag" in page.text
    assert not board.meetings.exists()


def test_the_meeting_of_another_body_stays_there(save, board, social):
    meeting = social.meetings.create(meets_on=date(2023, 3, 7))

    save(board, {"id": meeting.pk, "meets_on": "2023-03-08"})

    meeting.refresh_from_db()
    assert (meeting.body, meeting.meets_on) == (social, date(2023, 3, 7))


@pytest.mark.parametrize("rows", ["", "x", "-1", "99999999"])
def test_a_broken_form_is_answered(save, board, rows):
    assert save(board, **{"meetings-TOTAL_FORMS": rows}).status_code in (200, 302)


@pytest.mark.parametrize("page", ["bodies", "body", "people", "person", "mail_log"])
def test_nothing_of_audits_or_answers_is_shown(client, world, page):
    client.force_login(world.people["administrator"])
    arguments = {"body": world.arguments("board"), "person": world.arguments("person")}

    text = client.get(reverse(f"accounts:{page}", args=arguments.get(page, []))).text

    found = [w for w in (DRAFT_ANSWER, DRAFT_AUDIT, PROPOSAL, SECRET) if w in text.lower()]
    assert found == []
    assert "granskning av" not in text.lower()
