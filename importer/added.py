"""What a person adds on the check page: finds that stand in the documents and were not recognised."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from accounts.models import Body
from audit.models import Criterion, Grade, Source, SourceKind
from audit.services.material import MaterialRow
from common.lists import groups_of, rows_of
from importer.fields import LONGEST_TEXT, Fields
from importer.services import Advice, ConfirmedQuestion

MOST = 100
_LABELS = {
    "added_questions": ("Fler revisionsfrågor", "En per rad, ordagrant så som de står."),
    "added_recommendations": (
        "Fler rekommendationer",
        "En per rad, ordagrant. Under en rad som namnger ett organ och slutar med kolon riktas de till det organet.",
    ),
    "added_criteria": ("Fler revisionskriterier", "Ett per rad."),
    "added_interviews": ("Fler som har intervjuats", "En roll per rad, inga namn."),
    "added_documents": ("Fler dokument", "Ett per rad."),
}


class RowsField(forms.CharField):
    """Finds, one on each line; kept as text between visits."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if len(rows_of(text)) > MOST:
            raise forms.ValidationError(f"Högst {MOST} rader åt gången.")
        return text


def fields(bodies: Sequence[Body]) -> Fields:
    form_fields: Fields = {
        name: RowsField(
            label=label,
            help_text=hint,
            max_length=LONGEST_TEXT,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4, "class": "serif"}),
        )
        for name, (label, hint) in _LABELS.items()
    }
    form_fields["added_to"] = forms.MultipleChoiceField(
        label="Övriga rader riktas till",
        choices=[(str(body.pk), body.name) for body in bodies],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    return form_fields


def questions(cleaned: Mapping[str, Any]) -> Iterator[ConfirmedQuestion]:
    for text in rows_of(cleaned.get("added_questions") or ""):
        yield ConfirmedQuestion(text=text, printed_answer="", grade=Grade.NONE, reasons="")


def recommendations(cleaned: Mapping[str, Any], bodies: Mapping[str, Body]) -> Iterator[Advice]:
    """Put to the body that the heading above them names, else to those that are ticked."""
    ticked = [bodies[key] for key in cleaned.get("added_to") or []]
    for group in groups_of(cleaned.get("added_recommendations") or ""):
        named = [body for body in bodies.values() if body.is_named_in(group.heading)]
        for text in group.rows:
            yield Advice(text, named or ticked)


def material(cleaned: Mapping[str, Any]) -> Iterator[MaterialRow]:
    for text in rows_of(cleaned.get("added_criteria") or ""):
        yield Criterion(citation=text[:300], text=text if len(text) > 300 else "")
    for name, kind in (
        ("added_interviews", SourceKind.INTERVIEW),
        ("added_documents", SourceKind.DOCUMENT),
    ):
        for text in rows_of(cleaned.get(name) or ""):
            yield Source(kind=kind, text=text[:300])


def counts(value: Mapping[str, Any]) -> tuple[int, int]:
    """How many questions and recommendations the texts hold."""
    questions = rows_of(str(value.get("added_questions") or ""))
    advice = groups_of(str(value.get("added_recommendations") or ""))
    return len(questions), sum(len(group.rows) for group in advice)
