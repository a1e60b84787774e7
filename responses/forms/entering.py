"""Forms for an audit that was handed over before it came here."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audit.models import Audit
from common import dates
from common.days import DayField
from common.forms import year_checks
from responses import services
from responses.forms.sending import SentFiles, WithSentFiles
from responses.services import GrantedThen, HandedOverThen


def likely_day(audit: Audit) -> date | None:
    """When it was probably handed over: the day of the last signature, else the missiv's own date."""
    signed = [
        dates.local_day(person.signed_at) for person in audit.members.all() if person.signed_at
    ]
    return max([*signed, *filter(None, [audit.document_date])], default=None)


class EnterForm(WithSentFiles):
    """The days of then: hand-over, decision, and the anstånd that each body had been given."""

    on = DayField(label="Överlämnad", help_text="Den dag nämnderna fick granskningen.")
    decided_on = DayField(
        label="Revisorernas sammanträde",
        required=False,
        help_text="Då revisorerna beslutade granskningen. Tomt: dagen för överlämnandet.",
    )
    paragraph = forms.CharField(
        label="Paragraf", max_length=40, required=False, help_text="Till exempel § 12."
    )
    sent_files = SentFiles("Filer som mottagarna fick")

    def __init__(self, *args: Any, audit: Audit, **kwargs: Any) -> None:
        super().__init__(*args, audit=audit, **kwargs)
        self.fields["on"].initial = likely_day(audit)
        if audit.is_decided:
            del self.fields["decided_on"], self.fields["paragraph"]
        self.wishes = [wish for wish in services.wishes(audit) if wish.is_asked]
        for wish in self.wishes:
            name = wish.body.in_text
            self.fields[f"until_{wish.body.pk}"] = DayField(
                label=f"Anstånd för {name} till", required=False
            )
            self.fields[f"granted_{wish.body.pk}"] = DayField(label="Beviljat", required=False)
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.validators += year_checks()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for wish in self.wishes:
            until, granted = self._pair(cleaned, wish.body.pk)
            if until and not granted:
                self.add_error(f"granted_{wish.body.pk}", "Ange när anståndet beviljades.")
            if granted and not until:
                self.add_error(f"until_{wish.body.pk}", "Ange till vilken dag.")
            if until and wish.due_on and until <= wish.due_on:
                text = "Anståndet ska ligga efter dagen då svar önskades."
                self.add_error(f"until_{wish.body.pk}", text)
        if "on" in cleaned:
            for name, text in self.then.problems(today=dates.today()).items():
                self.add_error(name, ValidationError(text))
        return cleaned

    @staticmethod
    def _pair(cleaned: dict[str, Any], body: int) -> tuple[Any, Any]:
        return cleaned.get(f"until_{body}"), cleaned.get(f"granted_{body}")

    @property
    def then(self) -> HandedOverThen:
        cleaned = self.cleaned_data
        pairs = {wish.body.pk: self._pair(cleaned, wish.body.pk) for wish in self.wishes}
        return HandedOverThen(
            cleaned["on"],
            cleaned.get("decided_on"),
            cleaned.get("paragraph", ""),
            {body: GrantedThen(*pair) for body, pair in pairs.items() if all(pair)},
        )

    def extension_fields(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """For each asked body: its wish, and the two fields of an anstånd."""
        for wish in self.wishes:
            yield wish, self[f"until_{wish.body.pk}"], self[f"granted_{wish.body.pk}"]


class EnterRow(forms.Form):
    """One draft in the worklist of those that were handed over long ago."""

    chosen = forms.BooleanField(label="Skriv in", required=False)
    on = DayField(label="Överlämnad", required=False)

    def __init__(self, data: Any = None, *, audit: Audit) -> None:
        super().__init__(data, prefix=f"g{audit.pk}")
        self.audit = audit
        self.fields["on"].initial = likely_day(audit)
        self.fields["on"].validators += year_checks()
        self.fields["on"].label = f"{audit.title} överlämnades"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("chosen"):
            return cleaned
        if obstacles := services.obstacles(self.audit):
            self.add_error("chosen", ValidationError(obstacles))
        if not cleaned.get("on"):
            if "on" not in self.errors:
                self.add_error("on", "Ange när granskningen överlämnades.")
            return cleaned
        for text in self.then.problems(today=dates.today()).values():
            self.add_error("on", text)
        return cleaned

    @property
    def is_chosen(self) -> bool:
        return bool(self.cleaned_data.get("chosen"))

    @property
    def then(self) -> HandedOverThen:
        return HandedOverThen(self.cleaned_data["on"])
