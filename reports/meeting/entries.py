"""The pieces of an agenda: a thing to decide, with its full text and what is said of it beside."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from audit.models import Audit
from common.status import Status
from common.swedish import NBSP
from reports.models import AgendaItem, AgendaKind, AgendaState, AgendaVoice
from responses.models import PreparedLetter

READY = Status("Förslag klart", "utkast", "pending")
LACKING = Status("Förslag saknas", "ej-svarat", "pending")
OUTDATED = Status("Texten har rättats", "forsenad", "partly")


@dataclass(frozen=True)
class TextBlock:
    """Something that is quoted, where it comes from, and what revisorerna say of it."""

    heading: str
    text: str
    source: str = ""


@dataclass(frozen=True)
class Pair:
    """What was put and what was answered, beside each other."""

    put: TextBlock
    answer: TextBlock | None = None
    proposal: str = ""
    # The answer is the text that is put, changed.
    is_change: bool = False


@dataclass(frozen=True)
class AgendaEntry:
    """One thing on an agenda: gathered out of what waits, or written, or what became of it."""

    kind: AgendaKind
    subject: int
    title: str
    audit: Audit | None = None
    proposal: str = ""
    # How things stand with it, of the day that it is read.
    about: str = ""
    status: Status = READY
    # Where the thing is read and its proposal is changed.
    url: str = ""
    link: str = ""
    # Changes with everything that the decision would be about.
    stamp: str = ""
    # Why it can't be decided yet.
    obstacle: str = ""
    pairs: list[Pair] = field(default_factory=list)
    letters: list[PreparedLetter] = field(default_factory=list)
    # What is decided when it is ticked: positions and a verdict.
    positions: tuple[int, ...] = ()
    bodies: tuple[int, ...] = ()
    item: AgendaItem | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.subject}"

    @property
    def as_read(self) -> str:
        """What a tick stands for."""
        return f"{self.key}.{self.stamp}"

    @property
    def decision(self) -> str:
        """What the protocol says. Of a late answer how late it was, for tomorrow it is later."""
        parts = [self.about, self.proposal] if self.kind == AgendaKind.LATE else [self.proposal]
        return " ".join(filter(None, parts))

    @property
    def voices(self) -> list[AgendaVoice]:
        if self.item is None:
            return []
        return [voice for voice in self.item.voices.all() if voice.withdrawn_at is None]

    @property
    def is_settled(self) -> bool:
        return self.item is not None and not self.item.is_open

    @property
    def is_decided(self) -> bool:
        return self.item is not None and self.item.state == AgendaState.DECIDED

    @property
    def can_be_ticked(self) -> bool:
        return not self.is_settled and not self.obstacle

    @property
    def is_ticked_at_first(self) -> bool:
        """A late answer and its letter never are."""
        return self.can_be_ticked and self.kind != AgendaKind.LATE

    @property
    def paragraph(self) -> str:
        return self.item.paragraph if self.item else ""

    def at(self, item: AgendaItem | None) -> "AgendaEntry":
        """With what somebody has said of it at the meeting."""
        return replace(self, item=item) if item else self


@dataclass(frozen=True)
class AgendaSection:
    """The things of one sort."""

    title: str
    anchor: str
    symbol: str
    entries: list[AgendaEntry]


SECTIONS: list[tuple[str, str, str, tuple[AgendaKind, ...]]] = [
    ("Öppnande", "oppnande", "sparat", (AgendaKind.OPENING,)),
    ("Rapporter att besluta", "rapporter", "handling", (AgendaKind.REPORT, AgendaKind.AUDIT)),
    ("Svar att ta ställning till", "svar", "svarat", (AgendaKind.ANSWER,)),
    ("Uppföljning", "uppfoljning", "atgardad", (AgendaKind.VERDICT,)),
    ("Rättelser att besluta", "rattelser", "utkast", (AgendaKind.CORRECTION,)),
    ("Handlingar att lämna ut", "handlingar", "bilaga", (AgendaKind.PAPER, AgendaKind.COMPILED)),
    ("Försenat och brev", "forsenat", "forsenad", (AgendaKind.LATE,)),
    ("Övrigt", "ovrigt", "plus", (AgendaKind.OWN,)),
]


def in_sections(entries: Iterable[AgendaEntry]) -> list[AgendaSection]:
    """In the order of an agenda; a sort that has nothing is left out."""
    rows = list(entries)
    sections = [
        AgendaSection(title, anchor, symbol, [entry for entry in rows if entry.kind in kinds])
        for title, anchor, symbol, kinds in SECTIONS
    ]
    return [section for section in sections if section.entries]


def numbered(first: int, entries: Iterable[AgendaEntry]) -> dict[str, str]:
    """By key: the paragraph that each would get, in this order."""
    return {entry.key: f"§{NBSP}{number}" for number, entry in enumerate(entries, first)}
