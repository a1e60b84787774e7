from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from audit.models import Audit
from common.days import DayField
from common.text import folded
from common.typed import ModelForm
from reports.history import HistoryEntry
from reports.models import SavedView
from reports.register.filters import RegisterFilter

EARLIEST = date(1950, 1, 1)


class PastDay(DayField):
    """A day up to today, that the register can be told as of."""

    def __init__(self, *, today: date, initial: date | None = None, help_text: str = "") -> None:
        super().__init__(
            label="Läge per",
            error_messages={
                "required": "Ange läge per.",
            },
            initial=initial,
            help_text=help_text,
        )
        self.today = today

    def clean(self, value: object) -> date | None:
        day: date | None = super().clean(value)
        if day is None:
            return None
        if day > self.today:
            raise forms.ValidationError("Läge per kan inte ligga i framtiden.")
        if day < EARLIEST:
            raise forms.ValidationError("Läge per är för länge sedan.")
        return day


class DayForm(forms.Form):
    """Which day. What is wrong or left out falls back on today."""

    wanted: tuple[str, ...] = ("per", "kant")

    def __init__(self, data: QueryDict, *, today: date) -> None:
        wanted = {name: data.get(name, "") for name in self.wanted}
        super().__init__(wanted | {"per": wanted["per"] or today.isoformat()})
        self.today = today
        self.fields["per"] = PastDay(today=today)
        self.fields["kant"] = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def as_known(self) -> bool:
        """A past day as it was known then, without what has been entered since."""
        self.is_valid()
        return bool(self.cleaned_data.get("kant")) and self.day < self.today

    @property
    def day(self) -> date:
        self.is_valid()
        return self.cleaned_data.get("per") or self.today


class OverviewForm(DayForm):
    """And which revisionsår, and since when; all of them and the last meeting, when it is wrong or left out."""

    wanted = ("per", "ar", "sedan", "kant")

    def __init__(self, data: QueryDict, *, today: date, years: list[int]) -> None:
        super().__init__(data, today=today)
        span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
        self.fields["ar"] = forms.TypedChoiceField(
            label="Revisionsår",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", f"Alla, {span}" if span else "Alla"), *((y, str(y)) for y in years)],
            error_messages={"invalid_choice": "Välj ett revisionsår i listan."},
        )
        self.fields["sedan"] = DayField(label="Nytt sedan", required=False)

    def clean_sedan(self) -> date | None:
        """Anything from the first year that can be told until the day before the one that is shown."""
        since: date | None = self.cleaned_data.get("sedan")
        if since and not EARLIEST <= since < (self.cleaned_data.get("per") or self.today):
            raise forms.ValidationError("Välj en dag före den som läget gäller.")
        return since

    @property
    def since(self) -> date | None:
        self.is_valid()
        return self.cleaned_data.get("sedan")

    @property
    def year(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("ar")


class SavedViewForm(ModelForm):
    """What is shown, under a name. What revisorerna decide is shared; others keep theirs for themselves."""

    class Meta:
        model = SavedView
        fields = ("name", "query", "is_shared")
        widgets: ClassVar[dict[str, type[forms.Widget]]] = {"query": forms.HiddenInput}

    def __init__(self, data: QueryDict | None = None, *, may_share: bool, query: str = "") -> None:
        super().__init__(data, initial={"query": query})
        if not may_share:
            del self.fields["is_shared"]

    def clean_query(self) -> str:
        """Only what the register asks for, and never a page of it."""
        query = QueryDict(self.cleaned_data["query"])
        choices = QueryDict(mutable=True)
        for name in (*RegisterFilter.base_filters, "ordning"):
            if value := query.get(name):
                choices[name] = value
        return choices.urlencode()


class HistoryForm(forms.Form):
    """Whose entries, and between which days. What is wrong is said, and chooses nothing away."""

    fran = DayField(label="Från och med", required=False)
    till = DayField(label="Till och med", required=False)
    ord = forms.CharField(
        label="Gäller", required=False, max_length=60, help_text="Till exempel fråga 2."
    )

    def __init__(self, data: QueryDict, *, people: list[str]) -> None:
        super().__init__(data)
        everybody = [("", "Alla"), *((name, name) for name in people)]
        self.fields["av"] = forms.ChoiceField(label="Person", required=False, choices=everybody)
        self.order_fields(["av"])
        self.full_clean()

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("fran"), cleaned.get("till")
        if first and last and last < first:
            self.add_error("till", "Slutdagen ligger före startdagen.")
        return cleaned

    def chosen(self, entries: list[HistoryEntry]) -> list[HistoryEntry]:
        cleaned = self.cleaned_data
        person, first, last = cleaned.get("av"), cleaned.get("fran"), cleaned.get("till")
        words = folded(cleaned.get("ord") or "")
        return [
            entry
            for entry in entries
            if (not person or entry.who == person)
            and (not first or entry.day >= first)
            and (not last or entry.day <= last)
            and words in folded(entry.what)
        ]

    def as_query(self) -> str:
        """What was chosen, for the links to other pages."""
        chosen = {name: self.data.get(name, "") for name in self.fields}
        return urlencode({name: value for name, value in chosen.items() if value})


class ReportForm(forms.Form):
    """A follow-up report as of a day on which the audit had been handed over."""

    def __init__(
        self, data: QueryDict | None, *, audit: Audit, today: date, initial: dict[str, str] | None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["per"] = PastDay(
            today=today,
            initial=today,
            help_text="Rapporten visar det som var känt och beslutat till och med den dagen.",
        )
        if audit.is_entered_afterwards:
            self.fields["per"].help_text = "Rapporten visar läget den dagen."
            self.fields["kant"] = forms.BooleanField(
                label="Så som det var känt den dagen",
                required=False,
                help_text="Utan det som har skrivits in här senare.",
            )
