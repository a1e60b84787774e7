"""Which answers wait for revisorerna: one function, that every deed on an answer or a position calls at its end."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from common.many import in_chunks
from responses.models import (
    Answer,
    AnswerItem,
    Occasion,
    Position,
    UnsettledAnswer,
)

# So many rows are read at once, and made.
AT_A_TIME = 2000


@transaction.atomic(savepoint=False)
def keep_unsettled(answers: Iterable[int]) -> None:
    """Make the rows of the answers (pk) anew, of the facts as they are now.

    Two deeds on the same answer come here one after the other, and the second sees what the first wrote.
    """
    for chunk in in_chunks(sorted(set(answers)), AT_A_TIME):
        locked = Answer.objects.select_for_update(no_key=True).filter(pk__in=chunk)
        list(locked.order_by("pk").values_list("pk"))
        rows = _unsettled(chunk)
        UnsettledAnswer.objects.filter(answer__in=chunk).exclude(answer__in=rows).delete()
        UnsettledAnswer.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["answer"],
            update_fields=["came_at", "is_bare"],
        )


def differing_answers() -> set[int]:
    """Those (pk) whose rows are not what the facts say."""
    differing: set[int] = set()
    keys = Answer.objects.order_by("pk").values_list("pk", flat=True)
    for chunk in in_chunks(keys.iterator(chunk_size=AT_A_TIME), AT_A_TIME):
        rows = UnsettledAnswer.objects.filter(answer__in=chunk)
        stored = {(row.answer_id, row.came_at, row.is_bare) for row in rows}
        wanted = {(row.answer_id, row.came_at, row.is_bare) for row in _unsettled(chunk).values()}
        differing |= {pk for pk, *_ in stored ^ wanted}
    return differing


def _unsettled(answers: Collection[int]) -> dict[int, UnsettledAnswer]:
    """By answer. A lägesrapport is not taken a position on."""
    in_force = Answer.objects.in_force().exclude(request__occasion=Occasion.STATUS)
    came_at: QuerySet[Any] = in_force.filter(pk__in=answers).values_list("pk", "submitted_at")
    came = dict(came_at)
    # Read apart and put together here: asked as one question, every position there is would be looked through.
    positions: QuerySet[Any] = Position.objects.filter(withdrawn_at=None, item__answer__in=came)
    rows = list(positions.order_by().values_list("item", "item__answer", "decided_at"))
    spoken_of = {item for item, _, _ in rows}
    items = AnswerItem.objects.asked_for().filter(answer__in=came).order_by()
    bare = {answer for item, answer in items.values_list("pk", "answer") if item not in spoken_of}
    proposed = {answer for _, answer, decided_at in rows if decided_at is None}
    return {
        pk: UnsettledAnswer(answer_id=pk, came_at=came[pk], is_bare=pk in bare)
        for pk in sorted(bare | proposed)
    }
