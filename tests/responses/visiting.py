"""A registrator's mail as it arrives, and the way in from it."""

import re

from django.urls import reverse

from mailing.leaving import filled
from mailing.models import OutgoingMail


def sent_to(address, kind="request"):
    """The text of the latest mail, as its receiver reads it."""
    mail = OutgoingMail.objects.filter(recipient=address, kind=kind).order_by("pk").last()
    return filled(mail.text, mail.recipient)


def link_in(text):
    return re.search(r"/lank/till/[\w-]+/", text)[0]


def code_sent_to(address):
    return re.search(r"\d{6}", sent_to(address, "link_code"))[0]


def come_in(client, request):
    """By the link in the body's mail and the code that follows."""
    address = request.body.registrator_email
    link = link_in(sent_to(address))
    client.post(link)
    client.post(link, {"code": code_sent_to(address)})
    return reverse("responses:link_request")
