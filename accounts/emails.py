"""The mail that lets a person in."""

import uuid

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Installation, User
from mailing.kinds import MailKind
from mailing.services import enqueue

INVITATION = MailKind("invitation", "Inbjudan", at_any_hour=True, opens_account=True)
PASSWORD = MailKind("password", "Nytt lösenord", at_any_hour=True, opens_account=True)
SECURITY = MailKind("security", "Om din inloggning", at_any_hour=True)
TRIAL = MailKind("trial", "Testmejl", at_any_hour=True)


def invitation(user: User) -> None:
    """A link to choose a password. Once it is on its way its text is erased from the outbox."""
    enqueue(
        key=f"invitation:{uuid.uuid4()}",
        kind=INVITATION,
        recipient=user.email,
        subject="Ditt konto i Revisionsspår",
        text=render_to_string(
            "accounts/emails/invitation.txt",
            {
                "person": user,
                "municipality": Installation.now().municipality,
                "link": password_link(user),
            },
        ),
    )


def sign_in_reset(user: User) -> None:
    """So that nobody's second step goes away unnoticed."""
    _notice(user, "Din inloggning är nollställd", "accounts/emails/sign_in_reset.txt")


def sign_in_changed(user: User, *, change: str) -> None:
    """What the person, or somebody in the person's place, has changed."""
    _notice(user, "Din inloggning är ändrad", "accounts/emails/sign_in_changed.txt", what=change)


def many_failed_sign_ins(user: User, *, count: int) -> None:
    _notice(
        user,
        "Många försök att logga in på ditt konto",
        "accounts/emails/many_failed_sign_ins.txt",
        count=str(count),
    )


def trial(user: User) -> None:
    """So that an administrator knows whether mail arrives."""
    _notice(user, "Testmejl från Revisionsspår", "accounts/emails/trial.txt", kind=TRIAL)


def address_changed(user: User, *, new: str) -> None:
    """To the old address, before it is another: nobody's account is moved unnoticed."""
    change = f"Administratören har ändrat adressen som du loggar in med till {new}."
    sign_in_changed(user, change=change)


def _notice(
    user: User, subject: str, template: str, *, kind: MailKind = SECURITY, **context: str
) -> None:
    enqueue(
        key=f"{kind}:{uuid.uuid4()}",
        kind=kind,
        recipient=user.email,
        subject=subject,
        text=render_to_string(template, {"person": user, "site": settings.SITE_URL, **context}),
    )


def password_link(user: User) -> str:
    """Valid for PASSWORD_RESET_TIMEOUT, until the password or the address is another."""
    uid, key = user_pk_to_url_str(user), default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    return f"{settings.SITE_URL}{path}"
