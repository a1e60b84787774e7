"""The body's draft as one page: an answer to each recommendation, the decision, and files.

Each part carries the version and the content that it was read at. A part that the person has not touched is left as
it is saved, so that two people can write different answers at the same time; a part that both have changed is refused
with both texts.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Generic, Self, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from common import dates, history
from common.clashing import BOTH, THEIRS, Clash
from common.days import DayField
from common.forms import VersionedForm, year_checks
from common.history import Record
from documents.fields import MARKING, CheckedFilesField, ChosenFiles
from documents.files import Upload
from responses.forms import measures
from responses.grounds import QuestionBehind, questions_behind
from responses.last_time import LastTime, last_time
from responses.models import Answer, AnswerItem, AnswerRequest, DecisionKind, Stance
from responses.models.items import said_choices, said_question
from responses.services import answer_needs


def _digest(content: list[Any]) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Author:
    """Who last wrote in a field of the draft, and when."""

    label: str
    who: str
    at: datetime


class PartForm(VersionedForm):
    """One part of a page that several people may write on."""

    read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.saved["read"]  # says what was read, and is not itself content

    @classmethod
    def from_page(cls, data: Mapping[str, Any] | None, instance: Any) -> Self:
        """Bound when the person has changed the part; otherwise as it is saved."""
        if data is None:
            return cls(None, instance=copy(instance))
        form = cls(data, instance=copy(instance))
        form.settle()
        return form if form.is_touched() else cls(None, instance=copy(instance))

    def is_touched(self) -> bool:
        if self.add_prefix("version") not in self.data:
            return False
        typed_digest = _digest(self.content())
        return typed_digest not in (self.data.get(self.add_prefix("read")), self.saved_digest())

    def content(self) -> list[Any]:
        """What the form holds now, in comparable words."""
        return [measures.plain(self[name].value()) for name in self.saved]

    def saved_content(self) -> list[Any]:
        return [measures.plain(value) for value in self.saved.values()]

    def saved_digest(self) -> str:
        return _digest(self.saved_content())

    def tell_progress_of(self, fresh: Self) -> None:
        """What has been saved of the same part, read anew: of a page that shows it."""

    def sent_along(self) -> list[tuple[str, str]]:
        """Names and values of the hidden fields: what the next save says that it has read."""
        return [
            (self.add_prefix("version"), str(self.retry_version())),
            (self.add_prefix("read"), self.saved_digest()),
        ]

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return "Ja" if value else "Nej"
        return super()._shown(name, value)


class DecisionForm(PartForm):
    """The body's decision. All of it may be empty in a draft."""

    decision_kind = forms.ChoiceField(
        label="Slag av beslut",
        choices=[("", "Inte beslutat än"), *DecisionKind.choices],
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, instance: Answer) -> None:
        super().__init__(data, instance=instance, prefix="beslut")
        for name in ("decided_on", "confirmed_on"):
            self.fields[name].validators += year_checks()

    class Meta:
        model = Answer
        fields = ("decision_kind", "decision_ref", "reference", "decided_on", "confirmed_on")
        field_classes = {"decided_on": DayField, "confirmed_on": DayField}

    def clean_confirmed_on(self) -> date | None:
        return self.not_in_future("confirmed_on", "Justeringen kan inte ligga i framtiden.")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        decided, confirmed = cleaned.get("decided_on"), cleaned.get("confirmed_on")
        if decided and confirmed and confirmed < decided:
            self.add_error("confirmed_on", "Justeringen kan inte ligga före beslutsdatum.")
        return cleaned

    def not_in_future(self, name: str, problem: str) -> date | None:
        value: date | None = self.cleaned_data[name]
        if value and value > dates.today():
            raise ValidationError(problem)
        return value


def ask_in_one_word(form: forms.BaseForm, request: AnswerRequest) -> None:
    """Whether the body agrees, or how far it has come: by what the request is about."""
    field: Any = form.fields["stance"]
    field.label, field.choices = said_question(request), said_choices(request)
    form["stance"].label = field.label


