"""A test of what a body has marked for secrecy."""

from typing import Any

from django import forms

from common.fields import PlainRadios
from common.text import LONGEST_MESSAGE
from documents.fields import CheckedFilesField, ChosenFiles
from responses.models import SecrecyState, SecrecyTest
from responses.models.secrecy import LONGEST_GROUND
from responses.services import Finding


class SecrecyForm(ChosenFiles):
    """What the answer and the file have in common: the outcome and its ground."""

    outcome = forms.ChoiceField(
        label="Vad lämnas ut?",
        widget=PlainRadios,
        error_messages={"required": "Ange vad som lämnas ut."},
    )
    ground = forms.CharField(
        label="Lagrum",
        max_length=LONGEST_GROUND,
        required=False,
        help_text="Behövs när något inte lämnas ut. Läses av alla som läser svaret.",
    )
    # The last test when the page was read.
    after = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**62)

    def __init__(self, *args: Any, latest: SecrecyTest | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"after": latest.pk if latest else None}
        if latest:
            initial |= {"outcome": latest.outcome, "ground": latest.ground}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)

    @property
    def after_test(self) -> int | None:
        after: int | None = self.cleaned_data["after"]
        return after

    def _offer(self, part: str) -> None:
        outcome: Any = self.fields["outcome"]
        outcome.choices = [
            (SecrecyState.RELEASED.value, "Lämnas ut i sin helhet"),
            (SecrecyState.PARTLY.value, part),
            (SecrecyState.WITHHELD.value, "Lämnas inte ut"),
        ]


class SecrecyOfItemForm(SecrecyForm):
    text = forms.CharField(
        label="Texten som lämnas ut",
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="När en del lämnas ut: ta bort det som inte lämnas ut och skriv [maskerat] i stället.",
    )
    with_measures = forms.BooleanField(label="Åtgärderna i svaret lämnas ut", required=False)

    def __init__(self, *args: Any, whole: str, latest: SecrecyTest | None, **kwargs: Any) -> None:
        is_part = latest is not None and latest.text
        initial = {
            "text": latest.text if latest and is_part else whole,
            "with_measures": latest.with_measures if latest else False,
        }
        super().__init__(*args, latest=latest, initial=initial, **kwargs)
        self._offer("En del lämnas ut: texten nedan")

    @property
    def finding(self) -> Finding:
        entered = self.cleaned_data
        return Finding(
            outcome=entered["outcome"],
            ground=entered["ground"],
            text=entered["text"],
            with_measures=entered["with_measures"],
        )


class SecrecyOfFileForm(SecrecyForm):
    masked = CheckedFilesField(label="Maskad fil")

    def __init__(self, *args: Any, latest: SecrecyTest | None, **kwargs: Any) -> None:
        super().__init__(*args, latest=latest, **kwargs)
        self._offer("En del lämnas ut: en maskad fil")

    @property
    def finding(self) -> Finding:
        entered = self.cleaned_data
        return Finding(
            outcome=entered["outcome"],
            ground=entered["ground"],
            masked=next(iter(self.chosen("masked")), None),
        )
