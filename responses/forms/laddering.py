"""The ladder of reminders as a form: rows that are filled in or left empty."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from responses.models import LONGEST_STEP_TEXT, CountedFrom, LadderContent, LadderStep

ROWS = 8
LONGEST_WAIT = 365
BEFORE, AFTER = "before", "after"
SIDES = [(BEFORE, "före"), (AFTER, "efter")]


@dataclass(frozen=True)
class LadderRow:
    """The fields of one step."""

    days: forms.BoundField
    side: forms.BoundField
    counted_from: forms.BoundField
    text: forms.BoundField


class LadderForm(forms.Form):
    """A whole ladder. What it is now is what one starts from."""

    reason = forms.CharField(
        label="Varför stegen ändras",
        max_length=300,
        error_messages={"required": "Ange varför stegen ändras."},
    )
    chair_after = forms.IntegerField(
        label="Brev till ordföranden förbereds, dagar efter svarsdatum",
        min_value=1,
        max_value=LONGEST_WAIT,
        required=False,
        help_text="Revisorerna skickar det, eller avstår. Tomt: inget brev förbereds.",
    )
    presidium_after = forms.IntegerField(
        label="Brev till fullmäktiges presidium förbereds, dagar efter svarsdatum",
        min_value=1,
        max_value=LONGEST_WAIT,
        required=False,
    )

    def __init__(self, *args: Any, content: LadderContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("chair_after", "presidium_after"):
            self.fields[name].initial = getattr(content, name)
        known = [*content.steps, *[None] * ROWS][: max(ROWS, len(content.steps))]
        self.how_many = len(known)
        for number, step in enumerate(known):
            self._add_row(number, step)

    def _add_row(self, number: int, step: LadderStep | None) -> None:
        named = f"steg {number + 1}"
        self.fields |= {
            f"days{number}": forms.IntegerField(
                label=f"Dagar, {named}",
                min_value=0,
                max_value=LONGEST_WAIT,
                required=False,
                initial=abs(step.days) if step else None,
            ),
            f"side{number}": forms.ChoiceField(
                label=f"Före eller efter, {named}",
                choices=SIDES,
                initial=AFTER if step and step.days < 0 else BEFORE,
            ),
            f"from{number}": forms.ChoiceField(
                label=f"Räknas från, {named}",
                choices=CountedFrom.choices,
                initial=step.counted_from if step else CountedFrom.DUE,
            ),
            f"text{number}": forms.CharField(
                label=f"Egna ord i mejlet, {named}",
                max_length=LONGEST_STEP_TEXT,
                required=False,
                initial=step.text if step else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        }

    @property
    def rows(self) -> Iterator[LadderRow]:
        for number in range(self.how_many):
            yield LadderRow(*(self[f"{name}{number}"] for name in ("days", "side", "from", "text")))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: set[tuple[str, int]] = set()
        for number in range(self.how_many):
            if cleaned.get(f"days{number}") is None:
                continue
            key = self._step(cleaned, number).key
            if key in seen:
                self.add_error(f"days{number}", "Samma steg står två gånger.")
            seen.add(key)
        if not seen and not self.errors:
            self.add_error("days0", "Ange minst ett steg.")
        return cleaned

    def _step(self, cleaned: dict[str, Any], number: int) -> LadderStep:
        days = cleaned[f"days{number}"]
        return LadderStep(
            counted_from=cleaned.get(f"from{number}", CountedFrom.DUE),
            days=-days if cleaned.get(f"side{number}") == AFTER else days,
            text=cleaned.get(f"text{number}", ""),
        )

    @property
    def content(self) -> LadderContent:
        entered = self.cleaned_data
        numbers = (n for n in range(self.how_many) if entered.get(f"days{n}") is not None)
        steps = tuple(self._step(entered, number) for number in numbers)
        return LadderContent(steps, entered["chair_after"], entered["presidium_after"])
