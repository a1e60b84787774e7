"""A mail to oneself, to see that mail arrives."""

from django.urls import reverse

from mailing.models import OutgoingMail


def test_a_trial_mail_goes_to_the_administrator(client, administrator):
    client.force_login(administrator)

    client.post(reverse("accounts:mail_trial"))

    mail = OutgoingMail.objects.get(kind="trial")
    assert mail.recipient == administrator.email
