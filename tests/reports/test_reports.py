from datetime import timedelta

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Audit
from common import dates
from common.causes import JobCause
from reports import services
from reports.models import Report
from tests.conftest import NOW

URL = reverse("reports:reports")


def test_lists_what_the_audit_side_has_ordered(
    client: Client,
    made_report: Report,
    chair: User,
) -> None:
    client.force_login(chair)

    shown = client.get(URL).content.decode()

    assert made_report.audit.title in shown
    assert reverse("reports:report_file", args=[made_report.pk]) in shown


def test_others_see_released_ones_only(
    client: Client,
    made_report: Report,
    chair: User,
    presidium_member: User,
) -> None:
    client.force_login(presidium_member)
    before = client.get(URL).content.decode()
    services.release(made_report, at=NOW, by=chair)

    assert "Inga rapporter än." in before
    assert made_report.audit.title in client.get(URL).content.decode()


def test_queries_do_not_grow_with_rows(
    client: Client,
    handed_over: Audit,
    chair: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for day in range(5):
        on = dates.today() - timedelta(days=day)
        report = services.order_report(handed_over, on=on, at=NOW, by=chair)
        report.fail(JobCause.UNEXPECTED, "Orsak.", at=NOW)
    client.force_login(chair)

    with django_assert_max_num_queries(7):
        client.get(URL)
