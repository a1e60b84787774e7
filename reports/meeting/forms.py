"""Forms of revisorernas meetings and their agendas."""

from typing import TYPE_CHECKING

from django import forms

from accounts.models import User
from audit.models import Audit, Sitting
from audit.services import usual_participants
from common.days import DayField
from common.forms import VersionedForm, year_checks
from common.text import LONGEST_MESSAGE
from reports.meeting.deeds import Matter, Statement
from reports.meeting.entries import AgendaEntry
from reports.models import AgendaKind, VoiceKind

if TYPE_CHECKING:
    from django.http import QueryDict


class SittingForm(VersionedForm):
    participants = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Deltar",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kallelsen går till dem som är valda här.",
    )

    class Meta:
        model = Sitting
        fields = ["meets_on", "meets_at", "place", "kind", "guests", "first_paragraph"]
        field_classes = {"meets_on": DayField}
        widgets = {"meets_at": forms.TimeInput(format="%H.%M", attrs={"placeholder": "13.00"})}
        help_texts = {
            "guests": "Till exempel sakkunnig vid en föredragning.",
            "first_paragraph": "Lämnas den tom fortsätter numren från årets förra sammanträde.",
        }

    def __init__(self, data: "QueryDict | None" = None, *, instance: Sitting) -> None:
        if instance.pk:
            chosen = [
                participant.user for participant in instance.participants.select_related("user")
            ]
        else:
            chosen = usual_participants()
        super().__init__(data, instance=instance, initial={"participants": chosen})
        self.fields["meets_on"].validators += year_checks()
        clock = self.fields["meets_at"]
        if isinstance(clock, forms.TimeField):
            clock.input_formats = ["%H.%M", "%H:%M", "%H"]
            clock.error_messages["invalid"] = "Skriv klockslaget så här: 13.00."
        people = self.fields["participants"]
        if isinstance(people, forms.ModelMultipleChoiceField):
            on_audit_side = User.objects.auditors() | User.objects.experts()
            known = User.objects.filter(pk__in=[user.pk for user in chosen])
            people.queryset = (on_audit_side | known).distinct().order_by("name", "pk")


class SittingEndForm(forms.Form):
    """Why a meeting will not be held."""

    reason = forms.CharField(
        label="Varför sammanträdet ställs in",
        max_length=300,
        error_messages={"required": "Ange varför sammanträdet ställs in."},
    )


class MatterForm(forms.Form):
    """What a person writes on the agenda."""

    kind = forms.ChoiceField(
        label="Tas upp",
        choices=[
            (AgendaKind.OWN.value, "Efter det som samlats"),
            (AgendaKind.OPENING.value, "Vid öppnandet"),
        ],
        widget=forms.RadioSelect,
        initial=AgendaKind.OWN.value,
    )
    title = forms.CharField(
        label="Rubrik", max_length=400, error_messages={"required": "Ange en rubrik."}
    )
    proposal = forms.CharField(
        label="Förslag till beslut",
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Så som det ska stå i protokollet.",
    )
    audit = forms.ModelChoiceField(
        Audit.objects.none(),
        label="Granskning",
        required=False,
        empty_label="Ingen särskild",
        help_text="Sakkunniga ser det som gäller deras granskningar, annars ser bara revisorerna det.",
    )

    def __init__(self, data: "QueryDict | None" = None, *, reader: User, **kwargs: object) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]
        audits = self.fields["audit"]
        if isinstance(audits, forms.ModelChoiceField):
            audits.queryset = Audit.objects.written_by(reader)

    @property
    def matter(self) -> Matter:
        return Matter(**self.cleaned_data)


class StatementForm(forms.Form):
    """Jäv, or a reservation."""

    voice = forms.ChoiceField(
        label="Vad som antecknas", choices=VoiceKind, widget=forms.RadioSelect
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Vem",
        empty_label="Välj",
        error_messages={"required": "Välj vem det gäller."},
    )
    text = forms.CharField(
        label="Skäl",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ange skäl."},
    )

    def __init__(self, data: "QueryDict | None" = None, *, sitting: Sitting) -> None:
        super().__init__(data)
        people = self.fields["user"]
        if isinstance(people, forms.ModelChoiceField):
            invited = sitting.participants.values("user")
            people.queryset = (
                (User.objects.auditors() | User.objects.filter(pk__in=invited))
                .distinct()
                .order_by("name", "pk")
            )

    @property
    def statement(self) -> Statement:
        cleaned = self.cleaned_data
        return Statement(cleaned["voice"], cleaned["user"], cleaned["text"])


class PutOffForm(forms.Form):
    reason = forms.CharField(label="Skäl", max_length=300, required=False)


class AgendaForm(forms.Form):
    """The ticks: each stands for a matter as it was read."""

    chosen = forms.MultipleChoiceField(
        label="Ärenden",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kryssa för minst ett ärende som revisorerna har beslutat.",
            "invalid_choice": "Något på dagordningen har ändrats. Läs igenom den igen.",
        },
    )

    def __init__(self, data: "QueryDict | None" = None, *, entries: list[AgendaEntry]) -> None:
        super().__init__(data)
        self.entries = [entry for entry in entries if entry.can_be_ticked]
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(entry.as_read, entry.title) for entry in self.entries]

    def ticked(self) -> set[str]:
        """By key: those of the page as sent, else what is ticked from the beginning."""
        if not self.is_bound:
            return {entry.key for entry in self.entries if entry.is_ticked_at_first}
        ticks = set(self["chosen"].value() or [])
        return {entry.key for entry in self.entries if entry.as_read in ticks}

    def decided(self) -> list[AgendaEntry]:
        """The chosen ones, in the order of the agenda."""
        chosen = set(self.cleaned_data["chosen"])
        return [entry for entry in self.entries if entry.as_read in chosen]
