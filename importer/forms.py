"""Uploading documents, and deciding of each find whether it is kept, changed or dropped."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from accounts.models import Body
from audit.models import Grade, MemberPart, Scale
from common.clashing import Choosing, Clash
from common.days import shown
from common.lists import rows_of as lines_of
from common.rules import RuleBroken
from common.typed import UploadedFile
from importer import added, fields
from importer.earlier import EarlierRows, Offer
from importer.fields import CHANGE, DROP, KEEP, NOBODY, UNGRADED
from importer.finds import FACTS, PEOPLE, Find, Finds, same_name
from importer.material import KINDS, PARTS, found_parts, grid_of, rows_of, scale_of
from importer.models import Reading
from importer.reader import MAX_BYTES
from importer.services import Advice, ConfirmedQuestion, ConfirmedReading, Member, OfBody

MOST_FILES = 5
# What is still to be done; anything else that is wrong can't be saved either.
MISSING = {"required", "unsettled"}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        uploaded: list[UploadedFile] = files.getlist(name)
        return uploaded


class FilesField(forms.FileField):
    """Several files in one field."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Högst {MOST_FILES} filer kan läsas in tillsammans.")
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    """The documents of one audit."""

    documents = FilesField(
        label="Rapport och missiv",
        allow_empty_file=True,
        help_text="En till fem filer (.pdf, .docx eller .txt) som hör till samma granskning.",
        error_messages={"required": "Välj minst en fil.", "invalid": "Välj minst en fil."},
        widget=FilesInput(attrs={"accept": ".pdf,.docx,.txt"}),
    )

    def read(self) -> list[tuple[str, bytes]]:
        """Names and contents, no more of each than shows that it is too large."""
        return [
            (file.name or "", file.read(MAX_BYTES + 1)) for file in self.cleaned_data["documents"]
        ]


