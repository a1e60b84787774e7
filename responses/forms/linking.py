"""A registrator without an account: the code, a new link, and what is handed in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from responses.forms.answering import DecisionForm
from responses.forms.only_files import stance_field
from responses.models import Answer, AnswerRequest, AskedItem, Stance
from responses.services.answering import DECIDED_AHEAD


class CodeForm(forms.Form):
    code = forms.CharField(label="Kod i mejlet, sex siffror", max_length=20)


class NewLinkForm(forms.Form):
    address = forms.EmailField(label="Registratorns e-postadress")


class TakenDecisionForm(DecisionForm):
    """Handed in at once, with nobody to ask about it: what is not decided yet is refused."""

    def clean_decided_on(self) -> date | None:
        return self.not_in_future("decided_on", DECIDED_AHEAD)


class HandInForm(forms.Form):
    """What is read from the decision, and the tick; the body's own draft has no part in it."""

    confirm = forms.BooleanField(
        label="Jag lämnar in på nämndens vägnar. Filerna blir allmänna handlingar hos revisorerna.",
        error_messages={"required": "Kryssa för att ni lämnar in på nämndens vägnar."},
    )

    def __init__(
        self, request: AnswerRequest, items: list[AskedItem], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.items = items
        for item in items:
            self.fields[f"s{item.pk}"] = stance_field(item)
        self.decision = TakenDecisionForm(data, instance=Answer(request=request))

    @property
    def stance_fields(self) -> list[BoundField]:
        return [self[f"s{item.pk}"] for item in self.items]

    @property
    def has_stances(self) -> bool:
        """Something has been said beside the file."""
        return any(field.value() != Stance.NOT_STATED for field in self.stance_fields)

    @property
    def stances(self) -> dict[int, str]:
        """By the asked item."""
        return {
            item.pk: self.cleaned_data[f"s{item.pk}"] or Stance.NOT_STATED for item in self.items
        }
