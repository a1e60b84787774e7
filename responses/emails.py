"""The words of each mail about requests and answers. Every one is a row in the outbox, in the deed's transaction.

No mail carries the text of an answer: it says that something is there, and where. Each subject names the body first,
so that it is seen in a narrow list; a long title is what is cut.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Body, BodyChange, Installation, User
from audit.models import Audit, AuditParty, PartyPart
from audit.permissions import audit_side_of
from common import dates
from mailing.kinds import MailKind
from mailing.models import OutgoingMail
from mailing.services import outgoing, put, put_once
from responses import link_mail
from responses.models import (
    AnswerItem,
    AnswerRequest,
    AskedItem,
    Correction,
    DueDate,
    Extension,
    Message,
    RequestMail,
)
from responses.receiving import MailAddresses, mail_addresses
from responses.standing import RequestStanding

REQUEST = MailKind("request", "Begäran om svar")
REMINDER = MailKind("reminder", "Påminnelse")
SUPPLEMENT = MailKind("supplement", "Begäran om komplettering")
ROUND = MailKind("round", "Uppföljning av rekommendationer")
MESSAGE = MailKind("message", "Fråga om ett svar")
EXTENSION = MailKind("extension", "Anstånd och nytt svarsdatum")
INFORMATION = MailKind("information", "För kännedom")
CORRECTION = MailKind("correction", "Rättelse")
BODY_CHANGE = MailKind("body_change", "Ändrad uppgift om organ")


def addresses_of(body: Body, *, at: datetime) -> list[str]:
    """Where mail to a body goes: its registrator, then the officials it had at that moment.

    For a body that has ended: those of the one that has taken over.
    """
    return mail_addresses([body], at=at)[body.pk].addresses


def handed_over(
    audit: Audit,
    due: Mapping[AnswerRequest, date],
    parties: Iterable[AuditParty],
    mailed: Mapping[int, MailAddresses],
    *,
    at: datetime,
) -> dict[int, OutgoingMail]:
    """Ask each addressed body, and let the offices of those informed know. Politicians get theirs from a person.

    Returns what those informed get, by body.
    """
    requested = [
        (request, mail)
        for request, due_on in due.items()
        for mail in written(
            f"request:{request.pk}",
            REQUEST,
            mailed[request.body_id].addresses,
            f"Svar önskas från {request.body.in_text}: {audit.title}",
            "request",
            {
                "request": request,
                "standing": _asked(request, due_on, at=at),
                "link": link(request),
            },
        )
    ]
    asked_body_ids = {request.body_id for request in due}
    offices = {party.body_id: party.body for party in parties if party.body.registrator_email}
    informed = {
        body.pk: mail
        for body in offices.values()
        if body.pk not in asked_body_ids
        for mail in written(
            f"information:{audit.pk}:{body.pk}",
            INFORMATION,
            [body.registrator_email],
            f"För kännedom till {body.in_text}: {audit.title}",
            "information",
            {"audit": audit, "link": link(audit)},
        )
    }
    put([*(mail for _, mail in requested), *informed.values()])
    note_about(requested)
    return informed


def corrected(correction: Correction, *, at: datetime) -> str:
    """Tell each body that received the first version; politicians get theirs from a person.

    Returns who was told, a line for each body.
    """
    recipients = []
    for delivery in correction.audit.sent_to.select_related("body"):
        is_asked = delivery.part == PartyPart.ASKED
        office = [delivery.body.registrator_email] if delivery.body.registrator_email else []
        addresses = addresses_of(delivery.body, at=at) if is_asked else office
        send(
            f"correction:{correction.pk}:{delivery.body_id}",
            CORRECTION,
            addresses,
            f"Rättelse till {delivery.body.in_text}: {correction.audit.title}",
            "correction",
            {"correction": correction, "link": f"{link(correction.audit)}#rattelser"},
        )
        recipients.append(f"{delivery.body.name}: {', '.join(addresses) or 'ingen e-post'}")
    return "\n".join(recipients)


def supplement_wanted(request: AnswerRequest, *, due_on: date, on: date, at: datetime) -> None:
    send(
        f"request:{request.pk}",
        SUPPLEMENT,
        addresses_of(request.body, at=at),
        f"Komplettering önskas från {request.body.in_text}: {request.audit.title}",
        "supplement",
        {
            "request": request,
            "standing": _asked(request, due_on, at=at),
            "wish": open_wish(request),
            "items": request.items.select_related("addressee__recommendation"),
            "link": link(request),
        },
    )


def open_wish(request: AnswerRequest) -> str:
    """What revisorerna wish for, unless it is about an answer that may be secret: a note may quote it."""
    about = AnswerItem.objects.filter(answer__request=request)
    return "" if about.filter(may_be_secret=True).exists() else request.wish


def supplement_withdrawn(
    request: AnswerRequest, items: Iterable[AskedItem], *, at: datetime
) -> None:
    """Revisorerna have put their position right: so much of the komplettering is not asked for any more."""
    numbers = sorted(item.addressee.number for item in items)
    send(
        f"withdrawn:{request.pk}:{'-'.join(map(str, numbers))}",
        SUPPLEMENT,
        addresses_of(request.body, at=at),
        f"Komplettering önskas inte längre från {request.body.in_text}: {request.audit.title}",
        "supplement_withdrawn",
        {"request": request, "numbers": numbers, "link": link(request)},
    )


def extension_asked(extension: Extension, *, at: datetime) -> None:
    """Word to the audit side, and a copy to the body's registrator."""
    request = extension.request
    about = f"anstånd från {request.body.in_text}: {request.audit.title}"
    standing = _asked(request, request.due_on(dates.local_day(at)), at=at)
    context: dict[str, object] = {"request": request, "extension": extension, "standing": standing}
    send(
        f"extension:{extension.pk}",
        EXTENSION,
        audit_side_of(request.audit).values_list("email", flat=True),
        f"Begäran om {about}",
        "extension_asked",
        context | {"link": link(request)},
    )
    if request.body.registrator_email:
        send(
            f"extension copy:{extension.pk}",
            EXTENSION,
            [request.body.registrator_email.lower()],
            f"Kopia: begäran om {about}",
            "extension_copy",
            context | {"link": link(request)},
        )


