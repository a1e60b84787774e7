"""Where mail to bodies goes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Body, Membership, Succession
from common import dates


@dataclass(frozen=True)
class MailAddresses:
    """The registrator of a body, who stands in when it has no official, and its officials."""

    registrator: str
    officials: tuple[str, ...] = ()

    @property
    def addresses(self) -> list[str]:
        return list(dict.fromkeys(filter(None, [self.registrator, *self.officials])))

    @property
    def lack(self) -> str:
        """Why mail reaches fewer than it should, in Swedish, or nothing."""
        if not self.addresses:
            return "Ingen tar emot: organet har varken registratorsadress eller tjänsteperson."
        if not self.officials:
            return "Går bara till registratorn: organet har ingen tjänsteperson."
        return ""


def mail_addresses(bodies: Iterable[Body], *, at: datetime) -> dict[int, MailAddresses]:
    """By body, as it was at a moment. For one that has ended: those of the one that has taken over."""
    answering = _answering({body.pk: body for body in bodies}, at=at)
    officials: dict[int, list[str]] = defaultdict(list)
    memberships = Membership.objects.held(at=at).acting_for(
        {body.pk for body in answering.values()}
    )
    for body, email in memberships.order_by("user__name", "user").values_list(
        "body", "user__email"
    ):
        if body is not None:
            officials[body].append(email.lower())
    return {
        pk: MailAddresses(body.registrator_email.lower(), tuple(officials[body.pk]))
        for pk, body in answering.items()
    }


def unreachable(bodies: Iterable[Body], *, at: datetime) -> dict[int, Body]:
    """By body that nobody takes mail for: itself, or the one that has taken over and answers for it."""
    answering = {body.pk: body for body in bodies}
    addresses = mail_addresses(answering.values(), at=at)
    silent = {pk: body for pk, body in answering.items() if not addresses[pk].addresses}
    return _answering(silent, at=at)


def _answering(bodies: dict[int, Body], *, at: datetime) -> dict[int, Body]:
    """As `Body.answering` says, of many at once."""
    on = dates.local_day(at)
    ended = {pk for pk, body in bodies.items() if body.has_ended(on=on)}
    if not ended:
        return bodies
    known = Succession.objects.known(on=on).filter(body__in=ended).select_related("heir")
    return bodies | {row.body_id: row.heir for row in known}
