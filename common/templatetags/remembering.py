"""Parts of pages whose words follow from their values alone: drawn once in a process, as long as there is room."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from threading import Lock
from typing import Any

from django import template
from django.template import loader
from django.utils.safestring import SafeString

from common import dates

register = template.Library()
# Characters, of all that is remembered together.
ROOM = 8_000_000


class _Memory:
    """What was asked for last is kept."""

    def __init__(self) -> None:
        self.drawn: OrderedDict[object, SafeString] = OrderedDict()
        self.size, self.lock = 0, Lock()

    def get(self, key: object) -> SafeString | None:
        with self.lock:
            if key in self.drawn:
                self.drawn.move_to_end(key)
            return self.drawn.get(key)

    def put(self, key: object, drawn: SafeString) -> None:
        with self.lock:
            if key in self.drawn:
                return
            self.drawn[key] = drawn
            self.size += len(drawn)
            while self.size > ROOM:
                _, oldest = self.drawn.popitem(last=False)
                self.size -= len(oldest)


_memory = _Memory()


@register.simple_tag
def remembered(name: str, **values: object) -> SafeString:
    """As `include … only`, drawn anew only for values or a day that it has not been drawn for.

    A value is a number, a word, a day, an enum, or a dataclass or list of such: all that the part can say is in the
    key, so that it is never an older one. A row of the database is refused, for it may say what its key does not.
    """
    key = (name, dates.today(), _key(values))
    drawn = _memory.get(key)
    if drawn is None:
        drawn = loader.render_to_string(name, values)
        _memory.put(key, drawn)
    return drawn


def _key(value: object) -> object:
    """With its type: what is safe and what is not, and one and True, are equal and are not drawn alike."""
    if value is None or isinstance(value, str | int | float | date | Decimal):
        return type(value), value
    if is_dataclass(value):
        parts: Any = ((field.name, _key(getattr(value, field.name))) for field in fields(value))
        return type(value), tuple(parts)
    if isinstance(value, Mapping):
        return tuple((name, _key(part)) for name, part in value.items())
    if isinstance(value, Sequence):
        return tuple(map(_key, value))
    raise TypeError(f"{type(value).__name__} can't be remembered")
