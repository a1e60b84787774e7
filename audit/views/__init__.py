from audit.views.audits import document, edit, experts, members, new, parties, visible_audit
from audit.views.fact_checking import (
    comment_answer,
    fact_check,
    fact_check_close,
    fact_check_new,
    fact_checks,
)
from audit.views.lifecycle import reference, step, wish, year, years
from audit.views.material import material, sample, sample_new, sample_remove
from audit.views.notes import evidence_file, evidence_new, note, note_new, notes
from audit.views.questions import (
    assess,
    assess_body,
    question,
    question_move,
    question_new,
    question_remove,
    questions_paste,
)
from audit.views.voices import delivery, dissent, dissent_new, scales, stances

__all__ = [
    "assess",
    "assess_body",
    "comment_answer",
    "delivery",
    "dissent",
    "dissent_new",
    "document",
    "edit",
    "evidence_file",
    "evidence_new",
    "experts",
    "fact_check",
    "fact_check_close",
    "fact_check_new",
    "fact_checks",
    "material",
    "members",
    "new",
    "note",
    "note_new",
    "notes",
    "parties",
    "question",
    "question_move",
    "question_new",
    "question_remove",
    "questions_paste",
    "reference",
    "sample",
    "sample_new",
    "sample_remove",
    "scales",
    "stances",
    "step",
    "visible_audit",
    "wish",
    "year",
    "years",
]
