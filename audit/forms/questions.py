"""Forms of the audit side. Wording is taken as it is written: nothing is stripped but the ends."""

from typing import Any

from django import forms

from audit.models import (
    Assessment,
    AuditQuestion,
    Grade,
)
from common.forms import VersionedForm

UNGRADED = "none"


class QuestionForm(VersionedForm):
    class Meta:
        model = AuditQuestion
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "class": "ser"})}
        help_texts = {"text": "Ordagrant så som den står i rapporten."}


class RemoveQuestionForm(VersionedForm):
    class Meta:
        model = AuditQuestion
        fields: list[str] = []


class AssessmentForm(VersionedForm):
    grade = forms.TypedChoiceField(
        label="Bedömning",
        choices=[(choice.value or UNGRADED, choice.label) for choice in Grade],
        coerce=lambda value: "" if value == UNGRADED else value,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Assessment
        fields = ["printed_answer", "grade", "reasons"]
        widgets = {"reasons": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "printed_answer": "Till exempel Delvis eller Ja, i allt väsentligt.",
            "reasons": "Ordagrant så som de står i rapporten.",
        }

    def __init__(self, *args: Any, instance: Assessment, **kwargs: Any) -> None:
        shown = {"grade": instance.grade or UNGRADED}
        super().__init__(*args, instance=instance, initial=shown, **kwargs)
