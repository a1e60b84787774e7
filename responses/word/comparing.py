"""What an answer form would change in the draft, field by field, and the choice of what it may replace."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from common.clashing import SavedBy
from responses.forms import measures
from responses.forms.answering import ItemForm
from responses.word.fields import FormPart, digest
from responses.word.reading import FilledIn

TAKE, CONTENT = "ersatt", "innehall"
MOST_CONTENT = 3_000_000


@dataclass(frozen=True)
class WordDifference:
    """One field of the form that says something else than the draft."""

    part: FormPart
    name: str
    value: Any
    # Somebody has changed it in the draft since the form was made.
    is_changed_here: bool

    @property
    def key(self) -> str:
        return f"{self.part.form.prefix}-{self.name}"

    @property
    def label(self) -> str:
        return self.part.label(self.name)

    @property
    def saved(self) -> str:
        return self._readable(self.part.values()[self.name])

    @property
    def filled(self) -> str:
        return self._readable(self.value)

    def _readable(self, value: Any) -> str:
        if self.name == measures.NAME:
            return measures.lines(value)
        return self.part.choices(self.name).get(value, measures.worded(value))


@dataclass(frozen=True)
class ComparedPart:
    """An answer, or the decision, in which something differs."""

    part: FormPart
    differences: list[WordDifference]

    @property
    def changed_by(self) -> SavedBy | None:
        """Who has changed it here since the form was made, if somebody has."""
        if any(difference.is_changed_here for difference in self.differences):
            return self.part.form.saved_by
        return None


def compared(filled: Iterable[FilledIn]) -> list[ComparedPart]:
    """What the form would change. A field that only the draft has changed since is left as it is."""
    parts = [ComparedPart(entry.part, list(_differences(entry))) for entry in filled]
    return [part for part in parts if part.differences]


def _differences(entry: FilledIn) -> Iterator[WordDifference]:
    saved = entry.part.values()
    for name, value in entry.values.items():
        now, exported = digest(saved[name]), entry.held[name]
        if digest(value) not in (now, exported):
            yield WordDifference(entry.part, name, value, is_changed_here=now != exported)


def carried(parts: Iterable[ComparedPart]) -> str:
    """What the page carries until somebody has chosen."""
    return json.dumps(
        {difference.key: difference.value for part in parts for difference in part.differences}
    )


def taken(data: QueryDict) -> dict[str, Any] | None:
    """By field, what somebody has chosen to take from the form. None for what no page of ours has sent."""
    content = data.get(CONTENT, "")
    try:
        values = json.loads(content) if len(content) <= MOST_CONTENT else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or not all(map(_is_value, values.values())):
        return None
    return {key: values[key] for key in data.getlist(TAKE) if key in values}


def _is_value(value: Any) -> bool:
    """A text, or rows of texts as the measures have them."""
    if isinstance(value, str):
        return True
    width = measures.KEY + 2
    return isinstance(value, list) and all(
        isinstance(row, list) and len(row) == width and all(isinstance(cell, str) for cell in row)
        for row in value[: measures.MOST_MEASURES * 2]
    )


def as_sent(
    parts: Iterable[FormPart], chosen: Mapping[str, Any], page: QueryDict
) -> dict[str, str]:
    """As the page of the draft would send it: the chosen fields from the form, and the others as they are saved.

    The versions are those of the page where they were chosen.
    """
    data: dict[str, str] = {}
    for part in parts:
        form, values = part.form, part.values()
        new = {name: chosen.get(f"{form.prefix}-{name}", value) for name, value in values.items()}
        if new == values:
            continue
        for name, _ in form.sent_along():
            data[name] = page.get(name, "")
        if isinstance(form, ItemForm):
            data |= measures.as_sent(str(form.measures.prefix), _rows(new.pop(measures.NAME)))
        data |= {f"{form.prefix}-{name}": _text(value) for name, value in new.items() if value}
    return data


def _rows(value: Any) -> list[list[str]]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
