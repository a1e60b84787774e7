"""A register of earlier years: kept as it was uploaded, and entered when a revisor has confirmed it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Body, User
from audit.models import Audit, AuditParty, AuditStep, PartyPart, Stage
from common import dates
from common.many import AnyRow, create_many
from common.rules import RuleBroken
from documents.files import KINDS
from documents.models import Document
from importer.models import RegisterLoad
from importer.register import RegisterRow, as_day, audit_of, put_on
from importer.register_cells import existing_audits
from recommendations.models import Addressee, Recommendation, RegisterEntry, Verdict
from recommendations.values import EvidenceKind
from responses.services import keep_states


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
    audits = enter.audits(grouped(load.rows))
    load.audits.set(audits)
    addressees = Addressee.objects.filter(recommendation__audit__in=audits)
    keep_states(addressees.values_list("pk", flat=True))
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

    def audits(self, groups: Sequence[list[RegisterRow]]) -> list[Audit]:
        """One of each group of rows, in a few statements however many there are."""
        audits = self._saved(self._audit(rows) for rows in groups)
        self._saved(
            AuditParty(audit=audit, part=PartyPart.ASKED, body_id=body)
            for audit, rows in zip(audits, groups, strict=True)
            for body in sorted({row["body"] for row in rows})
        )
        self._saved(self._step(audit) for audit in audits)
        texts = [
            (audit, number, text_rows)
            for audit, rows in zip(audits, groups, strict=True)
            for number, text_rows in enumerate(by_text(rows), start=1)
        ]
        recommendations = self._saved(
            Recommendation(audit=audit, number=number, text=text_rows[0]["text"])
            for audit, number, text_rows in texts
        )
        per_body: Counter[tuple[int, int]] = Counter()
        addressed: list[tuple[RegisterRow, Addressee]] = []
        for recommendation, (audit, _, text_rows) in zip(recommendations, texts, strict=True):
            for row in text_rows:
                per_body[audit.pk, row["body"]] += 1
                body, number = self.bodies[row["body"]], per_body[audit.pk, row["body"]]
                addressee = Addressee(recommendation=recommendation, body=body, number=number)
                addressed.append((row, addressee))
        self._address(addressed)
        return audits

    def _audit(self, rows: list[RegisterRow]) -> Audit:
        """With the days that the register gives; where it gives none, from the moment of the load."""
        first, first_day = rows[0], put_on(rows)
        audit = Audit(
            title=first["title"],
            audit_year=first["year"],
            put_on=first_day,
            entered_from=self.source,
        )
        handed_over_at = dates.at_local(first_day, 12) if first_day else self.at
        audit.note_entry(handed_over_at=handed_over_at, at=self.at, by=self.by)
        return audit

    def _step(self, audit: Audit) -> AuditStep:
        return AuditStep(
            audit=audit,
            before=Stage.PLANNED,
            stage=Stage.HANDED_OVER,
            at=self.at,
            by=self.by,
            reason=f"Inläst i efterhand ur {self.source}",
        )

    def _saved(self, rows: Iterable[AnyRow]) -> list[AnyRow]:
        return create_many(rows, by=self.by)

    def _address(self, addressed: list[tuple[RegisterRow, Addressee]]) -> None:
        """To whom each was put, what the register says of it, and what had been decided."""
        self._saved(addressee for _, addressee in addressed)
        self._saved(_entry(row, addressee) for row, addressee in addressed)
        self._saved(self._verdict(row, addressee) for row, addressee in addressed if row["status"])

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
