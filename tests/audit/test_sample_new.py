from django.urls import reverse

from audit.models import Sample
from responses import services
from tests.conftest import HANDED_OVER

TABLE = "\tÄrende 1\tÄrende 2\nInleds i tid?\tJa [1]\tNej"


def send(client, audit, **changed):
    url = reverse("audit:sample_new", args=[audit.pk])
    return client.post(
        url, {"title": "Aktgranskning", "table": TABLE, "notes": "1. Sent", **changed}
    )


def test_a_pasted_table_becomes_a_grid(client, auditor, draft):
    client.force_login(auditor)

    send(client, draft)

    grid = Sample.objects.get().grid
    assert grid.cases == ("Ärende 1", "Ärende 2")
    assert (grid.rows[0].cells[0].note, grid.notes) == (1, {1: "Sent"})


def test_what_is_no_table_is_said_at_the_field(client, auditor, draft):
    client.force_login(auditor)

    response = send(client, draft, table="Bara text")

    assert "Klistra in en tabell" in response.content.decode()
    assert not Sample.objects.exists()


def test_readers_see_it_after_the_hand_over(client, auditor, draft, chair, presidium_member):
    client.force_login(auditor)
    send(client, draft)
    services.dispatch(draft, at=HANDED_OVER, by=chair)
    client.force_login(presidium_member)

    page = client.get(draft.get_absolute_url()).content.decode()

    assert "Stickprov: Aktgranskning" in page and "Sent" in page
