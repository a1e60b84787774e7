"""The demo's years as tables: a row for each granskning, each answer, and each recommendation to a body."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

YEARS = Path(__file__).parent / "documents/years"
REGISTER = YEARS / "register-2019.csv"


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _with_days(row: dict[str, str], *names: str) -> dict[str, Any]:
    """The row, with days where the table has days; None where it has nothing."""
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in names}
    return row | days


@dataclass(frozen=True)
class ToldAudit:
    """A granskning, with two questions."""

    key: str
    year: str
    title: str
    reference: str
    decided: date
    paragraph: str
    handed_over: date
    due: date
    contact: str
    expert: str
    overall: str
    question: str
    grade: str
    reasons: str
    question_2: str
    grade_2: str
    reasons_2: str

    @classmethod
    def of(cls, row: dict[str, str]) -> Self:
        return cls(**_with_days(row, "decided", "handed_over", "due"))

    @property
    def questions(self) -> tuple[tuple[str, str, str], ...]:
        """Text, grade and reasons."""
        return (
            (self.question, self.grade, self.reasons),
            (self.question_2, self.grade_2, self.reasons_2),
        )


@dataclass(frozen=True)
class ToldAnswer:
    """What a body was asked of a granskning: more time that it wished for, its answer, and when that was noted."""

    audit: str
    body: str
    came: date | None
    channel: str
    kind: str
    ref: str
    noted: date | None
    asked: date | None
    wished: date | None
    why: str
    told: date | None
    # The day that it was given, or why it was given none.
    granted: str

    @classmethod
    def of(cls, row: dict[str, str]) -> Self:
        return cls(**_with_days(row, "came", "noted", "asked", "wished", "told"))


@dataclass(frozen=True)
class ToldUnit:
    """A recommendation to a body: what was answered, planned and claimed, and how it was judged."""

    audit: str
    body: str
    text: str
    # The wording of an earlier one.
    repeats: str
    stance: str
    answer: str
    measure: str
    who: str
    by: date | None
    claim: str
    claimed: date | None
    progress: str
    verdict: str
    decided: date | None
    note: str
    evidence: str
    seen: str
    effect: str
    # What one revisor holds against the verdict.
    dissent: str

    @classmethod
    def of(cls, row: dict[str, str]) -> Self:
        return cls(**_with_days(row, "by", "claimed", "decided"))

    @property
    def planned(self) -> tuple[tuple[str, str, date], ...]:
        """What, who and by when, as an answer is written."""
        return ((self.measure, self.who, self.by),) if self.by else ()


def audits() -> list[ToldAudit]:
    return [ToldAudit.of(row) for row in rows_of(YEARS / "audits.csv")]


def answers() -> list[ToldAnswer]:
    return [ToldAnswer.of(row) for row in rows_of(YEARS / "answers.csv")]


def units() -> list[ToldUnit]:
    return [ToldUnit.of(row) for row in rows_of(YEARS / "units.csv")]
