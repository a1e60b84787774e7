from django.test import Client
from django.urls import reverse

from accounts.models import User
from reports.models import Report
from tests import factories
from tests.reports.test_report import made, waiting  # noqa: F401
from tests.reviewing import confirm, reviewed


def url(report: Report) -> str:
    return reverse("reports:report_release", args=[report.pk])


def test_says_who_will_read_it(client: Client, made: Report, chair: User) -> None:  # noqa: F811
    client.force_login(chair)

    shown = " ".join(client.get(url(made)).content.decode().split())

    assert "Kommunstyrelsen och socialnämnden kan läsa hela rapporten." in shown
    made.refresh_from_db()
    assert made.released_at is None


def test_nothing_is_released_without_the_tick(client: Client, made: Report, chair: User) -> None:  # noqa: F811
    client.force_login(chair)

    response = client.post(url(made), reviewed(client, url(made)) | {"confirm": ""})

    assert response.status_code == 200
    made.refresh_from_db()
    assert made.released_at is None


def test_a_revisor_releases(client: Client, made: Report, chair: User) -> None:  # noqa: F811
    client.force_login(chair)

    response = confirm(client, url(made))

    assert response.url == made.get_absolute_url()
    made.refresh_from_db()
    assert made.released_by == chair


def test_a_sakkunnig_does_not(client: Client, made: Report, expert: User) -> None:  # noqa: F811
    factories.assign(made.audit, expert)
    client.force_login(expert)

    assert client.post(url(made), {"do": "confirm"}).status_code == 403


def test_not_a_second_time(client: Client, made: Report, chair: User) -> None:  # noqa: F811
    client.force_login(chair)
    confirm(client, url(made))

    assert client.post(url(made), {"do": "confirm"}).status_code == 403
