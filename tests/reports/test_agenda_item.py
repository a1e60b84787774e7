import pytest
from django.urls import reverse

from reports.models import AgendaItem, AgendaState, AgendaVoice
from tests.reports.sittings import LATER, TODAY, sitting_on, written

pytestmark = pytest.mark.django_db
RESERVED = {"do": "state", "voice": "reserved", "text": "Av andra skäl."}


@pytest.fixture
def sitting(chair):
    return sitting_on(TODAY, chair, by=chair)


@pytest.fixture
def entry(sitting, chair):
    return written(sitting, "Brev om bidrag", by=chair)


def url(sitting, entry):
    return reverse("reports:agenda_item", args=[sitting.pk, entry.key])


def test_a_reservation_is_noted_and_taken_back(client, chair, sitting, entry):
    client.force_login(chair)

    client.post(url(sitting, entry), RESERVED | {"user": chair.pk})
    voice = AgendaVoice.objects.get()
    assert "Av andra skäl." in client.get(url(sitting, entry)).text
    client.post(url(sitting, entry), {"do": "take_back", "voice": voice.pk})

    voice.refresh_from_db()
    assert voice.withdrawn_at
    assert "Av andra skäl." not in client.get(url(sitting, entry)).text


def test_it_needs_a_reason_and_a_person(client, chair, sitting, entry):
    client.force_login(chair)

    answer = client.post(url(sitting, entry), {"do": "state", "voice": "recused", "text": " "})

    assert set(answer.context["says"].errors) == {"user", "text"}


def test_the_same_person_twice_is_said_at_the_field(client, chair, sitting, entry):
    client.force_login(chair)
    for _ in range(2):
        answer = client.post(url(sitting, entry), RESERVED | {"user": chair.pk})

    assert "user" in answer.context["says"].errors
    assert "Av andra skäl." in answer.text


def test_another_matters_statement_is_not_taken_back(client, chair, sitting, entry):
    client.force_login(chair)
    other = written(sitting, "Ett annat brev", by=chair)
    client.post(url(sitting, other), RESERVED | {"user": chair.pk})
    sent = {"do": "take_back", "voice": AgendaVoice.objects.get().pk}

    assert client.post(url(sitting, entry), sent).status_code == 404


@pytest.mark.parametrize(("deed", "state"), [("table", "tabled"), ("move", "moved")])
def test_it_is_taken_up_later(client, chair, sitting, entry, deed, state):
    later = sitting_on(LATER, chair, by=chair)
    client.force_login(chair)

    client.post(url(sitting, entry), {"do": deed, "reason": "Mer underlag."})

    item = AgendaItem.objects.get()
    assert (item.state, item.reason) == (state, "Mer underlag.")
    assert item.moved_to == (later if state == AgendaState.MOVED else None)
    assert "Mer underlag." in client.get(sitting.get_absolute_url()).text


def test_there_must_be_a_meeting_to_move_it_to(client, chair, sitting, entry):
    client.force_login(chair)

    answer = client.post(url(sitting, entry), {"do": "move", "reason": ""})

    assert "inget senare sammanträde" in answer.text
    assert AgendaItem.objects.get().is_open


def test_what_is_written_is_changed(client, chair, sitting, entry):
    client.force_login(chair)

    client.post(
        url(sitting, entry),
        {"do": "change", "kind": "own", "title": "Brev om stöd", "proposal": "Skickas."},
    )

    assert AgendaItem.objects.get().title == "Brev om stöd"
    assert "ändrade Brev om bidrag" in client.get(sitting.get_absolute_url()).text


@pytest.mark.parametrize("key", ["own-0", "answer-1", "x", "own-99999999999999999999"])
def test_what_is_not_on_the_agenda_is_not_found(client, chair, sitting, key):
    client.force_login(chair)

    assert client.get(reverse("reports:agenda_item", args=[sitting.pk, key])).status_code == 404
