from responses.services.answering import submit
from responses.services.deciding import decide, propose_position
from responses.services.dispatching import dispatch, obstacles, recipients, warnings
from responses.services.reminding import planned_reminders, send_reminders, told_again

__all__ = [
    "decide",
    "dispatch",
    "obstacles",
    "planned_reminders",
    "propose_position",
    "recipients",
    "send_reminders",
    "submit",
    "told_again",
    "warnings",
]
