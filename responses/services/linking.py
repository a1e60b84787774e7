"""A registrator without an account: a link, a code to the same address, and a visit."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Body
from common import dates
from common.rules import RuleBroken
from documents.files import Upload, keep
from mailing.models import OutgoingMail
from responses import link_mail
from responses.models import Answer, AnswerRequest, LinkFile, RegistratorLink
from responses.models.answers import SINGLE_PARTS
from responses.services.answering import MOST_FILES, hand_in_files

MOST_LINKS, WITHIN = 3, timedelta(hours=1)


@transaction.atomic
def send_code(key: str, *, at: datetime) -> None:
    """To the link's own address, or to nobody: whoever asks is told the same."""
    link = RegistratorLink.objects.locked(key)
    if link and link.may_send_code(at=at):
        link.ask_code(at=at)
        link_mail.code_asked(link)


@transaction.atomic
def open_link(key: str, code: str, *, at: datetime) -> str:
    """The key of a visit, or nothing whatever is wrong."""
    link = RegistratorLink.objects.locked(key)
    return link.open("".join(filter(str.isdigit, code)), at=at) if link else ""


@transaction.atomic
def ask_links(address: str, *, at: datetime) -> None:
    """A new link to each request that waits for a registrator's answer; a few in an hour at most."""
    today = dates.local_day(at)
    waiting = AnswerRequest.objects.unanswered(on=today).select_related("body", "audit")
    bodies = Body.objects.filter(registrator_email__iexact=address.strip())
    for request in waiting.select_for_update(of=("self",)):
        if request.body.answering(on=today) in bodies:
            _ask_link(request, at=at)


def _ask_link(request: AnswerRequest, *, at: datetime) -> None:
    mails = OutgoingMail.objects.filter(kind=link_mail.LINK, key__startswith=f"link:{request.pk}:")
    if mails.filter(created_at__gt=at - WITHIN).count() < MOST_LINKS:
        link_mail.link_asked(request, number=mails.count() + 1)


@transaction.atomic
def choose_file(
    link: RegistratorLink, upload: Upload, *, part: str, may_be_secret: bool, at: datetime
) -> LinkFile:
    """Keep a file until it is handed in. Raises RuleBroken for too many."""
    chosen = link.files.chosen()
    if part in SINGLE_PARTS:
        for older in chosen.filter(part=part):
            older.remove(at=at)
    if link.files.chosen().count() >= MOST_FILES:
        raise RuleBroken(f"Ett svar kan ha högst {MOST_FILES} bilagor.")
    document = keep(upload, at=at, by=None, may_be_secret=may_be_secret)
    return LinkFile.objects.create(link=link, document=document, part=part)


@transaction.atomic
def hand_in(
    link: RegistratorLink, decision: Answer, stances: dict[int, str], *, at: datetime
) -> Answer:
    """Answer with the files that were chosen. The body's own draft is neither read nor changed.

    Raises RuleBroken without a file or a decision, or when the request is no longer waited for.
    """
    request = AnswerRequest.objects.select_for_update().get(pk=link.request_id)
    files = list(link.files.chosen())
    if not request.is_awaited:
        raise RuleBroken("Revisorerna väntar inte längre på svar på begäran.")
    if not files:
        raise RuleBroken("Välj nämndens yttrande eller protokollsutdrag.")
    chosen = [(file.document, file.part) for file in files]
    link.answer = answer = hand_in_files(decision, stances, chosen, at=at, address=link.address)
    link.save()
    return answer
