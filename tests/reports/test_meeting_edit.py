import pytest
from django.urls import reverse

from tests.reports.sittings import LATER, sitting_on
from tests.responses.drafting import fields_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(chair, auditor):
    return sitting_on(LATER, chair, auditor, by=chair)


def test_who_was_there_is_changed_and_told(client, chair, auditor, sitting):
    client.force_login(chair)
    url = reverse("reports:meeting_edit", args=[sitting.pk])
    page = fields_in(client.get(url).text)

    client.post(url, page | {"participants": [chair.pk], "place": "Sal Björken"})

    assert [p.user for p in sitting.participants.all()] == [chair]
    page = client.get(sitting.get_absolute_url()).text
    assert "Sal Björken" in page
    assert f"tog bort {auditor.name} som deltagare" in page


def test_a_stale_save_shows_both(client, chair, sitting):
    client.force_login(chair)
    url = reverse("reports:meeting_edit", args=[sitting.pk])
    page = fields_in(client.get(url).text)
    client.post(url, page | {"place": "Sal Björken"})

    answer = client.post(url, page | {"place": "Sal Eken"})

    assert answer.status_code == 409
    assert "Björken" in answer.text
    assert "Eken" in answer.text
