from responses.models.answers import (
    Answer,
    AnswerDocument,
    AnswerOpening,
    DecisionKind,
    FilePart,
)
from responses.models.contacts import ContactNote
from responses.models.corrections import CorrectedText, Correction
from responses.models.deliveries import Delivery, MissiveOrder
from responses.models.draft_purges import DraftPurge
from responses.models.drafting import DraftingOff
from responses.models.extensions import Channel, Extension, ExtensionOutcome
from responses.models.feeds import CalendarFeed
from responses.models.items import AnswerItem, Stance
from responses.models.ladders import (
    FIRST,
    LONGEST_STEP_TEXT,
    CountedFrom,
    Ladder,
    LadderContent,
    Ladders,
    LadderStep,
    step_words,
)
from responses.models.letters import (
    ESCALATIONS,
    LetterKind,
    LetterState,
    PreparedLetter,
)
from responses.models.links import LinkFile, RegistratorLink
from responses.models.mails import RequestMail, with_failed_mail
from responses.models.messages import Message
from responses.models.objections import Objection, ObjectionOutcome
from responses.models.planned import PlannedMeasure
from responses.models.positions import Position, PositionValue
from responses.models.proposed_corrections import ProposedCorrection, ProposedText
from responses.models.received import ReceivedFile
from responses.models.reminders import Reminder, ReminderState
from responses.models.requests import (
    AnswerRequest,
    AskedItem,
    Assignment,
    DueDate,
    Occasion,
)
from responses.models.rounds import FollowUpRound
from responses.models.secrecy import SecrecyState, SecrecyTest
from responses.models.states import UnitState
from responses.models.turns import ReminderTurn
from responses.models.unsettled import UnsettledAnswer

__all__ = [
    "ESCALATIONS",
    "FIRST",
    "LONGEST_STEP_TEXT",
    "Answer",
    "AnswerDocument",
    "AnswerItem",
    "AnswerOpening",
    "AnswerRequest",
    "AskedItem",
    "Assignment",
    "CalendarFeed",
    "Channel",
    "ContactNote",
    "CorrectedText",
    "Correction",
    "CountedFrom",
    "DecisionKind",
    "Delivery",
    "DraftPurge",
    "DraftingOff",
    "DueDate",
    "Extension",
    "ExtensionOutcome",
    "FilePart",
    "FollowUpRound",
    "Ladder",
    "LadderContent",
    "LadderStep",
    "Ladders",
    "LetterKind",
    "LetterState",
    "LinkFile",
    "Message",
    "MissiveOrder",
    "Objection",
    "ObjectionOutcome",
    "Occasion",
    "PlannedMeasure",
    "Position",
    "PositionValue",
    "PreparedLetter",
    "ProposedCorrection",
    "ProposedText",
    "ReceivedFile",
    "RegistratorLink",
    "Reminder",
    "ReminderState",
    "ReminderTurn",
    "RequestMail",
    "SecrecyState",
    "SecrecyTest",
    "Stance",
    "UnitState",
    "UnsettledAnswer",
    "step_words",
    "with_failed_mail",
]
