"""Forms of the audit side. Wording is taken as it is written: nothing is stripped but the ends."""

from typing import Any

from django import forms

from audit.models import (
    Assessment,
    AuditQuestion,
    BodyAssessment,
    Grade,
    Graded,
    Scale,
)
from common.fields import StatusField
from common.forms import VersionedForm
from common.status import Status
from common.typed import ModelForm

UNGRADED = "none"


class QuestionForm(VersionedForm):
    class Meta:
        model = AuditQuestion
        fields = ["text", "label", "parent", "is_open_ended", "scale"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "class": "serif"})}
        help_texts = {
            "text": "Ordagrant så som den står i rapporten.",
            "label": "Till exempel 1 a.",
        }

    def __init__(self, *args: Any, instance: AuditQuestion, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        parent: Any = self.fields["parent"]
        scale: Any = self.fields["scale"]
        whole = instance.audit.questions.filter(parent=None).exclude(pk=instance.pk)
        parent.queryset = whole.none() if instance.pk and instance.parts.exists() else whole
        parent.label_from_instance = lambda question: f"{question.number}. {question.text[:90]}"
        parent.empty_label = "Ingen, den är en egen fråga"
        scale.empty_label = "Samma som granskningens"


class RemoveQuestionForm(VersionedForm):
    class Meta:
        model = AuditQuestion
        fields: list[str] = []


STEP = "step:"


class GradedForm(VersionedForm):
    """An answer on the question's own scale. A step's choice is its grade, or its word where the scale is another."""

    grade = StatusField(label="Bedömning")

    def __init__(self, *args: Any, instance: Graded, scale: Scale | None, **kwargs: Any) -> None:
        self.scale = scale
        shown = f"{STEP}{instance.step}" if instance.step else instance.grade or UNGRADED
        super().__init__(*args, instance=instance, initial={"grade": shown}, **kwargs)
        field: Any = self.fields["grade"]
        field.offer(self._offered(instance))

    def _offered(self, instance: Graded) -> list[tuple[str, Status]]:
        if self.scale is None:
            known = [(grade.value or UNGRADED, grade.status) for grade in Grade]
        else:
            known = [(STEP + status.word, status) for status in self.scale.statuses]
            known.append((UNGRADED, Grade.NONE.status))
        current = f"{STEP}{instance.step}" if instance.step else instance.grade or UNGRADED
        if current not in dict(known):  # graded on another scale than the question has now
            known.insert(0, (current, instance.status))
        return known

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        chosen = cleaned.get("grade", UNGRADED)
        word = chosen.removeprefix(STEP) if chosen.startswith(STEP) else ""
        if word and self.scale and word != self.instance.step:
            cleaned["grade"] = self.scale.grade_of(word)
        elif word:
            cleaned["grade"] = self.instance.grade
        else:
            cleaned["grade"] = "" if chosen == UNGRADED else chosen
        self.instance.step = word
        return cleaned


WORDING = {
    "printed_answer": "Till exempel Delvis eller Ja, i allt väsentligt.",
    "reasons": "Ordagrant så som de står i rapporten.",
}


class AssessmentForm(GradedForm):
    class Meta:
        model = Assessment
        fields = ["printed_answer", "grade", "reasons"]
        widgets = {"reasons": forms.Textarea(attrs={"rows": 8})}
        help_texts = WORDING


class BodyAssessmentForm(GradedForm):
    class Meta:
        model = BodyAssessment
        fields = ["printed_answer", "grade", "reasons"]
        widgets = {"reasons": forms.Textarea(attrs={"rows": 6})}
        help_texts = WORDING


class ScaleForm(ModelForm):
    """A scale of one's own: a step per row, with the shape that it has."""

    steps = forms.CharField(
        label="Steg",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Ett steg per rad, bäst först: ordet, lodstreck och ja, delvis, nej eller annat. "
        "Till exempel: Tillräcklig | ja",
    )

    class Meta:
        model = Scale
        fields = ["name", "steps"]

    def clean_steps(self) -> list[dict[str, str]]:
        steps = [
            self._step(line) for line in self.cleaned_data["steps"].splitlines() if line.strip()
        ]
        words = [step["word"].casefold() for step in steps]
        if not 2 <= len(steps) <= 10:
            raise forms.ValidationError("En skala har två till tio steg.")
        if len(set(words)) < len(words):
            raise forms.ValidationError("Samma ord står två gånger.")
        return steps

    @staticmethod
    def _step(line: str) -> dict[str, str]:
        word, _, shape = (part.strip() for part in line.partition("|"))
        shapes = {str(grade.label).casefold(): grade.value for grade in Grade if grade}
        if not word or len(word) > 80 or shape.casefold() not in shapes:
            raise forms.ValidationError(
                f"Raden ”{line.strip()[:60]}” ska vara ett ord, lodstreck och ja, delvis, nej eller annat."
            )
        return {"word": word, "grade": shapes[shape.casefold()]}
