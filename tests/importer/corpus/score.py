"""How well a reading agrees with what should be found: found, missing and invented, field by field."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SINGLE = [
    "title",
    "municipality",
    "firm",
    "audit_year",
    "document_date",
    "response_due_on",
    "overall_assessment",
    "kind",
    "scale",
]
LISTS = ["addressees", "for_information", "contact_auditors", "authors"]


@dataclass
class Score:
    """Counts of one field."""

    expected: int = 0
    found: int = 0
    invented: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.expected + other.expected,
            self.found + other.found,
            self.invented + other.invented,
        )

    @property
    def recall(self) -> float:
        return self.found / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        said = self.found + self.invented
        return self.found / said if said else 1.0


def compare(found: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Per field: what is expected, found as expected, and invented. An optional field may be found or not."""
    said, wanted = facts_of_reading(found), facts_of_expected(expected)
    given = {key[0] for key in wanted["reasons"]}
    said["reasons"] = Counter({key: n for key, n in said["reasons"].items() if key[0] in given})
    for name in expected.get("optional", []):
        wanted[name] &= said[name]
    return {
        name: (wanted[name], said[name] & wanted[name], said[name] - wanted[name]) for name in said
    }


def scores(compared: Mapping[str, tuple[Any, ...]]) -> dict[str, Score]:
    return {
        name: Score(wanted.total(), same.total(), more.total())
        for name, (wanted, same, more) in compared.items()
    }


def facts_of_reading(reading: Mapping[str, Any]) -> dict[str, Counter[Any]]:
    facts = {name: Counter([str(reading[name])] if reading[name] else []) for name in SINGLE}
    facts |= {name: Counter(reading[name]) for name in LISTS}
    return facts | _of_questions(reading["questions"]) | _material(reading) | _advice(reading)


def facts_of_expected(expected: Mapping[str, Any]) -> dict[str, Counter[Any]]:
    facts = {name: Counter([expected[name]] if name in expected else []) for name in SINGLE}
    plain = (*LISTS, "criteria", "interviews", "documents", "cases")
    facts |= {name: Counter(expected.get(name, [])) for name in plain}
    asked = [dict(question) for question in expected.get("questions", [])]
    for question in asked:
        answers = question.get("bodies", {})
        question["bodies"] = [{"body": body, "answer": said} for body, said in answers.items()]
    facts |= _of_questions(asked) | _advice(expected)
    facts["minutes"] = Counter(tuple(row) for row in expected.get("minutes", []))
    facts["notes"] = Counter(expected.get("notes", {}).items())
    facts["cells"] = Counter(
        (text, case, *cell.partition("^")[::2])
        for text, cells in expected.get("cells", {}).items()
        for case, cell in enumerate(cells, 1)
    )
    return facts


def _of_questions(asked: Any) -> dict[str, Counter[Any]]:
    fields = {"answers": "answer", "grades": "grade", "reasons": "reasons"}
    found = {
        name: Counter((q["text"], q[key]) for q in asked if q.get(key))
        for name, key in fields.items()
    }
    bodies = ((q["text"], a["body"], a["answer"]) for q in asked for a in q.get("bodies", ()))
    return {"questions": Counter(q["text"] for q in asked), **found, "bodies": Counter(bodies)}


def _advice(reading: Mapping[str, Any]) -> dict[str, Counter[Any]]:
    advice, signed = reading.get("recommendations", []), reading.get("signatories", [])
    statuses = reading.get("statuses", [])
    return {
        "signatories": Counter((person["name"], person.get("role")) for person in signed),
        "recommendations": Counter(entry["text"] for entry in advice),
        "put to": Counter((r["text"], name) for r in advice for name in r.get("addressees", ())),
        "statuses": Counter((row["text"], row["value"], row["note"]) for row in statuses),
        "parts": Counter((r["text"], part) for r in advice for part in r.get("parts", ())),
    }


def _material(reading: Mapping[str, Any]) -> dict[str, Counter[Any]]:
    sample, sources = reading["sample"], reading["sources"]
    minutes = reading["minutes_reviewed"]
    return {
        "criteria": Counter(row["citation"] for row in reading["criteria"]),
        "minutes": Counter((row["date"], row["kind"], row["description"]) for row in minutes),
        "cases": Counter(case["label"] for case in sample["cases"]),
        "cells": Counter(
            (row["text"], cell["case"], cell["value"], str(cell["note"] or ""))
            for row in sample["questions"]
            for cell in row["cells"]
        ),
        "notes": Counter(sample["notes"].items()),
        "interviews": Counter(sources["interviews"]),
        "documents": Counter(sources["documents"]),
    }
