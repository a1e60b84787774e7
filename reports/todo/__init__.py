"""Att göra: what waits for a person, the next step first."""

from datetime import date

from accounts.models import User
from accounts.roles import Right
from reports.permissions import follows_for_council
from reports.todo import audit_side, official, others
from reports.todo.parts import Section, Task, Todo, TodoPart
from responses.permissions import is_assigned

__all__ = ["Section", "Task", "Todo", "todo_of"]


def todo_of(user: User, *, on: date) -> Todo:
    """By role; who has several gets all of it."""
    parts: list[TodoPart] = []
    if user.has_right(Right.WRITE_AUDITS):
        parts.append(audit_side.part(user, on=on))
    if user.has_right(Right.ANSWER) or is_assigned(user):
        parts.append(official.part(user, on=on))
    if follows_for_council(user):
        parts.append(others.presidium(user, on=on))
    if user.has_right(Right.ADMINISTER):
        parts.append(others.administrator(on=on))
    return Todo.of(parts or [others.stranger()], on=on)
