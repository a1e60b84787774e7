"""The words of mail about an audit that is not yet public: that something waits, and where, but not what."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import User
from audit.models import FactCheck
from mailing.models import MailKind
from mailing.services import enqueue


def fact_check_opened(check: FactCheck, readers: Iterable[User]) -> None:
    """To each reader once. The title is left out: the audit is a draft."""
    for reader in readers:
        context = {
            "auditors": settings.AUDITORS,
            "check": check,
            "link": settings.SITE_URL + check.get_absolute_url(),
        }
        text = render_to_string("audit/emails/fact_check.txt", context)
        enqueue(
            key=f"fact_check:{check.pk}:{reader.email}",
            kind=MailKind.FACT_CHECK,
            recipient=reader.email,
            subject="Faktakontroll inför en granskning",
            text=text.replace("\xa0", " ").strip() + "\n",
        )
