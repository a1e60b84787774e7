"""How a rule says yes, no and why."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError


class RuleBroken(ValidationError):
    """A deed that the thing's state forbids. Carries Swedish text for the person."""


@dataclass(frozen=True)
class Allowed:
    """The person may."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """The person may not, and why, in Swedish."""

    reason: str

    def __bool__(self) -> bool:
        return False


def require(answer: Allowed | Denied) -> None:
    """Stop with 403 and the reason unless allowed.

    Raises PermissionDenied.
    """
    if isinstance(answer, Denied):
        raise PermissionDenied(answer.reason)


def allow_if(condition: bool, reason: str) -> Allowed | Denied:
    """Allowed when the condition holds, otherwise denied with the reason."""
    return Allowed() if condition else Denied(reason)
