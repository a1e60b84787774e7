"""What a browser would send from the page of a draft."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from responses.models import AnswerRequest

FIELDS = {"input", "textarea", "select"}


class _Fields(HTMLParser):
    """The named values of all controls, as they stand on the page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._open: str | None = None
        self._ignored = False
        self._is_first = False  # a select without a choice holds its first option

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._ignored = self._ignored or tag == "template"
        name = given.get("name") or ""
        if tag == "option" and self._open and ("selected" in given or self._is_first):
            self.values[self._open] = given.get("value") or ""
            self._is_first = False
        elif tag in FIELDS and name and not self._ignored:
            self._field(tag, name, given)

    def _field(self, tag: str, name: str, given: dict[str, str | None]) -> None:
        if tag != "input":
            self._open, self._is_first = name, tag == "select"
            self.values[name] = ""
        elif given.get("type") in ("checkbox", "radio"):
            if "checked" in given:
                self.values[name] = given.get("value") or "on"
        elif given.get("type") != "file":
            self.values[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._open and self.lasttag == "textarea":
            self.values[self._open] = data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._ignored = False
        if tag in ("textarea", "select"):
            self._open = None


def fields_in(html: str) -> dict[str, str]:
    parser = _Fields()
    parser.feed(html)
    return {name: value for name, value in parser.values.items() if name != "csrfmiddlewaretoken"}


def read(client: Client, request: AnswerRequest) -> dict[str, str]:
    """Open the draft and return what its form holds."""
    return fields_in(client.get(request.get_absolute_url()).content.decode())


def text_field(request: AnswerRequest, index: int = 0) -> str:
    return f"r{request.answers.draft().items.all()[index].pk}-text"


def send(client: Client, request: AnswerRequest, data: dict[str, Any], **changes: Any) -> Any:
    return client.post(request.get_absolute_url(), data | changes)


def shown(response: Any) -> str:
    """The page with ordinary spaces."""
    return str(response.content.decode()).replace("\xa0", " ")


def in_one_line(response: Any) -> str:
    return " ".join(shown(response).split())


def item_of(request, index=0):
    return request.answers.draft().items.all()[index]


def planned_row(request, number, index=0, **given):
    """One row of planned measures as form fields."""
    prefix = f"m{item_of(request, index).pk}"
    row = {f"{prefix}-{number}-{name}": value for name, value in given.items()}
    return {f"{prefix}-TOTAL_FORMS": str(number + 1), **row}
