from datetime import date
from typing import Any

from django import forms

from audit.models import Audit

EARLIEST = date(1950, 1, 1)


class PastDay(forms.DateField):
    """A day up to today, that the register can be told as of."""

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(
            label="Läge per",
            error_messages={
                "required": "Ange läge per.",
                "invalid": "Ange läge per som ett datum, till exempel 2023-06-30.",
            },
            **kwargs,
        )
        self.today = today

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is None:
            return None
        if day > self.today:
            raise forms.ValidationError("Läge per kan inte ligga i framtiden.")
        if day < EARLIEST:
            raise forms.ValidationError("Läge per är för länge sedan.")
        return day


class OverviewForm(forms.Form):
    """Which day, and which revisionsår. What is wrong or left out falls back on today and on all."""

    def __init__(self, data: Any, *, today: date, years: list[int]) -> None:
        super().__init__({"per": data.get("per") or today.isoformat(), "ar": data.get("ar", "")})
        span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
        self.today = today
        self.fields["per"] = PastDay(today=today)
        self.fields["ar"] = forms.TypedChoiceField(
            label="Revisionsår",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", f"Alla, {span}" if span else "Alla"), *((y, str(y)) for y in years)],
            error_messages={"invalid_choice": "Välj ett revisionsår i listan."},
        )
        self.full_clean()

    @property
    def day(self) -> date:
        return self.cleaned_data.get("per") or self.today

    @property
    def year(self) -> int | None:
        return self.cleaned_data.get("ar")


class ReportForm(forms.Form):
    """A follow-up report as of a day on which the audit had been handed over."""

    def __init__(self, *args: Any, audit: Audit, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["per"] = PastDay(
            today=today,
            initial=today,
            help_text="Rapporten visar det som var känt och beslutat till och med den dagen.",
        )


class ReleaseForm(forms.Form):
    confirm = forms.BooleanField(
        label="Jag har läst rapporten och revisorerna lämnar ut den.",
        error_messages={"required": "Kryssa i att rapporten är läst och lämnas ut."},
    )
