"""A judgement on the board: as for one recommendation, with more to say and others to say it of."""

from collections.abc import Sequence
from typing import Any

from django import forms

from documents.fields import CheckedFilesField
from documents.files import Upload
from recommendations.models import Verdict
from recommendations.values import Effect
from responses.board import BoardRow
from responses.forms.deciding import VerdictForm
from responses.services import MoreSeen


class BoardForm(VerdictForm):
    """With the effect that is seen, other evidence, a dissent, and the rows that the same goes for."""

    effect = forms.ChoiceField(
        label="Positiv effekt syns",
        choices=Effect,
        required=False,
        widget=forms.RadioSelect,
    )
    link = forms.URLField(
        label="Länk till underlag", required=False, max_length=300, assume_scheme="https"
    )
    file = CheckedFilesField(label="Fil med underlag")
    dissent = forms.CharField(
        label="Avvikande mening",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Din egen. Den står vid bedömningen när den är beslutad.",
    )

    class Meta(VerdictForm.Meta):
        fields = (*VerdictForm.Meta.fields, "effect", "link")

    def __init__(
        self, data: Any, files: Any, *, instance: Verdict, alike: Sequence[BoardRow], **kwargs: Any
    ) -> None:
        super().__init__(data, files, instance=instance, **kwargs)
        for name in ("file", "dissent"):
            self.saved.pop(name, None)
        self.alike_rows = list(alike)
        self.fields["alike"] = forms.MultipleChoiceField(
            label="Samma bedömning för fler rader",
            choices=[
                (row.addressee.pk, f"{row.number} {row.addressee.recommendation.text}")
                for row in self.alike_rows
            ],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "En rad är redan bedömd. Läs om sidan."},
        )

    @property
    def alike_chosen(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["alike"]]

    @property
    def more(self) -> MoreSeen:
        uploads: list[Upload] = self.cleaned_data["file"]
        return MoreSeen(
            effect=self.cleaned_data["effect"], link=self.cleaned_data["link"], files=uploads
        )
