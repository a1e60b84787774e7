"""What a file of people, bodies and meetings changes: read through first, then all of it or nothing."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Body, BodyChange, BodyMeeting, Membership, User
from accounts.roles import Role
from mailing.models import OutgoingMail
from tests.importer.rosters import roster_file


@pytest.fixture
def change(client, administrator):
    """Upload, tick and confirm, with something in between if it is wanted."""
    client.force_login(administrator)

    def post(between=lambda: None, tick=True, **sheets):
        file = SimpleUploadedFile("personer.xlsx", roster_file(**sheets))
        page = client.post(reverse("importer:roster"), {"file": file})
        between()
        return client.post(
            reverse("importer:roster_check"),
            {
                "rows": page.context["rows"],
                "reviewed": page.context["review"].code,
                "do": "confirm",
                **({"confirm": "on"} if tick else {}),
            },
        )

    return post


def roles_of(email):
    held = Membership.objects.current().filter(user__email=email)
    return [(m.role, m.body.name if m.body else "", m.title) for m in held.order_by("pk")]


def test_a_mandate_shift_in_one_file(change, board, social, board_clerk):
    email = board_clerk.email

    response = change(
        organ=[
            ["Ny nämnd", "Nämnd", 30, "ny@namnd.example"],
            [social.name, "", "", "sn@ny.example"],
        ],
        uppdrag=[
            [email, "", "Tjänsteperson", board.name, "", "ja"],
            [email, "Nytt Namn", "Tjänsteperson", "Ny nämnd", "nämndsekreterare"],
            ["ny@test.example", "Ny Revisor", "Revisor", "", "ordförande"],
            ["ny@test.example", "Ny Revisor", "Administratör"],
        ],
        sammantraden=[["Ny nämnd", "2023-03-14", "2023-03-01"], [board.name, "2023-04-04"]],
    )

    assert response.url == reverse("accounts:people")
    assert roles_of(email) == [("official", "Ny nämnd", "nämndsekreterare")]
    assert User.objects.get(email=email).name == "Nytt Namn"
    assert roles_of("ny@test.example") == [("auditor", "", "ordförande"), ("administrator", "", "")]
    assert OutgoingMail.objects.get(kind="invitation").recipient == "ny@test.example"
    assert Body.objects.get(pk=social.pk).registrator_email == "sn@ny.example"
    assert BodyChange.objects.filter(body=social, what__contains="sn@ny.example").exists()
    days = BodyMeeting.objects.filter(body__name="Ny nämnd").values_list("meets_on", flat=True)
    assert [day.isoformat() for day in days] == ["2023-03-14"]


def test_a_row_that_is_gone_takes_nothing_away(change, board_clerk):
    before = roles_of(board_clerk.email)

    change(uppdrag=[["ny@test.example", "Ny", "Sakkunnig"]])

    assert roles_of(board_clerk.email) == before


def test_a_new_title_is_a_row_of_its_own_and_the_old_one_stays(change, board, board_clerk):
    change(uppdrag=[[board_clerk.email, "", "Tjänsteperson", board.name, "kommunjurist"]])

    assert roles_of(board_clerk.email) == [("official", board.name, "kommunjurist")]
    assert board_clerk.memberships.exclude(ended_at=None).count() == 1


def test_another_day_for_documents_moves_the_meeting_that_is_there(change, board):
    BodyMeeting.objects.create(body=board, meets_on="2023-04-04", documents_due_on="2023-03-20")

    change(sammantraden=[[board.name, "2023-04-04", "2023-03-22"]])

    meeting = BodyMeeting.objects.get(body=board)
    assert meeting.documents_due_on.isoformat() == "2023-03-22"


def test_the_last_administrator_stays_and_nothing_else_is_done(change, administrator):
    page = change(
        uppdrag=[
            [administrator.email, "", "Administratör", "", "", "ja"],
            ["ny@test.example", "Ny", "Revisor"],
        ]
    )

    assert "minst en administratör" in page.text
    assert not User.objects.filter(email="ny@test.example").exists()
    assert not OutgoingMail.objects.exists()


def test_without_the_tick_nothing_is_done(change):
    page = change(uppdrag=[["ny@test.example", "Ny", "Revisor"]], tick=False)

    assert page.status_code == 200
    assert not User.objects.filter(email="ny@test.example").exists()


def test_what_has_come_between_is_shown_first(change, board, board_clerk):
    def end():
        board_clerk.memberships.get().end(at=board_clerk.created_at)

    page = change(end, uppdrag=[[board_clerk.email, "", "Tjänsteperson", board.name, "", "ja"]])

    assert page.status_code == 409
    assert "Personen har inte det uppdraget" in page.text


@pytest.mark.parametrize("rows", ["", "skräp", "eyJib2RpZXMiOltdfQ:1:x"])
def test_other_rows_than_the_pages_own_are_refused(client, administrator, rows):
    client.force_login(administrator)

    assert client.post(reverse("importer:roster_check"), {"rows": rows}).status_code == 400


def test_all_roles_can_be_given(change, board):
    names = {role.value: role.label for role in Role}

    change(
        uppdrag=[
            [f"{value}@test.example", "Ny", label, board.name if value == "official" else ""]
            for value, label in names.items()
        ]
    )

    assert {value for value in names if roles_of(f"{value}@test.example")} == {*names}
    assert not re.search("ended", str(Membership.objects.exclude(ended_at=None)))
