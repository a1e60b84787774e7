from django.test import Client
from django.urls import reverse

from accounts.models import User
from reports.models import Report
from tests import factories
from tests.reviewing import confirm, reviewed


def url(report: Report) -> str:
    return reverse("reports:report_release", args=[report.pk])


def test_says_who_will_read_it(client: Client, made_report: Report, chair: User) -> None:
    client.force_login(chair)

    shown = " ".join(client.get(url(made_report)).content.decode().split())

    assert "Kommunstyrelsen och socialnämnden kan läsa hela rapporten." in shown
    made_report.refresh_from_db()
    assert made_report.released_at is None


def test_nothing_is_released_without_the_tick(
    client: Client, made_report: Report, chair: User
) -> None:
    client.force_login(chair)

    response = client.post(url(made_report), reviewed(client, url(made_report)) | {"confirm": ""})

    assert response.status_code == 200
    made_report.refresh_from_db()
    assert made_report.released_at is None


def test_a_revisor_releases(client: Client, made_report: Report, chair: User) -> None:
    client.force_login(chair)

    response = confirm(client, url(made_report))

    assert response.url == made_report.get_absolute_url()
    made_report.refresh_from_db()
    assert made_report.released_by == chair


def test_a_sakkunnig_does_not(client: Client, made_report: Report, expert: User) -> None:
    factories.assign(made_report.audit, expert)
    client.force_login(expert)

    assert client.post(url(made_report), {"do": "confirm"}).status_code == 403


def test_not_a_second_time(client: Client, made_report: Report, chair: User) -> None:
    client.force_login(chair)
    confirm(client, url(made_report))

    assert client.post(url(made_report), {"do": "confirm"}).status_code == 403
