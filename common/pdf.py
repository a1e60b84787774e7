"""Papers: a template becomes a tagged PDF/A-3a that is PDF/UA-1 too. Nothing is fetched but our own static files."""

import io
import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from fontTools.ttLib import woff2
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from common import print_text, symbols
from common.paper_check import require_fit_to_keep
from common.status import TONES

logger = logging.getLogger(__name__)
PAGES = logging.getLogger("weasyprint.progress")
# A made-up place that relative addresses in our stylesheets resolve against. It is never asked.
PLACE = "https://static.invalid/"
STYLE = "css/paper.css"
# The customer's own, if there is one.
EMBLEM = "emblem.png"
FONT_STYLE = "css/paper-fonts.css"
SYMBOL_STYLE = "css/paper-symbols.css"
FONTS_MADE_AT = "SOURCE_DATE_EPOCH"
FONT_FILE = re.compile(r"fonts/(?:inter|source-serif-4)/[a-z0-9-]+\.woff2")
SYMBOL_FILE = re.compile(r"symbols/([a-z-]+)\.(yes|partly|no|pending|info)\.svg")
MEDIA_TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


class ForbiddenAddress(Exception):
    """The paper asks for something that is not ours."""


class ClosedFetcher(URLFetcher):
    """Gives out the bundled styles and fonts by their exact names, and opens nothing else: no network, no file."""

    def __init__(self, emblem: bytes = b"") -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.emblem = emblem

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        name = url.removeprefix(PLACE)
        try:
            if name == url:
                raise ForbiddenAddress(f"Not a bundled file: {url[:200]}")
            if name == EMBLEM and self.emblem:
                return URLFetcherResponse(url, self.emblem, {"Content-Type": "image/png"})
            return URLFetcherResponse(url, bundled(name), {"Content-Type": media_type(name)})
        except ForbiddenAddress as refusal:
            raise FatalURLFetchingError(str(refusal)) from refusal  # goes by every except Exception


def bundled(name: str) -> bytes:
    """The bytes behind one of the names that a paper may ask for.

    Raises ForbiddenAddress for every other name.
    """
    if name == SYMBOL_STYLE:
        return symbol_style()
    if symbol := SYMBOL_FILE.fullmatch(name):
        return drawing(symbol[1], symbol[2])
    if name in (STYLE, FONT_STYLE) or FONT_FILE.fullmatch(name):
        return static_file(name)
    raise ForbiddenAddress(f"Not a bundled file: {name[:200]}")


def media_type(name: str) -> str:
    return MEDIA_TYPES[Path(name).suffix]


@cache
def static_file(name: str) -> bytes:
    path = finders.find(name)
    if not isinstance(path, str):
        raise ForbiddenAddress(f"No such file: {name}")
    data = Path(path).read_bytes()
    return unpacked(data) if name.endswith(".woff2") else data


def unpacked(font: bytes) -> bytes:
    """Once: WeasyPrint would do it anew for each paper, and that is a quarter of its work."""
    out = io.BytesIO()
    woff2.decompress(io.BytesIO(font), out)
    return out.getvalue()


@cache
def symbol_style() -> bytes:
    """Symbols stand as backgrounds, which are no part of the text: the word beside says the same."""
    rules = (
        f".symbol-{name}.tone-{tone}{{background-image:url(../symbols/{name}.{tone}.svg)}}"
        for name in sorted(symbols.sprite())
        for tone in TONES
    )
    return "\n".join(rules).encode()


def drawing(name: str, tone: str) -> bytes:
    if name not in symbols.sprite():
        raise ForbiddenAddress(f"No such symbol: {name}")
    return symbols.inline(name, tone=tone).encode()


@dataclass(frozen=True)
class PaperFile:
    """A file that a paper carries along, of which it is another form."""

    name: str
    data: str
    description: str
    made_at: datetime


def render(
    template: str,
    context: dict[str, Any],
    *,
    carries: Sequence[PaperFile] = (),
    emblem: bytes = b"",
    laid_out: Callable[[int], None] | None = None,
) -> bytes:
    """The template as a paper. The same content gives the same bytes. `emblem` is what `emblem.png` shows.

    Raises ForbiddenAddress when its content points at anything that is not bundled, and RuleBroken when
    something that it says would not be seen or it is not PDF/A-3a and PDF/UA-1. `laid_out` is called with the
    number of each page, and may stop the work by raising.
    """
    with _pages_told(laid_out):
        data = printed(render_to_string(template, context), carries, emblem)
    require_fit_to_keep(data)
    return data


