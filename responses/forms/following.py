"""An audit that follows up chosen recommendations: what it is called, and what it says of each."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from common.fields import StatusField
from common.forms import VersionedForm
from recommendations.models import Addressee, FollowedUnit
from recommendations.values import VerdictValue
from responses.services import NOTHING_TO_FOLLOW


class FollowUpAuditForm(forms.Form):
    """The new audit, and the recommendations that it is about."""

    unit = forms.ModelMultipleChoiceField(
        Addressee.objects.none(),
        label="Rekommendationer",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": NOTHING_TO_FOLLOW,
            "invalid_choice": "Något av det valda är inte öppet längre. Läs igenom listan igen.",
        },
    )
    title = forms.CharField(
        label="Titel",
        max_length=250,
        help_text="Till exempel Uppföljande granskning av livsmedelskontrollen.",
        error_messages={"required": "Ge granskningen en titel."},
    )
    audit_year = forms.IntegerField(label="Revisionsår", min_value=1990, max_value=2100)

    def __init__(self, *args: Any, units: QuerySet[Addressee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["unit"]).queryset = units

    @property
    def chosen(self) -> list[int]:
        return [unit.pk for unit in self.cleaned_data["unit"]]


class FollowedUnitForm(VersionedForm):
    """What the audit says of one earlier recommendation."""

    value = StatusField(
        label="Granskningens bedömning",
        statuses=[(value.value, value.status) for value in VerdictValue],
        error_messages={"required": "Välj en bedömning."},
    )
    note = forms.CharField(
        label="Skäl",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Vad granskningen har sett. Blir skäl i bedömningen när den läggs fram.",
        error_messages={"required": "Ange skäl för bedömningen."},
    )
    early_reason = forms.CharField(
        label="Skäl att bedöma redan nu",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Behövs när svar väntas, och för Delvis och Ej åtgärdad före nämndens eget datum.",
    )

    class Meta:
        model = FollowedUnit
        fields = ["value", "note", "early_reason"]


class FollowMoreForm(forms.Form):
    """Others of the audits that are followed up."""

    more = forms.ModelMultipleChoiceField(
        Addressee.objects.none(),
        label="Fler rekommendationer",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": NOTHING_TO_FOLLOW,
            "invalid_choice": "Något av det valda är inte öppet längre. Läs om sidan.",
        },
    )

    def __init__(self, data: Any = None, *, units: QuerySet[Addressee]) -> None:
        super().__init__(data)
        self.units = units
        cast(Any, self.fields["more"]).queryset = units


class ForwardForm(forms.Form):
    """Which of them are put forward for a decision."""

    unit = forms.ModelMultipleChoiceField(
        FollowedUnit.objects.none(),
        label="Bedömningar att lägga fram",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kryssa för minst en bedömning.",
            "invalid_choice": "Något av det valda går inte att lägga fram. Läs om sidan.",
        },
    )

    def __init__(self, data: Any = None, *, units: QuerySet[FollowedUnit]) -> None:
        super().__init__(data)
        cast(Any, self.fields["unit"]).queryset = units
