"""Who looks about in a world: leaves it as it was, and notes every hidden word that comes before their eyes."""

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests import world as worlds

# Who may come across each canary.
MAY_SEE = {
    worlds.DRAFT_ANSWER: {"social"},
    worlds.DRAFT_AUDIT: {"auditor", "expert"},
    worlds.PROPOSAL: {"auditor", "expert"},
    worlds.READING: {"auditor", "expert"},
    worlds.REGISTER: {"auditor"},
    worlds.REMARK: {"auditor"},
    worlds.CHECKED: {"auditor", "expert", "board"},
    worlds.NOTE: {"auditor", "expert"},
    worlds.SECRET: {"auditor", "expert", "board"},
}
ANY = re.compile("|".join(MAY_SEE))


def words_in(text: str) -> set[str]:
    return set(ANY.findall(text))


class Watcher:
    """One person, signed in once; each request is undone."""

    def __init__(self, user: User | None, role: str) -> None:
        self.role = role
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        # Each word with the addresses that showed it.
        self.seen: dict[str, set[str]] = defaultdict(set)

    def ask(self, method: str, address: str, data: Any = None, **headers: str) -> HttpResponse:
        with self.undone():
            return self.send(method, address, data, **headers)

    def send(self, method: str, address: str, data: Any = None, **headers: str) -> HttpResponse:
        """The answer, read to its end; what it changes stands until `undone` ends."""
        response = getattr(self.client, method.lower())(address, data, headers=headers or None)
        content = response.getvalue()
        for word in words_in(f"{content.decode(errors='replace')}{response.headers}"):
            self.seen[word].add(f"{method.upper()} {address}")
        return response

    @contextmanager
    def undone(self) -> Iterator[None]:
        cookies = self.client.cookies.copy()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.client.cookies = cookies

    def leaks(self) -> dict[str, set[str]]:
        """What the person should never have come across, and where."""
        return {word: where for word, where in self.seen.items() if self.role not in MAY_SEE[word]}

    def missed(self) -> set[str]:
        """What the person may see, and has not found."""
        return {word for word, who in MAY_SEE.items() if self.role in who} - self.seen.keys()
