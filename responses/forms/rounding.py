"""What a round of follow-up asks, of whom, and by when."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from accounts.http import Request
from accounts.models import Body
from common import dates
from common.days import DayField
from common.filters import ListFilter, WordsFilter
from common.forms import year_checks
from common.text import key_in
from recommendations.models import Addressee
from responses.models import Answer, AskedItem
from responses.services import RoundContent

LONGEST_ROUND_WISH = 2_000
UNITS_SHOWN = 200
WISHED = (
    "Ange läget för varje rekommendation: vad som är gjort, vad som återstår, ansvarig funktion och när det ska vara "
    "klart. Bifoga gärna det som visar att åtgärden är genomförd."
)


class AskableBodyFilter(filters.ModelChoiceFilter):
    """Those that have some of the recommendations to choose among."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Body]:
        units: QuerySet[Addressee] = cast(Any, self).parent.queryset
        return Body.objects.filter(Exists(units.filter(body=OuterRef("pk"))))


class UnitFilter(ListFilter):
    """Which open recommendations are shown to choose among."""

    sok = WordsFilter(
        "recommendation__text", "recommendation__audit__title", label="Sök på text eller granskning"
    )
    organ = AskableBodyFilter(label="Nämnd", field_name="body", empty_label="Alla")
    ar = filters.NumberFilter(label="Revisionsår", field_name="recommendation__audit__audit_year")
    besvarad = filters.BooleanFilter(
        label="Besvarad för mer än ett år sedan",
        method="long_answered",
        widget=forms.CheckboxInput,
    )

    class Meta:
        model = Addressee
        fields: tuple[str, ...] = ()

    def long_answered(
        self, units: QuerySet[Addressee], name: str, chosen: bool
    ) -> QuerySet[Addressee]:
        if not chosen:
            return units
        today = dates.today()
        answered = AskedItem.objects.filter(
            addressee=OuterRef("pk"),
            request__answers__in=Answer.objects.in_force(),
            request__answers__arrived_on__lt=a_year_before(today),
        )
        return units.filter(Exists(answered))


def a_year_before(day: date) -> date:
    last_of_february = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if last_of_february else day.day)


@dataclass(frozen=True)
class WholeChoice:
    """All that another list shows: its addressees, and its choices in words."""

    addressees: QuerySet[Any]
    words: str


@dataclass(frozen=True)
class UnitsOffered:
    """The open recommendations that a page lists to tick, or those that another list has sent along."""

    filter: UnitFilter
    units: list[Addressee]
    is_cut: bool
    ticked: set[int]
    whole: WholeChoice | None

    @property
    def is_sent(self) -> bool:
        return bool(self.ticked) or self.whole is not None


def units_offered(
    open_ones: QuerySet[Addressee],
    request: Request,
    *,
    most: int,
    whole: WholeChoice | None = None,
) -> UnitsOffered:
    chosen = UnitFilter(open_ones, request.GET, request)
    data = request.POST if request.method == "POST" else request.GET
    ticked = set(filter(None, map(key_in, data.getlist("unit"))))
    if ticked:
        shown = open_ones.filter(pk__in=ticked)
    else:
        shown = open_ones.filter(pk__in=whole.addressees) if whole else chosen.qs
    ordered = shown.select_related("recommendation__audit", "body").order_by(
        "body__position", "body__name", "-recommendation__audit__audit_year", "number", "pk"
    )
    is_sent = bool(ticked) or whole is not None
    shown_most = most if is_sent else UNITS_SHOWN
    units = list(ordered[: shown_most + 1])
    is_cut = not is_sent and len(units) > shown_most
    return UnitsOffered(chosen, units[:shown_most], is_cut, ticked, whole)


class RoundForm(forms.Form):
    """The question, and the recommendations that it is about."""

    unit = forms.ModelMultipleChoiceField(
        Addressee.objects.none(),
        label="Rekommendationer",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Välj minst en rekommendation.",
            "invalid_choice": "Något av det valda går inte att fråga om. Läs igenom listan igen.",
        },
    )
    name = forms.CharField(
        label="Rundans namn",
        max_length=120,
        help_text="Till exempel Uppföljning hösten 2024.",
        error_messages={"required": "Ge rundan ett namn."},
    )
    due_on = DayField(label="Läge önskas senast", validators=year_checks())
    wish = forms.CharField(
        label="Vad revisorerna vill veta",
        max_length=LONGEST_ROUND_WISH,
        required=False,
        initial=WISHED,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, units: QuerySet[Addressee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["unit"]).queryset = units

    @property
    def chosen(self) -> list[int]:
        return [unit.pk for unit in self.cleaned_data["unit"]]

    @property
    def content(self) -> RoundContent:
        entered = self.cleaned_data
        return RoundContent(entered["name"], entered["due_on"], entered["wish"])
