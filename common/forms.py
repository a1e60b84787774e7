"""Forms that never lose text: a stale save is refused with both texts shown."""

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, HttpRequest, QueryDict

from common import text
from common.clashing import Choosing, Clash
from common.lists import HeadedRows, groups_of
from common.swedish import long_date
from common.typed import ModelForm, ModelFormSet


def posted(request: HttpRequest) -> QueryDict | None:
    """What to bind a form to: what was sent, even when nothing was, or None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def posted_key(request: HttpRequest, name: str) -> int:
    """The key of a row that a button or a hidden field names. What can be no key is not found."""
    key = text.key_in(request.POST.get(name, ""))
    if key is None:
        raise Http404
    return key


EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


def year_checks() -> list[Any]:
    """Validators of a date that a person writes: a year that nobody means is a slip of the hand."""
    advice = "Kontrollera årtalet."
    return [MinValueValidator(EARLIEST, advice), MaxValueValidator(LATEST, advice)]


class OwnRows(ModelFormSet):
    """Rows of one owner: the key of anybody else's row is refused."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        key = form.fields["id"]
        key.queryset = self.queryset
        key.error_messages["invalid_choice"] = "Raden finns inte längre. Läs in sidan på nytt."


class PasteForm(forms.Form):
    """A pasted list: first shown as rows to correct, then kept. All of it or nothing."""

    text = forms.CharField(
        label="Lista",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "serif"}),
        help_text="Klistra in listan. Punkter och nummer i början av raderna tas bort.",
    )

    def __init__(self, data: QueryDict | None = None, *, most: int) -> None:
        super().__init__(data)
        self.most = most
        self.groups: list[HeadedRows] = []

    @property
    def rows(self) -> list[str]:
        return [row for group in self.groups for row in group.rows]

    @property
    def is_shown(self) -> bool:
        """The rows have been on the page, for the person to correct."""
        return bool(self.data.getlist("row")) if isinstance(self.data, QueryDict) else False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.is_shown:
            self.groups = self._shown_groups()
        else:
            self.groups = groups_of(cleaned.get("text", ""))
        if not self.rows:
            raise forms.ValidationError("Klistra in minst en rad.")
        if len(self.rows) > self.most:
            raise forms.ValidationError(f"Högst {self.most} rader åt gången.")
        if any("\0" in row for row in self.rows):
            raise forms.ValidationError("Texten innehåller tecken som inte kan sparas.")
        return cleaned

    def _shown_groups(self) -> list[HeadedRows]:
        """The rows as corrected, under the headings that they were shown under."""
        data = self.data if isinstance(self.data, QueryDict) else QueryDict()
        rows = [text.cleaned(row) for row in data.getlist("row")]
        headings = [text.one_line(heading) for heading in data.getlist("heading")]
        headings += [""] * (len(rows) - len(headings))
        pairs = [
            (heading, row.strip())
            for heading, row in zip(headings, rows, strict=False)
            if row.strip()
        ]
        return [
            HeadedRows(heading, [row for _, row in group])
            for heading, group in groupby(pairs, key=lambda pair: pair[0])
        ]


class VersionedForm(Choosing, ModelForm):
    """A form on a Versioned thing. Read the instance with a row lock before binding it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved_version = self.instance.version if self.instance.pk else 0
        self.fields["version"].initial = self.saved_version
        self.saved = {name: self[name].initial for name in self.fields if name != "version"}
        self.is_stale = False

    def full_clean(self) -> None:
        self.settle()
        super().full_clean()

    def clean_version(self) -> int:
        version: int = self.cleaned_data["version"]
        self.is_stale = version != self.saved_version and not self.settle()
        return version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.is_stale:
            raise forms.ValidationError(self.stale_words, code="stale")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.instance.version = self.saved_version + 1
        return super().save(commit)

    @property
    def sent_version(self) -> int:
        return int(self.cleaned_data["version"])

    @property
    def status(self) -> int:
        """The HTTP status of showing this form again."""
        return 409 if self.is_stale else 200

    def clashes(self) -> list[Clash]:
        """The fields where what I sent differs from what is saved."""
        typed = {name: self[name].value() for name in self.saved}
        return [
            self.clash(
                name,
                str(self.fields[name].label),
                self._shown(name, typed[name]),
                self._shown(name, saved),
                may_be_joined=self.may_be_joined(name),
            )
            for name, saved in self.saved.items()
            if _plain(typed[name]) != _plain(saved)
        ]

    def retry_version(self) -> int:
        """The version that the next save says it was written on: the old one until the person has chosen.

        A form without fields has nothing to choose between: shown again, it has been read.
        """
        return self.sent_version if self.is_stale and self.saved else int(self.saved_version)

    def _shown(self, name: str, value: Any) -> str:
        choices = {
            str(key): str(word) for key, word in getattr(self.fields[name], "choices", None) or ()
        }
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(choices.get(_plain(item), _worded(item)) for item in chosen)


def _worded(value: Any) -> str:
    return long_date(value) if isinstance(value, date) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(sorted(_plain(item) for item in value))
    return "" if value is None else str(getattr(value, "pk", value)).replace("\r\n", "\n").strip()
