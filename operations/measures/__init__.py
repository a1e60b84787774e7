"""How the installation is: each measure asks the room that owns it, and says nothing of any audit, draft or answer."""

from datetime import datetime

from operations.measures.machine import disk, migrations
from operations.measures.measure import Indicator, IndicatorState
from operations.measures.running import broker, processes
from operations.measures.scheduled import backup, jobs, reminders
from operations.measures.waiting import (
    failed_mail,
    failed_papers,
    failed_readings,
    mail,
    papers,
    readings,
)

__all__ = ["Indicator", "IndicatorState", "alarming", "all_of_them"]


def all_of_them(*, at: datetime) -> dict[str, list[Indicator]]:
    """Every measure, by heading. `at` is the machine's time."""
    return {
        "Processer": [*processes(at=at), broker()],
        "Det som väntar": [mail(at=at), readings(at=at), papers(at=at)],
        "Schemalagt": [reminders(at=at), jobs(), backup(at=at)],
        "Misslyckat": [failed_mail(), failed_readings(), failed_papers()],
        "Maskin och databas": [disk(), migrations()],
    }


def alarming(*, at: datetime) -> list[Indicator]:
    """Those that people are told of, well or not."""
    watched = [*processes(at=at), mail(at=at), readings(at=at), papers(at=at)]
    return [*watched, reminders(at=at), backup(at=at), disk(), migrations()]
