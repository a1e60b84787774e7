import pytest
from django.urls import reverse

from audit.models import AuditDocument, DocumentPart
from documents.models import Document
from tests import factories
from tests.conftest import NOW


def stored(audit):
    document = Document.objects.store(
        name="Rapport.txt", data=b"Rapportens text", media_type="text/plain", at=NOW, by=None
    )
    return AuditDocument.objects.create(audit=audit, document=document, part=DocumentPart.REPORT)


def url(found, audit=None):
    return reverse("audit:document", args=[(audit or found.audit).pk, found.pk])


def test_the_original_unchanged_as_a_download(client, auditor, handed_over):
    client.force_login(auditor)
    response = client.get(url(stored(handed_over)))

    assert response.content == b"Rapportens text"
    assert response["Content-Disposition"] == 'attachment; filename="Rapport.txt"'


def test_an_assigned_sakkunnig_reads_it(client, expert, draft):
    factories.assign(draft, expert)
    client.force_login(expert)

    assert client.get(url(stored(draft))).status_code == 200


@pytest.mark.parametrize(
    "who", ["expert", "board_clerk", "presidium_member", "administrator", "stranger"]
)
def test_nobody_else_does(client, request, handed_over, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(stored(handed_over))).status_code == 404


def test_not_by_way_of_another_audit(client, expert, draft, handed_over):
    mine = factories.draft_audit()
    factories.assign(mine, expert)
    client.force_login(expert)

    assert client.get(url(stored(handed_over), mine)).status_code == 404
