"""Missivet as a paper: to whom, what revisorerna say and recommend, and by when an answer is wished for."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.descriptions import describe
from accounts.models import Body
from audit.models import Audit, AuditMember, Kind, MemberPart, Part
from common import dates, pdf
from recommendations.models import Addressee
from reports.questions import (
    DissentShown,
    QuestionRead,
    dissents_of,
    questions_read,
    stances_summed,
)
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
class Missive:
    """All that the paper says."""

    audit: Audit
    parties: dict[str, list[str]]
    parts: list[BodyPart]
    questions: list[QuestionRead]
    dissents: list[DissentShown]
    contacts: list[str]
    signatories: list[AuditMember]
    files: list[str]
    corrections: list[Correction]
    wishes: list[Wish]

    @property
    def is_draft(self) -> bool:
        return not self.audit.is_handed_over

    @property
    def heading(self) -> str:
        return "Lekmannarevisorns missiv" if self.audit.kind == Kind.LAY else "Missiv"

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


def build(audit: Audit, *, on: date) -> Missive:
    """The bodies by the names that they had when it was handed over."""
    dissents = dissents_of(audit, on=on)
    parties: dict[str, list[str]] = {part.value: [] for part in Part}
    asked = wishes(audit)
    received = list(audit.parties.select_related("body"))
    put = Addressee.objects.filter(recommendation__audit=audit)
    put = put.select_related("recommendation", "body").prefetch_related("recommendation__points")
    addressees = list(put)
    if audit.handed_over_at:
        sent_to: list[Any] = [*received, *addressees, *asked]
        describe((one.body for one in sent_to), on=dates.local_day(audit.handed_over_at))
    for party in sorted(received, key=lambda party: _place_of(party.body)):
        parties[party.part].append(party.body.name)
    rows: dict[Body, list[Addressee]] = defaultdict(list)
    for addressee in sorted(
        addressees,
        key=lambda one: (*_place_of(one.body), one.number, one.recommendation.number),
    ):
        rows[addressee.body].append(addressee)
    for body in rows:
        if body.name not in parties[Part.ASKED]:
            parties[Part.ASKED].append(body.name)
    members = list(audit.members.all())
    return Missive(
        audit=audit,
        parties=parties,
        parts=[BodyPart(body, found) for body, found in rows.items()],
        questions=questions_read(audit, dissents, on=on),
        dissents=dissents,
        contacts=[one.name for one in members if one.part == MemberPart.CONTACT],
        signatories=[one for one in members if one.part == MemberPart.SIGNATORY],
        files=[one.document.name for one in audit.documents.sendable().select_related("document")],
        corrections=list(Correction.objects.filter(audit=audit)),
        wishes=sorted(asked, key=lambda wish: _place_of(wish.body)),
    )


def _place_of(body: Body) -> tuple[int, str]:
    return body.position, body.name


def paper(audit: Audit, *, made_at: datetime) -> bytes:
    """The PDF, marked as a draft until the audit has been handed over."""
    content: dict[str, Any] = {
        "paper": build(audit, on=dates.local_day(made_at)),
        "made_at": made_at,
    }
    return pdf.render(PAPER, content)


def file_name(audit: Audit) -> str:
    return f"Missiv, granskning {audit.pk}{'' if audit.is_handed_over else ', utkast'}.pdf"
