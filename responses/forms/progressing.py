"""A body's plan and how far it has come, as forms."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from common import dates
from common.days import DayField
from common.fields import StatusField
from common.forms import VersionedForm, year_checks
from common.rules import RuleBroken
from documents.fields import MARKING, CheckedFilesField, ChosenFiles
from recommendations.models import Measure, ProgressReport
from recommendations.values import CLAIMED, CLAIMS
from responses.services import MeasureContent, require_agreement


class ProgressForm(VersionedForm):
    """How far the body has come with one recommendation: a draft, until it is reported."""

    claim = StatusField(
        label="Hur långt har nämnden kommit?",
        statuses=[(claim.value, claim.status) for claim in CLAIMS],
        required=False,
    )

    class Meta:
        model = ProgressReport
        fields = ("claim", "text", "done_on", "may_be_secret")
        field_classes = {"done_on": DayField}
        labels = {"text": "Vad som är gjort och vad som återstår"}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"text": "Skriv så att den som inte känner ärendet förstår."}

    def __init__(
        self, *args: Any, instance: ProgressReport, measures: Sequence[Measure], **kwargs: Any
    ) -> None:
        """`measures`: the plan, each read `with_claim`. A single one follows the whole."""
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["done_on"].validators += year_checks()
        self.planned = list(measures) if len(measures) > 1 else []
        written = dict(instance.claims.values_list("measure", "claim")) if instance.pk else {}
        for measure in self.planned:
            name = f"m{measure.pk}"
            before = written.get(measure.pk, "" if instance.pk else measure.claim or "")
            self.fields[name] = forms.ChoiceField(
                label=f"Läge för åtgärden {measure.what}",
                choices=[("", "Som ovan"), *CLAIMED],
                required=False,
                initial=before,
            )
            self.saved[name] = before

    @property
    def rows(self) -> list[tuple[Measure, forms.BoundField]]:
        """Each measure with its field."""
        return [(measure, self[f"m{measure.pk}"]) for measure in self.planned]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        claims = {m.pk: cleaned[f"m{m.pk}"] for m in self.planned if cleaned.get(f"m{m.pk}")}
        try:
            require_agreement(cleaned.get("claim", ""), claims)
        except RuleBroken as error:
            self.add_error(None, error)
        return cleaned

    def save(self, commit: bool = True) -> ProgressReport:
        report: ProgressReport = super().save(commit)
        report.claims.all().delete()
        for measure in self.planned:
            if claim := self.cleaned_data[f"m{measure.pk}"]:
                report.claims.create(measure=measure, claim=claim)
        return report


class ProgressFilesForm(ChosenFiles):
    """Files that show how far the body has come, one or several of the same day."""

    file = CheckedFilesField(label="Lägg till filer", several=True)
    dated_on = DayField(
        label="Handlingens datum",
        required=False,
        validators=year_checks(),
        help_text="Till exempel dagen för protokollet.",
    )
    file_may_be_secret = forms.BooleanField(label=MARKING, required=False)

    def clean_dated_on(self) -> date | None:
        day: date | None = self.cleaned_data["dated_on"]
        if day and day > dates.today():
            raise forms.ValidationError("Handlingens datum kan inte ligga i framtiden.")
        return day


class PlanForm(forms.Form):
    """One measure of the body's plan."""

    what = forms.CharField(
        label="Vad",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv vad nämnden ska göra."},
    )
    responsible = forms.CharField(
        label="Ansvarig funktion",
        max_length=120,
        required=False,
        help_text="En funktion, inte ett namn. Till exempel förvaltningschefen.",
    )
    due_on = DayField(label="Klart senast", required=False, validators=year_checks())

    @property
    def content(self) -> MeasureContent:
        return MeasureContent(**self.cleaned_data)
