"""A register many times over: the database copies its rows, each with keys of its own."""

from django.db import connection, models

from audit.models import Assessment, Audit, AuditParty, AuditQuestion
from recommendations.models import Addressee, Measure, Recommendation, Verdict
from responses.models import (
    Answer,
    AnswerItem,
    AnswerRequest,
    AskedItem,
    DueDate,
    Position,
    UnitState,
    UnsettledAnswer,
)

# What others refer to stands before them. Who is assigned is not copied: nobody works with that many.
COPIED: tuple[type[models.Model], ...] = (
    *(Audit, AuditParty, AuditQuestion, Assessment, Recommendation, Addressee),
    *(AnswerRequest, DueDate, Answer, AskedItem, AnswerItem),
    *(Measure, Position, Verdict, UnitState, UnsettledAnswer),
)


def multiply(times: int) -> None:
    """So many of each row as there is now one. A reference leads to the same copy; bodies and people are shared."""
    spans: dict[type[models.Model], int] = {}
    with connection.cursor() as cursor:
        for model in COPIED:
            table = model._meta.db_table
            cursor.execute(f'SELECT max(id) - min(id) + 1 FROM "{table}"')  # noqa: S608  our own
            spans[model] = cursor.fetchone()[0] or 0
            columns = {
                str(field.column): _value(field, spans) for field in model._meta.concrete_fields
            }
            cursor.execute(
                f'INSERT INTO "{table}" ({", ".join(map(_quoted, columns))})'  # noqa: S608  our own
                f" SELECT {', '.join(columns.values())}"
                f' FROM generate_series(1, %s) copies(turn), "{table}" ORDER BY turn, id',
                [times - 1],
            )
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM \"{table}\"",  # noqa: S608
                [table],
            )


def _value(field: "models.Field[object, object]", spans: dict[type[models.Model], int]) -> str:
    """A key is moved beyond those of the copies before."""
    model = field.model if field.primary_key else field.related_model
    span = spans.get(model) if isinstance(model, type) else None
    column = _quoted(str(field.column))
    return f"{column} + turn * {span}" if span else column


def _quoted(column: str) -> str:
    return f'"{column}"'
