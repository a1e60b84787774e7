"""What a body plans, as rows under one answer.

A row may be about a measure that was stated before: then it keeps, changes or lets it lapse, and leaving it out says
nothing.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import get_default_renderer
from django.http import QueryDict

from common.days import DayField, shown
from common.forms import year_checks
from common.typed import FormSet
from recommendations.models import Measure
from responses.models import AnswerItem, PlannedMeasure

MOST_MEASURES = 40
NAME, LABEL = "measures", "Åtgärder som nämnden planerar"


def plain(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


class MeasureForm(forms.Form):
    """One row of what the body plans. A row without words is no row, or says that the measure stands as before."""

    what = forms.CharField(max_length=500, required=False)
    responsible = forms.CharField(max_length=120, required=False)
    due_on = DayField(required=False, validators=year_checks())
    # The one stated before that the row is about.
    measure = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def is_stated(self) -> bool:
        return bool(self["measure"].value())


class SameForAllForm(forms.Form):
    """Who is responsible, and by when, for every measure of the draft at once."""

    responsible = forms.CharField(label="Ansvarig funktion", max_length=120, required=False)
    due_on = DayField(label="Klart senast", required=False, validators=year_checks())

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="alla")
        # How many measures were filled in.
        self.rows = 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError("Ange ansvarig funktion eller datum för alla åtgärder.")
        return cleaned

    def filled_in(self, data: QueryDict, prefixes: Iterable[str]) -> QueryDict:
        """What was sent, with the same in every measure that goes on. Nothing is saved by it."""
        filled = data.copy()
        for prefix in prefixes:
            table = MeasureFormSet(data, prefix=prefix)
            rows = table.forms if table.management_form.is_valid() else []
            for row in rows:
                if row["what"].value() and not row["DELETE"].value():
                    self._fill(row, filled)
        if not self.rows:
            self.add_error(None, "Utkastet har inga åtgärder att fylla i.")
        return filled

    def _fill(self, row: forms.Form, filled: QueryDict) -> None:
        self.rows += 1
        for name in ("responsible", "due_on"):
            if self.cleaned_data[name]:
                filled[row.add_prefix(name)] = self.data[self.add_prefix(name)]


TYPED = ("what", "responsible", "due_on")
KEY = len(TYPED)  # where a row says which measure it is about
LAPSES = "utgår"


class MeasureFormSet(FormSet):
    """The rows of one answer: those saved and an empty one. What was stated before lapses; a new row is taken out."""

    form = MeasureForm
    renderer = get_default_renderer()
    extra, can_delete, can_delete_extra, can_order = 1, True, True, False
    min_num, validate_min = 0, False
    max_num, validate_max, absolute_max = MOST_MEASURES, True, MOST_MEASURES + 10
    edit_only = False
    default_error_messages = FormSet.default_error_messages | {
        "too_many_forms": f"Ett svar kan ha högst {MOST_MEASURES} åtgärder."
    }

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        number = "__number__" if index is None else index + 1
        for name, label in (
            ("what", "Vad"),
            ("responsible", "Ansvarig funktion"),
            ("due_on", "Klart senast"),
        ):
            form.fields[name].label = f"{label}, åtgärd {number}"
        removal = form.fields["DELETE"]
        removal.label = f"Ta bort åtgärd {number}"
        removal.initial = bool(form.initial.get("lapses"))
        if not form["measure"].value():
            removal.widget.attrs["data-remove-row"] = ""

    @property
    def left(self) -> int:
        """How many more there is room for."""
        return max(self.max_num - len(self.typed()), 0)

    def typed(self) -> list[list[str]]:
        """The rows that say something, as typed, and those that lapse."""
        if not self.is_bound:
            return [row_of(form.initial) for form in self.initial_forms]
        rows = [
            row_of(
                {name: form[name].value() for name in MeasureForm.base_fields}
                | {"lapses": _lapses(form)}
            )
            for form in self.forms
            if form["measure"].value() or not form["DELETE"].value()
        ]
        return [row for row in rows if any(row)]

    def rows(self) -> list[dict[str, Any]]:
        """The rows that say something, of a valid formset."""
        filled = [
            form.cleaned_data | {"lapses": _lapses(form)}
            for form in self.forms
            if form["measure"].value() or not form["DELETE"].value()
        ]
        return [row for row in filled if row["lapses"] or any(row.get(n) for n in TYPED)]


def _lapses(form: forms.Form) -> bool:
    return bool(form["DELETE"].value() and form["measure"].value())


def row_of(measure: Mapping[str, Any]) -> list[str]:
    lapses = [LAPSES] if measure.get("lapses") else [""]
    return [plain(measure.get(name)) for name in MeasureForm.base_fields] + lapses


def keep(item: AnswerItem, rows: Iterable[dict[str, Any]]) -> None:
    """What was stated before stays in the draft: kept, changed or said to lapse, never left out."""
    measures = {m.pk: m for m in item.asked.addressee.measures.filter(replaced_at=None)}
    PlannedMeasure.objects.filter(item=item).delete()
    for row in rows:
        measure = measures.pop(row.get("measure") or 0, None)
        if measure and (row["lapses"] or not row["what"]):
            _plan_as_stated(item, measure, lapses=row["lapses"])
        elif not row["lapses"]:
            typed = {name: row[name] for name in TYPED}
            PlannedMeasure.objects.create(item=item, measure=measure, **typed)
    for measure in measures.values():
        _plan_as_stated(item, measure)


def _plan_as_stated(item: AnswerItem, measure: Measure, *, lapses: bool = False) -> None:
    typed = {name: getattr(measure, name) for name in TYPED}
    PlannedMeasure.objects.create(item=item, measure=measure, lapses=lapses, **typed)


def joined(typed: MeasureFormSet, saved: list[list[str]]) -> MeasureFormSet:
    """Those saved, and of mine the ones that are about nothing already there."""
    about = {row[KEY] for row in saved if row[KEY]}
    added = [row for row in typed.typed() if row not in saved and row[KEY] not in about]
    return MeasureFormSet(as_sent(str(typed.prefix), saved + added), prefix=typed.prefix)


def as_sent(prefix: str, rows: list[list[str]]) -> dict[str, str]:
    """The rows as a browser would send them."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    for index, row in enumerate(rows):
        for name, value in zip(MeasureForm.base_fields, row, strict=False):
            data[f"{prefix}-{index}-{name}"] = value
        if row[-1]:
            data[f"{prefix}-{index}-DELETE"] = "on"
    return data


def initial(planned: PlannedMeasure) -> dict[str, Any]:
    typed = {name: getattr(planned, name) for name in TYPED}
    return typed | {"measure": planned.measure_id, "lapses": planned.lapses}


def lines(rows: Iterable[list[str]]) -> str:
    """As a person reads them: without the key of the measure that a row is about."""
    readable = ([*map(worded, row[: len(TYPED)]), row[-1]] for row in rows)
    return "\n".join(" – ".join(filter(None, row)) for row in readable)


def worded(text: str) -> str:
    """A day that was understood, as a Swedish date."""
    with suppress(ValueError):
        return shown(date.fromisoformat(text))
    return text
