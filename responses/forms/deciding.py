"""Forms of the revision side: handing over, positions, verdicts, and what a meeting decided."""

from datetime import date
from typing import Any, TypeVar, cast

from django import forms
from django.db.models import QuerySet

from audit.forms import WithSitting
from audit.models import Audit, DocumentPart
from common import dates, swedish
from common.days import DayField
from common.fields import StatusField
from common.forms import VersionedForm, year_checks
from common.models import Proposal
from common.text import key_in
from recommendations.models import SubPoint, Verdict
from recommendations.services import Ground
from recommendations.values import EVIDENCE_OFFERED, UNJUDGED, VerdictValue
from responses import services
from responses.forms.sending import SentFiles, WithSentFiles
from responses.models import Position, PositionValue


class HandOverForm(WithSitting, WithSentFiles):
    """What is filled in before handing over: the meeting, where it has not been said, and the files."""

    decided_on = DayField(
        label="Revisorernas sammanträde",
        help_text="Då revisorerna beslutade granskningen.",
        error_messages={"required": "Ange vilket sammanträde som beslutade granskningen."},
    )
    paragraph = forms.CharField(
        label="Paragraf", max_length=40, required=False, help_text="Till exempel § 12."
    )

    missive = forms.BooleanField(
        label="Gör missivet av granskningens uppgifter och skicka det med.",
        required=False,
        help_text="Det görs som PDF inom någon minut efter överlämnandet och läggs bland handlingarna.",
    )
    sent_files = SentFiles("Filer som mottagarna får")

    def __init__(self, *args: Any, audit: Audit, **kwargs: Any) -> None:
        super().__init__(*args, audit=audit, **kwargs)
        own_missive = audit.documents.filter(part=DocumentPart.MISSIVE)
        self.fields["missive"].initial = not own_missive.exists()
        self.fields["decided_on"].validators += year_checks()
        if audit.is_decided:
            del self.fields["decided_on"], self.fields["paragraph"], self.fields["sitting"]


class DecideAuditForm(WithSitting):
    """Which meeting decided the audit."""

    decided_on = DayField(
        label="Revisorernas sammanträde",
        help_text="Den dag revisorerna beslutade granskningen.",
        error_messages={"required": "Ange vilket sammanträde som beslutade granskningen."},
    )
    paragraph = forms.CharField(
        label="Paragraf", max_length=40, required=False, help_text="Till exempel § 12."
    )


