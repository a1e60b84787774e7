import pytest
from django.urls import reverse

from documents.models import Document
from importer.models import RegisterLoad
from tests.importer.registers import uploaded

pytestmark = pytest.mark.usefixtures("board")


@pytest.fixture
def load(auditor):
    return uploaded(by=auditor)


def url(load):
    return reverse("importer:register_discard", args=[load.pk])


def test_a_click_alone_discards_nothing(client, auditor, load):
    client.force_login(auditor)

    assert "Kasta registerinläsningen?" in client.get(url(load)).content.decode()
    assert RegisterLoad.objects.unfinished().exists()


def test_discarded_is_kept_and_out_of_the_way(client, chair, load):
    client.force_login(chair)

    response = client.post(url(load), follow=True)

    assert "är kastad" in response.content.decode()
    assert RegisterLoad.objects.get().discarded_by == chair
    assert Document.objects.count() == 1
    assert client.get(load.get_absolute_url()).status_code == 404


def test_a_confirmed_one_is_not_discarded(client, auditor, load):
    load.confirm(at=load.uploaded_at, by=auditor)
    client.force_login(auditor)

    assert client.post(url(load)).status_code == 404


def test_others_have_no_such_page(client, expert, load):
    client.force_login(expert)

    assert client.post(url(load)).status_code == 404
    assert RegisterLoad.objects.unfinished().exists()
