"""Names of bodies (nämnder, styrelser, bolag) as printed."""

import re
from typing import Final

_JOINED: Final = r"(?:[A-Za-zÅÄÖåäö]{2,30}-,? ?(?:(?:och|samt|&) )?){0,3}"
_ENDING: Final = (
    r"(?:[Nn]ämnd(?:en|erna|er)?|[Ss]tyrelse(?:n|rna)|[Ff]ullmäktige|[Uu]tskottet|[Bb]eredningen"
    r"|[Dd]irektionen)"
)
_GENERAL: Final = (
    r"(?:(?:[Bb]erörda|[Ss]amtliga|[Öö]vriga|[Aa]lla|[Aa]nsvariga|[Gg]ranskade|[Tt]ekniska|[Ss]ociala"
    r"|[Gg]emensamma)\s+){0,2}"
)
_COMPANY: Final = r"(?:[A-ZÅÄÖ][\w&-]{0,30} ){1,4}AB"
_FOR: Final = (
    r"(?:\s+för\s+(?!(?:att|deras|dess|kännedom|information|yttrande|svar|besvarande|ställningstagande|åtgärd(?:er)?"
    r"|behandling|beaktande|vidare|eventuell\w*)\b)[a-zåäö]{3,30}"
    r"(?:,? (?:och )?[a-zåäö]{3,30}(?=\s*(?:$|[.,:;)]|att\b|och\b|samt\b))){0,2})?"
)
_BODY: Final = (
    rf"(?:[Ss]tyrelsen\s+(?:för|i)\s+{_COMPANY}|{_GENERAL}{_JOINED}[A-Za-zÅÄÖåäö]{{0,40}}{_ENDING}{_FOR}"
    r"|Överförmyndaren|överförmyndaren|[Bb]olaget"
    rf"|{_COMPANY})(?!\w)"
)
BODY: Final = re.compile(rf"(?<![\w-]){_BODY}")
BODIES: Final = re.compile(
    rf"(?<![\w-]){_BODY}(?:\s*(?:,|/|\boch\b|\bsamt\b|, samt)\s+{_BODY}){{0,8}}"
)
_ONLY_BODIES: Final = re.compile(
    rf"(?:till\s+|för\s+|att\s+)?(?P<bodies>{_BODY}(?:\s*(?:,|/|\boch\b|\bsamt\b)\s+{_BODY}){{0,8}})"
    r"(?:\s+(?:bör|ska|att|rekommenderas(?: att)?|föreslås(?: att)?)){0,2}\s*:?",
    re.IGNORECASE,
)
_SEVERAL: Final = re.compile(r"nämnderna$|nämnder$|styrelserna$", re.IGNORECASE)
_SPLIT: Final = re.compile(r"\s*(?:,|;|/|\boch\b|\bsamt\b)\s+")
_ABBREVIATION: Final = re.compile(r"[A-ZÅÄÖ]{2,5}")


def capital(name: str) -> str:
    """The printed name with a capital initial: "socialnämnden" -> "Socialnämnden"."""
    name = " ".join(name.split()).strip(" .:;,")
    return name[:1].upper() + name[1:]


def bodies_in(text: str) -> list[str]:
    """The bodies named in a short text, in order, each once."""
    return list(dict.fromkeys(capital(match[0]) for match in BODY.finditer(text[:2000])))


def only_bodies(text: str) -> list[str]:
    """The bodies of a heading that names bodies and nothing else ("Socialnämnden:"); otherwise empty."""
    match = _ONLY_BODIES.fullmatch(text.strip()) if len(text) < 200 else None
    return bodies_in(match["bodies"]) if match else []


def names_several(name: str) -> bool:
    """Whether the name stands for several bodies that are not named ("nämnderna")."""
    return bool(_SEVERAL.search(name))


def unnamed(name: str) -> bool:
    """Whether the name does not tell which body is meant ("nämnden", "bolaget")."""
    return name.lower() in ("nämnden", "nämnd", "styrelsen", "bolaget", "utskottet", "beredningen")


def receivers(text: str) -> list[str]:
    """The receivers of a line such as "Kommunstyrelsen och socialnämnden", each as printed, capital initial."""
    names: list[str] = []
    for piece in _pieces(text[:1000]):
        if piece and piece not in names:
            names.append(piece)
    return names


def _pieces(text: str) -> list[str]:
    pieces = []
    start = 0
    for split in _SPLIT.finditer(text):
        left, right = text[start : split.start()], text[split.end() :]
        if _stands_alone(left) and _starts_receiver(right):
            pieces.append(capital(left))
            start = split.end()
    return [*pieces, capital(text[start:])]


def _stands_alone(name: str) -> bool:
    name = name.strip()
    if name.endswith("-") or not name:
        return False
    last = name.split()[-1]
    return bool(
        BODY.search(name)
        or _ABBREVIATION.fullmatch(last)
        or "presidi" in name.lower()
        or last[:1].isupper()
    )


def _starts_receiver(text: str) -> bool:
    head = _SPLIT.split(text, maxsplit=1)[0].strip()
    if head.endswith("-"):
        return True
    return bool(
        BODY.search(head)
        or _ABBREVIATION.fullmatch(head)
        or "presidi" in head.lower()
        or head[:1].isupper()
    )
