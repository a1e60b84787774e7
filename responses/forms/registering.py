"""An answer that came another way, as the audit side writes it down."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from common import dates
from common.days import DayField
from common.forms import year_checks
from common.text import LONGEST_MESSAGE
from documents.fields import CheckedFilesField, ChosenFiles
from responses.forms.only_files import stance_field
from responses.models import AskedItem, Channel, DecisionKind, FilePart, Stance
from responses.services import ReadStance, Received

WAYS = (Channel.EMAIL, Channel.LETTER, Channel.MEETING)


class ReceivedForm(ChosenFiles):
    """The day and the way, the files, the decision, and what is read from it."""

    arrived_on = DayField(label="Svaret kom")
    channel = forms.ChoiceField(
        label="Hur det kom",
        choices=[way.as_choice for way in WAYS],
        widget=forms.RadioSelect,
        error_messages={"required": "Ange hur svaret kom."},
    )
    statement = CheckedFilesField(label="Beslutat yttrande")
    minutes = CheckedFilesField(label="Protokollsutdrag")
    other = CheckedFilesField(label="Fler filer, om det behövs", several=True)
    decision_kind = forms.ChoiceField(
        label="Slag av beslut",
        choices=[("", "Välj"), *DecisionKind.choices],
        error_messages={"required": "Ange vilket slags beslut det är."},
    )
    decision_ref = forms.CharField(label="Paragraf eller nr", max_length=40, required=False)
    reference = forms.CharField(label="Nämndens diarienummer", max_length=60, required=False)
    decided_on = DayField(label="Beslutsdatum")
    confirmed_on = DayField(label="Justerat", required=False)

    def __init__(self, *args: Any, asked: Iterable[AskedItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arrived_on"].initial = dates.today()
        for name in ("arrived_on", "decided_on", "confirmed_on"):
            self.fields[name].validators += year_checks()
        self.asked = list(asked)
        for item in self.asked:
            self.fields[f"stance-{item.pk}"] = stance_field(item)
            self.fields[f"text-{item.pk}"] = forms.CharField(
                label="Svaret, så som det står",
                max_length=LONGEST_MESSAGE,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def readings(self) -> list[tuple[AskedItem, BoundField, BoundField]]:
        return [(item, self[f"stance-{item.pk}"], self[f"text-{item.pk}"]) for item in self.asked]

    @property
    def received(self) -> Received:
        entered = self.cleaned_data
        return Received(
            channel=entered["channel"],
            decision_kind=entered["decision_kind"],
            decided_on=entered["decided_on"],
            decision_ref=entered["decision_ref"],
            reference=entered["reference"],
            confirmed_on=entered["confirmed_on"],
            stances={
                item.pk: ReadStance(
                    entered[f"stance-{item.pk}"] or Stance.NOT_STATED, entered[f"text-{item.pk}"]
                )
                for item in self.asked
            },
            files=[(part, upload) for part in FilePart for upload in self.chosen(part)],
        )
