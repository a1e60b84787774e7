"""Revisorernas next meeting, where what waits for their decision is gathered."""

from datetime import date

from audit.models import Sitting, SittingState
from common import swedish
from reports.todo.parts import AHEAD, Section, Task


def sitting_section(sitting: Sitting | None, *, on: date) -> Section:
    """Told, not counted: what waits there is counted where it waits."""
    tasks = [_task(sitting, on=on)] if sitting else []
    return Section("Revisorernas nästa sammanträde", tasks, waits=False)


def sitting_days(sitting: Sitting | None, *, on: date) -> list[tuple[date, str]]:
    if sitting is None or not on <= sitting.meets_on <= on + AHEAD:
        return []
    return [(sitting.meets_on, "Revisorerna sammanträder")]


def _task(sitting: Sitting, *, on: date) -> Task:
    when = f"{sitting.time_and_place}. "
    if sitting.state(on) == SittingState.HELD:
        text = when + "Det har varit. Registrera det som beslutades och avsluta det."
    else:
        text = when + "Dagordningen samlar det som väntar på revisorernas beslut."
    return Task(
        "datum",
        f"{sitting.get_kind_display()} {swedish.date_near(sitting.meets_on, on)}",
        sitting.get_absolute_url(),
        text,
        go="Dagordningen",
    )
