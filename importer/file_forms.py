"""Excel files that are read at once: their faults are told by the cell, in a table."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from common import swedish
from common.typed import UploadedFile
from importer.reader import Unreadable
from importer.register import CellFault, Parsed, parse
from importer.roster import MOST_LINES, Roster, RosterFault
from importer.roster import read as read_roster
from importer.roster_plan import Planner
from importer.workbook import MOST_BYTES, MOST_ROWS

FAULTS_SHOWN = 300


def shown_faults(faults: Sequence[CellFault | RosterFault]) -> dict[str, Any]:
    """What the table of them takes: so many that somebody mends them, and how many come after."""
    return {"faults": faults[:FAULTS_SHOWN], "more_faults": max(len(faults) - FAULTS_SHOWN, 0)}


class RegisterForm(forms.Form):
    """A register of earlier years. Faults in its cells are kept apart, for a table."""

    file = forms.FileField(
        label="Registret",
        allow_empty_file=True,
        help_text=f"En Excel-fil (.xlsx) i mallens form, högst {MOST_ROWS} rader.",
        error_messages={"required": "Välj en fil.", "invalid": "Välj en fil."},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.parsed = today, Parsed()

    def clean_file(self) -> tuple[str, bytes]:
        """Name and content, no more than shows that it is too large."""
        file: UploadedFile = self.cleaned_data["file"]
        name, data = file.name or "", file.read(MOST_BYTES + 1)
        try:
            self.parsed = parse(name, data, today=self.today)
        except Unreadable as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if faults := self.parsed.faults:
            cells = swedish.counted(len(faults), "cell", "celler", "en")
            raise forms.ValidationError(f"{cells.capitalize()} behöver rättas. Inget är inläst.")
        return name, data


class RosterForm(forms.Form):
    """People, bodies and meetings in a file. Faults in its cells are kept apart, for a table."""

    file = forms.FileField(
        label="Filen",
        allow_empty_file=True,
        help_text=f"Excel (.xlsx), högst {swedish.number(MOST_LINES)} rader på varje blad.",
        error_messages={"required": "Välj en fil.", "invalid": "Välj en fil."},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.faults: Sequence[RosterFault] = []

    def clean_file(self) -> Roster:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            roster = read_roster(file.name or "", file.read(MOST_BYTES + 1))
        except Unreadable as refusal:
            raise forms.ValidationError(str(refusal)) from None
        self.faults = Planner.of(roster).faults
        if self.faults:
            cells = swedish.counted(len(self.faults), "cell", "celler", "en")
            raise forms.ValidationError(f"{cells.capitalize()} behöver rättas. Inget är ändrat.")
        return roster
