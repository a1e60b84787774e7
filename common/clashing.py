"""Two people have changed the same thing: who, when, both texts, and a choice for each field.

Pressing *Spara* again changes nothing, and a form that saves itself chooses nothing: only the button of the choice
does.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Textarea

from common import history

MINE, THEIRS, BOTH = "mine", "theirs", "both"
SETTLE = "settle"  # the button that saves what has been chosen


@dataclass(frozen=True)
class Clash:
    """One field where my text and the saved text differ. `marker` and `choice` are names on the page."""

    marker: str
    choice: str
    label: str
    mine: str
    theirs: str
    may_be_joined: bool = False

    @property
    def choices(self) -> list[tuple[str, str]]:
        joined = [(BOTH, "Båda, den sparade först")] if self.may_be_joined else []
        return [(MINE, "Min, så som den står i formuläret"), (THEIRS, "Den sparade"), *joined]


@dataclass(frozen=True)
class SavedBy:
    """Who saved the other text, and when."""

    who: str
    at: datetime


class Choosing:
    """Of a form that is refused when stale, and then saved as the person chooses."""

    # What the form is about, and its fields as they are saved.
    instance: Any
    saved: dict[str, Any]
    saved_version: int
    is_stale: bool = False
    # From the form itself.
    data: Any
    fields: Any
    is_bound: bool
    add_prefix: Any

    _is_settled: bool | None = None

    def clashes(self) -> list[Clash]:
        """The fields where what I sent differs from what is saved."""
        raise NotImplementedError

    def settle(self) -> bool:
        """Fill in what was chosen. False unless every clash on the page, with what is saved now, has its choice."""
        if self._is_settled is None:
            chosen = self._chosen()
            self._is_settled = chosen is not None
            for name, choice in (chosen or {}).items():
                self.take(name, choice)
        return self._is_settled

    def _chosen(self) -> dict[str, str] | None:
        is_pressed = self.is_bound and SETTLE in self.data
        if not is_pressed or self.data.get(self.seen_name) != str(self.saved_version):
            return None
        chosen = {
            name: self.data.get(self.add_prefix(f"choose-{name}"), "")
            for name in self.choosable()
            if self.add_prefix(f"clash-{name}") in self.data
        }
        return chosen if set(chosen.values()) <= {MINE, THEIRS, BOTH} else None

    def clash(self, name: str, label: str, typed: str, saved: str, *, may_be_joined: bool) -> Clash:
        joined = may_be_joined and bool(typed.strip() and saved.strip())
        marker, choice = self.add_prefix(f"clash-{name}"), self.add_prefix(f"choose-{name}")
        return Clash(marker, choice, label, typed, saved, joined)

    def choosable(self) -> list[str]:
        return list(self.saved)

    def take(self, name: str, choice: str) -> None:
        if choice == MINE:
            return
        data = self.data.copy()
        html_name, saved_value = self.add_prefix(name), self.saved[name]
        if choice == BOTH and self.may_be_joined(name):
            data[html_name] = f"{saved_value}\n\n{data.get(html_name, '')}"
        else:
            _set(data, html_name, self.fields[name].prepare_value(saved_value))
        self.data = data

    def may_be_joined(self, name: str) -> bool:
        return isinstance(self.fields[name].widget, Textarea)

    # Of a form that is refused with nothing to choose between.
    stale_words = "Texten har ändrats medan du skrev. Din text är kvar här men är inte sparad."

    @property
    def was_left_unchosen(self) -> bool:
        """Both texts have been shown before, and something is not chosen."""
        return self.data.get(self.seen_name) is not None

    @property
    def seen_name(self) -> str:
        return str(self.add_prefix("seen"))

    @property
    def saved_by(self) -> SavedBy | None:
        """By the latest record of the thing; None when there is none."""
        records = getattr(self.instance, "history", None)
        latest = records.select_related("history_user").first() if records else None
        return SavedBy(history.who(latest), latest.history_date) if latest else None


def _set(data: Any, name: str, value: Any) -> None:
    """As a browser would have sent it."""
    if value is None or value is False:
        data.pop(name, None)
    elif isinstance(value, list | tuple):
        texts = [str(getattr(item, "pk", item)) for item in value]
        if hasattr(data, "setlist"):
            data.setlist(name, texts)
        else:
            data[name] = texts
    else:
        data[name] = "on" if value is True else str(getattr(value, "pk", value))
