"""A confirmation confirms what was shown, and nothing else.

The page before a big step lists what it shows as parts: the rows that the deed acts on, and what has been filled in.
The confirmation carries a code of each; where one differs, the page is shown again and says which.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, is_dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import HttpRequest

from common import swedish
from common.rules import RuleBroken

CONFIRM = "confirm"  # the value of the button that does the deed; every other one shows the review


@dataclass(frozen=True)
class ReviewPart:
    """Something that the page shows and the deed acts on, as plain values. `name` stands in a sentence."""

    key: str
    name: str
    content: object

    @property
    def code(self) -> str:
        content = json.dumps(_plain(self.content), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:20]


class Review(forms.Form):
    """The last word on a page before a big step. `entries` is the form of what is filled in on the same page."""

    confirm = forms.BooleanField(error_messages={"required": "Kryssa för att du har läst igenom."})

    def __init__(
        self,
        request: HttpRequest,
        *parts: ReviewPart,
        entries: forms.BaseForm | None = None,
        tick: str = "",
    ) -> None:
        self.entries = entries
        self.is_ready = _is_complete(entries)
        self._parts = [*parts, *_filled_in(entries)]
        is_pressed = request.method == "POST" and request.POST.get("do") == CONFIRM
        self._read = _codes(request.POST.get("reviewed", "")) if is_pressed else None
        is_taken = is_pressed and self.is_ready and not self.is_stale
        super().__init__(request.POST if is_taken else None)
        if tick:
            self.fields["confirm"].label = tick
        else:
            del self.fields["confirm"]

    @property
    def code(self) -> str:
        """What the page carries: a code of each part that it shows."""
        return ".".join(f"{part.key}-{part.code}" for part in self._parts)

    @property
    def is_stale(self) -> bool:
        """A confirmation of something else than what would be done now."""
        return self._read is not None and self._read != _codes(self.code)

    @property
    def status(self) -> int:
        """The HTTP status of showing the page again."""
        return 409 if self.is_stale else 200

    @property
    def changed(self) -> str:
        """Which parts differ from those that were read, as a Swedish sentence; empty when none does."""
        if not self.is_stale or not self._read:
            return "Läs igenom det som står här innan du bekräftar." if self.is_stale else ""
        read = self._read
        names = [part.name for part in self._parts if read.get(part.key) != part.code]
        return f"{swedish.listing(names or ['sidan'])} har ändrats.".capitalize()

    @property
    def asks_for_more(self) -> bool:
        """There is something to fill in on the page, so that it may be reviewed once more."""
        return self.entries is not None and bool(self.entries.visible_fields())

    def is_done(self, deed: Callable[[], object]) -> bool:
        """Do the deed if exactly this was confirmed. A rule that is broken is said on the page."""
        if not self.is_valid():
            return False
        try:
            deed()
        except RuleBroken as error:
            self._refuse(error)
            return False
        return True

    def _refuse(self, error: RuleBroken) -> None:
        """At the field that it is about, else above the button."""
        at_fields = set(getattr(error, "error_dict", ()))
        if self.entries and at_fields and at_fields <= set(self.entries.fields):
            self.is_ready = False
            self.entries.add_error(None, error)
        else:
            self.add_error(None, error.messages)


def _is_complete(entries: forms.BaseForm | None) -> bool:
    """Everything that the deed needs is there: nothing is asked for, or it has been filled in well."""
    if entries is None:
        return True
    return entries.is_valid() if entries.is_bound else not entries.visible_fields()


def _codes(carried: str) -> dict[str, str]:
    pairs = (entry.partition("-") for entry in carried.split(".") if entry)
    return {key: code for key, _, code in pairs}


def _filled_in(entries: forms.BaseForm | None) -> Iterator[ReviewPart]:
    """What a well filled form holds. A browser sends no file twice by itself, so the file is said by its own name."""
    if entries is None or not entries.visible_fields():
        return
    if not entries.is_bound or not entries.is_valid():
        return
    files = {name for name, field in entries.fields.items() if isinstance(field, forms.FileField)}
    cleaned = entries.cleaned_data
    yield ReviewPart(
        "entries", "det som är ifyllt", {n: v for n, v in cleaned.items() if n not in files}
    )
    if files:
        yield ReviewPart("file", "den bifogade filen", {name: cleaned.get(name) for name in files})


def _plain(value: Any) -> Any:
    """As JSON knows it. A row is its key and what it is called, a file its name and its content."""
    if isinstance(value, Model):
        return [value.pk, str(value)]
    if isinstance(value, UploadedFile):
        value.seek(0)
        return [value.name, _plain(value.read())]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return _plain_parts(value)


def _plain_parts(value: Any) -> Any:
    if is_dataclass(value):
        value = vars(value)
    if isinstance(value, dict):
        return {str(key): _plain(content) for key, content in value.items()}
    if isinstance(value, Iterable):
        return [_plain(item) for item in value]
    return value if isinstance(value, int | float | None) else str(value)
