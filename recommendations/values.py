"""What revisorerna can say of a recommendation, and what they have seen."""

from typing import Self

from django.db import models

from common import swedish
from common.status import Status, StatusChoices


class CountPart(StatusChoices):
    """Where a recommendation × body is counted: by its verdict, and without one by whether it is answered.

    NAME = value, symbol, tone, kind of bar, words for one, words for several, word; in the order of the bar.
    """

    DONE = "done", "atgardad", "yes", "yes", "åtgärdad", "åtgärdade", "Åtgärdad"
    PARTLY = (
        *("partly", "delvis-atgardad", "partly", "partly"),
        *("delvis åtgärdad", "delvis åtgärdade", "Delvis åtgärdad"),
    )
    ON_SCHEDULE = (
        *("on_schedule", "inom-tidplan", "info", "plan"),
        *("inom tidplan", "inom tidplan", "Inom tidplan"),
    )
    NOT_DONE = (
        *("not_done", "ej-atgardad", "no", "no"),
        *("inte åtgärdad", "inte åtgärdade", "Ej åtgärdad"),
    )
    UNJUDGED = "unjudged", "ej-bedomd", "pending", "wait", "ej bedömd", "ej bedömda", "Ej bedömd"
    UNANSWERED = (
        *("unanswered", "ej-svarat", "pending", "none"),
        *("utan svar", "utan svar", "Utan svar"),
    )
    NOT_RELEVANT = (
        *("not_relevant", "ej-aktuell", "pending", "gone"),
        *("inte längre aktuell", "inte längre aktuella", "Ej längre aktuell"),
    )
    REPLACED = (
        *("replaced", "ersatt", "pending", "gone"),
        *("ersatt av en senare", "ersatta av senare", "Ersatt"),
    )

    bar: str
    one: str
    several: str

    def __init__(self, *look: str) -> None:
        self.bar, self.one, self.several = look[-3:]

    @property
    def head(self) -> str:
        """At the head of a column, where words are short."""
        short = {CountPart.PARTLY: "Delvis", CountPart.NOT_RELEVANT: "Ej aktuell"}
        return short.get(self, str(self.label))

    @classmethod
    def of(cls, verdict: str | None, *, answered: bool) -> Self:
        """What revisorerna decided goes before whether it is answered."""
        return cls(verdict) if verdict else cls.UNJUDGED if answered else cls.UNANSWERED

    def counted(self, number: int) -> str:
        """två åtgärdade"""
        words = self.one if number == 1 else self.several
        return f"{swedish.number_word(number)} {words}"


UNJUDGED = CountPart.UNJUDGED.status
REPLACED = CountPart.REPLACED.status
COLUMNS_EXPLAINED = (
    f"{CountPart.UNJUDGED.head}: svar har inkommit, revisorerna har inte beslutat någon bedömning. "
    f"{CountPart.UNANSWERED.head}: varken svar eller bedömning."
)


class VerdictValue(models.TextChoices):
    """Each is a part of its own in the counts, and looks as that part does."""

    DONE = CountPart.DONE.value, CountPart.DONE.label
    PARTLY = CountPart.PARTLY.value, CountPart.PARTLY.label
    ON_SCHEDULE = CountPart.ON_SCHEDULE.value, CountPart.ON_SCHEDULE.label
    NOT_DONE = CountPart.NOT_DONE.value, CountPart.NOT_DONE.label
    NOT_RELEVANT = CountPart.NOT_RELEVANT.value, CountPart.NOT_RELEVANT.label

    @property
    def part(self) -> CountPart:
        return CountPart(self.value)

    @property
    def status(self) -> Status:
        return self.part.status


CLOSING = (VerdictValue.DONE, VerdictValue.NOT_RELEVANT)
# Before the body's own planned date these need a reason (domain: no verdict of failure before it).
NEEDS_REASON_BEFORE_PLAN = (VerdictValue.PARTLY, VerdictValue.NOT_DONE)


class StatedState(StatusChoices):
    """What a body says that it will do, and how far it says that it has come. Swedish: nämnden uppger."""

    PLANNED = "planned", "planerad", "info", "Planerad"
    ONGOING = "ongoing", "pagar", "info", "Pågår"
    DONE = "done", "genomford", "info", "Genomförd"
    REFUSED = "refused", "avvisad", "pending", "Genomförs inte"
    NOTHING = "nothing", "inget-angivet", "pending", "Inget angivet"


CLAIMS = (StatedState.PLANNED, StatedState.ONGOING, StatedState.DONE, StatedState.REFUSED)
CLAIMED = [(claim.value, claim.label) for claim in CLAIMS]
# Nothing more is to come, as the body says.
FINISHED = (StatedState.DONE, StatedState.REFUSED)


class Effect(models.TextChoices):
    """Whether what was done shows. Swedish: positiv effekt syns."""

    YES = "yes", "Ja"
    PARTLY = "partly", "Delvis"
    NO = "no", "Nej"
    UNKNOWN = "unknown", "Kan inte bedömas"


class EvidenceKind(models.TextChoices):
    """What revisorerna have seen for themselves, beside the body's word. Swedish: underlag."""

    DOCUMENT = "document", "Dokument"
    SAMPLE = "sample", "Stickprov"
    INTERVIEW = "interview", "Intervju"
    VISIT = "visit", "Besök"
    OTHER = "other", "Annat"
    # Of what was entered afterwards: nobody can say today what was seen then.
    REGISTER = "register", "Äldre register"


EVIDENCE_OFFERED = [kind for kind in EvidenceKind if kind != EvidenceKind.REGISTER]


def ground_words(evidence: str, seen: str) -> str:
    kind = str(EvidenceKind(evidence).label) if evidence else ""
    return ": ".join(filter(None, [kind, seen]))


# Of a register as an office keeps it, a row for each recommendation × body: what is read in and what is taken out.
REGISTER_HEADINGS = {
    "year": "Revisionsår",
    "title": "Granskning",
    "body": "Organ",
    "text": "Rekommendation",
    "source": "Källa",
    "put_on": "Överlämnad",
    "due_on": "Svarsdatum",
    "answered_on": "Nämnden svarade",
    "status": "Status",
    "decided_on": "Status beslutad",
    "remark": "Anmärkning",
}
