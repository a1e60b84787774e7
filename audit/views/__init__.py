from audit.views.audits import document, edit, experts, new, parties, visible_audit
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
    "visible_audit",
]
