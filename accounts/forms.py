"""Forms of the administrator's pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpRequest

from accounts.calendars import ReadCalendar, UnreadableCalendar, from_ics, from_text
from accounts.emblem import LARGEST_FILE, UnreadablePicture, as_emblem
from accounts.models import (
    Body,
    BodyMeeting,
    BodyReach,
    FailedSignIn,
    Installation,
    User,
    UserState,
)
from accounts.roles import Role
from accounts.services import TAKEN
from common import dates
from common.days import DayField
from common.forms import EARLIEST, LATEST, OwnRows, year_checks
from common.text import folded
from common.typed import InlineFormSet, ModelForm
from mailing.models import MailState

LARGEST_CALENDAR = 1_000_000
SAME_DAY = "Två sammanträden ligger på samma dag."


class RoleForm(forms.Form):
    """What a person does, and for which body."""

    role = forms.ChoiceField(label="Roll", choices=[("", "Välj roll"), *Role.choices])
    body = forms.ModelChoiceField(
        Body.objects.all(),
        label="Organ",
        required=False,
        empty_label="Inget organ",
        help_text="Bara för tjänstepersoner: den nämnd eller det bolag som personen svarar för.",
    )
    title = forms.CharField(
        label="Benämning",
        max_length=80,
        required=False,
        help_text="Till exempel ordförande eller nämndsekreterare. Lämnas det tomt visas rollen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body: Any = self.fields["body"]
        body.queryset = Body.objects.offered()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role, body = cleaned.get("role"), cleaned.get("body")
        if role == Role.OFFICIAL and body is None and "body" not in self.errors:
            self.add_error("body", "Välj det organ som tjänstepersonen svarar för.")
        if role and role != Role.OFFICIAL and body is not None:
            self.add_error("body", "Bara tjänstepersoner hör till ett organ.")
        return cleaned


class InviteForm(RoleForm):
    """A new person with a first role."""

    email = forms.EmailField(label="E-post", max_length=254)
    name = forms.CharField(label="Namn", max_length=120)

    field_order = ["email", "name", "role", "body", "title"]


class PersonForm(ModelForm):
    class Meta:
        model = User
        fields = ["name", "email", "is_active"]
        error_messages = {"email": {"unique": TAKEN}}
        help_texts = {
            "email": "Adressen är det som personen loggar in med.",
            "is_active": "Utan krysset loggas personen ut och kan inte logga in. Uppdragen är kvar.",
        }

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


SAME_NAME = "Det finns redan ett organ med det namnet."


class BodyForm(ModelForm):
    class Meta:
        model = Body
        fields = ["name", "kind", "position", "registrator_email", "valid_from"]
        field_classes = {"valid_from": DayField}
        help_texts = {
            "name": "Ett nytt namn gäller från och med i dag. Tidigare dagar visas med det gamla."
        }
        error_messages = {"name": {"unique": SAME_NAME}}

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        other_names = Body.objects.exclude(pk=self.instance.pk).values_list("name", flat=True)
        if folded(name) in map(folded, other_names):
            raise forms.ValidationError(SAME_NAME)
        return name

    def clean_valid_from(self) -> date | None:
        begins: date | None = self.cleaned_data["valid_from"]
        if begins and self.instance.has_ended(on=begins):
            raise forms.ValidationError("Organet kan inte börja finnas efter att det har upphört.")
        return begins


class InstallationForm(ModelForm):
    """What the customer decides, with the emblem as a picture of any size."""

    picture = forms.FileField(
        label="Ny bild",
        required=False,
        help_text="PNG eller JPG, gärna med genomskinlig bakgrund. Högst 2 MB.",
    )
    remove_emblem = forms.BooleanField(label="Ta bort emblemet", required=False)

    class Meta:
        model = Installation
        fields = ["municipality", "auditors", "auditors_email", "second_factor"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.has_emblem:
            del self.fields["remove_emblem"]

    def clean_picture(self) -> bytes:
        """As it will be kept."""
        file = self.cleaned_data["picture"]
        if not file:
            return b""
        try:
            self.instance.emblem_name = file.name[:100]
            return as_emblem(file.read(LARGEST_FILE + 1))
        except UnreadablePicture as error:
            raise forms.ValidationError(str(error)) from error

    def save(self, commit: bool = True) -> Installation:
        installation: Installation = super().save(commit=False)
        if picture := self.cleaned_data["picture"]:
            installation.emblem = picture
        elif self.cleaned_data.get("remove_emblem"):
            installation.emblem, installation.emblem_name = b"", ""
        if commit:
            installation.save()
        return installation


class EndBodyForm(forms.Form):
    """When a body ends, and which one has its matters after that."""

    last_day = DayField(
        label="Finns till och med",
        validators=year_checks(),
        help_text="Ofta mandatperiodens sista dag, 31 december.",
    )
    heir = forms.ModelChoiceField(
        Body.objects.none(),
        label="Tas över av",
        required=False,
        empty_label="Ingen",
        help_text="Får organets öppna rekommendationer och begäranden, med allt som har hänt.",
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["heir"]
        field.queryset = Body.objects.offered().exclude(pk=body.pk)


class MeetingForm(ModelForm):
    class Meta:
        model = BodyMeeting
        fields = ["meets_on", "documents_due_on"]
        field_classes = {"meets_on": DayField, "documents_due_on": DayField}
        error_messages = {NON_FIELD_ERRORS: {"unique_together": SAME_DAY}}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        meets_on = self.cleaned_data.get("meets_on")
        documents_due_on = self.cleaned_data.get("documents_due_on")
        if meets_on and documents_due_on and documents_due_on > meets_on:
            self.add_error(
                "documents_due_on", "Handlingarna ska vara inne senast sammanträdesdagen."
            )
        return cleaned


class MeetingRows(OwnRows, InlineFormSet):
    """The body's meetings; each row is named for those who cannot see the table."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        return SAME_DAY

    def get_form_error(self) -> str:
        return SAME_DAY

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        number = "__number__" if index is None else index + 1
        for name, label in (("meets_on", "Sammanträde"), ("documents_due_on", "Handlingar senast")):
            form.fields[name].widget.attrs["aria-label"] = f"{label}, rad {number}"
        form.fields["DELETE"].widget.attrs |= {
            "data-remove-row": True,
            "aria-label": f"Ta bort rad {number}",
        }


