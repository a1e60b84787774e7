"""Filling a form in a finished page with what somebody typed earlier."""

import re
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

TextsByField = dict[str, list[str]]
Attributes = dict[str, str | None]
LEFT_ALONE = {"file", "password", "submit", "button", "image", "reset"}
PER_FIELD = {"checkbox", "radio"}
MOST_ROWS = 250


@dataclass
class Control:
    """One input, textarea or option, and where it stands in the page."""

    tag: str
    attributes: Attributes
    name: str
    form: str | None
    start: int
    end: int
    text_end: int = 0

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text").lower() if self.tag == "input" else self.tag


def fill(
    page: str, *, page_path: str, action: str, fields: TextsByField
) -> tuple[str, TextsByField]:
    """The page with the form that is sent to `action` filled, and the fields that found no place."""
    page = _with_rows(page, fields)
    read = _FormReader(page, page_path)
    read.feed(page)
    form = read.best(action, set(fields))
    if form is None:
        return page, fields
    names = read.names(form)
    unplaced = {name: list(texts) for name, texts in fields.items() if name in names}
    edits = [
        _edit(control, unplaced)
        for control in read.controls
        if control.form == form and control.name
    ]
    for start, end, text in sorted((edit for edit in edits if edit), reverse=True):
        page = page[:start] + text + page[end:]
    return page, {name: texts for name, texts in fields.items() if name not in names}


def _with_rows(page: str, fields: TextsByField) -> str:
    """As many rows as there were, made from the page's own template of a row."""
    for template in re.findall(r'<template data-row="([^"]+)">', page):
        total = re.search(rf'name="{re.escape(template)}-TOTAL_FORMS" value="(\d+)"', page)
        wanted = fields.get(f"{template}-TOTAL_FORMS", [""])[0]
        if total and wanted.isdecimal() and len(wanted) < 4:
            page = _add_rows(page, template, range(int(total[1]), min(int(wanted), MOST_ROWS)))
    return page


def _add_rows(page: str, prefix: str, numbers: range) -> str:
    row = re.search(rf'<template data-row="{re.escape(prefix)}">(.*?)</template>', page, re.S)
    body = page.find(f'data-rows="{prefix}"')
    close = re.compile("</(?:tbody|ol)>").search(page, max(body, 0))
    if row is None or body < 0 or close is None:
        return page
    end = close.start()
    rows = [
        row[1].replace("__prefix__", str(number)).replace("__number__", str(number + 1))
        for number in numbers
    ]
    return page[:end] + "".join(rows) + page[end:]


def _edit(control: Control, unplaced: TextsByField) -> tuple[int, int, str] | None:
    texts = unplaced.get(control.name, [])
    if control.kind in LEFT_ALONE:
        return None
    if control.tag == "option" or control.kind in PER_FIELD:
        mark = "selected" if control.tag == "option" else "checked"
        return _marked(control, mark, (control.attributes.get("value") or "") in texts)
    if control.name not in unplaced or not texts:
        return None
    text = texts.pop(0)
    if control.tag == "textarea":
        return control.end, control.text_end, "\n" + escape(text)
    return control.start, control.end, _tag(control.tag, {**control.attributes, "value": text})


def _marked(control: Control, mark: str, on: bool) -> tuple[int, int, str]:
    attributes = {name: text for name, text in control.attributes.items() if name != mark}
    if on:
        attributes[mark] = None
    return control.start, control.end, _tag(control.tag, attributes)


def _tag(name: str, attributes: Attributes) -> str:
    written = [
        f" {key}" if text is None else f' {key}="{escape(text)}"'
        for key, text in attributes.items()
    ]
    return f"<{name}{''.join(written)}>"


class _FormReader(HTMLParser):
    """The forms of a page and their controls, with their places."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.lines = [0, *(match.end() for match in re.finditer("\n", page))]
        self.forms: dict[str, str] = {}
        # Where a form's own buttons send it instead.
        self.others: dict[str, set[str]] = defaultdict(set)
        self.controls: list[Control] = []
        self.form: str | None = None
        self.select = ""
        self.templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes: Attributes = dict(attrs)
        if tag == "template":
            self.templates += 1
        if self.templates:
            return
        if tag == "form":
            self._open(attributes)
        elif tag == "select":
            self.select = attributes.get("name") or ""
        elif tag in ("input", "textarea", "option"):
            self._add(tag, attributes)
        elif tag == "button" and self.form in self.forms and attributes.get("formaction"):
            self.others[self.form].add(urlsplit(attributes["formaction"] or "").path)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.templates = max(0, self.templates - 1)
        elif tag == "form":
            self.form = None
        elif tag == "textarea" and self.controls and self.controls[-1].tag == "textarea":
            self.controls[-1].text_end = self._place()

    def names(self, form: str) -> set[str]:
        return {control.name for control in self.controls if control.form == form}

    def best(self, action: str, names: set[str]) -> str | None:
        """The form sent to the address, or with a button that is, that has most of the fields."""
        fitting = [form for form, address in self.forms.items() if address == action]
        fitting = fitting or [
            form for form, addresses in self.others.items() if action in addresses
        ]
        best = max(fitting, key=lambda form: len(self.names(form) & names), default=None)
        return best if best and self.names(best) & names else None

    def _open(self, attributes: Attributes) -> None:
        self.form = attributes.get("id") or f"#{len(self.forms)}"
        if (attributes.get("method") or "").lower() == "post" or "hx-post" in attributes:
            address = attributes.get("action") or attributes.get("hx-post") or self.path
            self.forms[self.form] = urlsplit(address).path or self.path

    def _add(self, tag: str, attributes: Attributes) -> None:
        name = self.select if tag == "option" else attributes.get("name") or ""
        form = attributes.get("form") or self.form
        start = self._place()
        end = start + len(self.get_starttag_text() or "")
        self.controls.append(Control(tag, attributes, name, form, start, end, end))

    def _place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column
