"""Forms about where an audit stands, its year, and what the bodies call it."""

from typing import Any

from django import forms

from accounts.models import User
from audit.models import Audit, AuditParty, AuditStep, AuditYear, Stage
from common import dates
from common.days import DayField
from common.forms import VersionedForm, year_checks
from common.typed import ModelForm

# Decided and handed over have pages of their own, with a review.
MOVABLE = [Stage.PLANNED, Stage.ONGOING, Stage.FACT_CHECK]


class StepForm(ModelForm):
    """The next stage. `before` is where the audit stood when the page was read."""

    stage = forms.ChoiceField(label="Granskningen ska stå som", widget=forms.RadioSelect)
    before = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = AuditStep
        fields = ["stage", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": "Behövs när granskningen går tillbaka till ett tidigare läge."}

    def __init__(self, *args: Any, audit: Audit, **kwargs: Any) -> None:
        kwargs["instance"] = AuditStep(audit=audit)
        super().__init__(*args, **kwargs)
        self.audit = audit
        field: Any = self.fields["stage"]
        field.choices = [(s.value, s.label) for s in MOVABLE if s != audit.stage]
        self.fields["before"].initial = audit.stage

    def clean_before(self) -> str:
        before: str = self.cleaned_data["before"]
        if before != self.audit.stage:
            raise forms.ValidationError(
                f"Läget har ändrats medan du skrev. Det är nu: {self.audit.get_stage_display()}."
            )
        return before

    def clean(self) -> dict[str, Any] | None:
        """The model's own rule, at the right field before its constraint is met."""
        cleaned = super().clean() or {}
        if "stage" in cleaned and "before" in cleaned:
            wanted = Stage(cleaned["stage"])
            reason = cleaned.get("reason", "")
            lacking = self.audit.step_problem(
                wanted, decided_on=None, reason=reason, today=dates.today()
            )
            for name, problem in lacking.items():
                if name not in self.errors:
                    self.add_error(name, problem)
        return cleaned


class YearForm(VersionedForm):
    revisorer = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Årets revisorer",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="De beslutar om årets granskningar till dess att revisionsberättelsen är lämnad. "
        "Är ingen vald beslutar de som är revisorer nu.",
    )

    class Meta:
        model = AuditYear
        fields = ["starts_on", "statement_on"]
        field_classes = {"starts_on": DayField, "statement_on": DayField}
        help_texts = {"statement_on": "Från den dagen beslutar de sittande revisorerna."}

    def __init__(self, *args: Any, instance: AuditYear, **kwargs: Any) -> None:
        members = instance.members.values("user") if instance.pk else []
        chosen = list(User.objects.filter(pk__in=members))
        super().__init__(*args, instance=instance, initial={"revisorer": chosen}, **kwargs)
        field: Any = self.fields["revisorer"]
        field.queryset = User.objects.once_auditors() | User.objects.filter(pk__in=members)
        for name in ("starts_on", "statement_on"):
            self.fields[name].validators += year_checks()


class WishForm(ModelForm):
    """What the missiv wishes of one body, where it differs from the rest."""

    class Meta:
        model = AuditParty
        fields = ["wants_answer", "due_on", "scope"]
        field_classes = {"due_on": DayField}
        widgets = {"scope": forms.Textarea(attrs={"rows": 3, "class": "serif"})}
        help_texts = {
            "wants_answer": "Utan krysset får organet granskningen men ingen begäran om svar.",
            "due_on": "Lämnas den tom gäller granskningens datum.",
            "scope": "Ordagrant ur missivet, till exempel vilka rekommendationer svaret minst ska gälla.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].validators += year_checks()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if not cleaned.get("wants_answer") and (cleaned.get("due_on") or cleaned.get("scope")):
            self.add_error(
                "wants_answer", "Ett datum eller en omfattning gäller bara den som ska svara."
            )
        return cleaned


class ReferenceForm(ModelForm):
    class Meta:
        model = AuditParty
        fields = ["reference"]
        help_texts = {"reference": "Till exempel KS 2022/118."}
