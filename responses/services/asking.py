"""Questions between a body and revisorerna about a request."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.rules import RuleBroken
from responses import emails
from responses.models import AnswerRequest, Message


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
