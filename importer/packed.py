"""Word and Excel files are zip files: what must hold before anything in one is unpacked."""

import io
import zipfile

MOST_ENTRIES = 5000
MOST_UNPACKED = 150 * 1024 * 1024
BROKEN = "är skadad eller av ett annat slag än namnet säger."


def fault(data: bytes, needed: str, *, most_unpacked: int = MOST_UNPACKED) -> str:
    """What is wrong with the file, as the end of a Swedish sentence, or nothing. Reads the directory alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return BROKEN
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith(("vbaproject.bin", "macrosheets/sheet1.xml")) for name in names):
        return "innehåller makron. Spara den utan makron."
    if any(entry.flag_bits & 1 for entry in entries):
        return "är låst med lösenord. Spara den utan lösenord."
    if sum(entry.file_size for entry in entries) > most_unpacked or len(entries) > MOST_ENTRIES:
        return "är för stor när den packas upp."
    if needed not in names or any(_leaves_its_folder(name) for name in names):
        return BROKEN
    return ""


def _leaves_its_folder(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/")
