"""The mails that open a round of follow-up."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Body
from common import dates
from mailing.services import put_once
from responses.emails import ROUND, link, note_about, written
from responses.models import AnswerRequest, FollowUpRound
from responses.receiving import mail_addresses
from responses.standing import RequestStanding


def round_opened(opened: FollowUpRound, requests: list[AnswerRequest], *, at: datetime) -> None:
    """To each official one mail about all that the body is asked; to a registrator one for each request."""
    by_body: dict[Body, list[AnswerRequest]] = {}
    for request in requests:
        by_body.setdefault(request.body, []).append(request)
    receivers = mail_addresses(by_body, at=at)
    for body, asked_of in by_body.items():
        addresses = receivers[body.pk]
        if addresses.officials:
            _send(opened, asked_of, addresses.officials, at=at)
        for request in asked_of if addresses.registrator else ():
            _send(opened, [request], [addresses.registrator], at=at)


def _send(
    opened: FollowUpRound, requests: list[AnswerRequest], addresses: Sequence[str], *, at: datetime
) -> None:
    first = requests[0]
    standing = RequestStanding(first, dates.local_day(at), opened.due_on, opened.due_on)
    context: dict[str, object] = {
        "body": first.body,
        "round": opened,
        "standing": standing,
        "parts": [
            {"title": r.audit.title, "count": r.items.count(), "link": link(r)} for r in requests
        ],
    }
    if len(requests) == 1:
        context["request"] = first
    subject = f"Lägesrapport önskas från {first.body.in_text}: {opened.name}"
    mails = put_once(written(f"round:{first.pk}", ROUND, addresses, subject, "round", context))
    note_about((request, mail) for request in requests for mail in mails)
