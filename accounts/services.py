"""Letting people in, changing who they are, and ending what they do."""

from copy import copy
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from accounts import changes, emails
from accounts.models import Body, Installation, Membership, Succession, User, UserState
from accounts.roles import Role
from common.rules import RuleBroken
from mailing.services import readdress

TAKEN = "Adressen har redan ett konto."
UNKNOWN_ADDRESS = (
    "Din e-postadress har inget konto i Revisionsspår, eller är inte bekräftad av kommunens "
    "inloggning. Be administratören i kommunen lägga till dig."
)
SHUT_OUT = "Kontot är avstängt. Vänd dig till administratören i kommunen."
OTHER_IDENTITY = (
    "Kontot hör redan till en annan inloggning hos kommunen. Be administratören i kommunen "
    "nollställa inloggningen."
)
SIGN_IN_RESET = "Inloggningen nollställd"
LAST_ADMINISTRATOR = "Det måste finnas minst en administratör som kan logga in."


@transaction.atomic
def invite(  # noqa: PLR0913  # a form of a person and a role, with when and by whom
    *,
    email: str,
    name: str,
    role: str,
    body: Body | None,
    title: str,
    at: datetime,
    by: User | None = None,
) -> User:
    """A new person with one role, who chooses a password by a link in a mail.

    Raises RuleBroken when the address has an account.
    """
    user = let_in(email=email, name=name)
    membership = Membership.objects.create(
        user=user, role=role, body=body, title=title, started_at=at
    )
    changes.note_membership(membership, at=at, by=by)
    return user


@transaction.atomic
def let_in(*, email: str, name: str) -> User:
    """A new person without any role, who chooses a password by a link in a mail.

    Raises RuleBroken when the address has an account.
    """
    user = User(email=email, name=name)
    user.set_unusable_password()
    _save(user)
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
def change(user: User, *, email: str, name: str, is_active: bool, at: datetime, by: User) -> User:
    """Another name or address, or whether the person can sign in. A new address ends links sent to the old one.

    Raises RuleBroken when the address is another's, or when nobody would be left to administer.
    """
    user = _locked(user)
    before = copy(user)
    if user.is_active and not is_active:
        _require_administrator_beside(user)
    if user.email != email.lower():
        EmailAddress.objects.filter(user=user).delete()  # what the sign-in knows of the old one
        SocialAccount.objects.filter(user=user).delete()
        emails.address_changed(user, new=email)
        readdress(old=user.email, new=email.lower())
    user.email, user.name, user.is_active = email, name, is_active
    _save(user)
    changes.note_person(before, user, at=at, by=by)
    return user


@transaction.atomic
def give(
    user: User, *, role: str, body: Body | None, title: str, at: datetime, by: User
) -> Membership:
    """One more role. Raises RuleBroken when the person has it."""
    user = _locked(user)
    if user.memberships.current().filter(role=role, body=body).exists():
        raise RuleBroken("Personen har redan det uppdraget.")
    membership = Membership.objects.create(
        user=user, role=role, body=body, title=title, started_at=at
    )
    changes.note_membership(membership, at=at, by=by)
    return membership


@transaction.atomic
def end(membership: Membership, *, at: datetime, by: User) -> None:
    """The person no longer has the role, from the next request on.

    Raises RuleBroken when it has ended, or when nobody would be left to administer.
    """
    if membership.role == Role.ADMINISTRATOR and not membership.ended_at:
        _require_administrator_beside(membership.user)
    locked = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    locked.end(at=at)
    changes.note_membership(locked, at=at, by=by)


@transaction.atomic
def retitle(membership: Membership, *, title: str, at: datetime) -> Membership:
    """The same role under another title: one row ends and another begins, so that past days keep the old one.

    Raises RuleBroken when it has ended.
    """
    locked = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    locked.end(at=at)
    return Membership.objects.create(
        user_id=locked.user_id, role=locked.role, body_id=locked.body_id, title=title, started_at=at
    )


@transaction.atomic
def bind_identity(*, provider: str, uid: str, emails: list[str]) -> SocialAccount:
    """Tie an identity at the municipality to the person with one of its verified addresses, once and for all.

    Raises RuleBroken when nobody has the address, or the person is shut out or has another identity there.
    """
    addresses = [email.lower() for email in emails]
    user = User.objects.select_for_update().filter(email__in=addresses).first()
    if user is None:
        raise RuleBroken(UNKNOWN_ADDRESS)
    if not user.is_active:
        raise RuleBroken(SHUT_OUT)
    if SocialAccount.objects.filter(user=user, provider=provider).exists():
        raise RuleBroken(OTHER_IDENTITY)
    return SocialAccount.objects.create(user=user, provider=provider, uid=uid)


