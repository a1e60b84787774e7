"""The form of a rättelse: every decided text as it stands, to be put right, and then a review."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms

from audit.forms import WithSitting
from audit.models import Audit, DocumentPart, Grade, Scale
from common.days import DayField
from common.forms import VersionedForm, year_checks
from common.typed import UploadedFile
from documents.files import Upload, checked_file
from responses import services
from responses.models import ProposedCorrection
from responses.models.corrections import CorrectedPart, text_shown
from responses.models.proposed_corrections import NO_REASON_TO_TAKE_BACK
from responses.services import CorrectionDecision, correctable
from responses.services.correcting import NEVER_EMPTY, NO_DIFFERENCE, NO_REASON, Text, grade_choice
from responses.services.proposing import NOTHING_PROPOSED

if TYPE_CHECKING:
    from django.http import QueryDict

LONGEST = 20_000
SHORT = (CorrectedPart.TITLE, CorrectedPart.PRINTED)


@dataclass
class FieldGroup:
    """The texts of one question, one recommendation, or the audit itself."""

    label: str
    opening: str
    fields: list[forms.BoundField] = field(default_factory=list)
    is_open: bool = False


class CorrectedTextsForm(VersionedForm):
    """The texts by their keys. What is left as it stands is no part of the correction."""

    no_difference = NO_DIFFERENCE

    reason = forms.CharField(
        label="Skäl till rättelsen",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Läses av alla som har fått granskningen.",
        error_messages={"required": NO_REASON},
    )

    class Meta:
        model = Audit
        fields: list[str] = []

    def __init__(self, *args: Any, instance: Audit, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        self.texts = correctable(instance)
        for text in self.texts:
            self.fields[text.key] = _field(text)
        # Both sides of a clash are the texts.
        self.saved = {text.key: text.now for text in self.texts}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if not self.errors and not self.changed() and not cleaned.get("file"):
            raise forms.ValidationError(self.no_difference)
        return cleaned

    def new(self) -> dict[str, str]:
        """The texts to put right, by key: those that the review shows and no other."""
        return {text.key: new for text, new in self._differing()}

    def changed(self) -> list[tuple[str, str, str]]:
        """What would be put right: what it is, before, after."""
        return [
            (text.label, _shown(text, text.now), _shown(text, new))
            for text, new in self._differing()
        ]

    def _differing(self) -> Iterator[tuple[Text, str]]:
        """A browser sends line ends of its own; they are no difference."""
        for text in self.texts:
            new = _plain(self.cleaned_data.get(text.key, text.now))
            if new != _plain(text.now):
                yield text, new

    def groups(self) -> list[FieldGroup]:
        """The texts by what they belong to; one that has been changed is open."""
        groups: dict[str, FieldGroup] = {}
        for text in self.texts:
            group = groups.setdefault(
                _belongs_to(text), FieldGroup(_belongs_to(text), _opening(text))
            )
            bound = self[text.key]
            group.fields.append(bound)
            group.is_open |= bool(bound.errors) or _plain(str(bound.value())) != _plain(text.now)
        return list(groups.values())


class CorrectionForm(WithSitting, CorrectedTextsForm):
    """As revisorerna have decided it."""

    decided_on = DayField(label="Revisorernas sammanträde", validators=year_checks())
    paragraph = forms.CharField(label="Paragraf", max_length=40, required=False)
    file = forms.FileField(
        label="Rättad handling",
        required=False,
        allow_empty_file=True,
        help_text="En ny rapport eller ett nytt missiv. Den första filen finns kvar bredvid.",
    )
    file_part = forms.ChoiceField(label="Handlingen är", choices=DocumentPart)

    def clean_file(self) -> Upload | None:
        upload: UploadedFile | None = self.cleaned_data["file"]
        return checked_file(upload) if upload else None

    def ordered(self) -> CorrectionDecision:
        cleaned = self.cleaned_data
        return CorrectionDecision(
            reason=cleaned["reason"],
            decided_on=cleaned["decided_on"],
            paragraph=cleaned["paragraph"],
            sitting=cleaned["sitting"],
            file=cleaned["file"],
            file_part=cleaned["file_part"],
        )


class ProposeCorrectionForm(CorrectedTextsForm):
    """Put forward for a meeting, from the beginning or with the words of one that it takes the place of."""

    no_difference = NOTHING_PROPOSED

    def __init__(
        self,
        data: "QueryDict | None" = None,
        *,
        instance: Audit,
        instead_of: ProposedCorrection | None = None,
    ) -> None:
        reason = instead_of.reason if instead_of else ""
        super().__init__(data, instance=instance, initial={"reason": reason})
        if instead_of:
            for key, text in services.texts_of(instead_of).items():
                self.fields[key].initial = text


class TakeBackCorrectionForm(forms.Form):
    reason = forms.CharField(
        label="Skäl",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_REASON_TO_TAKE_BACK},
    )


def _belongs_to(text: Text) -> str:
    if text.question:
        return f"Revisionsfråga {text.question.number}"
    return f"Rekommendation {text.recommendation.number}" if text.recommendation else "Granskningen"


def _opening(text: Text) -> str:
    """How the question or the recommendation begins."""
    return text.now if text.question or text.recommendation else ""


def _field(text: Text) -> forms.Field:
    label = text.label
    if text.part == CorrectedPart.GRADE and text.question:
        choices = _grades(text, text.question.own_scale)
        return forms.ChoiceField(label=label, choices=choices, initial=text.now)
    area = forms.TextInput() if text.part in SHORT else forms.Textarea(attrs={"rows": 4})
    area.attrs["class"] = "serif"
    most = {CorrectedPart.TITLE: 250, CorrectedPart.PRINTED: 200}.get(text.part, LONGEST)
    return forms.CharField(
        label=label,
        required=text.part in NEVER_EMPTY,
        max_length=most,
        initial=text.now,
        widget=area,
        strip=False,
        error_messages={"required": f"{label} kan inte vara tom."},
    )


def _shown(text: Text, value: str) -> str:
    grade, words = text.said(value)
    return text_shown(text.part, words, grade)


def _grades(text: Text, scale: Scale | None) -> list[tuple[str, str]]:
    """The question's own scale; the grade that stands, whatever scale it was given on."""
    if scale is None:
        offered = [grade_choice(grade.value) for grade in Grade]
    else:
        offered = [grade_choice(step["grade"], step["word"]) for step in scale.steps]
        offered.append(grade_choice(Grade.NONE))
    return [(choice, _shown(text, choice)) for choice in dict.fromkeys([text.now, *offered])]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")
