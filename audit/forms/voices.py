"""Forms of revisorernas own voice."""

from typing import Any

from django import forms

from audit.models import Audit, AuditQuestion, Dissent, Grade, QuestionStance, StanceValue
from audit.services import ChosenStance
from common.forms import VersionedForm

NOTHING = "nothing"


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="Skäl",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ange varför rapporten går tillbaka."},
    )


class StancesForm(VersionedForm):
    """Every question on one page. Of question 12: v12 is the stance, g12 revisorernas grade, r12 their reasons."""

    class Meta:
        model = Audit
        fields: list[str] = []

    def __init__(self, *args: Any, instance: Audit, **kwargs: Any) -> None:
        self.questions = list(instance.questions.select_related("assessment"))
        stances = QuestionStance.objects.proposed().filter(question__audit=instance)
        by_question = {stance.question_id: stance for stance in stances}
        super().__init__(*args, instance=instance, **kwargs)
        for question in self.questions:
            self._add(question, by_question.get(question.pk))
        self.saved = {name: self[name].initial for name in self.fields if name != "version"}

    def _add(self, question: AuditQuestion, stance: QuestionStance | None) -> None:
        key = question.pk
        self.fields[f"v{key}"] = forms.ChoiceField(
            label=f"Ställningstagande till fråga {question.number}",
            choices=[(NOTHING, "Inget förslag"), *StanceValue.choices],
            widget=forms.RadioSelect,
            initial=stance.value if stance else NOTHING,
        )
        self.fields[f"g{key}"] = forms.ChoiceField(
            label="Revisorernas egen bedömning, om den avviker",
            choices=[(grade.value, grade.label) for grade in [Grade.NONE, *list(Grade)[:-1]]],
            required=False,
            initial=stance.grade if stance else "",
        )
        self.fields[f"r{key}"] = forms.CharField(
            label="Skäl",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            initial=stance.reasons if stance else "",
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        for question in self.questions:
            deviates = cleaned.get(f"v{question.pk}") == StanceValue.DEVIATES
            if deviates and not (cleaned.get(f"r{question.pk}") or "").strip():
                self.add_error(f"r{question.pk}", "Ange skäl för att avvika.")
        return cleaned

    def rows(self) -> list[tuple[AuditQuestion, Any, Any, Any]]:
        return [
            (question, self[f"v{question.pk}"], self[f"g{question.pk}"], self[f"r{question.pk}"])
            for question in self.questions
        ]

    def chosen(self) -> list[ChosenStance]:
        cleaned = self.cleaned_data
        return [
            ChosenStance(
                question,
                cleaned[f"v{question.pk}"].replace(NOTHING, ""),
                cleaned[f"g{question.pk}"],
                cleaned[f"r{question.pk}"],
            )
            for question in self.questions
        ]


class DissentForm(VersionedForm):
    class Meta:
        model = Dissent
        fields = ["question", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 8, "class": "serif"})}

    def __init__(self, *args: Any, instance: Dissent, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        field: Any = self.fields["question"]
        field.queryset = instance.audit.questions.all()
        field.label_from_instance = lambda question: f"{question.number}. {question.text[:90]}"
        field.empty_label = "Hela granskningen"