class ReceiptForm(forms.Form):
    received_on = DayField(label="Mottaget")
    note = forms.CharField(
        label="Anteckning",
        max_length=200,
        required=False,
        help_text="Till exempel per telefon med registrator.",
    )

    def __init__(self, *args: Any, sent_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent_on = sent_on
        self.fields["received_on"].initial = dates.today()

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if not self.sent_on <= day <= dates.today():
            raise forms.ValidationError("Dagen ligger mellan utskicket och i dag.")
        return day


def require_wish(form: VersionedForm, cleaned: dict[str, Any]) -> None:
    """A komplettering has a date that can be met, and words. Of anything else the date is not asked for."""
    if cleaned.get("value") != PositionValue.SUPPLEMENT:
        form.errors.pop("due_on", None)
        cleaned["due_on"] = None
        return
    audit = form.instance.item.answer.request.audit
    earliest = services.first_wish_day(audit, today=dates.today())
    problem = services.supplement_problem(cleaned.get("due_on"), today=earliest)
    if problem and "due_on" in cleaned:
        form.add_error("due_on", problem)
    if "note" in cleaned and not cleaned["note"].strip():
        form.add_error("note", "Ange vad som ska kompletteras.")


class PositionForm(VersionedForm):
    value = forms.ChoiceField(
        label="Ställningstagande",
        choices=PositionValue,
        widget=forms.RadioSelect,
        initial=PositionValue.NOTED,
    )

    class Meta:
        model = Position
        fields = ("value", "note", "due_on")
        field_classes = {"due_on": DayField}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        require_wish(self, cleaned)
        return cleaned


class ReconsiderForm(VersionedForm):
    """What is to stand in place of a decided position, and why."""

    value = forms.ChoiceField(
        label="Nytt ställningstagande", choices=PositionValue, widget=forms.RadioSelect
    )
    revision_reason = forms.CharField(
        label="Skäl till omprövning",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Varför det tidigare beslutet inte ska gälla längre. Nämnden läser det när omprövningen är beslutad.",
        error_messages={"required": "Ange varför beslutet omprövas."},
    )

    class Meta:
        model = Position
        fields = ("value", "revision_reason", "note", "due_on")
        field_classes = {"due_on": DayField}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        require_wish(self, cleaned)
        return cleaned

    @property
    def wanted(self) -> services.Wanted:
        cleaned = self.cleaned_data
        return services.Wanted(
            cleaned["value"], cleaned["note"], cleaned["due_on"], reason=cleaned["revision_reason"]
        )


class VerdictForm(VersionedForm):
    value = StatusField(
        label="Revisorernas bedömning",
        statuses=[(value.value, value.status) for value in VerdictValue],
    )
    evidence = forms.ChoiceField(
        label="Underlag",
        choices=[("", "Inget utöver svaret"), *((k.value, k.label) for k in EVIDENCE_OFFERED)],
        required=False,
        help_text="Åtgärdad kräver annat underlag än vad nämnden själv uppger.",
    )
    note = forms.CharField(
        label="Skäl",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Varför bedömningen blir just den.",
        error_messages={"required": "Ange skäl för bedömningen."},
    )

    class Meta:
        model = Verdict
        fields: tuple[str, ...] = (
            *("value", "evidence", "seen", "note"),
            *("early_reason", "revision_reason"),
        )
        widgets = {
            name: forms.Textarea(attrs={"rows": 2}) for name in ("early_reason", "revision_reason")
        }
        help_texts = {
            "seen": "Till exempel: tio av tio akter har beslut med motivering.",
            "revision_reason": "Fyll i om det tidigare beslutet var fel, och vad som var fel. "
            "Lämna tomt om läget har ändrats sedan dess: då är det en ny bedömning.",
        }

    def __init__(
        self,
        *args: Any,
        instance: Verdict,
        decided: Verdict | None = None,
        awaited: date | None = None,
        **kwargs: Any,
    ) -> None:
        """`decided`: the verdict in force. `awaited`: the date of an answer that has not come."""
        super().__init__(*args, instance=instance, **kwargs)
        self.awaited = awaited
        self._offer(decided)
        values = dict(instance.points.values_list("point", "value")) if instance.pk else {}
        self._points = list(instance.addressee.recommendation.points.all())
        for point in self._points:
            name = f"p{point.pk}"
            self.fields[name] = forms.ChoiceField(
                label=f"Bedömning av delpunkt {point.letter}",
                choices=[("", UNJUDGED.word), *VerdictValue.choices],
                required=False,
                initial=values.get(point.pk, ""),
            )
            self.saved[name] = values.get(point.pk, "")

    def _offer(self, decided: Verdict | None) -> None:
        """Ask for reasons only where the dates and earlier decisions make them needed."""
        self.early_hint = self._early()
        if not self.early_hint:
            self._drop("early_reason")
        if decided is None:
            self._drop("revision_reason")

    def _drop(self, name: str) -> None:
        del self.fields[name]
        self.saved.pop(name, None)

    def _early(self) -> str:
        """The dates that a judgement today comes before."""
        today, addressee = dates.today(), self.instance.addressee
        if self.awaited and self.awaited >= today:
            day = swedish.long_date(self.awaited)
            return f"Svarsdatumet, {day}, har inte passerat och inget svar är inne. Därför behövs skäl."
        planned = addressee.planned_until(on=today)
        if planned and planned > today:
            return (
                f"Nämnden har planerat till {swedish.long_date(planned)}. "
                "Skäl behövs för Delvis åtgärdad och Ej åtgärdad."
            )
        return ""

    @property
    def ground(self) -> Ground:
        cleaned = self.cleaned_data
        return Ground(
            evidence=cleaned["evidence"],
            seen=cleaned["seen"],
            early_reason=cleaned.get("early_reason", ""),
            revision_reason=cleaned.get("revision_reason", ""),
            points=self.points_given(),
        )

    @property
    def points(self) -> list[tuple[SubPoint, forms.BoundField]]:
        """Each sub-point with its field."""
        return [(point, self[f"p{point.pk}"]) for point in self._points]

    def points_given(self) -> dict[int, str]:
        return {point.pk: self.cleaned_data[f"p{point.pk}"] for point in self._points}


AnyProposal = TypeVar("AnyProposal", Position, Verdict)


def as_read(proposal: Proposal) -> str:
    """What a tick stands for: the proposal in the version that was on the page."""
    return f"{proposal.pk}.{proposal.version}"


def key_of(chosen: str) -> int:
    """The proposal's key, of a tick that has been checked."""
    return int(chosen.partition(".")[0])


class DecideForm(WithSitting):
    """What revisorerna decided together at one meeting."""

    sitting_day = "on"

    on = DayField(label="Sammanträdesdag", help_text="Den dag revisorerna beslutade.")
    paragraph = forms.CharField(
        label="Paragraf", max_length=40, required=False, help_text="Till exempel § 12."
    )
    positions = forms.MultipleChoiceField(
        label="Ställningstaganden till svar", required=False, widget=forms.CheckboxSelectMultiple
    )
    verdicts = forms.MultipleChoiceField(
        label="Bedömningar av rekommendationer", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        positions: QuerySet[Position],
        verdicts: QuerySet[Verdict],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("positions", positions)
        self._offer("verdicts", verdicts)

    def _offer(self, name: str, proposals: QuerySet[AnyProposal]) -> None:
        """Those ticked, on whatever page they stand by now; locked, so that nobody else decides them meanwhile."""
        field = cast(forms.MultipleChoiceField, self.fields[name])
        keys = [key_in(tick.partition(".")[0]) for tick in self[name].data or []]
        locked = proposals.select_for_update(of=("self",)).order_by("pk")
        ticked = locked.filter(pk__in=filter(None, keys)) if keys else ()
        field.choices = [(as_read(proposal), str(proposal)) for proposal in ticked]
        field.error_messages["invalid_choice"] = (
            "Något av förslagen har ändrats eller finns inte längre. Läs igenom listan igen."
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if (
            cleaned is not None
            and not self.errors
            and not cleaned["positions"]
            and not cleaned["verdicts"]
        ):
            raise forms.ValidationError("Välj minst ett förslag som revisorerna har beslutat.")
        return cleaned

    def chosen(self) -> int:
        """How many proposals are ticked."""
        return len(self.cleaned_data["positions"]) + len(self.cleaned_data["verdicts"])
