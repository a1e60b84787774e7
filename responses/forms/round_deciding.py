"""One decision of a body about several of the requests of a round."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from common import dates
from common.days import DayField
from common.forms import year_checks
from common.typed import ModelForm
from responses.models import Answer, DecisionKind


class RoundDecisionForm(ModelForm):
    """The decision, and the drafts that it is about, each in the version that was on the page."""

    decision_kind = forms.ChoiceField(
        label="Slag av beslut",
        choices=DecisionKind,
        error_messages={"required": "Ange vilket slags beslut det är."},
    )
    draft = forms.MultipleChoiceField(
        label="Svar som beslutet gäller",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kryssa för minst ett svar.",
            "invalid_choice": "Ett av utkasten har ändrats sedan sidan visades. Läs igenom listan igen.",
        },
    )

    class Meta:
        model = Answer
        fields = ("decision_kind", "decision_ref", "reference", "decided_on", "confirmed_on")
        field_classes = {"decided_on": DayField, "confirmed_on": DayField}

    def __init__(self, data: Any = None, *, drafts: Sequence[Answer]) -> None:
        super().__init__(data, instance=Answer())
        self.drafts = {version_of(draft): draft for draft in drafts}
        cast(Any, self.fields["draft"]).choices = [(key, key) for key in self.drafts]
        for name in ("decided_on", "confirmed_on"):
            self.fields[name].validators += year_checks()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        decided, confirmed = cleaned.get("decided_on"), cleaned.get("confirmed_on")
        if decided and decided > dates.today():
            self.add_error("decided_on", "Beslutsdatum kan inte ligga i framtiden.")
        if decided and confirmed and not decided <= confirmed <= dates.today():
            self.add_error("confirmed_on", "Justeringen ligger mellan beslutsdatum och i dag.")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for name, problem in self.instance.missing_decision():
            if name not in self.errors:
                self.add_error(name, ValidationError(problem))

    @property
    def rows(self) -> list[tuple[str, Answer, bool]]:
        """The value of each tick, its draft, and whether it is ticked: at first those without a decision."""
        chosen = self["draft"].value() if self.is_bound else None
        keys = {key.partition(".")[0] for key in chosen or ()}
        return [
            (key, draft, str(draft.pk) in keys if self.is_bound else not draft.decision_kind)
            for key, draft in self.drafts.items()
        ]

    @property
    def chosen(self) -> list[Answer]:
        return [self.drafts[key] for key in self.cleaned_data["draft"]]


def version_of(draft: Answer) -> str:
    return f"{draft.pk}.{draft.version}"
