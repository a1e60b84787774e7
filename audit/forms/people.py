"""The people of an audit who have no account there: contact, authors and those who sign, in order."""

from typing import Any

from django import forms

from audit.forms.material import save_rows
from audit.models import Audit, AuditMember, MemberPart
from common.days import MomentField
from common.forms import EARLIEST, LATEST, OwnRows, VersionedForm
from common.typed import ModelForm

MOST_MEMBERS = 40


class MembersForm(VersionedForm):
    """The version that the table was read at."""

    class Meta:
        model = Audit
        fields: list[str] = []


class MemberForm(ModelForm):
    signed_at = MomentField(
        label="Undertecknat",
        required=False,
        help_text="När missivet undertecknades, till exempel 18 november 2022 kl. 14.35.",
    )

    class Meta:
        model = AuditMember
        fields = ["part", "name", "title", "firm", "signed_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part: Any = self.fields["part"]
        part.choices = [("", "Välj"), *MemberPart.choices]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        moment = cleaned.get("signed_at")
        if moment and cleaned.get("part") != MemberPart.SIGNATORY:
            self.add_error("signed_at", "Bara den som undertecknar missivet har en tid.")
        if moment and not EARLIEST <= moment.date() <= LATEST:
            self.add_error("signed_at", "Kontrollera årtalet.")
        return cleaned


class OrderedRows(OwnRows):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Ordning"


MemberRows: Any = forms.modelformset_factory(
    AuditMember,
    form=MemberForm,
    formset=OrderedRows,
    extra=1,
    can_delete=True,
    can_order=True,
    max_num=MOST_MEMBERS,
    absolute_max=MOST_MEMBERS + 10,
    validate_max=True,
)


class ContactDetailsForm(ModelForm):
    class Meta:
        model = AuditMember
        fields = ["phone", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance.user
        if person and not self.instance.email:
            self.fields["email"].help_text = f"Utan egen adress visas {person.email}."


ContactRows: Any = forms.modelformset_factory(
    AuditMember, form=ContactDetailsForm, formset=OwnRows, extra=0
)


def contacts_table(audit: Audit, data: Any) -> Any:
    """How those whom a body may ask are reached."""
    return ContactRows(data, prefix="contacts", queryset=audit.members.to_ask())


def members_table(audit: Audit, data: Any) -> Any:
    """Those without an account; the sakkunniga who see the audit are chosen on a page of their own."""
    rows = audit.members.filter(user=None)
    return MemberRows(data, prefix="members", queryset=rows)


def save_members(audit: Audit, table: Any) -> None:
    """In the order asked for; those ticked are taken out."""
    save_rows(audit, table, table.ordered_forms)
