"""The control code of a paper: short for a digest of the facts that it tells, however they are worded and laid out.

Two papers of one audit and day have the same code as long as nothing has changed that they tell.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date

from django.db.models import Model

from accounts.models import Body
from audit.models import Assessment, Audit, AuditQuestion
from recommendations.models import Addressee, Measure, ProgressReport, Recommendation
from responses.models import Answer, AnswerRequest, DueDate

# What a paper tells of a row. Its key, its version and who keeps it are no facts of the audit.
FACTS: dict[type[Model], tuple[str, ...]] = {
    Addressee: ("number", "recommendation"),
    Answer: ("request", "decision_words", "decided_on", "reference", "registered_words"),
    AnswerRequest: ("body", "opened_at", "occasion"),
    Assessment: ("printed_answer", "grade", "step", "reasons"),
    Audit: (
        *("title", "reference", "audit_year", "mandate_period", "document_date"),
        *("handed_over_on", "entered_afterwards_at", "overall_assessment"),
    ),
    AuditQuestion: ("number", "label", "text", "grade_label", "assessed"),
    Body: ("name", "in_text", "kind"),
    DueDate: ("request", "due_on", "set_at", "reason"),
    Measure: ("what", "responsible", "due_on"),
    ProgressReport: ("claim", "text", "done_on", "reported_at"),
    Recommendation: ("text",),
}
# Of a row that is told of in other words: links between rows, and the calendar, which no paper tells of.
NO_FACTS = {"pk", "author_id", "audit_id", "request_id", "meetings"}


def control_code(*contents: object) -> str:
    """7F3K-Q2MD-91XA"""
    text = json.dumps(contents, default=_facts, ensure_ascii=False, sort_keys=True)
    short = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:12]
    return "-".join((short[:4], short[4:8], short[8:]))


def _facts(instance: object) -> object:
    """What JSON does not know by itself. A row of a kind that FACTS does not name is an error, not silence."""
    if isinstance(instance, Model):
        return {name: getattr(instance, name) for name in FACTS[type(instance)]}
    if is_dataclass(instance):
        names = (field.name for field in fields(instance))
        return {name: getattr(instance, name) for name in names if name not in NO_FACTS}
    if isinstance(instance, Iterable):
        return list(instance)
    if isinstance(instance, date):
        return instance.isoformat()
    raise TypeError(f"No fact of a paper: {type(instance)}")