class PageTeller(logging.Handler):
    """Hears from WeasyPrint which page it lays out; there is no other way to know."""

    def __init__(self, laid_out: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.laid_out = laid_out

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and "Page %d" in record.msg:
            self.laid_out(int(str(record.args[0])))


@contextmanager
def _pages_told(laid_out: Callable[[int], None] | None) -> Iterator[None]:
    if laid_out is None:
        yield
        return
    teller = PageTeller(laid_out)
    usual, goes_up = PAGES.level, PAGES.propagate
    PAGES.setLevel(logging.INFO)
    PAGES.propagate = False
    PAGES.addHandler(teller)
    try:
        yield
    finally:
        PAGES.removeHandler(teller)
        PAGES.setLevel(usual)
        PAGES.propagate = goes_up


def printed(html: str, carries: Sequence[PaperFile] = (), emblem: bytes = b"") -> bytes:
    """A sign that no font on the machine has is told by its name."""
    raw, lacking = _laid_out(html, carries, emblem)
    if lacking:
        logger.warning("a paper has %s different signs that no font has", len(lacking))
        raw, _ = _laid_out(print_text.named(html, lacking), carries, emblem)
    return marked_as_accessible(raw)


def _laid_out(
    html: str, carries: Sequence[PaperFile], emblem: bytes = b""
) -> tuple[bytes, set[str]]:
    """The paper, and the characters that it has no glyph for."""
    lacking: set[str] = set()

    def look(document: Document, pdf: Any) -> None:
        nonlocal lacking
        for font in document.fonts.values():
            lacking |= {chr(code) for code in font.missing}

    try:
        raw = _written(print_text.broken_up(html), carries, emblem, look)
    except FatalURLFetchingError as refusal:
        raise ForbiddenAddress(str(refusal)) from refusal
    return raw, lacking


def _written(
    html: str,
    carries: Sequence[PaperFile],
    emblem: bytes,
    look: Callable[[Document, Any], None],
) -> bytes:
    fonts = FontConfiguration()
    fetcher = ClosedFetcher(emblem)
    names = (*([FONT_STYLE] if settings.FONTS_AVAILABLE else []), STYLE, SYMBOL_STYLE)
    styles = [CSS(url=PLACE + name, url_fetcher=fetcher, font_config=fonts) for name in names]
    with _fonts_of_no_time():
        raw: bytes = HTML(string=html, base_url=PLACE, url_fetcher=fetcher).write_pdf(
            stylesheets=styles,
            font_config=fonts,
            pdf_variant="pdf/a-3a",
            finisher=look,
            attachments=[_attached(file) for file in carries],
        )
    return raw


@contextmanager
def _fonts_of_no_time() -> Iterator[None]:
    """fontTools writes into each font when it was cut down; then no paper would come out the same twice."""
    usual = os.environ.get(FONTS_MADE_AT)
    os.environ[FONTS_MADE_AT] = "0"
    try:
        yield
    finally:
        os.environ.pop(FONTS_MADE_AT)
        if usual is not None:
            os.environ[FONTS_MADE_AT] = usual


def _attached(file: PaperFile) -> Attachment:
    return Attachment(
        string=file.data,
        name=file.name,
        description=file.description,
        created=file.made_at.astimezone(UTC),
        modified=file.made_at.astimezone(UTC),
        relationship="Alternative",
    )


UA = "http://www.aiim.org/pdfua/ns/id/"
# PDF/A allows a property of another standard only when the file itself describes it.
IDENTIFICATION = f"""<rdf:Description rdf:about="" xmlns:pdfuaid="{UA}">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{UA}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def marked_as_accessible(raw: bytes) -> bytes:
    """Says in the file's own description that it is PDF/UA-1, beside PDF/A-3a: WeasyPrint writes one of the two."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        description = pdf.Root.Metadata.read_bytes().decode()
        pdf.Root.Metadata = pdf.make_stream(
            description.replace("</rdf:RDF>", f"{IDENTIFICATION}</rdf:RDF>", 1).encode(),
            Type=pikepdf.Name.Metadata,
            Subtype=pikepdf.Name.XML,
        )
        for pdf_object in list(pdf.objects):
            if isinstance(pdf_object, pikepdf.Stream):
                end_clearly(pdf_object)
            elif isinstance(pdf_object, pikepdf.Dictionary) and pdf_object.get("/S") == "/LI":
                embody(pdf, pdf_object)
        target = io.BytesIO()
        pdf.save(target, compress_streams=False, deterministic_id=True)
        return target.getvalue()


def embody(pdf: pikepdf.Pdf, item: pikepdf.Dictionary) -> None:
    """A list item is its label and its body: WeasyPrint leaves paragraphs of an item without one."""
    parts = list(item.K) if isinstance(item.K, pikepdf.Array) else [item.K]
    loose = [part for part in parts if part.get("/S") not in ("/Lbl", "/LBody")]
    if loose:
        labelled = [part for part in parts if part.get("/S") in ("/Lbl", "/LBody")]
        body = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=pikepdf.Name.LBody, P=item, K=pikepdf.Array(loose)
            )
        )
        for part in loose:
            part.P = body
        item.K = pikepdf.Array([*labelled, body])


def end_clearly(stream: pikepdf.Stream) -> None:
    """Packed data that ends in a carriage return can be read as one byte shorter: left unpacked, which is rare."""
    if stream.read_raw_bytes().endswith(b"\r"):
        stream.write(stream.read_bytes())
