"""Forms of the audit side. Wording is taken as it is written: nothing is stripped but the ends."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Body, User
from audit.models import (
    Audit,
    Kind,
    MemberPart,
    PartyPart,
)
from common.days import DayField
from common.forms import VersionedForm, year_checks

UNGRADED = "none"


class AuditForm(VersionedForm):
    audit_year = forms.IntegerField(
        label="Revisionsår",
        min_value=1990,
        max_value=2100,
        help_text="Det år som granskningen hör till, även om svaret kommer året därpå.",
    )

    class Meta:
        model = Audit
        fields = [
            "title",
            "audit_year",
            "kind",
            "reference",
            "municipality",
            "firm",
            "document_date",
            "response_due_on",
            "response_wording",
            "overall_assessment",
            "scale",
            "follows_up",
        ]
        field_classes = {"document_date": DayField, "response_due_on": DayField}
        widgets = {
            "overall_assessment": forms.Textarea(attrs={"rows": 5, "class": "serif"}),
            "follows_up": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "response_wording": "Till exempel: Vi önskar ett behandlat svar senast den 28 februari.",
            "overall_assessment": "Ordagrant ur missivet eller rapporten.",
        }

    def __init__(self, *args: Any, instance: Audit, user: User, **kwargs: Any) -> None:
        linked = instance.follows_up.all() if instance.pk else Audit.objects.none()
        seen = Audit.objects.visible_to(user)
        shown = list(linked.filter(pk__in=seen.values("pk")))
        self.unseen = list(linked.exclude(pk__in=seen.values("pk")))
        super().__init__(*args, instance=instance, initial={"follows_up": shown}, **kwargs)
        scale: Any = self.fields["scale"]
        scale.empty_label = "Ja, Delvis, Nej"
        kind: Any = self.fields["kind"]
        kind.choices = [("", "Inte angivet"), *Kind.choices]
        field: Any = self.fields["follows_up"]
        wanted = Q(handed_over_at__isnull=False) | Q(pk__in=[audit.pk for audit in shown])
        field.queryset = seen.filter(wanted).exclude(pk=instance.pk)
        for name in ("document_date", "response_due_on"):
            self.fields[name].validators += year_checks()

    def clean_follows_up(self) -> list[Audit]:
        """Links to audits that the person does not see are neither shown nor taken away."""
        return [*self.cleaned_data["follows_up"], *self.unseen]


class PartiesForm(VersionedForm):
    """Whom the audit is put to and sent to."""

    class Meta:
        model = Audit
        fields: list[str] = []

    def __init__(self, *args: Any, instance: Audit, **kwargs: Any) -> None:
        chosen: dict[str, list[Body]] = {part.value: [] for part in PartyPart}
        for party in instance.parties.select_related("body"):
            chosen[party.part].append(party.body)
        super().__init__(*args, instance=instance, initial=chosen, **kwargs)
        for part, bodies in chosen.items():
            field: Any = self.fields[part]
            field.queryset = Body.objects.offered(beside=bodies)

    asked = forms.ModelMultipleChoiceField(
        Body.objects.all(),
        label=PartyPart.ASKED.label,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Den som har en rekommendation tillfrågas alltid när granskningen överlämnas.",
    )
    informed = forms.ModelMultipleChoiceField(
        Body.objects.all(),
        label=PartyPart.INFORMED.label,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    copy = forms.ModelMultipleChoiceField(
        Body.objects.all(),
        label=PartyPart.COPY.label,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def chosen(self) -> dict[PartyPart, list[Body]]:
        return {part: list(self.cleaned_data[part.value]) for part in PartyPart}


class ExpertsForm(VersionedForm):
    """The sakkunniga who see and write the audit."""

    class Meta:
        model = Audit
        fields: list[str] = []

    experts = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Sakkunniga som ser och skriver granskningen",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, instance: Audit, **kwargs: Any) -> None:
        members = instance.members.filter(part=MemberPart.EXPERT, user__isnull=False)
        assigned = list(User.objects.filter(pk__in=members.values("user")))
        super().__init__(*args, instance=instance, initial={"experts": assigned}, **kwargs)
        offered = User.objects.experts() | User.objects.filter(pk__in=members.values("user"))
        field: Any = self.fields["experts"]
        field.queryset = offered.distinct()
