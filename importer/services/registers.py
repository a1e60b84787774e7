"""A register of earlier years: kept as it was uploaded, and entered when a revisor has confirmed it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from accounts.models import Body, User
from audit.models import Audit, AuditStep, PartyPart, Stage
from audit.services import send_to
from common import dates
from common.rules import RuleBroken
from documents.files import KINDS
from documents.models import Document
from importer.models import RegisterLoad
from importer.register import RegisterRow, as_day, audit_of, put_on
from importer.register_cells import existing_audits
from recommendations.models import Addressee, Recommendation, RegisterEntry, Verdict
from recommendations.values import EvidenceKind


@transaction.atomic
def take_register(
    name: str, data: bytes, rows: Sequence[RegisterRow], *, at: datetime, by: User
) -> RegisterLoad:
    """Keep an uploaded register unchanged, with the rows that were read in it. Nothing is created of them yet."""
    document = Document.objects.store(
        name=name, data=data, media_type=KINDS["xlsx"], at=at, by=by, may_be_secret=True
    )
    return RegisterLoad.objects.create(
        document=document, rows=list(rows), uploaded_at=at, uploaded_by=by
    )


@transaction.atomic
def load_register(load: RegisterLoad, *, at: datetime, by: User) -> list[Audit]:
    """Make the granskningar of a confirmed register; a second time, give those that were made. Nobody is asked or told.

    Raises RuleBroken when it is discarded, or when one of them has come into the register since.
    """
    load = _locked(load)
    if load.confirmed_at:
        return list(load.audits.all())
    load.require_unfinished()
    _require_new(load.rows)
    bodies = Body.objects.in_bulk({row["body"] for row in load.rows})
    enter = Entering(bodies, load.document.name, at, by)
    audits = [enter.audit(rows) for rows in grouped(load.rows)]
    load.audits.set(audits)
    load.confirm(at=at, by=by)
    return audits


def _locked(load: RegisterLoad) -> RegisterLoad:
    """All that wait are locked, so that two registers with the same granskning take turns."""
    waiting = RegisterLoad.objects.select_for_update(of=("self",)).order_by("pk")
    list(waiting.unfinished().values_list("pk"))
    return waiting.select_related("document").get(pk=load.pk)


def _require_new(rows: Iterable[RegisterRow]) -> None:
    known = existing_audits()
    present = {row["title"]: row["year"] for row in rows if audit_of(row) in known}
    if present:
        names = [f"{title}, revisionsår {year}," for title, year in present.items()]
        raise RuleBroken(
            [f"{name} finns redan. Kasta inläsningen och rätta filen." for name in names]
        )


def grouped(rows: Iterable[RegisterRow]) -> list[list[RegisterRow]]:
    """The rows of each granskning, as ordered in the sheet."""
    by_audit: dict[tuple[int, str], list[RegisterRow]] = {}
    for row in rows:
        by_audit.setdefault(audit_of(row), []).append(row)
    return list(by_audit.values())


def by_text(rows: Iterable[RegisterRow]) -> list[list[RegisterRow]]:
    """The rows of each recommendation of a granskning: one for each body."""
    by_wording: dict[str, list[RegisterRow]] = {}
    for row in rows:
        by_wording.setdefault(row["text"], []).append(row)
    return list(by_wording.values())


class Entering:
    """Enters granskningar, all at one moment out of one file."""

    def __init__(self, bodies: dict[int, Body], source: str, at: datetime, by: User) -> None:
        self.bodies, self.source, self.at, self.by = bodies, source, at, by

    def audit(self, rows: list[RegisterRow]) -> Audit:
        """With the days that the register gives; where it gives none, from the moment of the load."""
        first = rows[0]
        first_day = put_on(rows)
        audit = Audit.objects.create(
            title=first["title"],
            audit_year=first["year"],
            put_on=first_day,
            entered_from=self.source,
        )
        texts = by_text(rows)
        recommendations = self._kept(
            Recommendation,
            [
                Recommendation(audit=audit, number=number, text=text_rows[0]["text"])
                for number, text_rows in enumerate(texts, start=1)
            ],
        )
        per_body: Counter[int] = Counter()
        addressed: list[tuple[RegisterRow, Addressee]] = []
        for recommendation, text_rows in zip(recommendations, texts, strict=True):
            for row in text_rows:
                per_body[row["body"]] += 1
                body, number = self.bodies[row["body"]], per_body[row["body"]]
                addressee = Addressee(recommendation=recommendation, body=body, number=number)
                addressed.append((row, addressee))
        self._address(addressed)
        send_to(audit, {PartyPart.ASKED: [self.bodies[pk] for pk in per_body]})
        handed_over_at = dates.at_local(first_day, 12) if first_day else self.at
        audit.enter_afterwards(handed_over_at=handed_over_at, at=self.at, by=self.by)
        AuditStep.objects.create(
            audit=audit,
            before=Stage.PLANNED,
            stage=Stage.HANDED_OVER,
            at=self.at,
            by=self.by,
            reason=f"Inläst i efterhand ur {self.source}",
        )
        return audit

    def _kept(self, model: Any, instances: list[Any]) -> list[Any]:
        """Saved together, each with its history."""
        saved: list[Any] = bulk_create_with_history(
            instances, model, batch_size=500, default_user=self.by
        )
        return saved

    def _address(self, addressed: list[tuple[RegisterRow, Addressee]]) -> None:
        """To whom each was put, what the register says of it, and what had been decided."""
        self._kept(Addressee, [addressee for _, addressee in addressed])
        RegisterEntry.objects.bulk_create(_entry(row, addressee) for row, addressee in addressed)
        self._kept(
            Verdict,
            [self._verdict(row, addressee) for row, addressee in addressed if row["status"]],
        )

    def _verdict(self, row: RegisterRow, addressee: Addressee) -> Verdict:
        """Decided long ago, and written down now."""
        decided_on = as_day(row["decided_on"])
        decided_at = min(dates.at_local(decided_on, 12), self.at) if decided_on else self.at
        return Verdict(
            addressee=addressee,
            value=row["status"],
            evidence=EvidenceKind.REGISTER,
            seen=row["source"],
            note=f"Inläst i efterhand. Källa: {row['source']}",
            proposed_at=self.at,
            proposed_by=self.by,
            decided_on=decided_on,
            decided_at=decided_at,
            recorded_at=self.at,
            decided_by=self.by,
        )


def _entry(row: RegisterRow, addressee: Addressee) -> RegisterEntry:
    return RegisterEntry(
        addressee=addressee,
        source=row["source"],
        due_on=as_day(row["due_on"]),
        answered_on=as_day(row["answered_on"]),
        remark=row["remark"],
    )
