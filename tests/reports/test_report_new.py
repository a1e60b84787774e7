from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from audit.models import Audit
from reports.models import Report, ReportState


def order(client: Client, audit: Audit, per: str = "2023-02-14", **more: str):
    return client.post(reverse("reports:report_new", args=[audit.pk]), {"per": per, **more})


def test_ordering_makes_a_waiting_report(client: Client, handed_over: Audit, chair: User) -> None:
    client.force_login(chair)

    response = order(client, handed_over)

    report = Report.objects.get()
    assert response.url == report.get_absolute_url()
    assert (report.state, report.per, report.requested_by) == (
        ReportState.WAITING,
        date(2023, 2, 14),
        chair,
    )


def test_the_form_offers_today(client: Client, handed_over: Audit, chair: User) -> None:
    client.force_login(chair)

    page = client.get(reverse("reports:report_new", args=[handed_over.pk])).content.decode()

    assert 'value="14 februari 2023"' in page


@pytest.mark.parametrize(("per", "shown"), [("2023-01-31", "31 januari 2023"), ('"><b>', '"><b>')])
def test_the_form_offers_the_day_asked_for(
    client: Client, handed_over: Audit, chair: User, per: str, shown: str
) -> None:
    client.force_login(chair)

    page = client.get(reverse("reports:report_new", args=[handed_over.pk]), {"per": per})

    assert f'value="{escape(shown)}"' in page.content.decode()


@pytest.mark.parametrize(
    ("per", "message"),
    [
        ("2023-02-15", "kan inte ligga i framtiden"),
        ("2022-11-23", "var inte överlämnad"),
        ("2023-02-31", "finns inte i kalendern"),
        ("", "Ange läge per."),
        ("\x00", "Skriv dag, månad och år"),
    ],
)
def test_a_day_that_cannot_be_told_is_said(
    client: Client, handed_over: Audit, chair: User, per: str, message: str
) -> None:
    client.force_login(chair)

    response = order(client, handed_over, per=per)

    assert response.status_code == 200
    assert message in response.content.decode()
    assert not Report.objects.exists()


def test_a_draft_is_not_reported(client: Client, draft: Audit, chair: User) -> None:
    client.force_login(chair)

    assert order(client, draft).status_code == 403


@pytest.mark.parametrize("name", ["board_clerk", "presidium_member", "administrator", "expert"])
def test_others_lack_the_page(
    client: Client, handed_over: Audit, request: pytest.FixtureRequest, name: str
) -> None:
    client.force_login(request.getfixturevalue(name))

    assert order(client, handed_over).status_code == 404
