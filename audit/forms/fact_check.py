"""Forms of faktakontroll."""

from datetime import timedelta
from typing import Any

from django import forms

from accounts.models import Membership
from audit.models import FactCheck, FactComment
from common import dates
from common.days import DayField
from common.forms import VersionedForm
from common.typed import FormSet, ModelForm, ModelMultipleChoiceField

LONGEST = timedelta(days=366)
MOST_CHAPTERS = 40


class ReaderField(ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.body}: {obj.user}, {obj.shown_title.lower()}"


class FactCheckForm(ModelForm):
    readers = ReaderField(
        Membership.objects.none(),
        label="Vilka ska läsa",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst en läsare."},
    )

    class Meta:
        model = FactCheck
        fields = ["open_until", "message"]
        field_classes = {"open_until": DayField}
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "open_until": "Efter den dagen kommer läsarna inte längre åt kapitlen.",
            "message": "Visas överst för läsarna.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["readers"]
        field.queryset = (
            Membership.objects.officials()
            .select_related("user", "body")
            .order_by("body__position", "body__name", "user__name")
        )

    def clean_open_until(self) -> Any:
        day, today = self.cleaned_data["open_until"], dates.today()
        if day < today:
            raise forms.ValidationError("Datumet har redan passerat.")
        if day > today + LONGEST:
            raise forms.ValidationError("Kontrollera årtalet.")
        return day


class ChapterForm(forms.Form):
    heading = forms.CharField(label="Rubrik", max_length=200, required=False)
    text = forms.CharField(
        label="Text", required=False, widget=forms.Textarea(attrs={"rows": 6, "class": "serif"})
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        heading, text = cleaned.get("heading", ""), cleaned.get("text", "")
        if bool(heading) != bool(text):
            missing = "text" if heading else "heading"
            self.add_error(missing, "Ange både rubrik och text, eller lämna båda tomma.")
        return cleaned


class BaseChapterFormSet(FormSet):
    def clean(self) -> None:
        if not any(self.errors) and not self.chosen():
            raise forms.ValidationError("Skriv minst ett kapitel.")

    def chosen(self) -> list[tuple[str, str]]:
        """The (heading, text) of each chapter that says something and is not taken out."""
        remaining = [form for form in self.forms if form not in self.deleted_forms]
        rows = [
            (f.cleaned_data.get("heading", ""), f.cleaned_data.get("text", "")) for f in remaining
        ]
        return [row for row in rows if all(row)]


ChapterFormSet: Any = forms.formset_factory(
    ChapterForm,
    formset=BaseChapterFormSet,
    extra=2,
    can_delete=True,
    max_num=MOST_CHAPTERS,
    validate_max=True,
    absolute_max=MOST_CHAPTERS + 10,
)


class CommentForm(forms.Form):
    text = forms.CharField(
        label="Vad är fel i sak?",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv vad som är fel innan du skickar."},
    )


class CommentAnswerForm(VersionedForm):
    class Meta:
        model = FactComment
        fields = ["answer"]
        widgets = {"answer": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "answer": "Till exempel vad som ändras i rapporten, eller varför det står kvar."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
