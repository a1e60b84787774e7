"""Many rows in a few statements, each with the history that its kind has.

`by`: whom the history names; of None, the person whose web request it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

AnyRow = TypeVar("AnyRow", bound=Model)
AnyItem = TypeVar("AnyItem")
AT_ONCE = 500


def in_chunks(items: Iterable[AnyItem], most: int) -> Iterator[list[AnyItem]]:
    """As many at a time, so that none of them needs all at once."""
    remaining = iter(items)
    while chunk := list(islice(remaining, most)):
        yield chunk


def create_many(rows: Iterable[AnyRow], *, by: Any) -> list[AnyRow]:
    """Saved in the order given. Call inside a transaction."""
    rows = list(rows)
    if not rows:
        return []
    model = type(rows[0])
    if hasattr(model, "history"):
        bulk_create_with_history(rows, model, batch_size=AT_ONCE, default_user=by)
    else:
        model._default_manager.bulk_create(rows, batch_size=AT_ONCE)
    return rows


def save_many(rows: Sequence[AnyRow], fields: Iterable[str], *, by: Any) -> None:
    """Changed rows of a kind that has a history, of which only `fields` have changed."""
    if rows:
        model: Any = type(rows[0])
        bulk_update_with_history(
            rows, model, [*fields], batch_size=AT_ONCE, default_user=by, manager=model.objects
        )
