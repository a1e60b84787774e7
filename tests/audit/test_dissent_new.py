from django.urls import reverse

from responses import services
from tests.conftest import NOW

TEXT = "Jag anser att svaret borde ha varit nej."


def test_a_single_revisors_mening_follows_with_the_audit(
    client, auditor, chair, draft, board_clerk
):
    client.force_login(auditor)
    client.post(reverse("audit:dissent_new", args=[draft.pk]), {"text": TEXT, "version": "0"})
    services.dispatch(draft, at=NOW, by=chair)
    client.force_login(board_clerk)

    page = client.get(draft.get_absolute_url()).content.decode()

    assert TEXT in page and f"Avvikande mening av {auditor.name}" in page
