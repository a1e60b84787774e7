"""Each role follows every link and presses every button that it is shown: nothing leads to 403, 404 or a fault."""

from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from accounts.models import User
from tests import world as worlds
from tests.watching import Watcher

ROLES = ("auditor", "expert", "board", "social", "presidium", "administrator", "stranger")
# The same view about other things shows the same buttons.
OFTEN = 2


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, formaction


class Page(HTMLParser):
    """The links of a page, and its forms as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self._late: list[tuple[str, tuple[str, str, str]]] = []
        self._open: Form | None = None
        self._select: str | None = None
        self._text: tuple[str, list[str]] | None = None
        self._template = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._template += 1
        if self._template:
            return
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
            self.by_id[given.get("id", "")] = self._open
        elif tag == "button" and given.get("type", "submit") == "submit":
            self._button(given)
        elif self._open is not None:
            self._control(tag, given)

    def _button(self, given: dict[str, str]) -> None:
        pressed = (given.get("name", ""), given.get("value", ""), given.get("formaction", ""))
        if "disabled" in given:
            return
        if "form" in given:
            self._late.append((given["form"], pressed))
        elif self._open is not None:
            self._open.buttons.append(pressed)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        assert self._open is not None
        name = given.get("name", "")
        values = self._open.fields.setdefault(name, []) if name else []
        kind = given.get("type", "text") if tag == "input" else tag
        if kind in ("checkbox", "radio"):
            values += [given.get("value", "on")] if "checked" in given else []
        elif kind == "select":
            self._select = name
        elif kind == "option" and self._select and "selected" in given:
            self._open.fields[self._select].append(given.get("value", ""))
        elif kind == "textarea":
            self._text = (name, [])
        elif kind not in ("file", "option", "image") and name:
            values.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._template -= 1
        elif tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._text and self._open is not None:
            name, pieces = self._text
            self._open.fields[name].append("".join(pieces).removeprefix("\n"))
            self._text = None

    def close(self) -> None:
        super().close()
        for form, pressed in self._late:
            self.by_id[form].buttons.append(pressed)


class Walker(Watcher):
    def __init__(self, user: User, role: str, *, most: int = OFTEN) -> None:
        super().__init__(user, role)
        self.most = most
        self.often: Counter[object] = Counter()
        self.refused: list[str] = []
        self.asked = 0

    def walk(self) -> None:
        waiting = deque([("/", "the start")])
        while waiting:
            address, origin = waiting.popleft()
            if not self._is_new(("GET", _view(address))):
                continue
            response = self._ask("get", address, None, origin)
            if response.get("Location"):
                waiting.append((urljoin(address, response["Location"]), origin))
            if not response.get("Content-Type", "").startswith("text/html"):
                continue
            page = Page()
            page.feed(response.content.decode())
            page.close()
            waiting += [
                (found, address)
                for link in page.links
                if (found := _ours(urljoin(address, link))) and not self._is_worn(found)
            ]
            for form in page.forms:
                self._press(form, address)

    def _press(self, form: Form, address: str) -> None:
        for name, value, formaction in form.buttons:
            target = _ours(urljoin(address, formaction or form.action or address))
            if not target or not self._is_new((form.method, _view(target), name, value)):
                continue
            pressed = {name: [value]} if name else {}
            self._ask(form.method, target, form.fields | pressed, f"a button on {address}")

    def _ask(self, method: str, address: str, data: object, origin: str) -> HttpResponse:
        response = self.ask(method, address, data)
        self.asked += 1
        if response.status_code in (403, 404) or response.status_code >= 500:
            self.refused.append(f"{response.status_code} {method.upper()} {address}, from {origin}")
        return response

    def _is_worn(self, address: str) -> bool:
        return self.often["GET", _view(address)] >= self.most

    def _is_new(self, key: object) -> bool:
        self.often[key] += 1
        return self.often[key] <= self.most


def _ours(address: str) -> str:
    """The path of an address here, without its fragment; empty for every other one."""
    parts = urlsplit(urldefrag(address).url)
    if parts.scheme or parts.netloc or parts.path.startswith("/static/"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _view(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_everything_that_is_shown_works(world: worlds.World, role: str) -> None:
    walker = Walker(world.people[role], role)

    walker.walk()

    assert walker.refused == []
    assert walker.asked > 5
    assert walker.leaks() == {}
