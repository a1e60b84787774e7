from audit.views.audits import document, edit, experts, new, parties, visible_audit
from audit.views.lifecycle import reference, step, year, years
from audit.views.questions import assess, question, question_new, question_remove

__all__ = [
    "assess",
    "document",
    "edit",
    "experts",
    "new",
    "parties",
    "question",
    "question_new",
    "question_remove",
    "reference",
    "step",
    "visible_audit",
    "year",
    "years",
]
