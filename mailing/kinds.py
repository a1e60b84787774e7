"""Kinds of mail: each is told by the app that writes it."""

from collections.abc import Iterator
from typing import Self

_kinds: dict[str, "MailKind"] = {}


class MailKind(str):
    """A kind of mail: the key that is stored, what people call it, and how it is treated."""

    label: str
    # Answers somebody's own act at once, whatever the hour; all other mail to people keeps office hours.
    at_any_hour: bool
    # Holds a link that opens an account: the text is erased once it is on its way, and a new one is made instead of
    # sending it again.
    opens_account: bool
    # Is about the outbox itself, so it goes from one that is held too.
    though_held: bool

    def __new__(
        cls,
        key: str,
        label: str,
        *,
        at_any_hour: bool = False,
        opens_account: bool = False,
        though_held: bool = False,
    ) -> Self:
        """Raises ValueError for a key that another kind has."""
        if key in _kinds:
            raise ValueError(f"There is a kind of mail called {key} already.")
        kind = super().__new__(cls, key)
        kind.label, kind.at_any_hour = label, at_any_hour
        kind.opens_account, kind.though_held = opens_account, though_held
        _kinds[key] = kind
        return kind


def kinds() -> Iterator[MailKind]:
    """All that the installed apps have told of."""
    yield from _kinds.values()


def choices() -> list[tuple[str, str]]:
    return [(str(kind), kind.label) for kind in kinds()]