class ItemForm(PartForm):
    """The answer to one recommendation, with the measures planned."""

    stance = forms.ChoiceField(
        label="Instämmer nämnden?", choices=Stance, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = AnswerItem
        fields = ("stance", "text", "may_be_secret", "secrecy_reason", "is_kept")
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, data: Mapping[str, Any] | None, *, instance: AnswerItem) -> None:
        super().__init__(data, instance=instance, prefix=f"r{instance.pk}")
        ask_in_one_word(self, instance.asked.request)
        if not instance.has_former:
            del self.fields["is_kept"], self.saved["is_kept"]
        self.saved_item = copy(instance)
        self.planned = list(instance.planned.all())
        self.saved_rows = [measures.row_of(measures.initial(planned)) for planned in self.planned]
        self.measures = self._measures(data, prefix=f"m{instance.pk}")

    def _measures(self, data: Mapping[str, Any] | None, *, prefix: str) -> measures.MeasureFormSet:
        """Bound to what was sent, unless the rows can't be told apart."""
        if data is not None:
            rows = measures.MeasureFormSet(data, prefix=prefix)
            if rows.management_form.is_valid():
                return rows
        return measures.MeasureFormSet(
            initial=[measures.initial(p) for p in self.planned], prefix=prefix
        )

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def content(self) -> list[Any]:
        return [*super().content(), self.measures.typed()]

    def saved_content(self) -> list[Any]:
        return [*super().saved_content(), self.saved_rows]

    def clashes(self) -> list[Clash]:
        typed, saved = measures.lines(self.measures.typed()), measures.lines(self.saved_rows)
        about_measures = [
            self.clash(measures.NAME, measures.LABEL, typed, saved, may_be_joined=True)
        ]
        return super().clashes() + (about_measures if typed != saved else [])

    def choosable(self) -> list[str]:
        return [*super().choosable(), measures.NAME]

    def take(self, name: str, choice: str) -> None:
        if name != measures.NAME:
            super().take(name, choice)
        elif choice == THEIRS:
            self.measures = self._measures(None, prefix=f"m{self.instance.pk}")
        elif choice == BOTH:
            self.measures = measures.joined(self.measures, self.saved_rows)

    def is_valid(self) -> bool:
        rows_are_valid = not self.measures.is_bound or self.measures.is_valid()
        return super().is_valid() and rows_are_valid

    # Filled in by `DraftForm.tell_authors` and `tell_grounds`.
    authors: Sequence[Author] = ()
    behind: Sequence[QuestionBehind] = ()
    last_time: LastTime | None = None

    @property
    def lacks(self) -> str:
        """What an answer that has been begun still needs, said at the field."""
        is_begun = self.saved_item.stance == Stance.NOT_STATED and not self.is_bound
        needs = answer_needs(self.saved_item.asked.request)
        return needs if is_begun and not self.saved_item.is_answered else ""

    def tell_progress_of(self, fresh: Self) -> None:
        self.saved_item = fresh.saved_item

    def save(self, commit: bool = True) -> AnswerItem:
        item: AnswerItem = super().save(commit)
        if self.measures.is_bound:
            measures.keep(item, self.measures.rows())
        return item


AnyPartForm = TypeVar("AnyPartForm", bound=PartForm)


