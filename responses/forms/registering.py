"""An answer that came another way, as the audit side writes it down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from common import dates
from common.days import DayField
from common.forms import year_checks
from common.text import LONGEST_MESSAGE
from documents.fields import MARKING
from responses.forms.measures import TYPED, MeasureFormSet
from responses.forms.only_files import stance_field
from responses.models import AskedItem, Channel, DecisionKind, ReceivedFile, Stance
from responses.services import ReadMeasure, ReadStance, Received

WAYS = (Channel.EMAIL, Channel.LETTER, Channel.MEETING)


@dataclass(frozen=True)
class FieldsRead:
    """The fields of one recommendation: what is read of the answer to it."""

    asked: AskedItem
    stance: BoundField
    text: BoundField
    may_be_secret: BoundField
    measures: MeasureFormSet


class ReceivedForm(forms.Form):
    """The day and the way, the decision, and what is read from it. The files are chosen beside it, and kept at once."""

    arrived_on = DayField(label="Svaret kom")
    channel = forms.ChoiceField(
        label="Hur det kom",
        choices=[way.as_choice for way in WAYS],
        widget=forms.RadioSelect,
        error_messages={"required": "Ange hur svaret kom."},
    )
    decision_kind = forms.ChoiceField(
        label="Slag av beslut",
        choices=[("", "Välj"), *DecisionKind.choices],
        error_messages={"required": "Ange vilket slags beslut det är."},
    )
    decision_ref = forms.CharField(label="Paragraf eller nr", max_length=40, required=False)
    reference = forms.CharField(label="Nämndens diarienummer", max_length=60, required=False)
    decided_on = DayField(label="Beslutsdatum")
    confirmed_on = DayField(label="Justerat", required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, asked_items: Iterable[AskedItem]) -> None:
        super().__init__(data)
        self.fields["arrived_on"].initial = dates.today()
        for name in ("arrived_on", "decided_on", "confirmed_on"):
            self.fields[name].validators += year_checks()
        self.asked = list(asked_items)
        self.measures = {item.pk: _measures(data, item) for item in self.asked}
        for item in self.asked:
            self.fields[f"stance-{item.pk}"] = stance_field(item)
            self.fields[f"text-{item.pk}"] = forms.CharField(
                label="Svaret, så som det står",
                max_length=LONGEST_MESSAGE,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"secret-{item.pk}"] = forms.BooleanField(label=MARKING, required=False)

    @property
    def readings(self) -> list[FieldsRead]:
        return [
            FieldsRead(
                item,
                self[f"stance-{item.pk}"],
                self[f"text-{item.pk}"],
                self[f"secret-{item.pk}"],
                self.measures[item.pk],
            )
            for item in self.asked
        ]

    @property
    def says_something(self) -> bool:
        """Something is read beside the file."""
        return any(
            reading.stance.value() != Stance.NOT_STATED
            or reading.text.value()
            or reading.may_be_secret.value()
            or any(reading.measures.typed())
            for reading in self.readings
        )

    def clean(self) -> dict[str, Any]:
        """With the measures, so that a confirmation is about them, too."""
        cleaned = super().clean() or {}
        for item in self.asked:
            rows = self.measures[item.pk]
            if rows.is_bound and not rows.is_valid():
                number = item.addressee.number
                self.add_error(None, f"Rätta åtgärderna i svaret på rekommendation {number}.")
            elif rows.is_bound and any(not row["what"] for row in rows.rows()):
                number = item.addressee.number
                problem = f"Rekommendation {number} har en åtgärd utan text om vad som ska göras."
                self.add_error(None, problem)
            else:
                cleaned[f"measures-{item.pk}"] = [
                    {name: row[name] for name in TYPED}
                    for row in (rows.rows() if rows.is_bound else ())
                ]
        return cleaned

    def received(self, files: Iterable[ReceivedFile]) -> Received:
        entered = self.cleaned_data
        return Received(
            channel=entered["channel"],
            decision_kind=entered["decision_kind"],
            decided_on=entered["decided_on"],
            decision_ref=entered["decision_ref"],
            reference=entered["reference"],
            confirmed_on=entered["confirmed_on"],
            stances={item.pk: self._read(item) for item in self.asked},
            files=list(files),
        )

    def _read(self, item: AskedItem) -> ReadStance:
        entered = self.cleaned_data
        return ReadStance(
            entered[f"stance-{item.pk}"] or Stance.NOT_STATED,
            entered[f"text-{item.pk}"],
            entered[f"secret-{item.pk}"],
            [ReadMeasure(**row) for row in entered[f"measures-{item.pk}"]],
        )


def _measures(data: Mapping[str, Any] | None, item: AskedItem) -> MeasureFormSet:
    """Bound to what was sent, unless no rows were."""
    prefix = f"m{item.pk}"
    if data is not None:
        table = MeasureFormSet(data, prefix=prefix)
        if table.management_form.is_valid():
            return table
    return MeasureFormSet(prefix=prefix)
