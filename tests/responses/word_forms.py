"""The answer form as somebody has filled it in: the file of the page, with other words in its fields."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.files import KINDS
from responses.models import AnswerRequest
from responses.word.fields import FieldTag
from tests.responses.drafting import fields_in, shown


def form_of(client: Client, request: AnswerRequest) -> bytes:
    response = client.get(reverse("responses:answer_form", args=[request.pk]))
    assert response.status_code == 200
    return response.content


def upload(data: bytes, name: str = "svar.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=KINDS["docx"])


def send_form(client: Client, request: AnswerRequest, data: bytes, **more: Any) -> Any:
    url = reverse("responses:read_form", args=[request.pk])
    return client.post(url, {"file": upload(data), **more})


def take(client, request, response, *keys):
    """Send the page of differences, with the ticks that it has or with those named."""
    page = fields_in(response.content.decode())
    content = json.loads(page["innehall"])
    ticked = list(keys) or [
        key for key in content if re.search(rf'value="{re.escape(key)}"\s+checked', shown(response))
    ]
    url = reverse("responses:read_form", args=[request.pk])
    return client.post(url, page | {"ersatt": ticked})


def edited(data: bytes, change: Callable[[Any], object]) -> bytes:
    document, packed = Document(io.BytesIO(data)), io.BytesIO()
    change(document)
    document.save(packed)
    return packed.getvalue()


def filled(data: bytes, words: Mapping[tuple[int, str], str]) -> bytes:
    """Other words in fields, by the key of what is asked and the field's name; 0 is the decision."""

    def fill(document: Any) -> None:
        for control in document.element.body.iter(qn("w:sdt")):
            tag = FieldTag.read(control.find(f".//{qn('w:tag')}").get(qn("w:val")))
            if (tag.asked_id, tag.name) in words:
                write_in(control, words[tag.asked_id, tag.name])

    return edited(data, fill)


def with_measures(data: bytes, asked_id: int, rows: list[tuple[str, str, str]]) -> bytes:
    """The rows of a question's measures, from the first on; rows that lack are copied, as Word does."""

    def fill(document: Any) -> None:
        table = next(
            table
            for table in document.tables
            if (tag := _bookmark(table)) and (tag.asked_id, tag.name) == (asked_id, "measures")
        )
        while len(table.rows) <= len(rows):
            table._tbl.append(deepcopy(table.rows[-1]._tr))
        for row, words in zip(table.rows[1:], rows, strict=False):
            for cell, word in zip(row.cells, words, strict=False):
                write_in(next(cell._tc.iter(qn("w:sdt"))), word)

    return edited(data, fill)


def _bookmark(table: Any) -> FieldTag | None:
    mark = next(table._tbl.iter(qn("w:bookmarkStart")), None)
    return FieldTag.read(mark.get(qn("w:name"))) if mark is not None else None


def write_in(control: Any, words: str) -> None:
    """As a person does: the invitation goes away, and each line of a text is a paragraph."""
    for invites in list(control.iter(qn("w:showingPlcHdr"))):
        invites.getparent().remove(invites)
    content = control.find(qn("w:sdtContent"))
    is_whole = content.find(qn("w:p")) is not None
    for child in list(content):
        content.remove(child)
    for line in words.split("\n") if is_whole else [words]:
        run = OxmlElement("w:r")
        for place, piece in enumerate(line.split("\t")):
            if place:
                run.append(OxmlElement("w:tab"))
            text = OxmlElement("w:t")
            text.text = piece
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(text)
        if is_whole:
            paragraph = OxmlElement("w:p")
            paragraph.append(run)
            content.append(paragraph)
        else:
            content.append(run)


def without_controls(data: bytes) -> bytes:
    """As LibreOffice 7 saves it: the controls are gone, and their text and the bookmarks are there."""
    source, packed = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = re.sub(rb"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt(Content)?>", b"", part, flags=re.S)
            archive.writestr(name, part)
    return packed.getvalue()
