from audit.services.audits import assign, assign_exactly, send_to, start
from audit.services.questions import assessment_of, next_question, remove_question

__all__ = [
    "assessment_of",
    "assign",
    "assign_exactly",
    "next_question",
    "remove_question",
    "send_to",
    "start",
]
