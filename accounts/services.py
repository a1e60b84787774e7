"""Letting people in, changing who they are, and ending what they do."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts import emails
from accounts.models import Body, Membership, User, UserState
from accounts.roles import Role
from common.rules import RuleBroken

TAKEN = "Adressen har redan ett konto."
LAST_ADMINISTRATOR = "Det måste finnas minst en administratör som kan logga in."


@transaction.atomic
def invite(
    *, email: str, name: str, role: str, body: Body | None, title: str, at: datetime
) -> User:
    """A new person with one role, who chooses a password by a link in a mail.

    Raises RuleBroken when the address has an account.
    """
    user = User(email=email, name=name)
    user.set_unusable_password()
    _save(user)
    Membership.objects.create(user=user, role=role, body=body, title=title, started_at=at)
    emails.invitation(user)
    return user


@transaction.atomic
def invite_again(user: User) -> None:
    """A new link, for somebody who has not chosen a password yet.

    Raises RuleBroken when the person has, or is shut out.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.state != UserState.INVITED:
        raise RuleBroken("Bara den som är inbjuden och inte har valt lösenord kan bjudas in igen.")
    emails.invitation(user)


@transaction.atomic
def change(user: User, *, email: str, name: str, is_active: bool) -> User:
    """Another name or address, or whether the person can sign in. A new address ends links sent to the old one.

    Raises RuleBroken when the address is another's, or when nobody would be left to administer.
    """
    user = _locked(user)
    if user.is_active and not is_active:
        _require_administrator_beside(user)
    if user.email != email.lower():
        EmailAddress.objects.filter(user=user).delete()  # what the sign-in knows of the old one
    user.email, user.name, user.is_active = email, name, is_active
    _save(user)
    return user


@transaction.atomic
def give(user: User, *, role: str, body: Body | None, title: str, at: datetime) -> Membership:
    """One more role. Raises RuleBroken when the person has it."""
    user = _locked(user)
    if user.memberships.current().filter(role=role, body=body).exists():
        raise RuleBroken("Personen har redan det uppdraget.")
    return Membership.objects.create(user=user, role=role, body=body, title=title, started_at=at)


@transaction.atomic
def end(membership: Membership, *, at: datetime) -> None:
    """The person no longer has the role, from the next request on.

    Raises RuleBroken when it has ended, or when nobody would be left to administer.
    """
    if membership.role == Role.ADMINISTRATOR and not membership.ended_at:
        _require_administrator_beside(membership.user)
    Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk).end(at=at)


def _save(user: User) -> None:
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise RuleBroken({"email": TAKEN}) from error


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _require_administrator_beside(user: User) -> None:
    """Two administrators who end each other at once take turns."""
    list(Membership.objects.filter(role=Role.ADMINISTRATOR).order_by("pk").select_for_update())
    administrators = User.objects.administrators()
    is_one = administrators.filter(pk=user.pk).exists()
    if is_one and not administrators.exclude(pk=user.pk).exists():
        raise RuleBroken(LAST_ADMINISTRATOR)
