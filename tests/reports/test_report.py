import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.causes import LABELS, JobCause
from reports import services
from reports.models import Report
from tests.conftest import NOW


def page(client: Client, user: User, report: Report, **headers: str) -> str:
    client.force_login(user)
    response = client.get(report.get_absolute_url(), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_asks_again_while_it_is_made(client: Client, waiting_report: Report, chair: User) -> None:
    shown = page(client, chair, waiting_report)

    assert 'hx-trigger="every 2s"' in shown
    assert "Läs om sidan" in shown


def test_the_answer_to_htmx_is_the_same_part(
    client: Client, waiting_report: Report, chair: User
) -> None:
    shown = page(client, chair, waiting_report, **{"HX-Request": "true"})

    assert shown.strip().startswith('<div id="jobb"')


def test_links_to_the_paper_when_done(client: Client, made_report: Report, chair: User) -> None:
    shown = page(client, chair, made_report)

    assert reverse("reports:report_file", args=[made_report.pk]) in shown
    assert "hx-trigger" not in shown


def test_says_why_it_could_not_be_made(client: Client, waiting_report: Report, chair: User) -> None:
    """In full, and the words that an administrator sees of it."""
    waiting_report.fail(JobCause.OFF_PAGE, "Text hamnar utanför på sida 3.", at=NOW)

    shown = page(client, chair, waiting_report)

    assert "Text hamnar utanför på sida 3." in shown
    assert f"”{LABELS[JobCause.OFF_PAGE]}”" in shown


def test_the_file_is_a_download(client: Client, made_report: Report, chair: User) -> None:
    client.force_login(chair)

    response = client.get(reverse("reports:report_file", args=[made_report.pk]))

    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(b"%PDF-")


def test_there_is_no_file_before_it_is_made(
    client: Client, waiting_report: Report, chair: User
) -> None:
    client.force_login(chair)

    assert client.get(reverse("reports:report_file", args=[waiting_report.pk])).status_code == 404


@pytest.mark.parametrize("name", ["presidium_member", "board_clerk"])
def test_others_read_it_once_released(
    client: Client, made_report: Report, chair: User, request: pytest.FixtureRequest, name: str
) -> None:
    client.force_login(request.getfixturevalue(name))
    url = reverse("reports:report_file", args=[made_report.pk])
    before = client.get(url).status_code
    services.release(made_report, at=NOW, by=chair)

    assert (before, client.get(url).status_code) == (404, 200)
