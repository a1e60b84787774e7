import pytest
from django.urls import reverse

from documents.models import Document
from importer.models import Reading
from tests.importer.reading import FILES, read_files


@pytest.fixture
def reading(expert):
    return read_files(FILES, by=expert)


def url(reading):
    return reverse("importer:discard", args=[reading.pk])


def test_a_click_alone_discards_nothing(client, expert, reading):
    client.force_login(expert)

    page = client.get(url(reading)).content.decode()

    assert "Kasta inläsningen?" in page
    assert Reading.objects.unfinished().exists()


def test_discarded_is_kept_and_out_of_the_way(client, expert, reading):
    client.force_login(expert)

    response = client.post(url(reading), follow=True)

    assert "är kastad" in response.content.decode()
    assert Reading.objects.get().discarded_by == expert
    assert Document.objects.count() == 2
    assert client.get(reading.get_absolute_url()).status_code == 404


def test_twice_is_not_found(client, expert, reading):
    client.force_login(expert)
    client.post(url(reading))

    assert client.post(url(reading)).status_code == 404


def test_another_persons_does_not_exist_for_a_sakkunnig(client, expert, auditor):
    other = read_files(FILES, by=auditor)
    client.force_login(expert)

    assert client.post(url(other)).status_code == 404
    assert Reading.objects.unfinished().exists()


def test_files_that_could_not_be_read_go_when_the_person_says_so(client, expert):
    failed = read_files([("recept.txt", b"Koka pasta i tio minuter.")], by=expert)
    client.force_login(expert)

    assert "som inte kunde läsas, tas bort" in client.get(url(failed)).content.decode()
    client.post(url(failed))

    assert not Document.objects.exists()
    assert Reading.objects.get().discarded_by == expert
