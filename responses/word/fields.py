"""The fields of the answer form, as they are named in the file.

A field is the last cell of a row, and the measures are a table. Its tag says which request, which question and which
field it is, which wording was asked about, and what the draft held when the form was made: so that a form of another
request or of an older wording is refused, and a text that somebody has changed meanwhile is never written over unseen.

The tag names a content control, which Word keeps, and a bookmark, which LibreOffice keeps too: 40 letters at most.
"""

import hashlib
import json
import re
import string
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from common import dates
from common.days import UnclearDay, read_day
from common.text import cleaned
from responses.forms import measures
from responses.forms.answering import DecisionForm, DraftForm, ItemForm, PartForm
from responses.models import AnswerRequest

_TAG = re.compile(
    r"rs_([0-9a-z]{1,6})_([0-9a-z]{1,6})_([A-Z])([0-9a-z]{0,6})_([0-9a-f]{6})_([0-9a-f]{6})"
)
# A name in one letter: never given to another field, for forms are in use for months.
_LETTERS = {
    "stance": "S",
    "text": "T",
    "may_be_secret": "X",
    measures.NAME: "M",
    "decision_kind": "K",
    "decision_ref": "R",
    "reference": "D",
    "decided_on": "B",
    "confirmed_on": "J",
}
_NAMES = {letter: name for name, letter in _LETTERS.items()}
_DIGITS = string.digits + string.ascii_lowercase
# Stands in a tag where a question's key would: the fields of the decision.
DECISION = 0
YES, NO = "Ja", "Nej"


@dataclass(frozen=True)
class FieldTag:
    """Which field it is. `about`: of a row of measures, the one stated before that the row is about."""

    request_id: int
    asked_id: int
    name: str
    wording: str
    held: str
    about: int = 0

    def __str__(self) -> str:
        about = _short(self.about) if self.about else ""
        place = f"{_short(self.request_id)}_{_short(self.asked_id)}_{_LETTERS[self.name]}{about}"
        return f"rs_{place}_{self.wording}_{self.held}"

    @classmethod
    def read(cls, tag: str) -> "FieldTag | None":
        match = _TAG.fullmatch(tag)
        if match is None or match[3] not in _NAMES:
            return None
        request_id, asked_id, about = (int(match[group] or "0", 36) for group in (1, 2, 4))
        return cls(request_id, asked_id, _NAMES[match[3]], match[5], match[6], about)


def _short(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


@dataclass(frozen=True)
class FormPart:
    """An answer, or the decision, of a draft: its fields and what they hold."""

    form: PartForm
    asked_id: int
    wording: str
    heading: str

    @property
    def names(self) -> list[str]:
        """Of the fields that a paper has. That a text is to stand is ticked on the page."""
        return [name for name in self.form.saved if name in _LETTERS]

    def values(self) -> dict[str, Any]:
        """By field, in comparable words; the measures as rows."""
        texts = {name: _worded(self.form.saved[name]) for name in self.names}
        rows = {measures.NAME: self.form.saved_rows} if isinstance(self.form, ItemForm) else {}
        return texts | rows

    def label(self, name: str) -> str:
        if name == measures.NAME:
            return measures.LABEL
        return str(self.form.fields[name].label)

    def choices(self, name: str) -> dict[str, str]:
        """The words of a list to choose from, by what each stands for."""
        if name == "may_be_secret":
            return {"": NO, "on": YES}
        offered = getattr(self.form.fields[name], "choices", None) or ()
        return {str(value): str(word) for value, word in offered if value}

    def tag(self, request: AnswerRequest, name: str, *, about: int = 0) -> FieldTag:
        own_digest = digest(self.values()[name])
        return FieldTag(request.pk, self.asked_id, name, self.wording, own_digest, about)


def parts_of(request: AnswerRequest, draft: DraftForm) -> Iterator[FormPart]:
    """In the order of the form."""
    for form in draft.items:
        question = form.saved_item.asked
        text = question.addressee.recommendation.text
        heading = f"Rekommendation {question.addressee.number}"
        yield FormPart(form, question.pk, digest([request.wish, text]), heading)
    decision: DecisionForm = draft.decision
    yield FormPart(decision, DECISION, digest(request.wish), "Nämndens beslut")


def digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:6]


def plain_day(text: str) -> str:
    """A day as the draft keeps it, however it is written; what is no day stays as it is."""
    with suppress(UnclearDay):
        return read_day(text, today=dates.today()).isoformat()
    return text


def settled(text: str) -> str:
    """As a form will make of it: what is compared is what would be kept."""
    return measures.plain(cleaned(text))


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return measures.plain(value)
