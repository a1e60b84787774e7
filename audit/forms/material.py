"""Forms of an audit's material: rows in tables, and the grid of a stickprov."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from audit.grid import MOST_CASES, MOST_QUESTIONS, Cell, Grid, written_notes
from audit.models import Audit, Criterion, MinutesReview, Observation, Sample, Source
from common.forms import OwnRows, VersionedForm
from common.personal import suspicion
from common.typed import ModelForm

MOST_ROWS = 200


class MaterialForm(VersionedForm):
    """The version that the tables were read at."""

    class Meta:
        model = Audit
        fields: list[str] = []


def _rows(model: Any, fields: list[str], lines: Mapping[str, int] | None = None) -> Any:
    areas: Any = {
        name: forms.Textarea(attrs={"rows": rows}) for name, rows in (lines or {}).items()
    }
    return forms.modelformset_factory(
        model,
        fields=fields,
        formset=OwnRows,
        widgets=areas,
        extra=1,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 20,
        validate_max=True,
    )


CriteriaRows = _rows(Criterion, ["citation", "text", "note"], {"text": 2})
ObservationRows = _rows(Observation, ["chapter", "text"], {"text": 5})
MinutesRows = _rows(MinutesReview, ["met_on", "body", "kind", "description"], {"description": 2})
SourceRows = _rows(Source, ["kind", "text", "dated"])


def material_tables(audit: Audit, data: Any) -> dict[str, Any]:
    """The four tables, bound when something was sent."""
    tables = {
        "criteria": (CriteriaRows, audit.criteria.all()),
        "observations": (ObservationRows, audit.observations.all()),
        "minutes": (MinutesRows, audit.minutes_reviewed.all()),
        "sources": (SourceRows, audit.sources.all()),
    }
    return {name: kind(data, prefix=name, queryset=rows) for name, (kind, rows) in tables.items()}


def save_tables(audit: Audit, tables: Mapping[str, Any]) -> None:
    """Rows in the order of the page; those ticked are taken out."""
    for table in tables.values():
        save_rows(audit, table, table.forms)


def save_rows(audit: Audit, table: Any, ordered: Iterable[Any]) -> None:
    """The rows of one table in the order given; those ticked are taken out."""
    table.save(commit=False)
    for row in table.deleted_objects:
        row.delete()
    remaining = [
        form
        for form in ordered
        if form not in table.deleted_forms and (form.instance.pk or form.has_changed())
    ]
    for position, form in enumerate(remaining, start=1):
        if set(form.changed_data) - {"ORDER"} or form.instance.position != position:
            form.instance.audit, form.instance.position = audit, position
            form.instance.save()


class CheckedMixin(forms.Form):
    """A tick that is asked for only when something looks like a name or a number of a person or a case."""

    checked = forms.BooleanField(
        label="Jag har kontrollerat att inget pekar ut en enskild", required=False
    )
    suspected: list[str]

    def require_checked(self, texts: list[str]) -> None:
        suspicions = ((text, suspicion(text)) for text in texts)
        self.suspected = [
            f"”{text[:80]}” ser ut som {suspected}" for text, suspected in suspicions if suspected
        ]
        if self.suspected and not self.cleaned_data.get("checked"):
            shown = "; ".join(self.suspected[:5])
            self.add_error(
                "checked", f"{shown}. Ta bort det, eller kryssa för att du har kontrollerat."
            )


class NewSampleForm(CheckedMixin, ModelForm):
    """A table out of Word or Excel becomes the grid."""

    table = forms.CharField(
        label="Tabell",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "code", "wrap": "off"}),
        help_text="Klistra in från Word eller Excel: ärendena i första raden, frågorna i första kolumnen. "
        "En not skrivs sist i rutan, till exempel Delvis [10].",
    )
    notes = forms.CharField(
        label="Noter",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="En not per rad, med sitt nummer först.",
    )

    class Meta:
        model = Sample
        fields = ["title", "selection"]
        widgets = {"selection": forms.Textarea(attrs={"rows": 2})}

    field_order = ["title", "selection", "table", "notes", "checked"]

    def clean_table(self) -> Grid:
        try:
            return Grid.pasted(self.cleaned_data["table"])
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean_notes(self) -> dict[int, str]:
        return _noted(self.cleaned_data["notes"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if grid := cleaned.get("table"):
            grid = Grid(grid.cases, grid.rows, cleaned.get("notes") or {})
            cleaned["grid"] = grid
            self.require_checked(grid.texts())
        return cleaned


def _noted(text: str) -> dict[int, str]:
    try:
        return written_notes(text)
    except ValueError as problem:
        raise forms.ValidationError(str(problem)) from problem


class SampleForm(CheckedMixin, VersionedForm):
    """The grid, one control per cell: q3 is a question, a2 a case and c3-2 their cell."""

    notes = forms.CharField(
        label="Noter",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="En not per rad, med sitt nummer först. I rutan skrivs noten sist: Delvis [10].",
    )

    class Meta:
        model = Sample
        fields = ["title", "selection"]
        widgets = {"selection": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data: Any = None, *, instance: Sample) -> None:
        self.saved_grid = instance.grid
        lines = [f"{number}. {text}" for number, text in self.saved_grid.notes.items()]
        super().__init__(data, instance=instance, initial={"notes": "\n".join(lines)})
        self.width = min(len(self.saved_grid.cases) + 1, MOST_CASES)
        self.height = min(len(self.saved_grid.rows) + 1, MOST_QUESTIONS)
        self.shown = self._sent() if self.is_bound else self.saved_grid

    def _sent(self) -> Grid:
        """What the controls say; empty questions and cases fall away."""

        def typed(name: str) -> str:
            return str(self.data.get(name, "")).strip()

        used = [
            column
            for column in range(self.width)
            if typed(f"a{column}") or any(typed(f"c{row}-{column}") for row in range(self.height))
        ]
        cases = [typed(f"a{column}")[:60] or f"Ärende {column + 1}" for column in used]
        rows = [
            (typed(f"q{row}"), [Cell.written(typed(f"c{row}-{column}")) for column in used])
            for row in range(self.height)
            if typed(f"q{row}") or any(typed(f"c{row}-{column}") for column in used)
        ]
        return Grid.of(cases, rows, {})

    def clean_notes(self) -> dict[int, str]:
        return _noted(self.cleaned_data["notes"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if any(not row.text for row in self.shown.rows):
            raise forms.ValidationError("En rad saknar kontrollfråga.")
        grid = Grid(self.shown.cases, self.shown.rows, cleaned.get("notes") or {})
        if grid.lonely_notes:
            numbers = ", ".join(map(str, grid.lonely_notes))
            self.add_error("notes", f"Not {numbers} står i en ruta men har ingen text.")
        self.require_checked(grid.texts())
        cleaned["grid"] = grid
        return cleaned

    def table(self) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
        """Per row: control, question, and (control, text, label) of its cells; an empty row and column last."""
        grid, table = self.shown, []
        for row in range(self.height):
            question = grid.rows[row] if row < len(grid.rows) else None
            cells = [
                (f"c{row}-{column}", self._cell(row, column), f"Rad {row + 1}, {label}")
                for column, (_, label) in enumerate(self.heads())
            ]
            table.append((f"q{row}", question.text if question else "", cells))
        return table

    def heads(self) -> list[tuple[str, str]]:
        labels = [*self.shown.cases, *[""] * self.width][: self.width]
        return [(f"a{column}", label) for column, label in enumerate(labels)]

    def _cell(self, row: int, column: int) -> str:
        grid = self.shown
        inside = row < len(grid.rows) and column < len(grid.cases)
        return grid.rows[row].cells[column].as_written if inside else ""

    def theirs(self) -> list[tuple[str, str, str, str]]:
        """Cells where what I sent differs from what is saved: question, case, mine, theirs."""
        typed, saved = self.shown, self.saved_grid
        return [
            (row.text, saved.cases[at], _at(typed, number, at), cell.as_written)
            for number, row in enumerate(saved.rows)
            for at, cell in enumerate(row.cells)
            if _at(typed, number, at) != cell.as_written
        ]


def _at(grid: Grid, row: int, column: int) -> str:
    inside = row < len(grid.rows) and column < len(grid.cases)
    return grid.rows[row].cells[column].as_written if inside else ""
