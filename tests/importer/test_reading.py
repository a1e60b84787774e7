import pytest
from django.urls import reverse

from common import dates
from importer.services import take_in
from tests.importer.reading import FILES, read_files


@pytest.fixture
def waiting(expert):
    return take_in(FILES, at=dates.now(), by=expert)


def url(reading):
    return reverse("importer:reading", args=[reading.pk])


def test_shows_how_it_goes_and_asks_again(client, expert, waiting):
    client.force_login(expert)

    page = client.get(url(waiting)).content.decode()

    assert "Väntar på tur" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Uppdatera" in page


def test_says_how_many_files_are_read(client, expert, waiting):
    waiting.claim(until=dates.now())
    waiting.progressed(120)
    client.force_login(expert)

    page = client.get(url(waiting)).content.decode()

    assert "1 av 2 filer är lästa." in page
    assert 'value="120"' in page


def test_says_what_is_done_with_the_text(client, expert, waiting):
    waiting.claim(until=dates.now())
    waiting.progressed(1)
    waiting.progressed(1)
    client.force_login(expert)

    assert "Söker efter frågor och rekommendationer." in client.get(url(waiting)).content.decode()


def test_the_part_of_the_page_tells_when_it_is_done(client, expert, board, social, presidium):
    reading = read_files(FILES, by=expert)
    client.force_login(expert)

    part = client.get(url(reading), headers={"HX-Request": "true"}).content.decode()

    assert "Kontrollera det som hittades" in part
    assert "hx-get" not in part


def test_without_scripts_the_next_look_leads_to_the_check_page(client, expert):
    reading = read_files(FILES, by=expert)
    client.force_login(expert)

    assert client.get(url(reading)).url == reverse("importer:check", args=[reading.pk])


def test_why_it_failed_and_what_to_do_then(client, expert):
    reading = read_files([("recept.txt", b"Koka pasta i tio minuter.")], by=expert)
    client.force_login(expert)

    page = client.get(url(reading)).content.decode()

    assert "Filen recept.txt ser inte ut som en revisionsrapport" in page
    assert "Ladda upp andra filer" in page


def test_the_check_page_leads_here_until_it_is_read(client, expert, waiting):
    client.force_login(expert)

    assert client.get(reverse("importer:check", args=[waiting.pk])).url == url(waiting)


def test_another_sakkunnigs_does_not_exist(client, waiting, stranger, auditor):
    client.force_login(stranger)
    assert client.get(url(waiting)).status_code == 404
    client.force_login(auditor)
    assert client.get(url(waiting)).status_code == 200


def test_few_queries(client, expert, waiting, django_assert_max_num_queries):
    client.force_login(expert)

    with django_assert_max_num_queries(5):
        client.get(url(waiting))


def test_what_nothing_was_recognised_in_can_be_opened_as_it_is(client, expert):
    reading = read_files([("recept.txt", b"Koka pasta i tio minuter.")], by=expert)
    client.force_login(expert)

    page = client.post(url(reading), follow=True).content.decode()

    assert "Koka pasta i tio minuter." in page
    assert "Filen recept.txt ser inte ut som en revisionsrapport" in page
    assert 'name="added_recommendations"' in page


def test_a_file_without_text_cannot_be_opened_and_says_why(client, expert):
    reading = read_files([("recept.txt", b"Koka pasta i tio minuter.")], by=expert)
    reading.documents.all().delete()
    client.force_login(expert)

    page = client.post(url(reading)).content.decode()

    assert "Filerna finns inte kvar." in page


def test_one_that_waits_is_not_opened(client, expert, waiting):
    client.force_login(expert)
    client.post(url(waiting))

    waiting.refresh_from_db()
    assert waiting.is_pending
