"""Pages of a long list: fifty rows after a row, whose keys stand in the address.

The hundredth page costs what the first does, and a row that comes or goes meanwhile moves no other to a page where
it is missed. The price: there is no way to page 37.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldError, ValidationError
from django.db.models import F, Field, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.http import QueryDict

AnyModel = TypeVar("AnyModel", bound=Model)
PER_PAGE = 50
# In the address: the row that the page comes after, or before.
AFTER, BEFORE = "efter", "fore"
LONGEST_KEY = 500


@dataclass(frozen=True)
class KeysetPage(Generic[AnyModel]):
    rows: list[AnyModel]
    total: int
    # The number of the first row shown, from 1.
    first: int
    # The addresses of the pages beside it, from the ? on; empty where there is none.
    previous: str
    next: str

    def __iter__(self) -> Iterator[AnyModel]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_whole(self) -> bool:
        """Nothing comes before or after."""
        return not self.previous and not self.next


def keyset_page(
    rows: QuerySet[AnyModel],
    order: tuple[str, ...],
    data: QueryDict,
    *,
    name: str = "",
    per_page: int = PER_PAGE,
) -> KeysetPage[AnyModel]:
    """The page that the address asks for; the first one where it asks for nothing that can be read.

    `order`: names of columns or annotations that are never empty, each with `-` when it falls, the last one unique.
    `name`: of the list, where a page has several.
    """
    after = data.get(name + AFTER)
    place = _place(after or data.get(name + BEFORE), len(order))
    keys, first = place or ((), 1)
    backwards = bool(place) and not after
    wanted = _turned(order) if backwards else order
    try:
        beyond = _beyond(rows, wanted, keys) if keys else rows
        shown = list(beyond.order_by(*wanted)[: per_page + 1])
    except (FieldError, TypeError, ValueError, ValidationError):
        return keyset_page(rows, order, QueryDict(), name=name, per_page=per_page)
    is_more, shown = len(shown) > per_page, shown[:per_page]
    total = rows.order_by().count() if keys or is_more else len(shown)
    if not shown:
        return KeysetPage([], total, 1, "", "")
    if backwards:
        shown.reverse()
        first = max(first - len(shown), 1)
    has_previous = is_more if backwards else bool(keys)
    has_next = backwards or is_more
    behind = first + len(shown)
    return KeysetPage(
        shown,
        total,
        first,
        _link(data, name, BEFORE, order, shown[0], first) if has_previous else "",
        _link(data, name, AFTER, order, shown[-1], behind) if has_next else "",
    )


def beside(
    rows: QuerySet[AnyModel], order: tuple[str, ...], **key: Any
) -> tuple[AnyModel | None, AnyModel | None]:
    """The row before and the row after the one that the key names; None at an end, and where it is not one of them."""
    row = rows.filter(**key).first()
    if row is None:
        return None, None
    keys = tuple(getattr(row, column.lstrip("-")) for column in order)
    backwards = _turned(order)
    before = _beyond(rows, backwards, keys).order_by(*backwards).first()
    return before, _beyond(rows, order, keys).order_by(*order).first()


def _beyond(
    rows: QuerySet[AnyModel], order: tuple[str, ...], keys: tuple[Any, ...]
) -> QuerySet[AnyModel]:
    """Those that come after the keys: further in the first column, or equal there and further in the second, ….

    Columns of the table that all rise, or all fall, are compared as one, which an index on them answers at once. Else
    it is said once more of the first column alone, so that the database starts at the right place of its index.
    """
    names = [column.lstrip("-") for column in order]
    fields = [_field(rows.model, name) for name in names]
    falling = {column.startswith("-") for column in order}
    if len(falling) == 1 and all(fields):
        values = (Value(key, field) for key, field in zip(keys, fields, strict=True))
        beyond = LessThan if falling.pop() else GreaterThan
        return rows.filter(beyond(_together(*map(F, names)), _together(*values)))
    further, equal = Q(), Q()
    for column, key in zip(order, keys, strict=True):
        column_name, comparison = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
        further |= equal & Q(**{f"{column_name}__{comparison}": key})
        equal &= Q(**{column_name: key})
    bound = f"{order[0].lstrip('-')}__{'lte' if order[0].startswith('-') else 'gte'}"
    return rows.filter(Q(**{bound: keys[0]}), further)


def _field(model: type[Model], name: str) -> "Field[Any, Any] | None":
    """None for what is only in the query."""
    if name == "pk":
        return model._meta.pk
    return next((field for field in model._meta.concrete_fields if field.name == name), None)


def _together(*columns: F | Value) -> Func:
    return Func(*columns, function="ROW", output_field=TextField())


def _turned(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column[1:] if column.startswith("-") else f"-{column}" for column in order)


def _place(text: str | None, columns: int) -> tuple[tuple[Any, ...], int] | None:
    """The keys and the number of the row that they belong to, out of an address."""
    if not text or len(text) > LONGEST_KEY:
        return None
    try:
        number, *keys = json.loads(base64.urlsafe_b64decode(text.encode()))
    except (TypeError, ValueError):
        return None
    are_plain = all(isinstance(key, int | str) and "\0" not in str(key) for key in keys)
    if not isinstance(number, int) or not are_plain or len(keys) != columns:
        return None
    return tuple(keys), max(number, 1)


def _link(
    data: QueryDict, name: str, parameter: str, order: tuple[str, ...], row: Model, number: int
) -> str:
    """To the page that begins or ends beside the row, with the rest of what was asked for."""
    keys = [_written(getattr(row, column.lstrip("-"))) for column in order]
    query = data.copy()
    for earlier in (AFTER, BEFORE):
        query.pop(name + earlier, None)
    place = json.dumps([number, *keys]).encode()
    query[name + parameter] = base64.urlsafe_b64encode(place).decode()
    return f"?{query.urlencode()}"


def _written(key: object) -> object:
    return key.isoformat() if isinstance(key, date | datetime) else key
