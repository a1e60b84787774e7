"""What a body and revisorerna say to each other about a request, here and elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common import dates
from common.rules import RuleBroken
from responses import emails
from responses.models import AnswerRequest, ContactNote, Message


@dataclass(frozen=True)
class Contact:
    """A call, a meeting or a letter, as somebody of the audit side tells it."""

    channel: str
    happened_on: date
    with_whom: str
    text: str


@transaction.atomic
def send_message(request: AnswerRequest, text: str, *, at: datetime, by: User) -> Message:
    """Log it and mail the other side. A person of both sides writes for the body. Raises RuleBroken without a text."""
    if not text.strip():
        raise RuleBroken({"text": "Skriv frågan."})
    message = Message.objects.create(
        request=request, from_body=by.acts_for(request.body_id), text=text, sent_at=at, sent_by=by
    )
    emails.message_sent(message, at=at)
    return message


@transaction.atomic
def note_contact(
    request: AnswerRequest, contact: Contact, *, at: datetime, by: User
) -> ContactNote:
    """Write it down. Raises RuleBroken for a day that has not come."""
    if contact.happened_on > dates.local_day(at):
        raise RuleBroken({"happened_on": "Dagen har inte varit än."})
    return ContactNote.objects.create(request=request, noted_at=at, noted_by=by, **vars(contact))