class PageForm(Generic[AnyPartForm]):
    """The whole page. Saves what can be saved, and keeps the rest as it was typed."""

    item_form: type[AnyPartForm]

    def __init__(
        self, answer: Answer, data: Mapping[str, Any] | None = None, *, is_saved_next: bool = False
    ) -> None:
        """`is_saved_next`: `save` reads the items once more, and tells how far each has come."""
        self.answer = answer
        self.decision = DecisionForm.from_page(data, answer)
        items = items_of(answer, with_progress=not is_saved_next)
        self.items = [self.item_form.from_page(data, item) for item in items]
        self.saved_names: list[str | None] = []

    @property
    def parts(self) -> list[PartForm]:
        return [*self.items, self.decision]

    @property
    def unsaved(self) -> list[PartForm]:
        return [part for part in self.parts if part.is_bound]

    @property
    def first_clash(self) -> str:
        """The prefix of the first part that somebody else has changed too."""
        return next((str(part.prefix) for part in self.unsaved if part.is_stale), "")

    @property
    def status(self) -> int:
        return max(part.status for part in self.parts)

    @transaction.atomic
    def save(self) -> bool:
        """Save each changed part that is whole; True when nothing is left over."""
        for part in self.unsaved:
            if part.is_valid():
                part.save()
                self.saved_names.append(part.prefix)
        request = self.answer.request
        self.answer.refresh_from_db()
        self.answer.request = request
        now = type(self)(self.answer)
        self.decision = _left_over(self.decision) or now.decision
        for part, fresh in zip(self.items, now.items, strict=True):
            part.tell_progress_of(fresh)
        self.items = [
            _left_over(part) or fresh for part, fresh in zip(self.items, now.items, strict=True)
        ]
        return not self.unsaved

    @property
    def saved(self) -> list[PartForm]:
        """The parts that were saved just now, as they stand."""
        return [part for part in self.parts if part.prefix in self.saved_names]


class DraftForm(PageForm[ItemForm]):
    """An answer to each recommendation with its measures, and the decision."""

    item_form = ItemForm

    @property
    def forms(self) -> list[Any]:
        """All forms in the order of the page, for the error summary."""
        return [form for item in self.items for form in (item, item.measures)] + [self.decision]

    @property
    def written(self) -> int:
        """How many recommendations have an answer in the saved draft."""
        return sum(form.saved_item.is_written for form in self.items)

    def tell_authors(self) -> None:
        """For the body's own people: who last changed what each answer says."""
        by_item: dict[int, list[Record]] = {form.saved_item.pk: [] for form in self.items}
        records = AnswerItem.history.filter(id__in=by_item).select_related("history_user")
        for record in records.order_by("history_date", "history_id"):
            by_item[record.id].append(record)
        for form in self.items:
            form.authors = list(_authors(by_item[form.saved_item.pk]))

    def tell_last_time(self, *, on: date) -> None:
        """Where a round asks: what was said before of each."""
        addressees = [form.saved_item.asked.addressee for form in self.items]
        by_addressee = last_time(self.answer.request, addressees, on=on)
        for form, addressee in zip(self.items, addressees, strict=True):
            form.last_time = by_addressee.get(addressee.pk)

    def tell_grounds(self) -> bool:
        """What each recommendation follows from, with the points that it has. Whether that is said of all."""
        addressees = [form.saved_item.asked.addressee for form in self.items]
        behind = questions_behind(
            [addressee.recommendation for addressee in addressees], self.answer.request.body
        )
        for form, addressee in zip(self.items, addressees, strict=True):
            form.behind = behind[addressee.recommendation_id]
        return all(form.behind for form in self.items)


def _authors(records: list[Record]) -> Iterator[Author]:
    """Of what has been written since the draft was made: that is its first version."""
    for name in ("stance", "text"):
        changes = [
            new
            for old, new in pairwise(records)
            if new.version > 1 and getattr(old, name) != getattr(new, name)
        ]
        if changes:
            label = history.label(AnswerItem, name)
            yield Author(label, history.who(changes[-1]), changes[-1].history_date)


def _left_over(part: AnyPartForm) -> AnyPartForm | None:
    """The part itself when it was changed and could not be saved."""
    return part if part.is_bound and not part.is_valid() else None


def items_of(answer: Answer, *, with_progress: bool = True) -> list[AnswerItem]:
    """The answer's items with all that a page shows of them."""
    asked_for = answer.items.asked_for()
    items = asked_for.with_progress() if with_progress else asked_for.with_earlier()
    items = items.select_related("asked__addressee__recommendation", "asked__request")
    return list(items.prefetch_related("planned__measure"))


class AttachForm(ChosenFiles):
    """Files for the answer, one or several."""

    file = CheckedFilesField(label="Lägg till bilagor", several=True)
    file_may_be_secret = forms.BooleanField(label=MARKING, required=False)

    def clean_file(self) -> list[Upload]:
        uploads: list[Upload] = self.cleaned_data["file"]
        if not uploads:
            raise ValidationError("Välj en fil att bifoga.")
        return uploads
