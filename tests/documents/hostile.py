"""Files that do harm, made here: each in the way that a real one does."""

import io
import os
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = f"<w:document {W}><w:body><w:p/></w:body></w:document>"
DOCTYPE = '<?xml version="1.0" encoding="{}"?><!DOCTYPE x [<!ENTITY a "b">]>' + BODY


def pdf(change: Callable[[pikepdf.Pdf], object] = lambda document: None) -> bytes:
    """A PDF of one blank page, and what is done to it."""
    document, saved = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    change(document)
    document.save(saved)
    return saved.getvalue()


def office(kind: str = DOCX, *, main: str = "word/document.xml", **parts: str | bytes) -> bytes:
    """A Word or Excel file. A part is named by its path, with __ for / and _ for a dot."""
    packed = io.BytesIO()
    types = f'<Types><Override PartName="/{main}" ContentType="{kind}"/></Types>'
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        named = {name.replace("__", "/").replace("_", "."): data for name, data in parts.items()}
        for name, data in ({main: BODY} | named).items():
            archive.writestr(name, data)
    return packed.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (20, 20)) -> bytes:
    saved = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(saved, kind)
    return saved.getvalue()


def long_report(document: pikepdf.Pdf) -> None:
    """600 pages of text with a picture on each, 18 MB: about as large as a report may be."""
    font = document.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    line = "BT /F1 10 Tf 50 {} Td (Rad {} om uppföljning av avtal och kontroll av rutiner) Tj ET\n"
    lines = "".join(line.format(780 - 12 * number, number) for number in range(55))
    size = {"Width": 300, "Height": 100, "BitsPerComponent": 8, "ColorSpace": Name.DeviceGray}
    for number in range(600):
        document.add_blank_page()
        dots = document.make_stream(
            os.urandom(30_000), Type=Name.XObject, Subtype=Name.Image, **size
        )
        page = document.pages[number]
        page.Contents = document.make_stream(lines.encode("latin-1"))
        page.Resources = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(I=dots))


def opening_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def script_on_a_page(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    document.pages[0].AA = Dictionary(O=action)


def launching(document: pikepdf.Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[0, 0, 9, 9],
        A=Dictionary(S=Name.Launch, F="cmd.exe"),
    )
    document.pages[0].Annots = Array([document.make_indirect(link)])


def carrying(name: str, data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.attachments[name] = data

    return change


def deflated(document: pikepdf.Pdf, *, times: int) -> None:
    """Three kilobytes that unpack to gigabytes of page."""
    data = b" " * 50_000_000
    machine = zlib.compressobj(9)
    data = b"".join(machine.compress(data) for _ in range(8)) + machine.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    page = document.make_stream(b"")
    page.write(data, filter=Array([Name.FlateDecode] * times))
    document.pages[0].Contents = page
