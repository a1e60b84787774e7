"""An audit's material as the granskning page shows it: read with the audit itself, in one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject

from accounts.models import User
from audit.grid import Grid
from audit.models import (
    Audit,
    AuditMember,
    Criterion,
    Dissent,
    MemberPart,
    MinutesReview,
    Observation,
    Sample,
    Source,
    SourceKind,
)
from reports.audit.questions import DissentShown
from reports.audit.samples import SampleShown, sample_shown
from responses.models import CorrectedText, Correction, MissiveOrder
from responses.models.corrections import text_label, text_shown


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
    criteria: list[dict[str, str]]
    observations: list[dict[str, str]]
    minutes: list[dict[str, str]]
    samples: list[SampleShown]
    interviews: list[SourceShown]
    documents: list[SourceShown]
    dissents: list[DissentShown]
    corrections: list[CorrectionShown]
    # The missiv that goes along with the hand-over is not made yet.
    missive_waits: bool
    # Kontaktrevisor, Författare, Undertecknare, Sakkunnig -> who.
    people: dict[str, list[dict[str, str]]]


def with_material(audits: QuerySet[Audit], user: User) -> QuerySet[Audit]:
    """Adds the material as lists, so that a page takes no query more for it."""
    return audits.annotate(
        found_criteria=_rows(Criterion, "citation", "text", "note"),
        found_observations=_rows(Observation, "chapter", "text"),
        found_minutes=_rows(MinutesReview, "met_on", "body", "kind", "description"),
        found_sources=_rows(Source, "kind", "text", "dated"),
        found_dissents=_dissents(),
        found_corrections=_corrections(user),
        found_members=_rows(AuditMember, "part", "name", "title", "firm"),
        found_missive_waits=Exists(MissiveOrder.objects.waiting().filter(audit=OuterRef("pk"))),
        found_samples=_rows(Sample, "pk", "title", "selection", "data"),
    )


def _rows(model: Any, *fields: str) -> ArraySubquery:
    shown = JSONObject(**{name: name for name in fields})
    ordered = model.objects.filter(audit=OuterRef("pk")).order_by(*model._meta.ordering)
    return ArraySubquery(ordered.values(shown=shown))


def _dissents() -> ArraySubquery:
    shown = JSONObject(
        pk="pk",
        text="text",
        author="author__name",
        author_id="author_id",
        number="question__number",
        label="question__label",
    )
    found = Dissent.objects.filter(audit=OuterRef("pk")).order_by("recorded_at", "pk")
    return ArraySubquery(found.values(shown=shown))


def _corrections(user: User) -> ArraySubquery:
    texts = CorrectedText.objects.visible_to(user).filter(correction=OuterRef("pk"))
    text = JSONObject(
        part="part",
        question="question__number",
        recommendation="recommendation__number",
        old="old",
        old_grade="old_grade",
        new="new",
        new_grade="new_grade",
    )
    shown = JSONObject(
        number="number",
        reason="reason",
        decided_on=Cast("decided_on", CharField()),
        paragraph="paragraph",
        file="document__document__name",
        texts=ArraySubquery(texts.order_by("pk").values(shown=text)),
    )
    readable = Correction.objects.readable_by(user).filter(audit=OuterRef("pk"))
    return ArraySubquery(readable.order_by("number").values(shown=shown))


def material_of(audit: Any) -> MaterialShown:
    """Of an audit read `with_material`."""
    samples = [
        sample_shown(row["pk"], row["title"], row["selection"], Grid.stored(row["data"]))
        for row in audit.found_samples
    ]
    return MaterialShown(
        audit.found_criteria,
        audit.found_observations,
        audit.found_minutes,
        samples,
        list(_sources(audit.found_sources, SourceKind.INTERVIEW)),
        list(_sources(audit.found_sources, SourceKind.DOCUMENT)),
        [_dissent(row) for row in audit.found_dissents],
        [_correction(row) for row in audit.found_corrections],
        audit.found_missive_waits,
        _people(audit.found_members),
    )


def _people(rows: Iterable[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for part in (MemberPart.CONTACT, MemberPart.EXPERT, MemberPart.AUTHOR, MemberPart.SIGNATORY):
        named = [row for row in rows if row["part"] == part]
        if named:
            found[str(part.label)] = named
    return found


def _correction(row: dict[str, Any]) -> CorrectionShown:
    return CorrectionShown(
        row["number"],
        row["reason"],
        date.fromisoformat(row["decided_on"]),
        row["paragraph"],
        row["file"] or "",
        [
            (
                text_label(t["part"], question=t["question"], recommendation=t["recommendation"]),
                text_shown(t["part"], t["old"], t["old_grade"]),
                text_shown(t["part"], t["new"], t["new_grade"]),
            )
            for t in row["texts"]
        ],
    )


def _dissent(row: dict[str, Any]) -> DissentShown:
    question = row["label"] or str(row["number"] or "")
    return DissentShown(row["pk"], row["text"], row["author"], row["author_id"], question)


def _sources(rows: Iterable[dict[str, str]], kind: SourceKind) -> Iterable[SourceShown]:
    dates: dict[str, list[str]] = defaultdict(list)
    chosen = [row for row in rows if row["kind"] == kind]
    for row in chosen:
        if row["dated"]:
            dates[_same(row["text"])].append(row["dated"])
    for row in chosen:
        others = [day for day in dict.fromkeys(dates[_same(row["text"])]) if day != row["dated"]]
        yield SourceShown(row["text"], row["dated"], ", ".join(others))


def _same(text: str) -> str:
    return " ".join(text.casefold().split())
