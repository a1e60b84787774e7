"""What a reading holds. Every value is printed in a document; what no document says is None or empty."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Literal

from common.causes import JobCause

PrintedGrade = Literal["yes", "partly", "no", "other"]
StatusValue = Literal["done", "partly", "on_schedule", "not_done", "not_relevant"]


# A bar that stands in a cell, while the bars between cells are told by "|". No character of any text.
HELD_BAR = "\ufdd0"


def with_bars(text: str) -> str:
    """The text as it is printed."""
    return text.replace(HELD_BAR, "|")


class Unreadable(Exception):
    """The documents cannot be read. The message is one Swedish sentence for the person who sent them."""

    def __init__(self, message: str, cause: JobCause) -> None:
        super().__init__(message)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Place:
    """Lines `first`–`last` (from 1, inclusive) of document number `document` (from 0, in the order given).

    `page` is the page that the first line stands on, in a document that has pages.
    """

    document: int
    first: int
    last: int
    page: int | None = None


Places = tuple[Place, ...]

MOST_PLACES = 20


def together(*places: Places) -> Places:
    """Places of the same find, in order; what is printed very often keeps its first ones."""
    return tuple(dict.fromkeys(place for group in places for place in group))[:MOST_PLACES]


@dataclass(frozen=True)
class Signatory:
    """One who signed the missiv. `signed_at` is ISO 8601 in UTC, ending in Z."""

    name: str
    role: str | None = None
    signed_at: str | None = None
    where: Places = ()


@dataclass(frozen=True)
class BodyAnswer:
    """What a question is answered for one body, named as printed."""

    body: str
    answer: str | None = None
    grade: PrintedGrade | None = None
    reasons: str | None = None
    where: Places = ()


@dataclass(frozen=True)
class PrintedQuestion:
    """A revisionsfråga. `answer` is the printed answer word, `reasons` the rest of the answer, verbatim.

    `bodies` holds the answers where the document answers per body; then the question has no answer of its own.
    """

    number: int
    text: str
    answer: str | None = None
    grade: PrintedGrade | None = None
    reasons: str | None = None
    where: Places = ()
    bodies: tuple[BodyAnswer, ...] = ()


@dataclass(frozen=True)
class PrintedRecommendation:
    """A recommendation and the bodies it is put to, named as printed (with a capital initial).

    `parts` are its sub-points (a, b, c), which also stand in `text`.
    """

    number: int
    text: str
    addressees: tuple[str, ...] = ()
    where: Places = ()
    parts: tuple[str, ...] = ()


class DoubtCode(StrEnum):
    """What a doubt means, for machines; its message is for people."""

    ANOTHER_DATE = "another_date"
    ANSWERED_NOT_ASKED = "answered_not_asked"
    ANSWERED_PER_BODY = "answered_per_body"
    ANSWERED_TWICE = "answered_twice"
    ASKED_AND_INFORMED = "asked_and_informed"
    ASKED_BUT_NOT_RECEIVER = "asked_but_not_receiver"
    BEFORE_THE_DATE = "before_the_date"
    BODIES_NOT_NAMED = "bodies_not_named"
    COPY_LEFT_OUT = "copy_left_out"
    EARLIER_RECOMMENDATIONS = "earlier_recommendations"
    EMPTY_COLUMN = "empty_column"
    ENDS_WITH_COLON = "ends_with_colon"
    FEWER_NAMES = "fewer_names"
    IN_ONE_DOCUMENT = "in_one_document"
    IN_PROSE = "in_prose"
    LEAD_WITHOUT_LIST = "lead_without_list"
    LITTLE_RECOGNISED = "little_recognised"
    LOOKS_LIKE_AN_ANSWER = "looks_like_an_answer"
    MORE_RECEIVERS_HINTED = "more_receivers_hinted"
    NOTE_WITHOUT_TEXT = "note_without_text"
    NOT_ASKED_IN_TEXT = "not_asked_in_text"
    NOT_A_MISSIVE = "not_a_missive"
    NOT_IN_ALL_DOCUMENTS = "not_in_all_documents"
    NO_ADDRESSEE = "no_addressee"
    NO_ANSWER = "no_answer"
    NO_ANSWER_WORD = "no_answer_word"
    NO_DATE = "no_date"
    NO_SIGNATURE = "no_signature"
    PERSONAL_DATA = "personal_data"
    PUT_DIFFERENTLY = "put_differently"
    REASONED_TWICE = "reasoned_twice"
    RESERVED_ANSWER = "reserved_answer"
    RUNNING_TEXT = "running_text"
    SEVERAL_FIRMS = "several_firms"
    SEVERAL_WISHES = "several_wishes"
    SEVERAL_YEARS = "several_years"
    SIGNED_ANOTHER_DAY = "signed_another_day"
    STATUS_UNKNOWN = "status_unknown"
    UNCLEAR_NAMES = "unclear_names"
    UNCLEAR_WHETHER_ASKED = "unclear_whether_asked"
    UNNAMED_BODY = "unnamed_body"
    UNREADABLE = "unreadable"
    UNREAD_ROW = "unread_row"
    WORDED_TWICE = "worded_twice"


@dataclass(frozen=True)
class Doubt:
    """Something for a person to look at. `about` is a field of the reading: "questions", "questions.3", …"""

    code: DoubtCode
    about: str
    message: str
    where: Places = ()
    # The sentence that it is about, where one may be kept as it stands.
    quote: str = ""


@dataclass(frozen=True)
class PrintedCriterion:
    """What the audit measures against: the citation as written, and what the report says of it."""

    citation: str
    text: str = ""
    where: Places = ()


@dataclass(frozen=True)
class Minutes:
    """A row of the review of minutes. `date` as printed, ISO 8601."""

    date: str
    body: str | None = None
    kind: str = ""
    description: str = ""
    where: Places = ()


@dataclass(frozen=True)
class SampleCase:
    number: int
    label: str
    where: Places = ()


@dataclass(frozen=True)
class SampleCell:
    """One case's value on one question, as printed, and the number of its note."""

    case: int
    value: str
    note: int | None = None
    where: Places = ()


