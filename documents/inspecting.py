"""What an upload really holds: opened by a process of its own, which may take little memory and little time.

`inspect` is the one call. The same file, run by its path, is the process: it knows neither Django nor any secret,
reads the bytes from its standard input and writes what it saw as JSON. A file that makes it die is refused.
"""

import io
import json
import re
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.parsers import expat

import pikepdf
import pypdfium2
from PIL import Image

MB = 1024 * 1024
MEMORY = 768 * MB
# Seconds of work, and by the clock where the machine is busy with other things.
WORK, PATIENCE = 3, 15
MOST_UNPACKED = 250 * MB
MOST_ENTRIES = 5000
MOST_PIXELS = 100_000_000
# A report of pictures alone shows it within these; one of text shows it with these letters.
PAGES_LOOKED_AT, LETTERS_LOOKED_FOR = 30, 40

BROKEN = "är skadad eller av ett annat slag än namnet säger."
LOCKED = "är låst med lösenord. Spara den utan lösenord."
MACROS = "innehåller makron. Spara den utan makron."
TOO_LARGE = "är för stor när den packas upp."
SCRIPTS = "innehåller skript eller kommandon. Skriv ut den till en ny PDF-fil och välj den."
CARRIES = "innehåller en inbäddad fil som kan vara ett program. Ta bort den och spara på nytt."
TOO_HEAVY = "är för tung att öppna. Spara den på nytt, eller dela den."


@dataclass(frozen=True)
class Seen:
    """What was seen in a file. A fault is the end of a Swedish sentence that begins with the file's name."""

    fault: str = ""
    pages: int = 0
    letters: int = 0


class FileFault(Exception):
    """Raised in the process where a file must be refused."""


def inspect(
    ending: str,
    data: bytes,
    *,
    text: bool = False,
    most_unpacked: int = MOST_UNPACKED,
    most_elements: int = 0,
) -> Seen:
    """Open a pdf, docx, xlsx, png or jpg for real. With `text`, the letters on a PDF's first pages are counted;
    with `most_elements`, every XML part is read to its end and may hold that many.
    """
    arguments = json.dumps([ending, text, most_unpacked, most_elements])
    output = confined([str(Path(__file__).resolve()), arguments], data, memory=MEMORY, work=WORK)
    return Seen(**json.loads(output)) if output else Seen(TOO_HEAVY)


