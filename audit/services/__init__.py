from audit.services.audits import assign, assign_exactly, send_to, start
from audit.services.checking import (
    before_decision,
    before_delivery,
    mended_at,
    named_elsewhere,
)
from audit.services.fact_checking import answer_comment, comment, open_fact_check
from audit.services.lifecycle import arrange_year, last_meeting, note_step, take_step
from audit.services.material import add_material, keep_sample
from audit.services.meetings import (
    NoticeContent,
    call_to_sitting,
    cancel_sitting,
    close_sitting,
    keep_sitting,
    sitting_for,
    sitting_of,
    usual_participants,
)
from audit.services.notes import keep_evidence
from audit.services.questions import (
    add_questions,
    assessment_of,
    move_question,
    next_question,
    remove_question,
)
from audit.services.reviewing import text_shown, voices_shown
from audit.services.voices import (
    ChosenStance,
    back_the_rest,
    decide_stances,
    deliver_report,
    delivery_of,
    propose_stances,
    return_report,
)

__all__ = [
    "ChosenStance",
    "NoticeContent",
    "add_material",
    "add_questions",
    "answer_comment",
    "arrange_year",
    "assessment_of",
    "assign",
    "assign_exactly",
    "back_the_rest",
    "before_decision",
    "before_delivery",
    "call_to_sitting",
    "cancel_sitting",
    "close_sitting",
    "comment",
    "decide_stances",
    "deliver_report",
    "delivery_of",
    "keep_evidence",
    "keep_sample",
    "keep_sitting",
    "last_meeting",
    "mended_at",
    "move_question",
    "named_elsewhere",
    "next_question",
    "note_step",
    "open_fact_check",
    "propose_stances",
    "remove_question",
    "return_report",
    "send_to",
    "sitting_for",
    "sitting_of",
    "start",
    "take_step",
    "text_shown",
    "usual_participants",
    "voices_shown",
]