class CheckForm(Choosing, forms.Form):
    """Every find of a reading. What it holds is kept between visits as the reading's choices."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        reading: Reading,
        bodies: Sequence[Body],
        finds: Finds,
        offer: Offer | None = None,
    ) -> None:
        super().__init__(data)
        self.finds, self.bodies = finds, {str(body.pk): body for body in bodies}
        self.instance, self.saved_version = reading, reading.version
        self.is_stale = False
        self.fields |= fields.facts(finds)
        self.fields |= fields.names(finds, bodies)
        self.scales = {str(scale.pk): scale for scale in Scale.objects.all()}
        self.fields |= fields.scale(self.scales.values())
        self.fields |= fields.people(finds)
        self.fields |= fields.questions(finds)
        self.fields |= fields.recommendations(finds, bodies)
        self.earlier = EarlierRows(finds, offer, self._current)
        self.fields |= self.earlier.fields()
        self.fields |= added.fields(bodies)
        self.parts = found_parts(reading.found)
        self.found = reading.found
        for name in self.parts:
            self.fields[f"part_{name}"] = forms.ChoiceField(
                label=PARTS[name],
                choices=[(KEEP, "Behåll"), (DROP, "Ta bort")],
                widget=forms.RadioSelect,
                initial=KEEP,
            )
        self.initial = self._as_found() | {
            name: value
            for name, value in reading.choices.items()
            if value != "" or not (name[0] == "n" or name.endswith("_unit"))
        }
        self.initial["version"] = reading.version
        self.saved = {name: self[name].initial for name in self.fields if name != "version"}

    def full_clean(self) -> None:
        self.settle()
        super().full_clean()

    # What is shown before anything has been decided

    def _current(self, name: str) -> str:
        """What a choice is now: as sent, as saved, or for a name as the documents print it."""
        value = self.data.get(name) if self.is_bound else self.instance.choices.get(name)
        return str(value or self._known_names.get(name, ""))

    @cached_property
    def _known_names(self) -> dict[str, str]:
        known = {same_name(body.name): key for key, body in self.bodies.items()}
        return {name.key: known.get(same_name(name.printed), "") for name in self.finds.names}

    def _as_found(self) -> dict[str, Any]:
        values: dict[str, Any] = {name: self.finds.found[name] or "" for name in FACTS}
        values |= {f"part_{name}": KEEP for name in self.parts}
        scale = scale_of(self.finds.found["scale"], self.scales.values())
        values["scale"] = str(scale.pk) if scale else ""
        values |= {name: "\n".join(self.finds.found[name]) for name in PEOPLE}
        values |= self._known_names | self.earlier.proposed()
        for find in self.finds.starting("s"):
            values[f"{find.key}_name"] = find.value["name"]
            values[f"{find.key}_title"] = find.value["role"] or ""
        for find in self.finds.starting("q"):
            values |= self._question_as_found(find)
        for find in self.finds.starting("r"):
            values |= self._text_as_found(find)
            values[f"{find.key}_to"] = self.finds.keys_of(find.value["addressees"])
            if find.value.get("parts"):
                values[f"{find.key}_points"] = "\n".join(find.value["parts"])
        for doubt in self.finds.in_prose:
            values |= {f"{doubt.key}_keep": DROP, f"{doubt.key}_text": doubt.sentence}
        return values

    def _text_as_found(self, find: Find) -> dict[str, Any]:
        keep = "" if find.must_be_settled else KEEP
        return {f"{find.key}_keep": keep, f"{find.key}_text": find.value["text"]}

    def _question_as_found(self, find: Find) -> dict[str, Any]:
        per_body = {f"{find.key}_bodies": KEEP} if find.value.get("bodies") else {}
        return (
            self._text_as_found(find)
            | per_body
            | {
                f"{find.key}_answer": find.value["answer"] or "",
                f"{find.key}_grade": find.value["grade"] or UNGRADED,
                f"{find.key}_reasons": find.value["reasons"] or "",
            }
        )

    # What is wrong

    def clean_version(self) -> int | None:
        version: int | None = self.cleaned_data["version"]
        self.is_stale = version != self.saved_version and not self.settle()
        return version

    def clean_title(self) -> str:
        """On one line, whatever the text area held."""
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        if self.is_stale:
            raise forms.ValidationError(self.stale_words, code="stale")
        recommended = [find.key for find in self.finds.starting("r")]
        recommended += [doubt.key for doubt in self.finds.in_prose]
        for key in [find.key for find in self.finds.starting("q")] + recommended:
            self._require_text(key)
        for key in recommended:
            self._require_known_bodies(key)
        for name, words in self.earlier.wrong(self.cleaned_data):
            self.add_error(name, _missing(words))
        for find in self.finds.starting("s"):
            if self.cleaned_data.get(f"{find.key}_title") and not self._value(f"{find.key}_name"):
                self.add_error(f"{find.key}_name", _missing("Ange namn, eller töm även rollen."))
        return self.cleaned_data

    def _require_text(self, key: str) -> None:
        if self._is_kept(key) and not self._value(f"{key}_text"):
            advice = "Texten saknas. Välj Ta bort om den inte ska vara med."
            self.add_error(f"{key}_text", _missing(advice))

    def _require_known_bodies(self, key: str) -> None:
        """A recommendation that is put to dropped bodies alone would be put to nobody without a word."""
        names = self.cleaned_data.get(f"{key}_to") or []
        is_undecided = any(not self._value(name) for name in names)
        if self._is_kept(key) and names and not is_undecided and not self._bodies_of(key):
            advice = "Ingen av dem tas med som mottagare. Välj någon annan."
            self.add_error(f"{key}_to", _missing(advice))

    def _is_kept(self, key: str) -> bool:
        return self._value(f"{key}_keep") in (KEEP, CHANGE)

    @property
    def is_storable(self) -> bool:
        """Nothing is malformed or stale, though something may be missing still."""
        problems = [error for errors in self.errors.as_data().values() for error in errors]
        return all(error.code in MISSING for error in problems)

    @property
    def status(self) -> int:
        return 409 if self.is_stale else 200

    @property
    def searched(self) -> str:
        """Where the first search of the register stands that is another than the saved one."""
        names = [f"{find.key}_search" for find in self.earlier.rows]
        new = [name for name in names if _plain(self[name].value()) != _plain(self[name].initial)]
        return f"#f-{new[0].removesuffix('_search')}" if new else ""

    def choices(self) -> dict[str, str | list[str]]:
        """What was sent, field by field, for the next visit. An edited text counts as changed."""
        values = {name: self._sent(name) for name in self.fields if name != "version"}
        choices = {name: "" if value is None else value for name, value in values.items()}
        for find in [*self.finds.starting("q"), *self.finds.starting("r")]:
            if choices[f"{find.key}_keep"] == KEEP and self.is_changed(find):
                choices[f"{find.key}_keep"] = CHANGE
        return choices

    def _sent(self, name: str) -> Any:
        value = self[name].value()
        return value.isoformat() if isinstance(value, date) else self[name].data

    def is_changed(self, find: Find) -> bool:
        """Whether what stands in the find's fields is not what the documents say."""
        values = self._question_as_found(find) if find.key[0] == "q" else self._text_as_found(find)
        return any(
            _plain(self[name].value()) != _plain(value)
            for name, value in values.items()
            if not name.endswith("_keep")
        )

    def clashes(self) -> list[Clash]:
        """The fields where what I sent differs from what is saved."""
        return [
            self.clash(
                name,
                str(field.label),
                self._shown(name, typed),
                self._shown(name, saved),
                may_be_joined=self.may_be_joined(name),
            )
            for name, field in self.fields.items()
            if name != "version"
            and _plain(typed := self[name].value()) != _plain(saved := self[name].initial)
        ]

    def retry_version(self) -> int:
        return int(self.cleaned_data["version"] or 0) if self.is_stale else self.saved_version

    def _shown(self, name: str, value: Any) -> str:
        words = {str(key): str(word) for key, word in getattr(self.fields[name], "choices", ())}
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(words.get(str(item), _worded(item)) for item in values)

    # What has been decided

    def chosen(self) -> ConfirmedReading:
        """Of a valid form."""
        names = self.finds.names
        return ConfirmedReading(
            facts={name: self.cleaned_data[name] for name in FACTS},
            asked=self._bodies([name.key for name in names if name.is_asked] + ["more_asked"]),
            informed=self._bodies(
                [name.key for name in names if name.is_informed] + ["more_informed"]
            ),
            members=list(self._members()),
            questions=[*self._questions(), *added.questions(self.cleaned_data)],
            recommendations=[
                *self._recommendations(),
                *added.recommendations(self.cleaned_data, self.bodies),
            ],
            material=[
                *rows_of(self.found, self._kept_parts()),
                *added.material(self.cleaned_data),
            ],
            sample=grid_of(self.found) if "sample" in self._kept_parts() else None,
            kind=KINDS.get(self.found.get("kind") or "", ""),
            scale=self.scales.get(self._value("scale")),
            followed=self.earlier.chosen(self.cleaned_data),
        )

    def _kept_parts(self) -> set[str]:
        return {name for name in self.parts if self._value(f"part_{name}") == KEEP}

    def shown_parts(self) -> list[tuple[Any, list[str]]]:
        return [(self[f"part_{name}"], rows) for name, rows in self.parts.items()]

    def _members(self) -> Iterator[Member]:
        for find in self.finds.starting("s"):
            if name := self._value(f"{find.key}_name"):
                signed_at = find.value["signed_at"]
                moment = datetime.fromisoformat(signed_at) if signed_at else None
                title = self._value(f"{find.key}_title")
                yield Member(MemberPart.SIGNATORY, name, title, moment)
        for field, part in (
            ("contact_auditors", MemberPart.CONTACT),
            ("authors", MemberPart.AUTHOR),
        ):
            for name in self.cleaned_data[field]:
                yield Member(part, name)

    def _questions(self) -> Iterator[ConfirmedQuestion]:
        for find in self._kept("q"):
            grade = self._value(f"{find.key}_grade")
            yield ConfirmedQuestion(
                text=self._verbatim(f"{find.key}_text", find.value["text"]),
                printed_answer=self._value(f"{find.key}_answer"),
                grade=Grade.NONE if grade == UNGRADED else grade,
                reasons=self._verbatim(f"{find.key}_reasons", find.value["reasons"]),
                per_body=tuple(self._said_of_bodies(find)),
            )

    def _said_of_bodies(self, find: Find) -> Iterator[OfBody]:
        if self._value(f"{find.key}_bodies") != KEEP:
            return
        for row in find.value["bodies"]:
            for body in self._bodies(self.finds.keys_of([row["body"]])):
                yield OfBody(
                    body, row["answer"] or "", row["grade"] or Grade.NONE, row["reasons"] or ""
                )

    def _recommendations(self) -> Iterator[Advice]:
        for find in self._kept("r"):
            text = self._verbatim(f"{find.key}_text", find.value["text"])
            points = lines_of(self._value(f"{find.key}_points"))
            yield Advice(text, self._bodies_of(find.key), points)
        for doubt in self.finds.in_prose:
            if self._value(f"{doubt.key}_keep") != DROP:
                yield Advice(self._value(f"{doubt.key}_text"), self._bodies_of(doubt.key))

    def _kept(self, letter: str) -> list[Find]:
        return [
            find for find in self.finds.starting(letter) if self._value(f"{find.key}_keep") != DROP
        ]

    def _verbatim(self, name: str, printed: str | None) -> str:
        """The document's own text to the letter unless the person has written another."""
        value = self._value(name)
        return printed if printed is not None and _plain(printed) == _plain(value) else value

    def _bodies_of(self, key: str) -> list[Body]:
        return self._bodies([*(self.cleaned_data.get(f"{key}_to") or []), f"{key}_more"])

    def _bodies(self, names: Sequence[str]) -> list[Body]:
        """The bodies that these fields name, each once."""
        keys = dict.fromkeys(self._value(name) for name in names)
        return [self.bodies[key] for key in keys if key not in ("", NOBODY)]

    def _value(self, name: str) -> Any:
        return self.cleaned_data.get(name) or ""


def chosen_as_found(reading: Reading) -> ConfirmedReading:
    """Everything kept as the documents say it. Raises RuleBroken when something must be decided by a person."""
    finds, bodies = Finds(reading.found), list(Body.objects.all())
    shown = CheckForm(reading=reading, bodies=bodies, finds=finds)
    values = {
        name: value if isinstance(value, list) else [value] for name, value in shown.initial.items()
    }
    form = CheckForm(MultiValueDict(values), reading=reading, bodies=bodies, finds=finds)
    if not form.is_valid():
        raise RuleBroken([str(text) for messages in form.errors.values() for text in messages])
    return form.chosen()


def _missing(text: str) -> forms.ValidationError:
    return forms.ValidationError(text, code="unsettled")


def _worded(value: Any) -> str:
    return shown(value) if isinstance(value, date) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(sorted(str(item) for item in value))
    return " ".join(str("" if value is None else value).split())
