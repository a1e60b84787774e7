"""Takes the wording out of history: who did what and when stays, and that one wording differed from another."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery

from audit.grid import Grid
from common.history import REMOVED

# The mark of a record that has been blanked.
BLANKED = "rensad"
# A grade is part of the wording though it is chosen from a list.
WORDED_CHOICES = {"grade"}


def replaced_and_standing(
    records: QuerySet[Any], *, at: datetime
) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Of the records until a moment: those that had been replaced by then, and those that stood."""
    earlier = records.filter(history_date__lte=at)
    newest = earlier.filter(id=OuterRef("id")).order_by("-history_date", "-history_id")
    in_force = Q(history_id=Subquery(newest.values("history_id")[:1])) & ~Q(history_type=REMOVED)
    return earlier.exclude(in_force), earlier.filter(in_force)


def unpurged(replaced: QuerySet[Any]) -> QuerySet[Any]:
    return replaced.exclude(history_change_reason=BLANKED)


def blank(records: QuerySet[Any], *, decided: QuerySet[Any]) -> int:
    """Blank the records, but for texts that stand in what was decided. Returns how many records it was."""
    model: Any = records.model
    worded = [field for field in model.instance_type._meta.concrete_fields if _is_worded(field)]
    decided_versions: dict[Any, list[Any]] = defaultdict(list)
    for record in decided:
        decided_versions[record.id].append(record)
    count = 0
    for key, versions in groupby(records.order_by("id", "history_date", "history_id"), _key):
        own_records = list(versions)
        for field in worded:
            _blank_field(
                own_records, field, {_text(version, field) for version in decided_versions[key]}
            )
        for record in own_records:
            record.history_change_reason = BLANKED
            record.save()
        count += len(own_records)
    return count


def _key(record: Any) -> Any:
    return record.id


def _is_worded(field: Any) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return is_text and (not field.choices or field.name in WORDED_CHOICES)


def _blank_field(records: Iterable[Any], field: Any, decided_texts: set[str]) -> None:
    """Each wording of the field by a number of its own, so that a change is still a change."""
    numbers: dict[str, int] = {}
    for record in records:
        text = _text(record, field)
        if text and text not in decided_texts:
            number = numbers.setdefault(text, len(numbers) + 1)
            setattr(record, field.name, _blanked(field, number))


def _text(record: Any, field: Any) -> str:
    value = getattr(record, field.name)
    return "" if not value else str(value)


def _blanked(field: Any, number: int) -> Any:
    words = f"[texten är rensad, lydelse {number}]"
    if isinstance(field, models.JSONField):
        return Grid.of((), [(words, ())], {}).as_data()
    return words if not field.max_length or len(words) <= field.max_length else f"rensad {number}"
