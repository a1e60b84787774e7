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
from recommendations.models import Measure
from responses.emails import addresses_of, link, send
from responses.models import Answer, AnswerItem, AnswerRequest, Objection, Position
from responses.standing import RequestStanding

RECEIPT = MailKind("receipt", "Kvitto", at_any_hour=True)
OBJECTION = MailKind("objection", "Invändning mot inläst svar")
NOTED = MailKind("noted", "Svaret är noterat")
ANSWERED = MailKind("answered", "Svar har inkommit")


def answer_submitted(answer: Answer, *, at: datetime) -> None:
    """A receipt to the body, and word to the audit side."""
    request = answer.request
    standing = RequestStanding.of_answer(answer, on=dates.local_day(at))
    context = {"request": request, "answer": answer, "standing": standing, "link": link(request)}
    context["receipt_link"] = settings.SITE_URL + reverse("responses:receipt", args=[request.pk])
    kind = "komplettering" if request.is_supplement else "svar"
    about = f"{kind} från {request.body.in_text}: {request.audit.title}"
    send(
        f"receipt:{answer.pk}",
        RECEIPT,
        addresses_of(request.body, at=at),
        f"Kvitto på {about}",
        "registered" if answer.is_registered else "receipt",
        context,
    )
    send(
        f"answered:{answer.pk}",
        ANSWERED,
        audit_side_of(request.audit).values_list("email", flat=True),
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
    send(
        f"withdrawn answer:{answer.pk}",
        RECEIPT,
        addresses_of(request.body, at=at),
        subject,
        "withdrawn",
        context,
    )
    word_of_it = OutgoingMail.objects.filter(
        kind=ANSWERED, key__startswith=f"answered:{answer.pk}:"
    )
    on_its_way = Q(sent_at__isnull=False) | Q(claimed_until__gt=timezone.now())
    send(
        f"answer withdrawn:{answer.pk}",
        ANSWERED,
        list(word_of_it.filter(on_its_way).values_list("recipient", flat=True)),
        subject,
        "answer_withdrawn",
        context,
    )
    cancel(word_of_it)


def answer_noted(answer: Answer, *, at: datetime) -> None:
    """Every part of it is noted: to the body, once for each answer whatever is decided again later."""
    request = answer.request
    if OutgoingMail.objects.filter(kind=NOTED, key__startswith=f"noted:{answer.pk}:").exists():
        return
    items = list(
        answer.items.asked_for().with_earlier().select_related("asked__addressee__recommendation")
    )
    decided: dict[int, Position] = {}
    for position in Position.objects.decided(on=dates.local_day(at)).filter(item__in=items):
        decided.setdefault(position.item_id, position)
    measures = Measure.objects.filter(addressee__in=[item.asked.addressee_id for item in items])
    context = {
        "request": request,
        "answer": answer,
        "decided": [_in_words(item, decided.get(item.pk)) for item in items],
        "planned_until": measures.planned_until(on=dates.local_day(at)),
        "people": list(request.audit.members.to_ask()),
        "link": link(request),
    }
    send(
        f"noted:{answer.pk}",
        NOTED,
        addresses_of(request.body, at=at),
        f"Revisorerna har noterat svaret från {request.body.in_text}: {request.audit.title}",
        "noted",
        context,
    )


def _in_words(item: AnswerItem, position: Position | None) -> dict[str, object]:
    """What was decided of one recommendation. A note about what may be secret stays in the product."""
    is_told = position and position.note.strip() and not item.secret_in_force
    return {
        "number": item.asked.addressee.number,
        "text": item.asked.addressee.recommendation.text,
        "position": position,
        "note": position.note.strip() if position and is_told else "",
    }


def objection_made(objection: Objection) -> None:
    """To the audit side, with the words themselves."""
    request = objection.answer.request
    context: dict[str, object] = {"request": request, "objection": objection}
    send(
        f"objection:{objection.pk}",
        OBJECTION,
        audit_side_of(request.audit).values_list("email", flat=True),
        f"Invändning från {request.body.in_text}: {request.audit.title}",
        "objection",
        context | {"link": objection_link(request)},
    )


def objection_settled(objection: Objection, *, at: datetime) -> None:
    """To the body."""
    request = objection.answer.request
    context: dict[str, object] = {"request": request, "objection": objection}
    send(
        f"objection settled:{objection.pk}",
        OBJECTION,
        addresses_of(request.body, at=at),
        f"Svar på invändningen från {request.body.in_text}: {request.audit.title}",
        "objection_settled",
        context | {"link": objection_link(request)},
    )


def objection_link(request: AnswerRequest) -> str:
    return settings.SITE_URL + reverse("responses:objection", args=[request.pk])
