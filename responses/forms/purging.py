"""Rensning: what goes, ticked one by one."""

from typing import Any

from django import forms

from accounts.models import User
from audit.models import Audit, Evidence, WorkingNote
from common.typed import ModelMultipleChoiceField
from responses import services


class NoteField(ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}: {obj.text[:120]}"


class PurgeForm(forms.Form):
    notes = NoteField(
        WorkingNote.objects.none(),
        label="Mina anteckningar",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    evidence = ModelMultipleChoiceField(
        Evidence.objects.none(),
        label="Mitt underlag",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    versions = forms.BooleanField(
        label="Utkastversioner",
        help_text=(
            "Tidigare lydelser av uppgifter, frågor, bedömningar och rekommendationer, från före beslutet. "
            "Vem som ändrade vad och när står kvar."
        ),
        required=False,
    )

    def __init__(self, *args: Any, audit: Audit, user: User, versions: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notes: Any = self.fields["notes"]
        notes.queryset = services.own_notes(audit, user)
        evidence: Any = self.fields["evidence"]
        evidence.queryset = services.own_evidence(audit, user)
        if not versions:
            del self.fields["versions"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        chosen = [cleaned.get("notes"), cleaned.get("evidence"), cleaned.get("versions")]
        if not any(chosen):
            raise forms.ValidationError("Kryssa för det som ska rensas.")
        return cleaned
