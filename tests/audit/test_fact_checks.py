import pytest
from django.urls import reverse

from audit.services import comment
from tests.conftest import NOW


def test_the_audit_side_sees_readers_chapters_and_comments(client, auditor, check, board_clerk):
    comment(check.chapters.first(), text="Enheterna är fyra.", at=NOW, by=board_clerk)
    client.force_login(auditor)

    page = client.get(reverse("audit:fact_checks", args=[check.audit_id])).content.decode()

    assert board_clerk.name in page and "Budget" in page and "Enheterna är fyra." in page


def test_closing_twice_closes_once(client, auditor, check):
    client.force_login(auditor)
    url = reverse("audit:fact_check_close", args=[check.pk])

    client.post(url)
    check.refresh_from_db()
    first = check.closed_at
    client.post(url)
    check.refresh_from_db()

    assert first is not None and check.closed_at == first


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow(
    client, auditor, check, board_clerk, count, django_assert_max_num_queries
):
    for number in range(count):
        comment(check.chapters.last(), text=f"Fel {number}", at=NOW, by=board_clerk)
    client.force_login(auditor)

    with django_assert_max_num_queries(9):
        client.get(reverse("audit:fact_checks", args=[check.audit_id]))
