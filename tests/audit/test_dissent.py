import pytest
from django.urls import reverse

from audit.models import Dissent
from tests.conftest import NOW


@pytest.fixture
def dissent(draft, auditor):
    return Dissent.objects.create(
        audit=draft, author=auditor, text="Jag ser det annorlunda.", recorded_at=NOW
    )


def change(client, dissent):
    url = reverse("audit:dissent", args=[dissent.pk])
    return client.post(url, {"text": "Ändrad mening.", "version": "1"})


def test_its_author_changes_it(client, auditor, dissent):
    client.force_login(auditor)

    assert change(client, dissent).status_code == 302


def test_nobody_else_does(client, chair, dissent):
    client.force_login(chair)

    assert change(client, dissent).status_code == 404
