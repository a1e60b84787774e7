import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.services import close_sitting
from tests.conftest import NOW
from tests.reports.sittings import LATER, TODAY, sitting_on

pytestmark = pytest.mark.django_db
URL = reverse("reports:meetings")


def test_the_year_and_the_next_one_stand_first(client, chair):
    sitting = sitting_on(LATER, chair, by=chair)
    client.force_login(chair)

    page = client.get(URL).text

    assert sitting.get_absolute_url() in page
    assert "Nästa:" in page


def test_another_year_is_chosen_in_the_address(client, chair):
    sitting = sitting_on(TODAY.replace(year=2021), chair, by=chair)
    close_sitting(sitting, at=NOW, by=chair)
    client.force_login(chair)

    assert sitting.get_absolute_url() not in client.get(URL, {"ar": "2022"}).text
    assert sitting.get_absolute_url() in client.get(URL, {"ar": "2021"}).text
    assert client.get(URL, {"ar": "inget"}).status_code == 200
    assert client.get(URL, {"ar": "0000"}).status_code == 200


def test_it_asks_as_much_of_few_as_of_many(client, chair, auditor):
    client.force_login(chair)

    def asked(days):
        for day in days:
            sitting_on(TODAY.replace(month=day), chair, auditor, by=chair)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        return len(queries)

    asked([1])
    assert asked([2]) == asked([3, 4, 5, 6, 7])
