"""What a register would become: every row as it will be created, by year and granskning, and who will see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from accounts.models import Body
from common import dates, swedish
from common.status import Status
from importer.models import RegisterLoad
from importer.register import RegisterRow, as_day, put_on
from importer.services.registers import by_text, grouped
from recommendations.values import UNJUDGED, VerdictValue


@dataclass(frozen=True)
class LineShown:
    """A recommendation to a body."""

    line: int
    body: Body
    ended: bool
    source: str
    due_on: date | None
    answered_on: date | None
    status: Status
    decided_on: date | None
    remark: str


@dataclass(frozen=True)
class AdviceShown:
    """One text and whom it was put to."""

    text: str
    lines: Sequence[LineShown]


@dataclass(frozen=True)
class AuditShown:
    year: int
    title: str
    put_on: date | None
    advice: Sequence[AdviceShown]
    bodies: Sequence[Body]

    @property
    def mandate_period(self) -> str:
        return dates.mandate_period(self.put_on or date(self.year, 1, 1))

    @property
    def seen_by(self) -> str:
        """Revisorerna, fullmäktiges presidium, kommunstyrelsen och socialnämnden."""
        bodies = (body.in_text for body in self.bodies)
        return swedish.listing(["Revisorerna", "fullmäktiges presidium", *bodies])


@dataclass(frozen=True)
class RegisterReview:
    years: Sequence[tuple[int, Sequence[AuditShown]]]
    units: int
    judged: int

    @classmethod
    def of(cls, load: RegisterLoad, *, today: date) -> Self:
        """One query, however many rows."""
        bodies = Body.objects.in_bulk({row["body"] for row in load.rows})
        by_year: dict[int, list[AuditShown]] = {}
        for rows in grouped(load.rows):
            by_year.setdefault(rows[0]["year"], []).append(_audit(rows, bodies, today))
        return cls(
            years=sorted(by_year.items(), reverse=True),
            units=len(load.rows),
            judged=sum(bool(row["status"]) for row in load.rows),
        )

    @property
    def audits(self) -> int:
        return sum(len(audits) for _, audits in self.years)

    @property
    def recommendations(self) -> int:
        return sum(len(audit.advice) for _, audits in self.years for audit in audits)

    @property
    def unjudged(self) -> int:
        return self.units - self.judged


def _audit(rows: list[RegisterRow], bodies: dict[int, Body], today: date) -> AuditShown:
    first = rows[0]
    return AuditShown(
        year=first["year"],
        title=first["title"],
        put_on=put_on(rows),
        advice=[
            AdviceShown(text_rows[0]["text"], [_line(row, bodies, today) for row in text_rows])
            for text_rows in by_text(rows)
        ],
        bodies=[bodies[pk] for pk in dict.fromkeys(row["body"] for row in rows)],
    )


def _line(row: RegisterRow, bodies: dict[int, Body], today: date) -> LineShown:
    body = bodies[row["body"]]
    return LineShown(
        line=row["line"],
        body=body,
        ended=body.has_ended(on=today),
        source=row["source"],
        due_on=as_day(row["due_on"]),
        answered_on=as_day(row["answered_on"]),
        status=VerdictValue(row["status"]).status if row["status"] else UNJUDGED,
        decided_on=as_day(row["decided_on"]),
        remark=row["remark"],
    )
