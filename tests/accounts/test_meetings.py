"""A body's meetings, kept by its own officials and by the administrator."""

from datetime import date

import pytest
from django.urls import reverse


@pytest.fixture
def save(client, administrator):
    client.force_login(administrator)

    def post(body, *rows, **changes):
        data = {
            "meetings-TOTAL_FORMS": len(rows),
            "meetings-INITIAL_FORMS": sum("id" in row for row in rows),
            **changes,
        }
        for number, row in enumerate(rows):
            data |= {f"meetings-{number}-{name}": value for name, value in row.items()}
        return client.post(reverse("accounts:meetings", args=[body.pk]), data)

    return post


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


def test_a_secretary_keeps_the_own_body(client, board_clerk, board, social, save):
    client.force_login(board_clerk)

    save(board, {"meets_on": "2023-03-07"})

    assert board.meetings.get().meets_on == date(2023, 3, 7)
    assert save(social, {"meets_on": "2023-03-07"}).status_code == 404
    assert "Sammanträden för styrelsen" not in client.get(reverse("responses:requests")).text
    assert (
        reverse("accounts:meetings", args=[board.pk])
        in client.get(reverse("responses:requests")).text
    )


def test_long_ago_is_kept_and_not_shown(client, administrator, board, save):
    board.meetings.create(meets_on=date(2020, 3, 7))
    client.force_login(administrator)

    page = client.get(reverse("accounts:meetings", args=[board.pk])).text
    save(board, {"meets_on": "2023-03-07"})

    assert "2020" not in page
    assert board.meetings.count() == 2
