"""The municipality or region whose auditors they are, where a line says so."""

import re
from typing import Final

from importer.reader.recognise import FOR_AUDITORS

_PLACE: Final = r"[A-ZÅÄÖ][a-zåäöé]{1,25}(?:[- ][A-ZÅÄÖ][a-zåäöé]{1,25})?"
MUNICIPALITY: Final = re.compile(
    rf"(?<![\w-])(?P<name>{_PLACE} (?:kommun|stad))(?P<genitive>s)?(?!\w)"
)
REGION: Final = re.compile(rf"Region {_PLACE}")
_AUDITORS_OF: Final = re.compile(
    rf"\b[Rr]evis(?:orerna|ionen|orer)\s+i\s+(?P<name>{_PLACE} (?:kommun|stad)|Region {_PLACE})(?!\w)"
    rf"|(?<![\w-])(?P<owner>{_PLACE} (?:kommun|stad))s\s+(?:förtroendevalda\s+)?revisorer\b"
)


def named_alone(text: str) -> bool:
    """Whether a line names a municipality or region and nothing else."""
    alone = REGION.fullmatch(text) or MUNICIPALITY.fullmatch(text)
    return bool(alone) and not text.endswith(("kommuns", "stads"))


def named_municipality(text: str) -> str | None:
    """The municipality or region of a line that names it alone, or as the auditors' own."""
    auditors = FOR_AUDITORS.fullmatch(text)
    if match := MUNICIPALITY.search(auditors["who"]) if auditors else None:
        return match["name"]
    if match := _AUDITORS_OF.search(text):
        return match["name"] or match["owner"]
    return text if named_alone(text) else None
