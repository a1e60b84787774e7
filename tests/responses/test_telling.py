"""Revisorerna are told when what they rely on at a body is another."""

from datetime import date

import pytest

from accounts import services as accounts
from accounts.models import BodyChange
from accounts.roles import Role
from mailing.models import OutgoingMail
from responses.emails import BODY_CHANGE
from responses.services import submit, tell_changes
from tests import factories
from tests.canaries import DRAFT_ANSWER, PROPOSAL, SECRET
from tests.conftest import NOW, write_answer


@pytest.fixture
def told(chair):
    """The mail of a change: tell, and read what the chair gets."""

    def read():
        tell_changes()
        mail = OutgoingMail.objects.filter(kind=BODY_CHANGE, recipient=chair.email)
        return [one.text.replace("\xa0", " ") for one in mail.order_by("pk")]

    return read


@pytest.fixture
def save(administrator):
    def change(body, **fields):
        for name, value in fields.items():
            setattr(body, name, value)
        accounts.save_body(body, at=NOW, by=administrator)

    return change


def test_a_new_registrator_is_told_with_the_open_request(save, told, social, social_request):
    save(social, registrator_email="ny@test.example")

    [text] = told()

    assert "Registratorns adress för socialnämnden: ny@test.example, förut sn@test.example." in text
    assert "av Administratör, administratör" in text
    assert "Granskning av livsmedelskontrollen. Svar önskas senast 28 februari 2023." in text
    assert social_request.get_absolute_url() in text


def test_one_mail_for_each_change_however_often_it_runs(save, told, social, social_request):
    save(social, name="Omsorgsnämnden", registrator_email="ny@test.example")

    assert len(told()) == 2
    assert len(told()) == 2
    assert not BodyChange.objects.filter(told_at=None).exists()


@pytest.mark.parametrize("fields", [{"position": 9}, {}])
def test_a_place_in_the_order_concerns_nobody(save, told, social, social_request, fields):
    save(social, **fields)

    assert told() == []


def test_an_officials_new_address_is_told(told, social_clerk, social_request, administrator):
    accounts.change(
        social_clerk,
        email="byte@test.example",
        name=social_clerk.name,
        is_active=True,
        at=NOW,
        by=administrator,
    )

    assert (
        "Nämndsekreterare har adressen byte@test.example, förut social@test.example." in told()[0]
    )


def test_who_answers_is_told(told, social, social_clerk, social_request, administrator, stranger):
    accounts.give(stranger, role=Role.OFFICIAL, body=social, title="", at=NOW, by=administrator)
    accounts.end(social_clerk.memberships.get(), at=NOW, by=administrator)

    given, ended = told()

    assert "Utan uppdrag svarar nu för socialnämnden." in given
    assert "Nämndsekreterare svarar inte längre för socialnämnden." in ended


def test_a_bodys_end_and_its_being_taken_back_are_told(
    client, told, social, board, social_request, administrator, chair
):
    accounts.end_body(social, last_day=date(2023, 1, 31), heir=board, at=NOW, by=administrator)
    accounts.reopen_body(social, at=NOW, by=administrator)

    ended, reopened = told()

    assert (
        "Sista dagen för socialnämnden är 31 januari 2023. Därefter svarar kommunstyrelsen."
        in ended
    )
    assert (
        "Slutdatumet för socialnämnden, 31 januari 2023, är borttaget. "
        "Det som kommunstyrelsen har tagit över hör till socialnämnden igen." in reopened
    )
    assert (
        social_request.get_absolute_url() in ended and social_request.get_absolute_url() in reopened
    )


def test_an_end_without_an_heir_says_so(told, social, social_request, administrator):
    accounts.end_body(social, last_day=date(2023, 1, 31), heir=None, at=NOW, by=administrator)

    assert "Sista dagen för socialnämnden är 31 januari 2023. Inget organ tar över." in told()[0]


def test_nobody_is_told_without_an_open_request(save, told, board, board_request, board_clerk):
    submit(write_answer(board_request), at=NOW, by=board_clerk)

    save(board, registrator_email="ny@test.example")

    assert told() == []


def test_a_sakkunnig_hears_of_assigned_audits_alone(save, told, social, handed_over, expert):
    other = factories.person(Role.EXPERT, email="annan@test.example")
    factories.assign(handed_over, expert)

    save(social, registrator_email="ny@test.example")
    told()

    mail = OutgoingMail.objects.filter(kind=BODY_CHANGE)
    assert mail.filter(recipient=expert.email).exists()
    assert not mail.filter(recipient=other.email).exists()


def test_it_says_nothing_of_what_is_hidden(world):
    administrator, social = world.people["administrator"], world.things["social"]
    social.registrator_email = "ny@test.example"
    accounts.save_body(social, at=NOW, by=administrator)

    tell_changes()

    mail = OutgoingMail.objects.filter(kind=BODY_CHANGE)
    texts = " ".join(mail.values_list("text", flat=True)).lower()
    assert mail.exists()
    assert [word for word in (DRAFT_ANSWER, PROPOSAL, SECRET) if word in texts] == []
    assert not mail.filter(recipient=administrator.email).exists()
