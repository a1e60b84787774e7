"""The day that the register is told as of, out of an address."""

from datetime import date

from django import forms
from django.http import QueryDict

from common.days import DayField

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