MeetingFormSet = forms.inlineformset_factory(
    Body, BodyMeeting, form=MeetingForm, formset=MeetingRows, extra=2, max_num=200, absolute_max=250
)


class CalendarForm(forms.Form):
    """A calendar as a body has it: a pasted list or a file."""

    text = forms.CharField(
        label="Lista",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Ett sammanträde på varje rad, med handlingsdagen om den finns: 14 mars, handlingar 1 mars",
    )
    year = forms.IntegerField(
        label="År",
        min_value=EARLIEST.year,
        max_value=LATEST.year,
        help_text="Gäller rader där året inte står.",
    )
    file = forms.FileField(
        label="Kalenderfil (.ics)",
        required=False,
        help_text="Sparas ur Outlook eller en annan kalender. Högst 1 MB.",
    )
    calendar = ReadCalendar()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_CALENDAR:
            raise forms.ValidationError("Filen är större än 1 MB.")
        return file

    def clean(self) -> dict[str, Any]:
        """Reads it into `calendar`."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned.get("file"):
            self.calendar = self._in_file(cleaned["file"])
        elif cleaned.get("text"):
            self.calendar = from_text(cleaned["text"], year=cleaned["year"])
            if not self.calendar.meetings:
                self.add_error("text", "Ingen dag känns igen. Skriv till exempel 14 mars.")
        else:
            self.add_error("text", "Klistra in en lista eller välj en fil.")
        return cleaned

    def _in_file(self, file: Any) -> ReadCalendar:
        try:
            calendar = from_ics(file.read(), today=dates.today())
        except UnreadableCalendar:
            self.add_error("file", "Filen är ingen kalender som kan läsas.")
            return ReadCalendar()
        if not calendar.meetings:
            self.add_error("file", "Filen har inga sammanträden från i dag och två år framåt.")
        return calendar


class PeopleFilter(forms.Form):
    """Which people the list shows."""

    sok = forms.CharField(
        label="Sök på namn, e-post, benämning eller organ", max_length=120, required=False
    )
    lage = forms.ChoiceField(
        label="Läge", choices=[("", "Alla"), *UserState.choices], required=False
    )


class BodiesFilter(forms.Form):
    """Which bodies the list shows."""

    sok = forms.CharField(label="Sök på namn", max_length=120, required=False)
    lage = forms.ChoiceField(
        label="Läge", choices=[("", "Alla"), *BodyReach.choices], required=False
    )


class MailFilter(forms.Form):
    """Which mails the log shows."""

    lage = forms.ChoiceField(
        label="Läge", choices=[("", "Alla"), *MailState.choices], required=False
    )


class ForgottenPasswordForm(ResetPasswordForm):
    """The same work is done whether anybody has the address: the time tells nothing."""

    users: list[User]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        if self.users:
            return str(super().save(request, **kwargs))
        with transaction.atomic():
            self.users = [User(pk=0, email=self.cleaned_data["email"], name="Ingen")]
            super().save(request, **kwargs)
            transaction.set_rollback(True)
        FailedSignIn.objects.create(at=dates.now())
        return str(self.cleaned_data["email"])


class AddPasskeyForm(AddWebAuthnForm):
    """What a browser does not send is refused like a wrong key."""

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned
