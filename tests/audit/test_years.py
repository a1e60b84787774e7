import pytest
from django.urls import reverse

from audit.models import AuditYear
from audit.services import arrange_year

URL = reverse("audit:years")


def test_each_year_says_who_decides(client, auditor, chair, draft):
    arrange_year(AuditYear.objects.create(year=2022), [chair])
    client.force_login(auditor)

    text = client.get(URL).content.decode()

    assert "2022" in text and chair.name in text and "De sittande revisorerna" in text


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow(client, auditor, chair, count, django_assert_max_num_queries):
    for number in range(count):
        arrange_year(AuditYear.objects.create(year=2000 + number), [chair, auditor])
    client.force_login(auditor)

    with django_assert_max_num_queries(7):
        client.get(URL)
