"""Missivet as a paper: to whom, what revisorerna say and recommend, and by when an answer is wished for."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from accounts.descriptions import Names, describe
from accounts.models import Body
from audit.models import (
    Audit,
    AuditDocument,
    AuditMember,
    DocumentPart,
    Kind,
    MemberPart,
    PartyPart,
)
from common import dates
from recommendations.models import Addressee
from reports.audit.questions import (
    DissentShown,
    QuestionRead,
    dissents_of,
    questions_read,
    stances_summed,
)
from reports.papers.decisions import Decision, audit_decision
from reports.papers.follow_up import put_back
from reports.papers.rendering import rendered
from responses.models import Correction
from responses.services import wished, wishes
from responses.services.dispatching import Wish

PAPER = "reports/pdf/missive.html"


@dataclass(frozen=True)
class BodyPart:
    """One body's recommendations."""

    body: Body
    rows: list[Addressee]


@dataclass(frozen=True)
class Enclosure:
    """A file that goes along with the missiv."""

    file: AuditDocument
    # The only report among them.
    is_alone: bool
    # The audit's.
    title: str

    def __str__(self) -> str:
        """By its title: the report has the audit's, another file what it is called, without the ending."""
        stem = PurePosixPath(self.file.document.name).stem.replace("_", " ")
        if self.file.part != DocumentPart.REPORT:
            return stem
        return f"Rapporten {self.title}" if self.is_alone else f"Rapporten {stem}"


@dataclass(frozen=True)
class Missive:
    """All that the paper says."""

    audit: Audit
    decided: Decision | None
    parties: dict[str, list[str]]
    parts: list[BodyPart]
    questions: list[QuestionRead]
    dissents: list[DissentShown]
    contacts: list[str]
    signatories: list[AuditMember]
    enclosures: list[Enclosure]
    corrections: list[Correction]
    wishes: list[Wish]

    @property
    def is_draft(self) -> bool:
        return not self.audit.is_handed_over

    @property
    def heading(self) -> str:
        return "Lekmannarevisorns missiv" if self.audit.kind == Kind.LAY else "Missiv"

    @property
    def has_report(self) -> bool:
        return any(enclosure.file.part == DocumentPart.REPORT for enclosure in self.enclosures)

    @property
    def wish(self) -> str:
        """As written in the audit, or a plain wish of a decided answer from each body that is asked."""
        return self.audit.response_wording or wished(self.wishes)

    @property
    def stances(self) -> str:
        """What revisorerna make of the answers, in a sentence or two."""
        return stances_summed(self.questions)

    @property
    def scopes(self) -> list[tuple[str, str]]:
        """What a body is asked about, where it is not everything."""
        return [(wish.body.name, wish.scope) for wish in self.wishes if wish.scope]


def build(audit: Audit, *, at: datetime) -> Missive:
    """As it stood at a moment: what has been corrected since is left out.

    The bodies by the names that they had when it was handed over.
    """
    on = dates.local_day(at)
    names = Names()
    dissents = dissents_of(audit, on=on)
    questions = questions_read(audit, dissents, on=on, names=names)
    parties: dict[str, list[str]] = {part.value: [] for part in PartyPart}
    body_wishes = wishes(audit)
    received = list(audit.parties.select_related("body"))
    addressee_rows = Addressee.objects.filter(recommendation__audit=audit)
    addressee_rows = addressee_rows.select_related("recommendation", "body").prefetch_related(
        "recommendation__points"
    )
    addressees = list(addressee_rows)
    if audit.handed_over_at:
        sent_to = [
            *(party.body for party in received),
            *(addressee.body for addressee in addressees),
            *(wish.body for wish in body_wishes),
        ]
        describe(sent_to, on=dates.local_day(audit.handed_over_at))
    for party in sorted(received, key=lambda party: _place_of(party.body)):
        parties[party.part].append(party.body.name)
    rows: dict[Body, list[Addressee]] = defaultdict(list)
    for addressee in sorted(
        addressees,
        key=lambda row: (*_place_of(row.body), row.number, row.recommendation.number),
    ):
        rows[addressee.body].append(addressee)
    for body in rows:
        if body.name not in parties[PartyPart.ASKED]:
            parties[PartyPart.ASKED].append(body.name)
    members = list(audit.members.all())
    put_back(
        audit,
        [read.question for read in questions],
        [row.recommendation for put_to in rows.values() for row in put_to],
        at=at,
    )
    return Missive(
        audit=audit,
        decided=audit_decision(audit, on=on) if audit.is_decided else None,
        parties=parties,
        parts=[BodyPart(body, addressed) for body, addressed in rows.items()],
        questions=questions,
        dissents=dissents,
        contacts=[member.name for member in members if member.part == MemberPart.CONTACT],
        signatories=[member for member in members if member.part == MemberPart.SIGNATORY],
        enclosures=enclosures(audit),
        corrections=list(Correction.objects.filter(audit=audit, made_at__lt=at)),
        wishes=sorted(body_wishes, key=lambda wish: _place_of(wish.body)),
    )


def _place_of(body: Body) -> tuple[int, str]:
    return body.position, body.name


def enclosures(audit: Audit) -> list[Enclosure]:
    """What goes along with the missiv, other than itself: in a draft all that can be sent."""
    files = audit.documents.sendable().exclude(part=DocumentPart.MISSIVE)
    if audit.is_handed_over:
        files = files.filter(sent_at__lte=audit.handed_over_at)
    attached = list(files.select_related("document"))
    reports = [file for file in attached if file.part == DocumentPart.REPORT]
    return [Enclosure(file, is_alone=reports == [file], title=audit.title) for file in attached]


def paper(audit: Audit, *, made_at: datetime, as_of: datetime | None = None) -> bytes:
    """The PDF as of a moment, now when none is given; marked as a draft until the audit has been handed over."""
    return rendered(PAPER, {"paper": build(audit, at=as_of or made_at), "made_at": made_at})


def file_name(audit: Audit) -> str:
    return f"Missiv, granskning {audit.pk}{'' if audit.is_handed_over else ', utkast'}.pdf"
