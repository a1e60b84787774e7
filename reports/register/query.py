"""What the address of the register asks for, whoever reads the address: a page, a table to take along, a paper."""

from dataclasses import dataclass
from typing import cast

from django.http import QueryDict

from accounts.models import User
from common import dates
from reports.register.day import DayForm
from reports.register.filters import ORDERS, RegisterFilter
from responses.models import UnitState
from responses.models.states import UnitStateQuerySet


@dataclass(frozen=True)
class RegisterQuery:
    form: DayForm
    filter: RegisterFilter
    order_name: str

    @property
    def order(self) -> tuple[str, ...]:
        return ORDERS[self.order_name][1]

    @property
    def order_words(self) -> str:
        return ORDERS[self.order_name][0]

    @property
    def states(self) -> UnitStateQuerySet:
        """In the order that is shown."""
        return cast("UnitStateQuerySet", self.filter.qs.order_by(*self.order))

    @property
    def title(self) -> str:
        """Socialnämnden, Revisionsår 2023, Urval ur registret: what a paper of it is called."""
        narrowed = {name: value for name, value in self.filter.form.cleaned_data.items() if value}
        narrowed.pop("ersatta", None)
        if [*narrowed] == ["organ"] or [*narrowed] == ["granskning"]:
            return str(*narrowed.values())
        if [*narrowed] == ["ar"]:
            return f"Revisionsår {narrowed['ar']}"
        return "Urval ur registret" if narrowed else "Hela registret"

    @property
    def words(self) -> str:
        """Nämnd eller bolag: Socialnämnden. Revisionsår: 2023."""
        return " ".join(f"{choice.label}: {choice.value}." for choice in self.filter.chosen_list)


def register_query(data: QueryDict, *, user: User) -> RegisterQuery:
    """As much as the person sees, on a day."""
    form = DayForm(data, today=dates.today())
    states = UnitState.objects.visible_to(user).on(form.day, as_known=form.as_known)
    chosen = RegisterFilter(
        states.with_holder(on=form.day), data, user=user, on=form.day, as_known=form.as_known
    )
    order = data.get("ordning", "")
    return RegisterQuery(form, chosen, order if order in ORDERS else "")
