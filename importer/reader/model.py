"""What a reading holds. Every value is printed in a document; what no document says is None or empty."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from common.causes import JobCause

Grade = Literal["yes", "partly", "no", "other"]


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
    grade: Grade | None = None
    reasons: str | None = None
    where: Places = ()


@dataclass(frozen=True)
class Question:
    """A revisionsfråga. `answer` is the printed answer word, `reasons` the rest of the answer, verbatim.

    `bodies` holds the answers where the document answers per body; then the question has no answer of its own.
    """

    number: int
    text: str
    answer: str | None = None
    grade: Grade | None = None
    reasons: str | None = None
    where: Places = ()
    bodies: tuple[BodyAnswer, ...] = ()


@dataclass(frozen=True)
class Recommendation:
    """A recommendation and the bodies it is put to, named as printed (with a capital initial).

    `parts` are its sub-points (a, b, c), which also stand in `text`.
    """

    number: int
    text: str
    addressees: tuple[str, ...] = ()
    where: Places = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """Something for a person to look at. `about` is a field of the reading: "questions", "questions.3", …"""

    about: str
    message: str
    where: Places = ()


@dataclass(frozen=True)
class Criterion:
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
class Sample:
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


@dataclass
class Reading:
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
    questions: list[Question] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    kind: str | None = None
    scale: str | None = None
    criteria: list[Criterion] = field(default_factory=list)
    minutes_reviewed: list[Minutes] = field(default_factory=list)
    sample: Sample = field(default_factory=Sample)
    sources: Sources = field(default_factory=Sources)
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
            if key != "where" and (inner or key not in ("bodies", "parts"))
        }
    if isinstance(value, list | tuple):
        return [_without_places(inner) for inner in value]
    return value
