"""The words of each mail about an answer: that it is in, and what becomes of it."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.permissions import audit_side_of
from common import dates
from mailing.kinds import MailKind
from mailing.models import OutgoingMail
from mailing.services import cancel
from responses.emails import addresses_of, link, send
from responses.models import Answer
from responses.standing import RequestStanding

RECEIPT = MailKind("receipt", "Kvitto", at_any_hour=True)
ANSWERED = MailKind("answered", "Svar har inkommit")


def answer_submitted(answer: Answer, *, at: datetime) -> None:
    """A receipt to the body, and word to the audit side."""
    request = answer.request
    standing = RequestStanding.of_answer(answer, on=dates.local_day(at))
    context = {"request": request, "answer": answer, "standing": standing, "link": link(request)}
    context["receipt_link"] = settings.SITE_URL + reverse("responses:receipt", args=[request.pk])
    kind = "komplettering" if request.is_supplement else "svar"
    about = f"{kind} från {request.body.in_text}: {request.audit.title}"
    for address in addresses_of(request.body, at=at):
        send(
            f"receipt:{answer.pk}:{address}",
            RECEIPT,
            address,
            f"Kvitto på {about}",
            "registered" if answer.is_registered else "receipt",
            context,
        )
    for address in audit_side_of(request.audit).values_list("email", flat=True):
        send(
            f"answered:{answer.pk}:{address}",
            ANSWERED,
            address,
            f"Inkommet {about}" if kind == "svar" else f"Inkommen {about}",
            "answered",
            context,
        )


def answer_withdrawn(answer: Answer, *, at: datetime) -> None:
    """To the body, with the number of the receipt; and to those of the audit side who have heard that it came."""
    request = answer.request
    standing = RequestStanding(
        request, dates.local_day(at), request.due_on(dates.local_day(at)), None
    )
    context = {"request": request, "answer": answer, "standing": standing, "link": link(request)}
    withdrawn = "Återtagen" if request.is_supplement else "Återtaget"
    kind = standing.what.lower()
    subject = f"{withdrawn} {kind} från {request.body.in_text}: {request.audit.title}"
    for address in addresses_of(request.body, at=at):
        send(
            f"withdrawn answer:{answer.pk}:{address}",
            RECEIPT,
            address,
            subject,
            "withdrawn",
            context,
        )
    word_of_it = OutgoingMail.objects.filter(
        kind=ANSWERED, key__startswith=f"answered:{answer.pk}:"
    )
    gone = Q(sent_at__isnull=False) | Q(claimed_until__gt=timezone.now())
    for address in list(word_of_it.filter(gone).values_list("recipient", flat=True)):
        send(
            f"answer withdrawn:{answer.pk}:{address}",
            ANSWERED,
            address,
            subject,
            "answer_withdrawn",
            context,
        )
    cancel(word_of_it)
