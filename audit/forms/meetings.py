"""Which meeting of revisorerna decided something: chosen, or named by its day."""

from datetime import date
from typing import Any, cast

from django import forms

from audit.models import Sitting
from common import dates
from common.typed import ModelChoiceField

# So many of the latest are offered; the day of an earlier one is written.
MOST_OFFERED = 12
OTHER_DAY = "Dagen är en annan än det valda sammanträdets. Lämna den tom, eller välj inget."


class SittingField(ModelChoiceField):
    """A choice among the latest meetings that have been held."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Sitting.objects.none(),
            label="Sammanträde",
            required=False,
            empty_label="Ett annat, skriv dagen",
            help_text="Finns det inte här skriver du dagen i stället.",
            **kwargs,
        )

    def offer_held(self, *, on: date) -> None:
        latest = Sitting.objects.held(on=on).values_list("pk", flat=True)
        self.queryset = Sitting.objects.filter(pk__in=list(latest[:MOST_OFFERED]))

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class WithSitting(forms.Form):
    """For a form with the day of a meeting: the meeting itself can be chosen instead of writing it."""

    # The field of the day.
    sitting_day = "decided_on"

    sitting = SittingField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("SittingField", self.fields["sitting"]).offer_held(on=dates.today())
        self.fields[self.sitting_day].required = False

    def clean(self) -> dict[str, Any] | None:
        """A chosen meeting fills in its day. Another day beside it is asked about, never guessed."""
        cleaned = super().clean() or {}
        day = self.sitting_day
        if day not in self.fields or day in self.errors or "sitting" in self.errors:
            return cleaned
        sitting: Sitting | None = cleaned.get("sitting")
        if sitting is None and not cleaned.get(day):
            self.add_error(day, self.fields[day].error_messages["required"])
        elif sitting and cleaned.get(day) not in (None, sitting.meets_on):
            self.add_error(day, OTHER_DAY)
        elif sitting:
            cleaned[day] = sitting.meets_on
        return cleaned
