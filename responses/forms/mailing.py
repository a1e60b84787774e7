from django import forms

from responses.dispatches import DispatchState


class DispatchFilter(forms.Form):
    lage = forms.ChoiceField(
        label="Läge", required=False, choices=[("", "Alla mejl"), *DispatchState.choices]
    )
