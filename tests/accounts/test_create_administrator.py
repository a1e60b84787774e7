"""The first person of an installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.roles import Right
from mailing.models import OutgoingMail


def create(*arguments):
    out = StringIO()
    call_command("create_administrator", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_link_lets_the_person_choose_a_password(client, db, settings):
    link = create("it@test.example", "Förvaltare")

    page = client.get(link.removeprefix(settings.SITE_URL), follow=True)

    assert "Nytt lösenord" in page.text


def test_the_person_administers(db):
    create("it@test.example", "Förvaltare")

    assert User.objects.get().has_right(Right.ADMINISTER)
    assert OutgoingMail.objects.get().recipient == "it@test.example"


@pytest.mark.parametrize("address", ["nej", "admin@test.example"])
def test_a_bad_or_used_address_is_refused(administrator, address):
    with pytest.raises(CommandError):
        create(address, "Förvaltare")

    assert User.objects.count() == 1
