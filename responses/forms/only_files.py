"""Bara filer: the decision as files, with the fields that are read from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from documents.fields import MARKING, CheckedFilesField, ChosenFiles
from documents.files import Upload
from responses.forms.answering import PageForm, PartForm, ask_in_one_word
from responses.models import (
    AnswerDocument,
    AnswerItem,
    AnswerRequest,
    AskedItem,
    FilePart,
    LinkFile,
    ReceivedFile,
    Stance,
)
from responses.models.answers import SINGLE_PARTS
from responses.models.items import said_choices
from responses.services import leave_to_files

IN_THE_FILE = "Anges i handlingen"


def left_to_the_file(request: AnswerRequest) -> list[tuple[str, str]]:
    """What may be read of each recommendation in one word, and that it stands in the file."""
    return [
        (value, IN_THE_FILE if value == Stance.NOT_STATED else word)
        for value, word in said_choices(request)
    ]


def stance_field(item: AskedItem) -> forms.ChoiceField:
    """Of one recommendation, where a stance is read from the decision and may be left to it."""
    return forms.ChoiceField(
        label=f"Rekommendation {item.addressee.number}",
        choices=left_to_the_file(item.request),
        initial=Stance.NOT_STATED,
        required=False,
        widget=forms.RadioSelect,
    )


class StanceForm(PartForm):
    """Whether the body agrees with one recommendation, where that does not stand in the file alone."""

    stance = forms.ChoiceField(
        label="Instämmer nämnden?", choices=Stance, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = AnswerItem
        fields = ("stance",)

    def __init__(self, data: Mapping[str, Any] | None, *, instance: AnswerItem) -> None:
        instance.stance = instance.stance or Stance.NOT_STATED
        super().__init__(data, instance=instance, prefix=f"s{instance.pk}")
        ask_in_one_word(self, instance.asked.request)
        stance: Any = self.fields["stance"]
        stance.choices = left_to_the_file(instance.asked.request)


@dataclass(frozen=True)
class FileChoice:
    """One field of the page, its tick, and what is there already."""

    field: BoundField
    tick: BoundField
    attached: list[AnswerDocument | LinkFile | ReceivedFile]

    @property
    def is_single(self) -> bool:
        """The next file takes its place."""
        return self.field.name in SINGLE_PARTS


class DecisionFiles(ChosenFiles):
    """The decided answer, the extract of the minutes, and whatever else there is."""

    statement = CheckedFilesField(label="Beslutat yttrande")
    statement_may_be_secret = forms.BooleanField(label=MARKING, required=False)
    minutes = CheckedFilesField(label="Protokollsutdrag")
    minutes_may_be_secret = forms.BooleanField(label=MARKING, required=False)
    other = CheckedFilesField(label="Fler filer, om det behövs", several=True)
    other_may_be_secret = forms.BooleanField(label=MARKING, required=False)

    def uploads(self) -> list[tuple[str, str, Upload, bool]]:
        """What can be kept: field, part of the answer, the file, and whether it is marked."""
        return [
            (part, part, upload, self.cleaned_data[f"{part}_may_be_secret"])
            for part in FilePart.values
            for upload in self.chosen(part)
        ]

    def beside(
        self, attached: Iterable[AnswerDocument | LinkFile | ReceivedFile]
    ) -> list[FileChoice]:
        """Each field with the files that the draft has for it."""
        files = list(attached)
        return [
            FileChoice(
                self[part],
                self[f"{part}_may_be_secret"],
                [file for file in files if file.part == part],
            )
            for part in FilePart.values
        ]


class OnlyFilesForm(PageForm[StanceForm]):
    """The page apart from its files."""

    item_form = StanceForm

    @property
    def has_stances(self) -> bool:
        """Something has been said beside the file."""
        return any(form["stance"].value() != Stance.NOT_STATED for form in self.items)

    def save(self) -> bool:
        is_saved = super().save()
        leave_to_files(self.answer)
        return is_saved
