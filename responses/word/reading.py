"""What somebody has written in the answer form, and whether it may be read in here."""

from dataclasses import dataclass, field
from typing import Any

from common.rules import RuleBroken
from common.text import one_line
from documents.word import WordCell, WordFile
from responses.forms import measures
from responses.models import AnswerRequest
from responses.word.fields import YES, FieldTag, FormPart, plain_day, settled
from responses.word.writing import invitation

Row = list[WordCell]
_OTHER = "Formuläret hör till en annan begäran. Hämta det som hör till den här."
_GONE = "Formuläret har en fråga som inte ställs i den här begäran längre. Hämta ett nytt formulär."
_DAYS = ("decided_on", "confirmed_on")


@dataclass
class FilledIn:
    """What the form holds of one part: by field the words, and what the draft held when the form was made."""

    part: FormPart
    values: dict[str, Any] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)


def has_fields(file: WordFile) -> bool:
    """Whether it is an answer form at all."""
    return any(_tags(row) for table in file.tables for row in table)


def filled_in(file: WordFile, request: AnswerRequest, parts: list[FormPart]) -> list[FilledIn]:
    """By part, in the order of the form. Raises RuleBroken for a form that is about something else, or older."""
    by_key = {part.asked_id: FilledIn(part) for part in parts}
    for table in file.tables:
        for row in table:
            for tag in _tags(row):
                _require_current(tag, request, by_key)
        if tags := [tag for row in table for tag in _tags(row) if tag.name == measures.NAME]:
            _take(by_key[tags[0].asked_id], tags[0], _measures(table))
        else:
            for row in table:
                for tag in _tags(row)[:1]:
                    _take(by_key[tag.asked_id], tag, _value(by_key[tag.asked_id].part, tag, row))
    return list(by_key.values())


def _tags(row: Row) -> list[FieldTag]:
    return [tag for cell in row for name in cell.tags if (tag := FieldTag.read(name))]


def _require_current(tag: FieldTag, request: AnswerRequest, by_key: dict[int, FilledIn]) -> None:
    if tag.request_id != request.pk:
        raise RuleBroken(_OTHER)
    if tag.asked_id not in by_key:
        raise RuleBroken(_GONE)
    part = by_key[tag.asked_id].part
    if tag.wording != part.wording:
        raise RuleBroken(
            f"Formuläret har en äldre lydelse: {part.heading.lower()} eller det revisorerna önskar har ändrats "
            "sedan det hämtades. Hämta ett nytt formulär och flytta över texten."
        )


def _take(filled: FilledIn, tag: FieldTag, value: Any) -> None:
    if tag.name in filled.values:
        raise RuleBroken(
            f"Fältet {filled.part.label(tag.name)}, {filled.part.heading.lower()}, finns två gånger i "
            "filen. Ta bort det ena."
        )
    filled.values[tag.name], filled.held[tag.name] = value, tag.held


def _value(part: FormPart, tag: FieldTag, row: Row) -> str:
    text = _written(tag.name, row[-1])
    choices = {word.casefold(): value for value, word in part.choices(tag.name).items()}
    if choices and text.casefold() in choices:
        return choices[text.casefold()]
    return plain_day(text) if tag.name in _DAYS else text


def _measures(table: list[Row]) -> list[list[str]]:
    """Every row under the heading, also those that somebody has added without our controls."""
    rows = [_measure(row) for row in table[1:]]
    return [row for row in rows if any(row)]


def _measure(row: Row) -> list[str]:
    texts = [
        _written(name, cell) for name, cell in zip((*measures.TYPED, "lapses"), row, strict=False)
    ]
    deed, responsible, due_on, lapses = (*texts, "", "", "", "")[:4]
    about = next((str(tag.about) for tag in _tags(row) if tag.about), "")
    is_lapsing = bool(about) and lapses.casefold() == YES.casefold()
    return [deed, responsible, plain_day(due_on), about, measures.LAPSES if is_lapsing else ""]


def _written(name: str, cell: WordCell) -> str:
    text = settled(cell.text)
    if name != "text":
        text = one_line(text)
    return "" if text == invitation(name) else text
