"""What one person may read of a request and its answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Body, User
from audit.models import Audit, AuditDocument, AuditMember, MemberPart
from audit.permissions import is_on_audit_side
from common import swedish
from common.status import TrailState
from common.text import cleaned, key_in
from documents.files import KINDS
from documents.models import Document
from documents.word import read_word
from recommendations.values import CLAIMS
from responses import days
from responses.models import (
    Answer,
    AnswerDocument,
    AnswerItem,
    AnswerRequest,
    AskedItem,
    Position,
    Stance,
)
from responses.models.items import said_status
from responses.secrecy import Mask, Secrecy
from responses.services import Missing
from responses.standing import RequestStanding


@dataclass(frozen=True)
class Shown:
    """One answered recommendation as one person sees it."""

    item: AnswerItem
    # Of what is marked for secrecy.
    mask: Mask | None = None
    reads_all: bool = True
    # The decision in force.
    position: Position | None = None
    # Whether the reader may see what the answer adds to and corrects.
    compares: bool = True
    # On the audit side: what is put forward to stand in its place.
    proposed: Position | None = None

    @property
    def is_withheld(self) -> bool:
        """The text, or some of it; what is released of it is `mask.text`."""
        return self.mask is not None and not self.mask.is_open and not self.reads_all

    @property
    def shows_measures(self) -> bool:
        return not self.is_withheld or (self.mask is not None and self.mask.opens_measures)

    @property
    def is_later(self) -> bool:
        return self.item.has_former and self.compares

    @property
    def number(self) -> int:
        return self.item.asked.addressee.number

    @property
    def is_decided(self) -> bool:
        return self.position is not None

    @property
    def positions(self) -> list[Position]:
        """What is decided, and what is put forward."""
        return [position for position in (self.position, self.proposed) if position]

    @property
    def asked_text(self) -> str:
        return self.item.asked.addressee.recommendation.text


@dataclass(frozen=True)
class ShownFile:
    """One file of an answer as one person sees it; a withheld one has no name."""

    attached: AnswerDocument
    is_withheld: bool = False
    mask: Mask | None = None

    @classmethod
    def of(cls, attached: AnswerDocument, *, on: date) -> "ShownFile":
        """To those who read only what has been released."""
        mask = Secrecy(on=on, files=[attached]).of_file(attached)
        return cls(attached, mask is not None and not mask.is_open, mask)

    @property
    def is_marked(self) -> bool:
        return self.attached.document.may_be_secret

    @property
    def masked(self) -> Document | None:
        """The version that others may read of it, when there is one."""
        return self.mask.test.masked if self.mask and self.mask.test else None


def shown_items(answer: Answer, user: User, *, on: date, taken_back: bool = False) -> list[Shown]:
    """The answer to each recommendation; text that may be secret is withheld from most.

    `taken_back`: of a draft, what is not asked for any more, for its body to read; there is seldom anything.
    """
    if taken_back and not answer.items.exclude(asked__withdrawn_at=None).exists():
        return []
    visible = AnswerItem.objects.of_answer(answer, user)
    wanted = visible.filter(asked__withdrawn_at__isnull=not taken_back)
    rows = wanted.with_earlier().select_related("asked__addressee__recommendation")
    items = list(rows.prefetch_related("planned__measure"))
    secrecy = Secrecy(on=on, items=items)
    standing = positions_of(items, answer, user)
    reads_all = reads_what_is_marked(answer.request, user)
    return [
        Shown(
            item,
            secrecy.of_item(item),
            reads_all,
            position=standing.get(item.pk, (None, None))[0],
            proposed=standing.get(item.pk, (None, None))[1],
            compares=reads_all or not item.former_secret,
        )
        for item in items
    ]


def reads_what_is_marked(request: AnswerRequest, user: User) -> bool:
    """Those who write the answer, and the audit side."""
    return request.may_be_written_by(user) or is_on_audit_side(user, request.audit)


def hides_wish(request: AnswerRequest, user: User, *, on: date) -> bool:
    """What revisorerna wish to have added may quote what is marked: then it is read by those who read that."""
    if request.follows is None or reads_what_is_marked(request, user):
        return False
    answers = Answer.objects.submitted().filter(request=request.follows)
    items = list(AnswerItem.objects.filter(answer__in=answers).with_earlier())
    secrecy = Secrecy(on=on, items=items)
    return any(mask and not mask.is_open for mask in map(secrecy.of_item, items))


def asked_items(request: AnswerRequest, user: User, *, on: date) -> QuerySet[AskedItem]:
    """What the request asks about, word for word: read when it is shown."""
    items = AskedItem.objects.visible_to(user).standing(on=on).filter(request=request)
    return items.select_related("addressee__recommendation")


def positions_of(
    items: Iterable[AnswerItem], answer: Answer, user: User
) -> dict[int, tuple[Position | None, Position | None]]:
    """Of items of the answer that the person sees: the position in force, and what is put forward."""
    seen = Position.objects.filter(item__in=[item.pk for item in items], withdrawn_at=None)
    if not is_on_audit_side(user, answer.request.audit):
        seen = seen.filter(decided_at__isnull=False)
    in_force: dict[int, Position] = {}
    proposed: dict[int, Position] = {}
    for position in seen.select_related("revises").order_by("decided_on", "decided_at", "pk"):
        (in_force if position.decided_at else proposed)[position.item_id] = position
    keys = {*in_force, *proposed}
    return {key: (in_force.get(key), proposed.get(key)) for key in keys}


def shown_files(answer: Answer, user: User, *, on: date) -> list[ShownFile]:
    files = AnswerDocument.objects.filter(answer=answer)
    readable = Exists(files.readable_by(user).filter(pk=OuterRef("pk")))
    marked = files.visible_to(user).annotate(**{"is_readable": readable})
    visible = list(marked.select_related("document"))
    secrecy = Secrecy(on=on, files=visible)
    return [
        ShownFile(attached, not attached.is_readable, secrecy.of_file(attached))
        for attached in visible
    ]


@dataclass(frozen=True)
class TextBeside:
    """The text of a Word file of the draft, to read while writing."""

    name: str
    text: str


def text_beside(answer: Answer, user: User, key: str) -> TextBeside | None:
    """None where the key is of no Word file that the person may read, or of one that cannot be read."""
    document_key = key_in(key)
    if document_key is None:
        return None
    files = AnswerDocument.objects.readable_by(user).select_related("document")
    attached = files.filter(
        pk=document_key, answer=answer, document__media_type=KINDS["docx"]
    ).first()
    may_open = attached and attached.document.can_be_opened()
    word = read_word(attached.document.data) if attached and may_open else None
    if attached is None or word is None or not word.text.strip():
        return None
    return TextBeside(attached.document.name, cleaned(word.text).strip())


def lacking(missing: list[Missing]) -> str:
    """What a draft still lacks, in one line: svar på rekommendation 2 och 5, nämndens beslut."""
    numbers = dict.fromkeys(entry.item.asked.addressee.number for entry in missing if entry.item)
    phrases = [f"svar på rekommendation {swedish.listing(numbers)}"] if numbers else []
    if any(entry.item is None for entry in missing):
        phrases.append("nämndens beslut")
    return ", ".join(phrases)


def stances(items: list[Shown]) -> str:
    """Instämmer i fyra, instämmer delvis i en"""
    values = [shown.item.stance or Stance.NOT_STATED.value for shown in items]
    offered = [*Stance.values, *CLAIMS]
    counts = [(said_status(v).word, values.count(v)) for v in offered if v in values]
    phrases = ", ".join(
        f"{label.lower()} i {swedish.number_word(count)}" for label, count in counts
    )
    return swedish.capitalized(phrases)


@dataclass(frozen=True)
class Asking:
    """What came with a request, and whom to ask about it."""

    files: list[AuditDocument]
    people: list[AuditMember]

    @classmethod
    def of(cls, audit: Audit, user: User) -> "Asking":
        files = AuditDocument.objects.visible_to(user).filter(audit=audit, sent_at__isnull=False)
        return cls(
            files=list(files.select_related("document")), people=list(audit.members.to_ask())
        )

    @property
    def contacts(self) -> list[str]:
        """The kontaktrevisorer by name."""
        return [person.name for person in self.people if person.part == MemberPart.CONTACT]


def decision_of(answer: Answer, body: Body) -> str:
    """Nämndbeslut § 44, socialnämnden 29 mars 2023. Justerat 29 mars 2023."""
    when = f" {swedish.long_date(answer.decided_on)}" if answer.decided_on else ""
    sentence = f"{answer.decision_words}, {body.in_text}{when}."
    if answer.confirmed_on:
        sentence += f" Justerat {swedish.long_date(answer.confirmed_on)}."
    return sentence


def secrecy_of(items: list[Shown], files: list[ShownFile]) -> str:
    """Which answers and files the body has marked."""
    numbers = [shown.number for shown in items if shown.item.may_be_secret]
    names = [shown.attached.document.name for shown in files if shown.is_marked]
    if not numbers and not names:
        return "Inget svar och ingen fil är markerad för sekretess."
    marked = [f"svaret på rekommendation {number}" for number in numbers] + names
    return f"Markerat för sekretessprövning: {swedish.listing(marked)}."


@dataclass(frozen=True)
class TrailStep:
    """One point of the trail beside a page."""

    label: str
    text: str
    state: TrailState = ""


def trail_of(standing: RequestStanding, reader: User | None = None) -> list[TrailStep]:
    """The way of one request, from the day it came to the body; with a reader also what the two sides have said."""
    happened = [*days.trail(standing), *(days.contacts(standing, reader) if reader else ())]
    return [
        TrailStep(swedish.capitalized(swedish.date_near(day, standing.on)), text)
        for day, text in sorted(happened, key=lambda pair: pair[0])
    ]


def trail_while_writing(standing: RequestStanding, reader: User) -> list[TrailStep]:
    """The trail as its own body sees it while it writes: what has happened, today, and the days ahead."""
    coming = sorted(day for day in days.ahead(standing) if day[0] > standing.on)
    return [
        *trail_of(standing, reader),
        TrailStep(f"I dag, {swedish.short_date(standing.on)}", standing.today_words, "today"),
        *(
            TrailStep(swedish.capitalized(swedish.date_near(day, standing.on)), text, "ahead")
            for day, text in coming
        ),
    ]


def trail_before_submission(standing: RequestStanding) -> list[TrailStep]:
    """The trail as its own body sees it on the way to handing in."""
    return [
        *trail_of(standing),
        TrailStep(f"I dag, {swedish.short_date(standing.on)}", "Du granskar", "today"),
        TrailStep("Inlämnat", "Du får ett kvitto med tid och kontrollkod", "ahead"),
        TrailStep("Därefter", "Revisorerna tar ställning vid sitt sammanträde", "ahead"),
    ]
