from typing import Any

from django import forms

from accounts.models import Body
from common.forms import VersionedForm
from recommendations.models import Recommendation


class RecommendationForm(VersionedForm):
    """The wording, whom it is put to, and which questions it comes from."""

    bodies = forms.ModelMultipleChoiceField(
        Body.objects.all(),
        label="Adressater",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Varje adressat svarar för sig. Utan adressat går granskningen inte att överlämna.",
    )

    class Meta:
        model = Recommendation
        fields = ["text", "questions"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4, "class": "ser"}),
            "questions": forms.CheckboxSelectMultiple,
        }
        help_texts = {"text": "Ordagrant så som den står i missivet eller rapporten."}

    def __init__(self, *args: Any, instance: Recommendation, **kwargs: Any) -> None:
        addressed = Body.objects.filter(addressed__recommendation=instance.pk or 0)
        initial = {"bodies": list(addressed)}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        bodies: Any = self.fields["bodies"]
        bodies.queryset = Body.objects.offered(beside=initial["bodies"])
        questions: Any = self.fields["questions"]
        questions.queryset = instance.audit.questions.all()
        questions.label_from_instance = lambda question: f"{question.number}. {question.text}"
        self.order_fields(["text", "bodies", "questions"])


class AddresseesForm(forms.Form):
    """Whom pasted recommendations are put to."""

    bodies = forms.ModelMultipleChoiceField(
        Body.objects.all(),
        label="Adressater för alla rader",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["bodies"]
        bodies.queryset = Body.objects.offered()


class RemoveRecommendationForm(VersionedForm):
    class Meta:
        model = Recommendation
        fields: list[str] = []
