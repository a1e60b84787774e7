from responses.services.answering import (
    Missing,
    answer_needs,
    attach,
    detach,
    leave_to_files,
    missing,
    receipt_of,
    submit,
    with_content,
)
from responses.services.asking import Contact, note_contact, send_message
from responses.services.assigning import assign, end_assignment
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
from responses.services.draft_purging import draft_remains, purge_draft
from responses.services.drafting import switch_drafting
from responses.services.entering import GrantedThen, HandedOverThen, enter_handed_over
from responses.services.extending import (
    MoreTime,
    Reply,
    ask_extension,
    move_due_dates,
    settle_extension,
    take_back_extension,
)
from responses.services.feeding import calendar_of, make_feed, revoke_feed
from responses.services.following import (
    MOST_FOLLOWED,
    NOTHING_TO_FOLLOW,
    TOO_MUCH_TO_FOLLOW,
    follow,
    open_to_follow,
    put_forward,
    start_follow_up,
)
from responses.services.foreseeing import ForeseenStep, changed_ladder, foreseen
from responses.services.judging import BoardJudgement, MoreSeen, judge_alike
from responses.services.laddering import (
    end_request_ladder,
    propose_ladder,
    set_request_ladder,
    settle_ladder,
)
from responses.services.lettering import (
    LetterContent,
    decline_letter,
    draft_letter,
    prepare_letters,
    send_letter,
    send_new_letter,
    whole_letter,
)
from responses.services.linking import ask_links, choose_file, hand_in, open_link, send_code
from responses.services.objecting import make_objection, settle_objection
from responses.services.opening import open_answers
from responses.services.plan_reminding import remind_of_plans
from responses.services.planning import open_requests
from responses.services.progressing import (
    MeasureContent,
    attach_to_progress,
    change_measure,
    detach_from_progress,
    drop_measure,
    plan_measure,
    report_progress,
    require_agreement,
)
from responses.services.purging import count_versions, own_evidence, own_notes, purge
from responses.services.questioning import questions
from responses.services.registering import (
    ReadMeasure,
    ReadStance,
    Received,
    as_received,
    choose_received_file,
    register,
)
from responses.services.releasing import Finding, Marked, settle_secrecy
from responses.services.reminding import send_reminders, take_turns, told_again
from responses.services.repeating import note_repetition, withdraw_repetition
from responses.services.reviewing import (
    shown_at_correction,
    shown_at_decision,
    shown_at_hand_over,
    shown_at_purge,
    shown_at_submission,
)
from responses.services.round_deciding import beside_in_round, decide_alike
from responses.services.rounding import (
    MOST_UNITS,
    TOO_MUCH_TO_ASK,
    RoundContent,
    askable,
    open_round,
)
from responses.services.states import (
    fill,
    keep_states,
    keep_states_asked,
    recount,
)
from responses.services.telling import tell_changes
from responses.services.versioning import begin_version, withdraw

__all__ = [
    "MOST_FOLLOWED",
    "MOST_UNITS",
    "NOTHING_TO_FOLLOW",
    "TOO_MUCH_TO_ASK",
    "TOO_MUCH_TO_FOLLOW",
    "BoardJudgement",
    "Contact",
    "CorrectionDecision",
    "Finding",
    "ForeseenStep",
    "GrantedThen",
    "HandedOverThen",
    "LetterContent",
    "Marked",
    "MeasureContent",
    "Missing",
    "MoreSeen",
    "MoreTime",
    "ReadMeasure",
    "ReadStance",
    "Received",
    "Reply",
    "RoundContent",
    "Wanted",
    "answer_needs",
    "as_it_stood",
    "as_received",
    "ask_extension",
    "ask_links",
    "askable",
    "assign",
    "attach",
    "attach_to_progress",
    "awaited",
    "before_decision",
    "before_hand_over",
    "begin_version",
    "beside_in_round",
    "calendar_of",
    "change_measure",
    "changed_ladder",
    "choose_file",
    "choose_received_file",
    "correct",
    "correctable",
    "count_versions",
    "decide",
    "decide_alike",
    "decline_letter",
    "detach",
    "detach_from_progress",
    "dispatch",
    "draft_letter",
    "draft_remains",
    "drop_measure",
    "end_assignment",
    "end_request_ladder",
    "enter_handed_over",
    "fill",
    "first_wish_day",
    "follow",
    "foreseen",
    "hand_in",
    "judge",
    "judge_alike",
    "keep_states",
    "keep_states_asked",
    "leave_to_files",
    "make_feed",
    "make_objection",
    "missing",
    "move_due_dates",
    "note_contact",
    "note_repetition",
    "obstacles",
    "open_answers",
    "open_link",
    "open_requests",
    "open_round",
    "open_to_follow",
    "order_missive",
    "own_evidence",
    "own_notes",
    "plan_measure",
    "prepare_letters",
    "propose_ladder",
    "propose_position",
    "purge",
    "purge_draft",
    "put_forward",
    "questions",
    "receipt_of",
    "recipients",
    "reconsider",
    "recount",
    "register",
    "remind_of_plans",
    "report_progress",
    "require_agreement",
    "revoke_feed",
    "send_code",
    "send_letter",
    "send_message",
    "send_new_letter",
    "send_reminders",
    "set_request_ladder",
    "settle_extension",
    "settle_ladder",
    "settle_objection",
    "settle_secrecy",
    "shown_at_correction",
    "shown_at_decision",
    "shown_at_hand_over",
    "shown_at_purge",
    "shown_at_submission",
    "start_follow_up",
    "submit",
    "supplement_problem",
    "switch_drafting",
    "take_back_extension",
    "take_turns",
    "tell_changes",
    "told_again",
    "whole_letter",
    "wished",
    "wishes",
    "with_content",
    "withdraw",
    "withdraw_repetition",
]
