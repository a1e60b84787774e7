from typing import Any

from django import forms

from accounts.models import Body
from common.forms import VersionedForm
from common.lists import rows_of
from recommendations.models import Recommendation, letter_of

MOST_POINTS = 20


class RecommendationForm(VersionedForm):
    """The wording, whom it is put to, and which questions it comes from."""

    bodies = forms.ModelMultipleChoiceField(
        Body.objects.all(),
        label="Adressater",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Varje adressat svarar för sig. Utan adressat går granskningen inte att överlämna.",
    )
    points = forms.CharField(
        label="Delpunkter som bedöms var för sig",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "serif"}),
        help_text="En per rad, i ordning: den första blir a. Lydelsen ovan ändras inte av dem.",
    )

    class Meta:
        model = Recommendation
        fields = ["text", "questions"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4, "class": "serif"}),
            "questions": forms.CheckboxSelectMultiple,
        }
        help_texts = {"text": "Ordagrant så som den står i missivet eller rapporten."}

    def __init__(self, *args: Any, instance: Recommendation, **kwargs: Any) -> None:
        addressed = list(Body.objects.filter(addressed__recommendation=instance.pk or 0))
        points = instance.points.all() if instance.pk else []
        initial = {"bodies": addressed, "points": "\n".join(map(str, points))}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        bodies: Any = self.fields["bodies"]
        bodies.queryset = Body.objects.offered(beside=addressed)
        questions: Any = self.fields["questions"]
        questions.queryset = instance.audit.questions.all()
        questions.label_from_instance = lambda question: f"{question.number}. {question.text}"
        self.order_fields(["text", "points", "bodies", "questions"])

    def clean_points(self) -> list[str]:
        points = rows_of(self.cleaned_data["points"])
        if len(points) > MOST_POINTS:
            raise forms.ValidationError(
                f"Högst {MOST_POINTS} delpunkter, a till {letter_of(MOST_POINTS)}."
            )
        if len(points) == 1:
            raise forms.ValidationError(
                "En ensam delpunkt är hela rekommendationen. Skriv minst två."
            )
        return points


class AddresseesForm(forms.Form):
    """Whom pasted recommendations are put to."""

    bodies = forms.ModelMultipleChoiceField(
        Body.objects.all(),
        label="Adressater för rader utan egen rubrik",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["bodies"]
        bodies.queryset = Body.objects.offered()

    def named_in(self, heading: str) -> list[Body]:
        """The bodies that a pasted heading names: "Socialnämnden rekommenderas att:"."""
        bodies: Any = self.fields["bodies"]
        return [body for body in bodies.queryset if body.is_named_in(heading)]


class RemoveRecommendationForm(VersionedForm):
    class Meta:
        model = Recommendation
        fields: list[str] = []
