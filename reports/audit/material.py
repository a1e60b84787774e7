"""An audit's material as the granskning page shows it: plain words as printed are read with the audit itself."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import User
from audit.grid import Grid
from audit.models import (
    Audit,
    AuditMember,
    AuditParty,
    AuditStep,
    Criterion,
    MemberPart,
    MinutesReview,
    Observation,
    Sample,
    Source,
    SourceKind,
    Stage,
)
from reports.audit.questions import DissentShown, dissents_of
from reports.audit.samples import SampleShown, sample_shown
from responses.models import CorrectedText, Correction, MissiveOrder
from responses.models.corrections import text_shown

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    AuditWithMaterial = WithAnnotations[Audit, "Printed"]


class CriterionRow(TypedDict):
    citation: str
    text: str
    note: str


class ObservationRow(TypedDict):
    chapter: str
    text: str


class MinutesRow(TypedDict):
    met_on: str
    body: str
    kind: str
    description: str


class SourceRow(TypedDict):
    kind: str
    text: str
    dated: str


class SampleRow(TypedDict):
    pk: int
    title: str
    selection: str
    # As `Grid.as_data` writes it.
    data: dict[str, object]


class Printed(TypedDict):
    """What `with_material` adds to an audit."""

    criterion_rows: list[CriterionRow]
    observation_rows: list[ObservationRow]
    minutes_rows: list[MinutesRow]
    source_rows: list[SourceRow]
    sample_rows: list[SampleRow]
    missive_waits: bool
    # Revisorernas decisions on it, the one in force last.
    decision_days: list[date | None]


@dataclass(frozen=True)
class SourceShown:
    text: str
    dated: str
    # Other dates that the same document stands with.
    other_dates: str


@dataclass(frozen=True)
class CorrectionShown:
    """A rättelse with the texts that the reader sees of it: what each is, before, after."""

    number: int
    reason: str
    decided_on: date
    paragraph: str
    file: str
    texts: list[tuple[str, str, str]]


@dataclass(frozen=True)
class MaterialShown:
    criteria: list[CriterionRow]
    observations: list[ObservationRow]
    minutes: list[MinutesRow]
    samples: list[SampleShown]
    interviews: list[SourceShown]
    documents: list[SourceShown]
    dissents: list[DissentShown]
    corrections: list[CorrectionShown]
    # The missiv that goes along with the hand-over is not made yet.
    missive_waits: bool
    # None when it is not decided, and when the decision has no day.
    decided_on: date | None
    members: list[AuditMember]
    parties: list[AuditParty]

    @property
    def people(self) -> dict[str, list[AuditMember]]:
        """Kontaktrevisor, Sakkunnig, Författare, Undertecknare -> who."""
        parts = (MemberPart.CONTACT, MemberPart.EXPERT, MemberPart.AUTHOR, MemberPart.SIGNATORY)
        by_part = {
            str(part.label): [member for member in self.members if member.part == part]
            for part in parts
        }
        return {label: members for label, members in by_part.items() if members}


def with_material(audits: QuerySet[Audit]) -> QuerySet[Audit]:
    """Adds the plain words as lists, so that a page takes no query more for them."""
    decisions = AuditStep.objects.filter(audit=OuterRef("pk"), stage=Stage.DECIDED)
    return audits.annotate(
        criterion_rows=_rows(Criterion, "citation", "text", "note"),
        observation_rows=_rows(Observation, "chapter", "text"),
        minutes_rows=_rows(MinutesReview, "met_on", "body", "kind", "description"),
        source_rows=_rows(Source, "kind", "text", "dated"),
        sample_rows=_rows(Sample, "pk", "title", "selection", "data"),
        missive_waits=Exists(MissiveOrder.objects.waiting().filter(audit=OuterRef("pk"))),
        decision_days=ArraySubquery(decisions.order_by("at", "pk").values("decided_on")),
    )


def _rows(
    model: type[Criterion | Observation | MinutesReview | Source | Sample], *fields: str
) -> ArraySubquery:
    shown = JSONObject(**{name: name for name in fields})
    of_audit = model._default_manager.filter(audit=OuterRef("pk"))
    return ArraySubquery(of_audit.order_by(*model._meta.ordering or ()).values(shown=shown))


def material_of(audit: "AuditWithMaterial", *, on: date, user: User) -> MaterialShown:
    samples = [
        sample_shown(row["pk"], row["title"], row["selection"], Grid.stored(row["data"]))
        for row in audit.sample_rows
    ]
    return MaterialShown(
        audit.criterion_rows,
        audit.observation_rows,
        audit.minutes_rows,
        samples,
        list(_sources(audit.source_rows, SourceKind.INTERVIEW)),
        list(_sources(audit.source_rows, SourceKind.DOCUMENT)),
        dissents_of(audit, on=on),
        _corrections(audit, user),
        audit.missive_waits,
        audit.decision_days[-1] if audit.is_decided and audit.decision_days else None,
        list(audit.members.all()),
        list(audit.parties.select_related("body")),
    )


def _corrections(audit: Audit, user: User) -> list[CorrectionShown]:
    texts = CorrectedText.objects.visible_to(user).select_related("question", "recommendation")
    readable = Correction.objects.readable_by(user).filter(audit=audit)
    return [
        CorrectionShown(
            correction.number,
            correction.reason,
            correction.decided_on,
            correction.paragraph,
            correction.document.document.name if correction.document else "",
            [
                (
                    text.label,
                    text_shown(text.part, text.old, text.old_grade),
                    text_shown(text.part, text.new, text.new_grade),
                )
                for text in correction.texts.all()
            ],
        )
        for correction in readable.select_related("document__document").prefetch_related(
            Prefetch("texts", texts)
        )
    ]


def _sources(rows: Iterable[SourceRow], kind: SourceKind) -> Iterable[SourceShown]:
    dates: dict[str, list[str]] = defaultdict(list)
    chosen = [row for row in rows if row["kind"] == kind]
    for row in chosen:
        if row["dated"]:
            dates[_same(row["text"])].append(row["dated"])
    for row in chosen:
        other_days = [
            day for day in dict.fromkeys(dates[_same(row["text"])]) if day != row["dated"]
        ]
        yield SourceShown(row["text"], row["dated"], ", ".join(other_days))


def _same(text: str) -> str:
    return " ".join(text.casefold().split())
