"""What looks like it points out a person: a warning for somebody who writes, never a verdict."""

import re

# Birth and co-ordination numbers, also with the last digits masked.
BIRTH_NUMBER = re.compile(
    r"(?<![\d-])(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|[67]\d|8\d|9[01])"
    r"(?:[-+–]?(?:\d{4}|[xX*•]{4})| (?:\d{4}|[xX*•]{4}))(?![\w-])"
)
_CASE_NUMBER = re.compile(
    r"\b(?:dnr|diarienr|diarienummer|ärendenr|ärendenummer)\b|\b\d{4}[/:-]\d{3,}\b|\b[A-ZÅÄÖ]{2,5} ?\d{4}[/:]\d+",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖÉ][a-zåäöéü]+)? [A-ZÅÄÖÉ][a-zåäöéü]{2,}\b")


def suspicion(text: str) -> str:
    """What the text seems to hold, in Swedish, or nothing."""
    if BIRTH_NUMBER.search(text):
        return "ett personnummer"
    if _CASE_NUMBER.search(text):
        return "ett ärendenummer"
    return "ett namn" if _NAME.search(text) else ""
