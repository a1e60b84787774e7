import pytest
from django.urls import reverse

from audit.services import cancel_sitting
from reports.models import AgendaItem
from tests import factories
from tests.conftest import NOW
from tests.reports.sittings import LATER, sitting_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(chair):
    return sitting_on(LATER, chair, by=chair)


def added(client, sitting, **sent):
    url = reverse("reports:agenda_add", args=[sitting.pk])
    return client.post(url, {"kind": "own", "title": "Brev om bidrag"} | sent)


def test_a_matter_of_ones_own_stands_on_the_agenda(client, chair, sitting):
    client.force_login(chair)

    added(client, sitting, proposal="Brevet skickas.")

    page = client.get(sitting.get_absolute_url()).text
    assert "Brev om bidrag" in page
    assert "Brevet skickas." in page


def test_what_lacks_a_heading_keeps_its_text(client, chair, sitting):
    client.force_login(chair)

    answer = added(client, sitting, title="", proposal="En lång text.")

    assert "title" in answer.context["form"].errors
    assert "En lång text." in answer.text


def test_a_meeting_that_is_cancelled_takes_none(client, chair, sitting):
    cancel_sitting(sitting, "Sjukdom.", at=NOW, by=chair)
    client.force_login(chair)

    assert "inställt" in added(client, sitting).text
    assert not AgendaItem.objects.exists()


def test_a_sakkunnig_adds_of_an_own_granskning(client, chair, expert, sitting, draft):
    factories.assign(draft, expert)
    client.force_login(expert)

    added(client, sitting, audit=draft.pk)

    assert AgendaItem.objects.get().audit == draft
    assert "Brev om bidrag" in client.get(sitting.get_absolute_url()).text
