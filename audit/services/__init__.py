from audit.services.audits import assign, assign_exactly, send_to, start
from audit.services.lifecycle import arrange_year, last_meeting, take_step
from audit.services.questions import assessment_of, next_question, remove_question

__all__ = [
    "arrange_year",
    "assessment_of",
    "assign",
    "assign_exactly",
    "last_meeting",
    "next_question",
    "remove_question",
    "send_to",
    "start",
    "take_step",
]
