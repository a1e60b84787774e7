import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import WorkingNote
from tests import factories
from tests.conftest import NOW


def url(audit):
    return reverse("audit:notes", args=[audit.pk])


def attach(client, audit, secret=True):
    file = SimpleUploadedFile("underlag.txt", b"Fakta")
    sent = {"file": file, "may_be_secret": "on"} if secret else {"file": file}
    client.post(reverse("audit:evidence_new", args=[audit.pk]), sent)
    return audit.evidence.get()


def test_who_opened_a_secret_file_is_kept(client, auditor, expert, draft):
    factories.assign(draft, expert)
    client.force_login(auditor)
    evidence = attach(client, draft)
    client.force_login(expert)

    client.get(reverse("audit:evidence_file", args=[evidence.pk]))

    assert [read.reader for read in evidence.document.reads.all()] == [expert]
    assert "Öppnad en gång" in client.get(url(draft)).content.decode()


def test_an_open_file_keeps_no_list(client, auditor, draft):
    client.force_login(auditor)
    evidence = attach(client, draft, secret=False)

    client.get(reverse("audit:evidence_file", args=[evidence.pk]))

    assert not evidence.document.reads.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(client, auditor, draft, count, django_assert_max_num_queries):
    client.force_login(auditor)
    attach(client, draft)
    for number in range(count):
        WorkingNote.objects.create(
            audit=draft, text=f"Minns {number}", author=auditor, written_at=NOW
        )

    with django_assert_max_num_queries(9):
        client.get(url(draft))
