from responses.views.answering import request
from responses.views.arriving import arrived
from responses.views.asking import contact_note, exchange
from responses.views.assigning import assign, assign_end
from responses.views.attaching import attach, document, document_remove
from responses.views.correcting import correction
from responses.views.deciding import decide, judge, position, reconsider
from responses.views.dispatching import hand_over, handed_over, receive
from responses.views.draft_purging import draft_purge
from responses.views.drafting import drafting
from responses.views.entering import enter, enter_many
from responses.views.extending import (
    due_date,
    due_dates,
    extension,
    extension_settle,
    extension_take_back,
)
from responses.views.feeding import calendar, calendar_feed
from responses.views.following import follow_up_audit_new, followed_unit, followed_up
from responses.views.handing_in import receipt, receipt_copy, review
from responses.views.judging import board, verdict_file
from responses.views.laddering import ladder, ladder_new, ladder_settle, request_ladder
from responses.views.lettering import letter, own_reminder, summons
from responses.views.linking import link, link_document, link_new, link_receipt, link_request
from responses.views.listing import requests
from responses.views.mailing import dispatches, mails
from responses.views.objecting import objection
from responses.views.only_files import only_files
from responses.views.progressing import (
    measure,
    measure_new,
    progress,
    progress_file,
)
from responses.views.proposing import propose_correction, proposed_correction
from responses.views.purging import purge
from responses.views.registering import register
from responses.views.releasing import secrecy, secrecy_file, secrecy_item
from responses.views.repeating import repeats
from responses.views.round_deciding import round_decision
from responses.views.rounding import follow_up, follow_up_new, follow_up_round
from responses.views.settling import decide_audit
from responses.views.versioning import new_version, withdraw
from responses.views.wording import answer_form, read_form

__all__ = [
    "answer_form",
    "arrived",
    "assign",
    "assign_end",
    "attach",
    "board",
    "calendar",
    "calendar_feed",
    "contact_note",
    "correction",
    "decide",
    "decide_audit",
    "dispatches",
    "document",
    "document_remove",
    "draft_purge",
    "drafting",
    "due_date",
    "due_dates",
    "enter",
    "enter_many",
    "exchange",
    "extension",
    "extension_settle",
    "extension_take_back",
    "follow_up",
    "follow_up_audit_new",
    "follow_up_new",
    "follow_up_round",
    "followed_unit",
    "followed_up",
    "hand_over",
    "handed_over",
    "judge",
    "ladder",
    "ladder_new",
    "ladder_settle",
    "letter",
    "link",
    "link_document",
    "link_new",
    "link_receipt",
    "link_request",
    "mails",
    "measure",
    "measure_new",
    "new_version",
    "objection",
    "only_files",
    "own_reminder",
    "position",
    "progress",
    "progress_file",
    "propose_correction",
    "proposed_correction",
    "purge",
    "read_form",
    "receipt",
    "receipt_copy",
    "receive",
    "reconsider",
    "register",
    "repeats",
    "request",
    "request_ladder",
    "requests",
    "review",
    "round_decision",
    "secrecy",
    "secrecy_file",
    "secrecy_item",
    "summons",
    "verdict_file",
    "withdraw",
]