def message_sent(message: Message, *, at: datetime) -> None:
    """To the other side, with the text itself."""
    request = message.request
    if message.from_body:
        addresses = list(audit_side_of(request.audit).values_list("email", flat=True))
    else:
        addresses = addresses_of(request.body, at=at)
    sender = request.body.name if message.from_body else "Revisorerna"
    about = request.body.in_text if message.from_body else "revisorerna"
    send(
        f"message:{message.pk}",
        MESSAGE,
        addresses,
        f"Fråga från {about}: {request.audit.title}",
        "message",
        {
            "request": request,
            "message": message,
            "sender": sender,
            "link": exchange_link(request),
        },
    )


def extension_settled(extension: Extension, *, at: datetime) -> None:
    """To the body that asked."""
    request = extension.request
    standing = _asked(request, request.due_on(dates.local_day(at)), at=at)
    send(
        f"extension settled:{extension.pk}",
        EXTENSION,
        addresses_of(request.body, at=at),
        f"{extension.status.word} för {request.body.in_text}: {request.audit.title}",
        "extension_settled",
        {
            "request": request,
            "extension": extension,
            "standing": standing,
            "link": link(request),
        },
    )


def due_date_moved(due_date: DueDate, *, earlier: date, at: datetime) -> None:
    """Revisorerna have moved it of their own accord."""
    request = due_date.request
    standing = RequestStanding(request, dates.local_day(at), due_date.due_on, earlier)
    send(
        f"due date:{due_date.pk}",
        EXTENSION,
        addresses_of(request.body, at=at),
        f"Nytt svarsdatum för {request.body.in_text}: {request.audit.title}",
        "due_date_moved",
        {
            "request": request,
            "due_date": due_date,
            "standing": standing,
            "link": link(request),
        },
    )


def _asked(request: AnswerRequest, due_on: date, *, at: datetime) -> RequestStanding:
    """As it stands when it is sent."""
    return RequestStanding(request, dates.local_day(at), due_on, due_on)


def body_changed(change: BodyChange, user: User, requests: list[AnswerRequest]) -> None:
    """What an administrator changed, and which open requests it concerns: to one person of the audit side."""
    send(
        f"change:{change.pk}",
        BODY_CHANGE,
        [user.email],
        f"Ändrad uppgift om {change.body.in_text}",
        "body_changed",
        {
            "change": change,
            "requests": [(_asked(r, r.due, at=change.at), link(r)) for r in requests],
        },
    )


def sent_at_hand_over(audit: Audit) -> QuerySet[OutgoingMail]:
    """The mail that handing over caused, to show who got what."""
    about = RequestMail.objects.filter(request__audit=audit, request__occasion="missive")
    requested = Q(pk__in=about.values("mail"), kind=REQUEST)
    informed = Q(pk__in=audit.sent_to.values("mail"))
    return OutgoingMail.objects.filter(requested | informed).order_by("pk")


def prepared_for_presidium(audit: Audit) -> str:
    """The text that a revisor may send on."""
    context = {"audit": audit, "link": link(audit), **Installation.now().names}
    return plain(render_to_string("responses/emails/information.txt", context))


def exchange_link(request: AnswerRequest) -> str:
    return settings.SITE_URL + reverse("responses:exchange", args=[request.pk])


def link(target: AnswerRequest | Audit) -> str:
    """From the configured address, never from the request's host."""
    if isinstance(target, AnswerRequest):
        return f"{settings.SITE_URL}{target.get_absolute_url()}"
    return f"{settings.SITE_URL}{reverse('reports:audit', args=[target.pk])}"


def send(
    key: str,
    kind: MailKind,
    addresses: Iterable[str],
    subject: str,
    template: str,
    context: dict[str, object],
) -> None:
    """The same to each, once for each key and address."""
    request, mails = (
        context.get("request"),
        written(key, kind, addresses, subject, template, context),
    )
    if mails:
        rows = put_once(mails)
        if isinstance(request, AnswerRequest):
            note_about((request, mail) for mail in rows)


def written(
    key: str,
    kind: MailKind,
    addresses: Iterable[str],
    subject: str,
    template: str,
    context: dict[str, object],
) -> list[OutgoingMail]:
    """The same to each, not in the outbox yet."""
    request, text = context.get("request"), rendered(template, context)
    if isinstance(request, AnswerRequest):
        text += f"\n{link_mail.ending(request)}\n"
    return [
        outgoing(key=f"{key}:{address}", kind=kind, recipient=address, subject=subject, text=text)
        for address in addresses
    ]


def note_about(about: Iterable[tuple[AnswerRequest, OutgoingMail]]) -> None:
    """So that a request knows its mails, and tells of those that do not arrive."""
    rows = [RequestMail(request=request, mail=mail) for request, mail in about]
    RequestMail.objects.bulk_create(rows, ignore_conflicts=True)


def rendered(template: str, context: dict[str, object]) -> str:
    return plain(
        render_to_string(
            f"responses/emails/{template}.txt", {**context, **Installation.now().names}
        )
    )


def plain(text: str) -> str:
    """With ordinary spaces, for mail that is searched and copied."""
    return text.replace("\xa0", " ").strip() + "\n"
