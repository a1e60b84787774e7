import pytest
from django.urls import reverse

from audit.models import SittingNotice
from mailing.models import OutgoingMail
from tests.reports.sittings import LATER, sitting_on, written
from tests.reviewing import confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(chair, auditor):
    return sitting_on(LATER, chair, auditor, by=chair)


def test_a_person_sends_it_and_each_gets_a_mail_without_titles(client, chair, auditor, sitting):
    written(sitting, "Hemligt brev", by=chair)
    client.force_login(chair)
    assert not OutgoingMail.objects.exists()

    confirm(client, reverse("reports:meeting_notice", args=[sitting.pk]), subject="Kallelse")

    mails = OutgoingMail.objects.all()
    assert {mail.recipient for mail in mails} == {chair.email, auditor.email}
    assert all("Hemligt brev" not in mail.text and "ett ärende" in mail.text for mail in mails)
    assert all(sitting.get_absolute_url() in mail.text for mail in mails)
    assert SittingNotice.objects.get().sent_by == chair


def test_what_is_no_address_is_said_at_the_field(client, chair, sitting):
    client.force_login(chair)
    url = reverse("reports:meeting_notice", args=[sitting.pk])

    answer = client.post(url, {"recipients": "alla", "subject": "S", "text": "T", "do": "review"})

    assert "recipients" in answer.context["form"].errors
    assert not SittingNotice.objects.exists()
