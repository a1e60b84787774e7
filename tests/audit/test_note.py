import pytest
from django.urls import reverse

from audit.models import WorkingNote
from tests import factories
from tests.conftest import NOW


@pytest.fixture
def note(draft, auditor):
    return WorkingNote.objects.create(
        audit=draft, text="Fråga igen", author=auditor, written_at=NOW
    )


def change(client, note, text, version=1):
    url = reverse("audit:note", args=[note.pk])
    return client.post(url, {"text": text, "version": version})


def test_the_author_changes_it(client, auditor, note):
    client.force_login(auditor)

    change(client, note, "Frågat igen")
    note.refresh_from_db()

    assert (note.text, note.history.count()) == ("Frågat igen", 2)


def test_others_on_the_audit_side_only_read(client, expert, note):
    factories.assign(note.audit, expert)
    client.force_login(expert)

    assert change(client, note, "Mitt").status_code == 403


def test_a_stale_save_is_refused(client, auditor, note):
    client.force_login(auditor)
    change(client, note, "Först")

    assert change(client, note, "Sedan").status_code == 409