def confined(
    command: Sequence[str], data: bytes, *, memory: int, work: int, patience: float = PATIENCE
) -> bytes:
    """What our own Python says of the data within these limits, or nothing when it dies of them."""
    limits = [str(memory), str(work)]
    try:
        process = subprocess.run(
            [sys.executable, "-I", *command, *limits],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=patience,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b""
    return process.stdout if process.returncode == 0 else b""


def confine(memory: str, work: str) -> None:
    """The limits that `confined` sent, set by the process upon itself before it reads a byte."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(work), int(work)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: str, memory: str, work: str) -> None:
    confine(memory, work)
    seen = look(*json.loads(arguments), data=sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(asdict(seen)))


def look(ending: str, text: bool, most_unpacked: int, most_elements: int, *, data: bytes) -> Seen:
    """As `inspect`, in the process that asks: only for one that has confined itself."""
    try:
        if ending == "pdf":
            return _pdf(data, text=text)
        if ending in ("docx", "xlsx"):
            return _Office(data, ending, most_unpacked, most_elements).seen()
        return _picture(data, ending)
    except FileFault as fault:
        return Seen(str(fault))


# PDF

# Names that make a PDF do something by itself, as qpdf spells them whatever the file does.
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|ImportData|SubmitForm|RichMedia|XFA|Movie|GoToE)(?![\w#.-])"
)
_EMBEDDED = re.compile(rb"/(?:EF|EmbeddedFile)(?![\w#.-])")
# What signing services put beside a signed paper, and invoices in PDF/A-3.
_HARMLESS = ("pdf", "xml", "txt", "csv", "json", "html", "htm", "png", "jpg", "jpeg", "p7s", "tsr")
_PROGRAM = (b"MZ", b"\x7fELF", b"#!", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xca\xfe\xba\xbe")
_ACTION_TYPES = {
    *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMedia", "/Movie", "/GoToE")
}
_ACTIVE_KEYS = {"/JS", "/XFA", "/RichMediaContent", "/JavaScript"}
_DEEPEST = 60


def _pdf(data: bytes, *, text: bool) -> Seen:
    if not data.startswith(b"%PDF-"):
        raise FileFault(BROKEN)
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            pages = len(document.pages)
            if not pages:
                raise FileFault(BROKEN)
            _require_passive(document)
        letters = _letters(data) if text else 0
    except pikepdf.PasswordError:
        raise FileFault(LOCKED) from None
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, RuntimeError):
        raise FileFault(BROKEN) from None
    return Seen("", pages, letters)


def _require_passive(document: pikepdf.Pdf) -> None:
    """Every object of the file is looked at, wherever it hangs, and every stream unpacked as far as is allowed."""
    room = MOST_UNPACKED
    for pdf_object in document.objects:
        words = pdf_object.unparse(resolved=True)
        if words.endswith(b" R"):  # a stream is spelt as a reference to itself
            words = pdf_object.stream_dict.unparse()
            room -= _unpacked(pdf_object, room)
        if _ACTIVE.search(words) and _acts(pdf_object, 0):
            raise FileFault(SCRIPTS)
        if _EMBEDDED.search(words):
            _require_harmless(pdf_object)


def _acts(pdf_object: pikepdf.Object, depth: int) -> bool:
    """Whether an action stands in the object itself: what it refers to is looked at on its own."""
    if depth > _DEEPEST:
        raise FileFault(BROKEN)
    if isinstance(pdf_object, pikepdf.Array):
        return any(_acts(part, depth + 1) for part in pdf_object if _is_inside(part))
    if not isinstance(pdf_object, pikepdf.Dictionary | pikepdf.Stream):
        return False
    keys = set(pdf_object.keys())
    kinds = {str(pdf_object[key]) for key in ("/S", "/Subtype") if key in keys}
    if keys & _ACTIVE_KEYS or kinds & _ACTION_TYPES:
        return True
    return any(_acts(pdf_object[key], depth + 1) for key in keys if _is_inside(pdf_object[key]))


def _is_inside(part: object) -> bool:
    return isinstance(part, pikepdf.Object) and not part.is_indirect


def _require_harmless(pdf_object: pikepdf.Object) -> None:
    if isinstance(pdf_object, pikepdf.Stream):
        if str(pdf_object.get("/Type", "")) == "/EmbeddedFile":
            start = next(_inflated(pdf_object, 1024), b"")
            if start.startswith(_PROGRAM):
                raise FileFault(CARRIES)
    elif isinstance(pdf_object, pikepdf.Dictionary) and "/EF" in pdf_object:
        for key in ("/F", "/UF"):
            name = str(pdf_object.get(key, "x.txt"))
            if name.lower().rpartition(".")[2] not in _HARMLESS:
                raise FileFault(CARRIES)


def _unpacked(stream: pikepdf.Object, most: int) -> int:
    """How much a stream unpacks to. A picture is counted by its size in dots: nothing of ours unpacks it."""
    if str(stream.get("/Subtype", "")) == "/Image":
        dots = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
        if dots > 4 * MOST_PIXELS:
            raise FileFault(TOO_LARGE)
        return 0
    size = 0
    for piece in _inflated(stream, MB):
        size += len(piece)
        if size > most:
            raise FileFault(TOO_LARGE)
    return size


def _inflated(stream: pikepdf.Object, step: int) -> Iterator[bytes]:
    """The stream in pieces, through as many deflations as it begins with; never whole in memory."""
    named = stream.get("/Filter", pikepdf.Array())
    filters = [str(name) for name in named] if isinstance(named, pikepdf.Array) else [str(named)]
    pieces: Iterable[bytes] = [stream.read_raw_bytes()]
    for name in filters:
        if name not in ("/FlateDecode", "/Fl"):
            break
        pieces = _inflate(pieces, step)
    yield from pieces


def _inflate(pieces: Iterable[bytes], step: int) -> Iterator[bytes]:
    """What is damaged ends the stream: readers show what comes before."""
    machine = zlib.decompressobj()
    try:
        for piece in pieces:
            tail = piece
            while tail and not machine.eof:
                yield machine.decompress(tail, step)
                tail = machine.unconsumed_tail
    except zlib.error:
        return


def _letters(data: bytes) -> int:
    """Letters on the first pages; the looking ends where enough has been seen."""
    letters = 0
    with pypdfium2.PdfDocument(data) as document:
        for number in range(min(len(document), PAGES_LOOKED_AT)):
            page = document[number]
            letters += sum(map(str.isalpha, page.get_textpage().get_text_bounded()))
            page.close()
            if letters >= LETTERS_LOOKED_FOR:
                break
    return letters


# Word and Excel

_NEEDED = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet", "activex", "vbadata")
_MACRO_NAMES = ("vbaproject.bin", "vbadata.xml")
# A stream of an OLE container with a file of any kind in it.
_PACKAGE = "\x01Ole10Native".encode("utf-16-le")
_XML = (".xml", ".rels", ".vml")
_PROLOG = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0"


class _Office:
    """Word and Excel files are zip files of XML."""

    def __init__(self, data: bytes, ending: str, most_unpacked: int, most_elements: int) -> None:
        self.data, self.ending = data, ending
        self.left, self.elements_left = most_unpacked, most_elements
        self.counts = bool(most_elements)

    def seen(self) -> Seen:
        if self.data.startswith(_OLE):
            raise FileFault(LOCKED)
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                self._look_at_names(archive.infolist())
                for entry in archive.infolist():
                    self._look_at(archive, entry)
        except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError):
            raise FileFault(BROKEN) from None
        except (ValueError, RuntimeError, NotImplementedError, LookupError):
            raise FileFault(BROKEN) from None
        return Seen()

    def _look_at_names(self, entries: Sequence[zipfile.ZipInfo]) -> None:
        names = [entry.filename for entry in entries]
        if any(name.lower().endswith(_MACRO_NAMES) for name in names):
            raise FileFault(MACROS)
        if any(entry.flag_bits & 1 for entry in entries):
            raise FileFault(LOCKED)
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > self.left:
            raise FileFault(TOO_LARGE)
        needed = {_NEEDED[self.ending], "[Content_Types].xml"}
        if not needed <= set(names) or len(set(names)) < len(names):
            raise FileFault(BROKEN)
        if any(name.startswith("/") or ".." in name.split("/") for name in names):
            raise FileFault(BROKEN)

    def _look_at(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        """The whole part, a piece at a time, whatever the archive says of its size."""
        with archive.open(entry) as part:
            start = part.read(_PROLOG)
            reader = self._reader(entry.filename, start)
            piece, before = start, b""
            while piece:
                self.left -= len(piece)
                if self.left < 0:
                    raise FileFault(TOO_LARGE)
                if _PACKAGE in before + piece:
                    raise FileFault(CARRIES)
                if reader:
                    reader.Parse(piece, False)
                before, piece = piece[-len(_PACKAGE) :], part.read(MB)
            if reader:
                reader.Parse(b"", True)

    def _reader(self, name: str, start: bytes) -> expat.XMLParserType | None:
        """Checks how an XML part begins, in whatever encoding. Where all of it must be read, the parser for that."""
        bare = start.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
        if not name.lower().endswith(_XML) and not bare.startswith(b"<"):
            return None
        is_types = name == "[Content_Types].xml"
        if is_types or (self.counts and not name.startswith("xl/worksheets/")):
            return _parser(self._typed if is_types else self._counted)
        _require_plain_prolog(start)
        return None

    def _typed(self, tag: str, attributes: dict[str, str]) -> None:
        """Macros are known by the content type that a part is given: no program runs one without it."""
        kind = attributes.get("ContentType", "").lower()
        if any(word in kind for word in _MACRO_TYPES):
            raise FileFault(MACROS)

    def _counted(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements_left -= 1
        if self.elements_left < 0:
            raise FileFault(TOO_LARGE)


def _parser(at_start: Callable[[str, dict[str, str]], object]) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = at_start
    return parser


def _no_doctype(*_: object) -> None:
    raise FileFault(BROKEN)


def _require_plain_prolog(start: bytes) -> None:
    """A document type can only stand before the first element, and the first element must come soon."""
    begun: list[str] = []
    parser = _parser(lambda tag, attributes: begun.append(tag))
    try:
        parser.Parse(start, False)
    except expat.ExpatError:
        raise FileFault(BROKEN) from None
    if not begun:
        raise FileFault(BROKEN)


# Pictures

_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}


def _picture(data: bytes, ending: str) -> Seen:
    """Every dot is read; a photograph at an eighth of its size."""
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[ending]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileFault(TOO_LARGE)
            picture.draft("RGB", (picture.width // 8 + 1, picture.height // 8 + 1))
            picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, zlib.error):
        raise FileFault(BROKEN) from None
    return Seen()


if __name__ == "__main__":
    main(*sys.argv[1:])
