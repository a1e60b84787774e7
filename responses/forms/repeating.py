from typing import Any

from django import forms

from recommendations.models import Addressee
from responses.models.states import UnitStateQuerySet


class RepeatForm(forms.Form):
    """Which earlier recommendation this one repeats."""

    earlier = forms.ModelChoiceField(Addressee.objects.none(), label="Tidigare rekommendation")

    def __init__(self, data: Any = None, *, offered: UnitStateQuerySet) -> None:
        super().__init__(data)
        field: Any = self.fields["earlier"]
        field.queryset = Addressee.objects.filter(pk__in=offered.values("addressee"))
