"""What the register shows, out of its address: every figure of the product opens it with the filter that it counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

import django_filters as filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from accounts.descriptions import describe
from accounts.models import Body, BodyKind, User
from audit.models import Audit, AuditMember, MemberPart
from common import swedish
from common.days import DayField
from common.filters import LONGEST_SEARCH, ListFilter
from recommendations.models import Addressee, Repetition
from recommendations.values import CLOSING, CountPart, StatedState
from reports.overview import rules
from reports.overview.news import ARRIVED_LATE
from reports.overview.trend import AGES, done_at_age, is_followed
from reports.register.search import containing
from responses.models import AnswerItem, Occasion, Stance, UnitState
from responses.models.items import AnswerState
from responses.models.states import (
    CLAIMED_AND_UNJUDGED,
    UnitStateQuerySet,
    past_the_bodys_day,
)

OPEN = "oppna"
# Beside the stances: what stands where there is no answer, and when it came.
AWAITED, IN_TIME = "vantas", "i-tid"
OVERDUE, UNJUDGED_CLAIM, LONG_UNJUDGED = "passerat", "obedomt", "obedomt-lange"
THIRD_TIME = "3"

# By the name in the address: the words, and the columns that are never empty.
ORDERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": ("Nästa steg, mest brådskande först", ("step", "step_on", "pk")),
    "aldst": ("Äldst först", ("put_on", "pk")),
    "nyast": ("Nyast först", ("-put_on", "-pk")),
    "organ": ("Nämnd, sedan nästa steg", ("place", "step", "step_on", "pk")),
    "ar": ("Revisionsår, senaste först", ("-audit_year", "step", "step_on", "pk")),
}


def _each(
    rows: QuerySet[Audit] | QuerySet[AuditMember], column: str
) -> list[tuple[object, object]]:
    """Every value of a column once, in order."""
    values = rows.order_by(column).values_list(column.lstrip("-"), flat=True).distinct()
    return [(value, value) for value in values]


@dataclass(frozen=True)
class Chosen:
    """One filter that leaves something out, and the address without it."""

    label: str
    value: str
    without: str


def choices_in(data: QueryDict) -> str:
    """Of an address only what the register asks for: never a page of it, and never a day."""
    choices = QueryDict(mutable=True)
    for name in (*RegisterFilter.base_filters, "ordning"):
        if value := data.get(name):
            choices[name] = value
    return choices.urlencode()


class SinceFilter(filters.Filter):
    """After a day, chosen by a link alone."""

    field_class = DayField

    def __init__(self, *, label: str, method: str) -> None:
        super().__init__(label=label, method=method, widget=forms.HiddenInput)


class RegisterFilter(ListFilter):
    """Of the states of one day."""

    sok = filters.CharFilter(
        label="Sök i rekommendationer, svar och åtgärder",
        method="search",
        max_length=LONGEST_SEARCH,
    )
    organ = filters.ModelChoiceFilter(
        label="Nämnd eller bolag", method="held_by", empty_label="Alla"
    )
    ar = filters.ChoiceFilter(label="Revisionsår", field_name="audit_year", empty_label="Alla")
    bedomning = filters.ChoiceFilter(
        label="Revisorernas bedömning",
        method="in_part",
        empty_label="Alla",
        choices=[
            (OPEN, "Öppna"),
            *((part.value, part.label) for part in CountPart if part != CountPart.REPLACED),
        ],
    )
    svar = filters.ChoiceFilter(
        label="Svar",
        method="answered_with",
        empty_label="Alla",
        choices=[
            (AWAITED, "Väntas"),
            (IN_TIME, "Väntas, svarsdatum har inte passerat"),
            (AnswerState.LATE.value, AnswerState.LATE.label),
            (Occasion.SUPPLEMENT.value, "Komplettering väntas"),
            (Occasion.STATUS.value, "Lägesrapport väntas"),
            (ARRIVED_LATE, "Kom efter svarsdatum"),
            *Stance.choices,
        ],
    )
    uppger = filters.ChoiceFilter(
        label="Nämnden uppger",
        method="stated",
        empty_label="Alla",
        choices=[
            *StatedState.choices,
            (UNJUDGED_CLAIM, "Genomförd, inte bedömd sedan dess"),
            (LONG_UNJUDGED, f"Genomförd, inte bedömd på {rules.LONG_DAYS} dagar"),
            (OVERDUE, "Nämndens datum har passerat"),
        ],
    )
    aldre = filters.ChoiceFilter(
        label="Äldre än",
        method="older_than",
        empty_label="Spelar ingen roll",
        choices=[("1", "Ett år"), ("2", "Två år"), ("3", "Tre år")],
    )
    slag = filters.ChoiceFilter(
        label="Slag av organ",
        method="of_kind",
        empty_label="Alla",
        choices=[("namnder", "Nämnder"), ("bolag", "Bolag")],
    )
    upprepar = filters.ChoiceFilter(
        label="Upprepar en tidigare",
        method="repeating",
        empty_label="Spelar ingen roll",
        choices=[("ja", "Ja"), (THIRD_TIME, "För tredje gången eller fler")],
    )
    kontakt = filters.ChoiceFilter(label="Kontaktrevisor", method="contact", empty_label="Alla")
    # Chosen by a link alone: a municipality has hundreds of them.
    granskning = filters.ModelChoiceFilter(
        label="Granskning", field_name="audit", widget=forms.HiddenInput
    )
    # Likewise: what is counted in the table of revisionsår, and what has come since a day.
    utveckling = filters.ChoiceFilter(
        label="I utvecklingen över år",
        method="in_trend",
        widget=forms.HiddenInput,
        choices=[
            ("alla", "Räknas med"),
            *((str(age), f"Åtgärdad {age} månader efter överlämnandet") for age in AGES),
        ],
    )
    atgardad = SinceFilter(label="Bedömd som åtgärdad efter", method="done_since")
    svarat = SinceFilter(label="Svaret kom efter", method="answered_since")
    forsenad = SinceFilter(label="Försenad efter", method="late_since")
    anstand = SinceFilter(label="Fick anstånd efter", method="extended_since")
    stalld = SinceFilter(label="Överlämnad efter", method="put_since")
    ersatta = filters.ChoiceFilter(
        label="Ersatta av en senare",
        method="replaced_too",
        empty_label="Räknas inte med",
        choices=[("med", "Visas också"), ("bara", "Visas ensamma")],
    )

    class Meta:
        model = UnitState
        fields: tuple[str, ...] = ()

    def __init__(
        self, states: UnitStateQuerySet, data: QueryDict, *, user: User, on: date, as_known: bool
    ) -> None:
        super().__init__(states.annotate(place=F("body__position")), data)
        self.user, self.on, self.as_known, self.asked = user, on, as_known, data
        audits = Audit.objects.visible_to(user).filter(handed_over_at__isnull=False)
        cast("filters.ModelChoiceFilter", self.filters["organ"]).queryset = self.holders()
        cast("filters.ModelChoiceFilter", self.filters["granskning"]).queryset = audits
        # Asked for where they are chosen among: neither by a page of one recommendation nor where nothing is chosen.
        self.filters["ar"].extra["choices"] = lambda: _each(audits, "-audit_year")
        contacts = AuditMember.objects.filter(
            Exists(audits.filter(pk=OuterRef("audit"))), part=MemberPart.CONTACT
        )
        self.filters["kontakt"].extra["choices"] = lambda: _each(contacts, "name")

    def filter_queryset(self, queryset: QuerySet[UnitState]) -> UnitStateQuerySet:
        """What has been ersatt is shown when it is asked for."""
        states = cast("UnitStateQuerySet", super().filter_queryset(queryset))
        if self.form.cleaned_data.get("ersatta"):
            return states
        return states.exclude(part=CountPart.REPLACED)

    def search(self, states: UnitStateQuerySet, name: str, text: str) -> UnitStateQuerySet:
        return containing(states, text, user=self.user, on=self.on)

    def holders(self) -> QuerySet[Body]:
        states = cast("UnitStateQuerySet", self.queryset)
        return Body.objects.filter(Exists(states.filter(Q(**{"holder": OuterRef("pk")}))))

    def held_by(self, states: UnitStateQuerySet, name: str, body: Body) -> UnitStateQuerySet:
        return states.filter(Q(**{"holder": body.pk}))

    def in_part(self, states: UnitStateQuerySet, name: str, value: str) -> UnitStateQuerySet:
        if value == OPEN:
            return states.exclude(part__in=CLOSING)
        return states.filter(part=value)

    def answered_with(self, states: UnitStateQuerySet, name: str, value: str) -> UnitStateQuerySet:
        if value == AnswerState.LATE:
            return states.filter(late_from__lte=self.on)
        if value == AWAITED:
            return states.exclude(awaited="")
        if value == IN_TIME:
            return states.filter(rules.is_awaited_in_time(on=self.on))
        if value == ARRIVED_LATE:
            return states.filter(came_late=True)
        if value in Occasion:
            return states.filter(awaited=value)
        latest = AnswerItem.objects.latest_for(
            OuterRef("asked__addressee"), on=self.on, as_known=self.as_known
        )
        latest_items = AnswerItem.objects.filter(
            asked__addressee=OuterRef("addressee"), pk=latest.values("pk")[:1]
        )
        return states.filter(Exists(latest_items.standing_as(Stance(value))))

    def stated(self, states: UnitStateQuerySet, name: str, value: str) -> UnitStateQuerySet:
        if value == UNJUDGED_CLAIM:
            return states.filter(CLAIMED_AND_UNJUDGED)
        if value == LONG_UNJUDGED:
            return states.filter(rules.is_long_unjudged(on=self.on))
        if value == OVERDUE:
            return states.filter(past_the_bodys_day(self.on))
        return states.filter(claim=value)

    def older_than(self, states: UnitStateQuerySet, name: str, value: str) -> UnitStateQuerySet:
        return states.filter(rules.is_older(int(value), on=self.on))

    def in_trend(self, states: UnitStateQuerySet, name: str, value: str) -> UnitStateQuerySet:
        if value == "alla":
            return is_followed(states)
        return done_at_age(states, int(value), as_known=self.as_known)

    def done_since(self, states: UnitStateQuerySet, name: str, day: date) -> UnitStateQuerySet:
        return states.filter(rules.is_newly_done(day, as_known=self.as_known))

    def answered_since(self, states: UnitStateQuerySet, name: str, day: date) -> UnitStateQuerySet:
        return states.filter(rules.is_newly_answered(day))

    def late_since(self, states: UnitStateQuerySet, name: str, day: date) -> UnitStateQuerySet:
        return states.filter(rules.is_newly_late(day, on=self.on))

    def extended_since(self, states: UnitStateQuerySet, name: str, day: date) -> UnitStateQuerySet:
        return states.filter(rules.is_newly_extended(day, on=self.on))

    def put_since(self, states: UnitStateQuerySet, name: str, day: date) -> UnitStateQuerySet:
        return states.filter(rules.is_newly_put(day))

    def of_kind(self, states: UnitStateQuerySet, name: str, value: str) -> UnitStateQuerySet:
        bodies = list(Body.objects.all())
        describe(bodies, on=self.on)
        companies = [body.pk for body in bodies if body.kind == BodyKind.COMPANY]
        is_company = Q(**{"holder__in": companies})
        return states.filter(is_company if value == "bolag" else ~is_company)

    def repeating(self, states: UnitStateQuerySet, name: str, value: str) -> UnitStateQuerySet:
        if value == THIRD_TIME:
            repeating = rules.repeating_twice(on=self.on)
            return rules.third_time(states, repeating, user=self.user, on=self.on)
        # Of an earlier one that the person does not see nothing is told, not even that it is there.
        seen = Addressee.objects.visible_to(self.user).filter(pk=OuterRef("earlier"))
        earlier = Repetition.objects.known(on=self.on).filter(
            Exists(seen), recommendation=OuterRef("addressee__recommendation")
        )
        return states.filter(Exists(earlier))

    def contact(self, states: UnitStateQuerySet, name: str, value: str) -> UnitStateQuerySet:
        member = AuditMember.objects.filter(part=MemberPart.CONTACT, name=value)
        return states.filter(Exists(member.filter(audit=OuterRef("audit"))))

    def replaced_too(self, states: UnitStateQuerySet, name: str, value: str) -> UnitStateQuerySet:
        return states.filter(part=CountPart.REPLACED) if value == "bara" else states

    @property
    def is_narrow(self) -> bool:
        """Something is chosen that does not stand in the first row of the form."""
        first = ("sok", "organ", "bedomning", "svar")
        return any(value for name, value in self.form.cleaned_data.items() if name not in first)

    @property
    def chosen_list(self) -> list[Chosen]:
        return list(self._chosen())

    def _chosen(self) -> Iterator[Chosen]:
        """What leaves something out, in the order of the form."""
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            if not value:
                continue
            words = swedish.long_date(value) if isinstance(value, date) else str(value)
            if isinstance(field, forms.ChoiceField) and isinstance(value, str):
                choices = cast("Iterable[tuple[object, object]]", field.choices)
                words = str({str(key): label for key, label in choices}.get(value, value))
            without = self.asked.copy()
            for key in (name, "efter", "fore"):
                without.pop(key, None)
            yield Chosen(str(field.label), words, f"?{without.urlencode()}")
