from responses.services.answering import (
    WHAT_AN_ANSWER_NEEDS,
    Missing,
    attach,
    detach,
    leave_to_files,
    missing,
    receipt_of,
    submit,
    with_content,
)
from responses.services.asking import Contact, note_contact, send_message
from responses.services.checking import before_decision, before_hand_over
from responses.services.correcting import CorrectionDecision, as_it_stood, correct, correctable
from responses.services.deciding import (
    Wanted,
    awaited,
    decide,
    first_wish_day,
    judge,
    propose_position,
    reconsider,
    supplement_problem,
)
from responses.services.dispatching import (
    dispatch,
    obstacles,
    order_missive,
    recipients,
    wished,
    wishes,
)
from responses.services.entering import GrantedThen, HandedOverThen, enter_handed_over
from responses.services.extending import (
    MoreTime,
    Reply,
    ask_extension,
    move_due_dates,
    settle_extension,
    take_back_extension,
)
from responses.services.foreseeing import ForeseenStep, changed_ladder, foreseen
from responses.services.laddering import (
    end_request_ladder,
    propose_ladder,
    set_request_ladder,
    settle_ladder,
)
from responses.services.purging import count_versions, own_evidence, own_notes, purge
from responses.services.questioning import questions
from responses.services.reminding import send_reminders, told_again
from responses.services.reviewing import (
    shown_at_correction,
    shown_at_decision,
    shown_at_hand_over,
    shown_at_purge,
    shown_at_submission,
)
from responses.services.telling import tell_changes

__all__ = [
    "WHAT_AN_ANSWER_NEEDS",
    "Contact",
    "CorrectionDecision",
    "ForeseenStep",
    "GrantedThen",
    "HandedOverThen",
    "Missing",
    "MoreTime",
    "Reply",
    "Wanted",
    "as_it_stood",
    "ask_extension",
    "attach",
    "awaited",
    "before_decision",
    "before_hand_over",
    "changed_ladder",
    "correct",
    "correctable",
    "count_versions",
    "decide",
    "detach",
    "dispatch",
    "end_request_ladder",
    "enter_handed_over",
    "first_wish_day",
    "foreseen",
    "judge",
    "leave_to_files",
    "missing",
    "move_due_dates",
    "note_contact",
    "obstacles",
    "order_missive",
    "own_evidence",
    "own_notes",
    "propose_ladder",
    "propose_position",
    "purge",
    "questions",
    "receipt_of",
    "recipients",
    "reconsider",
    "send_message",
    "send_reminders",
    "set_request_ladder",
    "settle_extension",
    "settle_ladder",
    "shown_at_correction",
    "shown_at_decision",
    "shown_at_hand_over",
    "shown_at_purge",
    "shown_at_submission",
    "submit",
    "supplement_problem",
    "take_back_extension",
    "tell_changes",
    "told_again",
    "wished",
    "wishes",
    "with_content",
]