@dataclass(frozen=True)
class SampleQuestion:
    number: int
    text: str
    cells: list[SampleCell]
    where: Places = ()


@dataclass(frozen=True)
class PrintedSample:
    """A stickprov: questions × cases, with notes by number."""

    cases: list[SampleCase] = field(default_factory=list)
    questions: list[SampleQuestion] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    where: Places = ()


@dataclass(frozen=True)
class Sources:
    """Roles that were interviewed and documents that were read, as printed."""

    interviews: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    where: Places = ()


@dataclass(frozen=True)
class PrintedStatus:
    """How far an earlier recommendation has come. `status` as printed; `value` what that means, where it is known."""

    number: int
    text: str
    body: str | None = None
    status: str = ""
    value: StatusValue | None = None
    note: str = ""
    where: Places = ()


@dataclass
class PrintedAudit:
    """One audit as its documents tell it. Dates are ISO 8601; `where` says where a single field was found."""

    title: str | None = None
    municipality: str | None = None
    firm: str | None = None
    audit_year: int | None = None
    document_date: str | None = None
    response_due_on: str | None = None
    response_wording: str | None = None
    addressees: list[str] = field(default_factory=list)
    for_information: list[str] = field(default_factory=list)
    signatories: list[Signatory] = field(default_factory=list)
    contact_auditors: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    overall_assessment: str | None = None
    questions: list[PrintedQuestion] = field(default_factory=list)
    recommendations: list[PrintedRecommendation] = field(default_factory=list)
    kind: str | None = None
    scale: str | None = None
    criteria: list[PrintedCriterion] = field(default_factory=list)
    minutes_reviewed: list[Minutes] = field(default_factory=list)
    sample: PrintedSample = field(default_factory=PrintedSample)
    sources: Sources = field(default_factory=Sources)
    statuses: list[PrintedStatus] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    where: dict[str, Places] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The reading as plain values, without places and without parts that are empty."""
        return {
            key: _without_places(value) for key, value in asdict(self).items() if key != "where"
        }

    def as_full_dict(self) -> dict[str, Any]:
        """As `as_dict`, with `where` on each find and one for the single fields (field name -> places)."""
        return asdict(self)


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_places(inner)
            for key, inner in value.items()
            if key != "where" and (inner or key not in ("bodies", "parts", "quote"))
        }
    if isinstance(value, list | tuple):
        return [_without_places(inner) for inner in value]
    return value
