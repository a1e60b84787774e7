"""Utskick: what was sent about a request, and what did not arrive."""

from datetime import date

import pytest
from django.urls import reverse

from common import dates
from mailing.models import OutgoingMail, Trouble
from responses import services


@pytest.fixture
def mails(client, auditor, social_request):
    client.force_login(auditor)
    return lambda: client.get(reverse("responses:mails", args=[social_request.pk]))


def of(request, recipient="sn@test.example"):
    return OutgoingMail.objects.get(pk__in=request.mails.values("mail"), recipient=recipient)


def test_what_the_hand_over_sent_is_shown(mails, social_request):
    page = mails()

    assert of(social_request).subject in page.text
    assert "sn@test.example" in page.text
    assert "ks@test.example" not in page.text


def test_a_reminder_is_shown_too(mails, social_request):
    services.send_reminders(on=date(2023, 2, 14))

    assert {mail.get_kind_display() for mail in mails().context["mails"]} == {
        "Begäran om svar",
        "Påminnelse",
    }


def test_a_step_with_nobody_to_send_to_is_told(mails, client, social_request, social):
    social.registrator_email = ""
    social.save()
    services.send_reminders(on=date(2023, 2, 14))

    assert "ingen att skicka till" in mails().text
    assert reverse("responses:mails", args=[social_request.pk]) in client.get("/").text


def test_a_failed_mail_stands_in_att_gora_and_is_sent_again(mails, client, social_request):
    of(social_request).mark_failed(Trouble.UNKNOWN, error="550 hemligt", at=dates.now())
    todo, page = client.get("/"), mails()
    client.post(reverse("responses:mails", args=[social_request.pk]))

    assert reverse("responses:mails", args=[social_request.pk]) in todo.text
    assert Trouble.UNKNOWN.label in page.text
    assert "hemligt" not in page.text
    assert of(social_request).state == "queued"
    assert reverse("responses:mails", args=[social_request.pk]) not in client.get("/").text


def test_sending_again_leaves_another_requests_mail(client, auditor, board_request, social_request):
    of(social_request).mark_failed(Trouble.UNKNOWN, error="", at=dates.now())
    client.force_login(auditor)

    client.post(reverse("responses:mails", args=[board_request.pk]))

    assert of(social_request).state == "failed"


def test_the_request_leads_the_audit_side_to_it(client, auditor, social_clerk, social_request):
    url = reverse("responses:mails", args=[social_request.pk])
    client.force_login(auditor)
    assert f'href="{url}"' in client.get(social_request.get_absolute_url()).text

    client.force_login(social_clerk)
    assert url not in client.get(social_request.get_absolute_url()).text
