"""Keeps birth numbers and addresses of the signing page out of everything that is found or shown."""

import re
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass, replace
from typing import Any

from common.personal import BIRTH_NUMBER
from importer.reader.model import PrintedAudit, with_bars

HIDDEN = "[dolt]"

_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3})(?:\.(?:\d{1,3}|[xX*]{1,3})){3}(?![\w]|\.\d)")
_IPV6 = re.compile(
    r"(?<![\w:.])(?:[0-9a-fA-F]{0,4}:){3,7}(?:[0-9a-fA-F]{1,4}|[xX*]{1,4})?(?![\w:])"
)
_LABELLED = re.compile(
    r"(?P<label>\b(?:serienummer|serial number|person(?:al identity )?(?:nummer|number)|ip(?:[- ]?(?:adress|address))?)"
    r"\s*:\s*)(?P<value>\S.*)",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(
    r"[#*\s]*(?:serienummer|serial number|personnummer|ip(?:[- ]?(?:adress|address))?)\s*:[\s*]*",
    re.IGNORECASE,
)
_SIGNING_START = re.compile(
    r"\W{0,8}(?:penneo|scrive|visma addo|assently|getaccept|verifikat|signaturer?|signatursida|underskrifter)\W{0,4}$"
    r"|serienummer\s*:|.{0,40}(?:juridiskt bindande|digitalt signerat|elektroniskt undertecknat|transaktion \d{6})"
    r"|ip(?:[- ]?adress)?\s*:\s*\S",
    re.IGNORECASE,
)
_SIGNING_MARK = re.compile(
    r"penneo|scrive|serienummer|\bip(?:[- ]?adress)?\s*:|signatur|signera|certifikat|kryptograf|\d\d:\d\d:\d\d"
    r"|bankid|juridiskt bindande|hashvärde|adobe",
    re.IGNORECASE,
)
_CERTAIN_MARK = re.compile(
    r"penneo|scrive|serienummer|\bip(?:[- ]?adress)?\s*:|\d\d:\d\d:\d\d|bankid|juridiskt bindande|addo|assently",
    re.IGNORECASE,
)
_FURTHEST_MARK = 12
_PART = 2000


def mask(text: str) -> str:
    """The text with birth numbers, serial numbers and IP addresses replaced; as many lines as before."""
    return "\n".join(_masked_lines(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))


def _masked_lines(lines: list[str]) -> list[str]:
    masked: list[str] = []
    after_label = False
    for line in lines:
        if not line:
            masked.append(line)
            continue
        if after_label and line.strip():
            masked.append(HIDDEN)
            after_label = False
            continue
        after_label = (after_label and not line.strip()) or bool(_LABEL_ALONE.fullmatch(line[:200]))
        masked.append(hide(_LABELLED.sub(rf"\g<label>{HIDDEN}", line)))
    return masked


def hide(text: str) -> str:
    """The text with everything that has the form of a birth number or an IP address replaced."""
    if not any(character.isdigit() for character in text) and ":" not in text:
        return text
    for pattern in (BIRTH_NUMBER, _IPV4, _IPV6):
        text = pattern.sub(HIDDEN, text)
    return text


def signing_lines(lines: Sequence[tuple[int, str]]) -> frozenset[int]:
    """Numbers of the lines of an e-signing page, of (number, text) lines; empty where there is none."""
    start = next((at for at, (_, text) in enumerate(lines) if _opens(lines, at, text)), None)
    if start is None:
        return frozenset()
    last = start
    for at in range(start, len(lines)):
        if at - last > _FURTHEST_MARK:
            break
        if _SIGNING_MARK.search(lines[at][1][:_PART]):
            last = at
    return frozenset(number for number, _ in lines[start : last + 1])


def _opens(lines: Sequence[tuple[int, str]], at: int, text: str) -> bool:
    if not _SIGNING_START.match(text[:200]):
        return False
    near = lines[at : at + _FURTHEST_MARK]
    return sum(bool(_CERTAIN_MARK.search(line[:_PART])) for _, line in near) >= 2


def print_bars(reading: PrintedAudit) -> None:
    """Gives the bars that stand in cells back, in place."""
    for name, value in vars(reading).items():
        setattr(reading, name, _each_text(value, with_bars))


def guard(reading: PrintedAudit) -> bool:
    """Hides what may still look like personal data in any find, in place. Returns whether there was any."""
    is_hidden = False
    for name, value in vars(reading).items():
        clean = _each_text(value, hide)
        if clean != value:
            is_hidden = True
            setattr(reading, name, clean)
    return is_hidden


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return type(value)(_each_text(inner, change) for inner in value)
    if isinstance(value, dict):
        return {key: _each_text(inner, change) for key, inner in value.items()}
    if is_dataclass(value) and hasattr(value, "where"):
        fields = {
            name: _each_text(inner, change)
            for name, inner in vars(value).items()
            if name not in ("where", "code")
        }
        return replace(value, **fields)  # type: ignore[type-var]
    return value
