"""The words of mail about an audit that is not yet public: that something waits, and where, but not what."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import Body, Installation, Membership, User
from audit.models import (
    AuditMember,
    FactCheck,
    MemberPart,
    ReportDelivery,
    Sitting,
    SittingNotice,
)
from common import swedish
from mailing.kinds import MailKind
from mailing.services import enqueue

FACT_CHECK = MailKind("fact_check", "Faktakontroll")
DELIVERY = MailKind("delivery", "Sakkunnigas rapport")
SITTING = MailKind("sitting", "Kallelse till revisorernas sammanträde", at_any_hour=True)


def fact_check_opened(check: FactCheck, readers: Iterable[Membership]) -> None:
    """To each reader once, with the body that the reader is there for. The title is left out: the audit is a draft."""
    bodies: dict[User, list[Body]] = defaultdict(list)
    for membership in readers:
        bodies[membership.user] += [membership.body] if membership.body else []
    for reader, read_for in bodies.items():
        context = {
            "auditors": Installation.now().auditors,
            "check": check,
            "link": settings.SITE_URL + check.get_absolute_url(),
        }
        text = render_to_string("audit/emails/fact_check.txt", context)
        enqueue(
            key=f"fact_check:{check.pk}:{reader.email}",
            kind=FACT_CHECK,
            recipient=reader.email,
            subject=_subject(read_for),
            text=text.replace("\xa0", " ").strip() + "\n",
        )


def _subject(read_for: Iterable[Body]) -> str:
    names = swedish.listing(body.in_text for body in read_for)
    return f"Faktakontroll för {names} inför en granskning"


def report_delivered(delivery: ReportDelivery) -> None:
    """To revisorerna, who have the next step."""
    readers = User.objects.auditors()
    _about_delivery(delivery, readers, "Sakkunnigas rapport är levererad", "report_delivered")


def report_returned(delivery: ReportDelivery) -> None:
    """To the audit's sakkunniga, who have it to do again."""
    experts = AuditMember.objects.filter(audit=delivery.audit, part=MemberPart.EXPERT)
    readers = User.objects.filter(pk__in=experts.values("user"), is_active=True)
    _about_delivery(delivery, readers, "Rapporten är lämnad tillbaka", "report_returned")


def _about_delivery(
    delivery: ReportDelivery, readers: Iterable[User], subject: str, template: str
) -> None:
    """The title is left out: the audit is a draft."""
    context = {"auditors": Installation.now().auditors, "link": settings.SITE_URL + delivery.page}
    text = render_to_string(f"audit/emails/{template}.txt", context)
    for reader in readers:
        enqueue(
            key=f"{template}:{delivery.pk}:{reader.email}",
            kind=DELIVERY,
            recipient=reader.email,
            subject=subject,
            text=text.replace("\xa0", " ").strip() + "\n",
        )


def sitting_called(notice: SittingNotice) -> None:
    """A mail of its own to each, with the text as it was shown."""
    for address in notice.addresses:
        enqueue(
            key=f"sitting:{notice.pk}:{address}",
            kind=SITTING,
            recipient=address,
            subject=notice.subject,
            text=notice.text,
        )


def sitting_words(sitting: Sitting, matters: int) -> tuple[str, str]:
    """Subject and text that a person starts from. No title: what is on the agenda may not be public."""
    context = {
        "auditors": Installation.now().auditors,
        "sitting": sitting,
        "matters": matters,
        "link": settings.SITE_URL + sitting.get_absolute_url(),
    }
    text = render_to_string("audit/emails/sitting.txt", context).replace("\xa0", " ").strip() + "\n"
    kind, day = sitting.get_kind_display(), swedish.long_date(sitting.meets_on)
    return f"Kallelse: {kind.lower()} {day}".replace("\xa0", " "), text
