"""What a registrator's mail ends with: a way in without an account, and all that is asked, in plain text.

Made as the mail leaves, so that the outbox holds no key. To any other address of the same mail it is nothing.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Installation
from common import dates
from mailing import leaving
from mailing.kinds import MailKind
from mailing.services import enqueue
from responses.models import AnswerRequest, AskedItem, RegistratorLink
from responses.models.links import LINK_LASTS
from responses.standing import RequestStanding

CODE = MailKind("link_code", "Kod till en begäran", at_any_hour=True, opens_account=True)
LINK = MailKind("link", "Ny länk till en begäran", at_any_hour=True)
REGISTRATOR, CODE_MARK = "registrator", "kod"


def ending(request: AnswerRequest) -> str:
    """The mark, for the end of a mail about a request."""
    return leaving.mark(REGISTRATOR, request.pk)


def _ending(request_pk: int, recipient: str) -> str:
    requests = AnswerRequest.objects.filter(pk=request_pk).with_state(on=dates.today())
    request = requests.select_related("body", "audit").first()
    at, today = dates.now(), dates.today()
    if request is None or not request.is_awaited:
        return ""
    registrator = request.body.answering(on=today).registrator_email
    if not registrator or registrator.lower() != recipient.lower():
        return ""
    key = RegistratorLink.objects.make(request, address=recipient, at=at)
    context = {
        "request": request,
        "standing": RequestStanding.of(request, on=today),
        "items": AskedItem.objects.filter(request=request, withdrawn_at=None).select_related(
            "addressee__recommendation"
        ),
        "people": list(request.audit.members.to_ask()),
        "link": settings.SITE_URL + reverse("responses:link", args=[key]),
        "new": settings.SITE_URL + reverse("responses:link_new"),
        "until": dates.local_day(at + LINK_LASTS),
        "auditors": Installation.now().auditors,
        "auditors_email": Installation.now().auditors_email,
    }
    text = render_to_string("responses/emails/_registrator.txt", context)
    return text.replace("\xa0", " ").strip()


def _code(link_pk: int, recipient: str) -> str:
    link = RegistratorLink.objects.filter(pk=link_pk, address=recipient.lower()).first()
    return link.make_code(at=dates.now()) if link else ""


leaving.give(REGISTRATOR, _ending)
leaving.give(CODE_MARK, _code)


def code_asked(link: RegistratorLink) -> None:
    """The code goes to the address of the link, wherever the link itself has been sent on."""
    enqueue(
        key=f"link code:{link.pk}:{link.codes_asked}",
        kind=CODE,
        recipient=link.address,
        subject=f"Kod till begäran om svar från {link.request.body.in_text}",
        text=render_to_string(
            "responses/emails/link_code.txt",
            {
                "code": leaving.mark(CODE_MARK, link.pk),
                "municipality": Installation.now().municipality,
            },
        ),
    )


def link_asked(request: AnswerRequest, *, number: int) -> None:
    address = request.body.answering(on=dates.today()).registrator_email
    enqueue(
        key=f"link:{request.pk}:{number}:{address}",
        kind=LINK,
        recipient=address,
        subject=f"Ny länk till begäran om svar från {request.body.in_text}",
        text=render_to_string(
            "responses/emails/link_new.txt", {"request": request, "ending": ending(request)}
        ),
    )
