from datetime import date
from typing import ClassVar, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from audit.forms.meetings import SittingField
from audit.models import Audit
from common import swedish
from common.days import DayField
from common.text import folded
from common.typed import ModelForm
from reports.history import HistoryEntry
from reports.models import SavedView
from reports.register.day import EARLIEST, DayForm, PastDay
from reports.register.filters import choices_in


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
        return choices_in(QueryDict(self.cleaned_data["query"]))


class HistoryForm(forms.Form):
    """Whose entries, and between which days. What is wrong is said, and chooses nothing away."""

    fran = DayField(label="Från och med", required=False)
    till = DayField(label="Till och med", required=False)
    ord = forms.CharField(
        label="Gäller", required=False, max_length=60, help_text="Till exempel fråga 2."
    )

    def __init__(self, data: QueryDict, *, people: list[str]) -> None:
        super().__init__(data)
        choices = [("", "Alla"), *((name, name) for name in people)]
        self.fields["av"] = forms.ChoiceField(label="Person", required=False, choices=choices)
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


class CompilationForm(forms.Form):
    """A paper of a choice out of the register: as of which day, what revisorerna say themselves, and where decided."""

    text = forms.CharField(
        label="Revisorernas egen text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "serif"}),
        help_text="Står ordagrant först i papperet.",
    )
    sitting = SittingField()
    paragraph = forms.CharField(
        label="Paragraf", max_length=40, required=False, help_text="Till exempel § 12."
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        today: date,
        initial: dict[str, str],
        first: date = EARLIEST,
    ) -> None:
        super().__init__(data, initial=initial)
        self.first = first
        self.fields["per"] = PastDay(
            today=today,
            initial=today,
            help_text="Papperet visar det som var känt och beslutat till och med den dagen.",
        )
        sitting = cast("SittingField", self.fields["sitting"])
        sitting.offer_held(on=today)
        sitting.label = "Beslutad vid"
        sitting.empty_label = "Inte beslutad än"
        sitting.help_text = "Vilket av revisorernas sammanträden som har beslutat papperet."
        self.order_fields(["per"])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        on = cleaned.get("per")
        if on and on < self.first:
            self.add_error("per", f"Välj en dag från {swedish.long_date(self.first)}.")
        if cleaned.get("paragraph") and not cleaned.get("sitting"):
            self.add_error("sitting", "Välj det sammanträde som paragrafen hör till.")
        return cleaned


class PackForm(forms.Form):
    """Before which meeting with presidium, as of which day, since when, and what revisorerna ask."""

    mote = DayField(label="Mötet med presidiet", error_messages={"required": "Ange mötets dag."})
    sedan = DayField(
        label="Nytt sedan",
        help_text="Förslaget är dagen som det förra underlaget gällde, annars ert senaste sammanträde.",
        error_messages={"required": "Ange sedan vilken dag."},
    )
    text = forms.CharField(
        label="Frågor från revisorerna",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "serif"}),
        help_text="Står ordagrant i underlaget.",
    )

    def __init__(self, data: QueryDict | None, *, today: date, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        self.fields["per"] = PastDay(
            today=today, initial=today, help_text="Underlaget visar läget den dagen."
        )
        self.order_fields(["mote", "per", "sedan", "text"])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        meets_on, on, since = cleaned.get("mote"), cleaned.get("per"), cleaned.get("sedan")
        if meets_on and on and meets_on < on:
            self.add_error("mote", "Mötet ligger före den dag som läget gäller.")
        if on and since and not EARLIEST <= since < on:
            self.add_error("sedan", "Välj en dag före den som läget gäller.")
        return cleaned


class ChooseYearForm(forms.Form):
    """Which year. The latest when it is wrong or left out."""

    def __init__(self, data: QueryDict, *, label: str, years: list[int]) -> None:
        super().__init__({"ar": data.get("ar") or (years[0] if years else "")})
        self.fields["ar"] = forms.TypedChoiceField(
            label=label,
            coerce=int,
            choices=[(year, str(year)) for year in years],
            error_messages={"invalid_choice": "Välj ett år i listan."},
        )
        self.years = years

    @property
    def year(self) -> int | None:
        """None when there is no year to choose."""
        if self.is_valid():
            chosen: int = self.cleaned_data["ar"]
            return chosen
        return self.years[0] if self.years else None


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
