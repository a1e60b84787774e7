"""What a person does on the page before a big step: fill in, read through, tick, and press the button."""

from typing import Any

from django.test import Client

from tests.responses.drafting import fields_in


def reviewed(client: Client, url: str, **filled_in: Any) -> dict[str, Any]:
    """What the browser holds once the review has been shown, and the tick is set."""
    page = client.get(url)
    if filled_in:
        page = client.post(url, sent(page, filled_in) | {"do": "review"})
    return sent(page, filled_in) | {"confirm": "on", "do": "confirm"}


def confirm(client: Client, url: str, **filled_in: Any) -> Any:
    return client.post(url, from_start(reviewed(client, url, **filled_in)))


def sent(page: Any, filled_in: dict[str, Any]) -> dict[str, Any]:
    """The page's own fields with what has been filled in."""
    return from_start(fields_in(page.content.decode()) | filled_in)


def from_start(data: dict[str, Any]) -> dict[str, Any]:
    """A browser reads a chosen file from its start each time."""
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return data