@transaction.atomic
def reset_sign_in(user: User, *, by: User | None) -> None:
    """Take away the second step and the tie to the municipality's sign-in, for somebody who has lost the telephone.

    `by` is nobody when it is done on the server itself. Raises RuleBroken for one's own, which has its own page.
    """
    if by and user.pk == by.pk:
        raise RuleBroken("Din egen inloggning ändrar du under Inloggning och säkerhet.")
    user = _locked(user)
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user._change_reason = SIGN_IN_RESET  # type: ignore[attr-defined]  # read by the history
    user.save()
    emails.sign_in_reset(user)


def installation() -> Installation:
    """As it is in the database this moment, for the page that changes it."""
    Installation.keep(Installation.objects.filter(pk=1).first())
    return Installation.now()


@transaction.atomic
def save_installation(changed: Installation) -> None:
    changed.save()
    transaction.on_commit(installation)


@transaction.atomic
def save_body(body: Body, *, at: datetime, by: User) -> Body:
    """Another name, kind, place or address; those with something open at the body are told."""
    before = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    body.save()
    readdress(old=before.registrator_email, new=body.registrator_email)
    changes.note_body(before, body, at=at, by=by)
    return body


@transaction.atomic
def end_body(body: Body, *, last_day: date, heir: Body | None, at: datetime, by: User) -> Body:
    """The body ends after a day; from the next one the heir has its matters, and those it had taken over itself.

    Raises RuleBroken when it has an end already, when the heir is itself or has ended by then, or has come from it.
    """
    bodies = {b.pk: b for b in Body.objects.select_for_update(of=("self",)).order_by("pk")}
    body = bodies[body.pk]
    if body.valid_to:
        raise RuleBroken("Organet har redan ett slutdatum.")
    if body.valid_from and last_day < body.valid_from:
        raise RuleBroken({"last_day": "Organet började finnas först senare."})
    body.valid_to, body.successor = last_day, heir
    if heir:
        _require_can_inherit(bodies[heir.pk], body, since=last_day + timedelta(days=1))
    body.save()
    if heir:
        _write_out(body, bodies, at=at, by=by)
    changes.note_ending(body, at=at, by=by)
    return body


@transaction.atomic
def reopen_body(body: Body, *, at: datetime, by: User) -> Body:
    """The end was a mistake, or was put off: the body has its own matters again. The rows stay, withdrawn.

    Raises RuleBroken when no end has been recorded.
    """
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if body.valid_to is None:
        raise RuleBroken("Organet har inget slutdatum.")
    came_by_it = {
        body.pk,
        *body.taken_over.filter(withdrawn_at=None).values_list("body", flat=True),
    }
    after = _line_of(body, {b.pk: b for b in Body.objects.all()})
    for row in Succession.objects.filter(body__in=came_by_it, heir__in=after, withdrawn_at=None):
        row.withdrawn_at = at
        row.save()
    before = copy(body)
    body.valid_to, body.successor = None, None
    body.save()
    changes.note_reopening(before, body, at=at, by=by)
    return body


def _require_can_inherit(heir: Body, body: Body, *, since: date) -> None:
    if heir.pk == body.pk:
        raise RuleBroken({"heir": "Välj ett annat organ än det som upphör."})
    if heir.valid_from and heir.valid_from > since:
        raise RuleBroken({"heir": f"{heir.name} finns inte än den dagen."})
    if heir.has_ended(on=since):
        raise RuleBroken({"heir": f"{heir.name} har upphört den dagen."})


def _line_of(body: Body, bodies: dict[int, Body]) -> list[int]:
    """The bodies that come after one, the nearest first."""
    line: list[int] = []
    following = body.successor_id
    while following is not None and following not in line:
        line.append(following)
        following = bodies[following].successor_id
    return line


def _write_out(body: Body, bodies: dict[int, Body], *, at: datetime, by: User) -> None:
    """A row for the body, and for each that it had taken over from, to each that comes after it."""
    line = _line_of(body, bodies)
    if body.pk in line:
        raise RuleBroken({"heir": "Organen skulle efterträda varandra i en ring."})
    earlier = body.taken_over.filter(withdrawn_at=None).values_list("body", flat=True)
    before = [body, *(bodies[pk] for pk in earlier)]
    ends = body.valid_to
    for pk in line:
        for former in before:
            since = max(_next_day(former.valid_to), _next_day(ends))
            Succession.objects.create(
                body=former, heir_id=pk, since=since, recorded_at=at, recorded_by=by
            )
        ends = bodies[pk].valid_to


def _next_day(day: date | None) -> date:
    return (day or date.min) + timedelta(days=1)


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
