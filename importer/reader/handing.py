"""Whom running text hands the report to: for an answer, för kännedom, or as a copy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from importer.reader.bodies import BODY, bodies_in, capital, names_several, unnamed
from importer.reader.model import Doubt, DoubtCode, Place
from importer.reader.text import DocumentText

Purpose = Literal["answer", "information", "copy", ""]

_RECEIVER = rf"(?:(?:[Kk]ommun|[Rr]egion)?[Ff]ullmäktiges\s+presidium|{BODY.pattern})"
_EACH = re.compile(_RECEIVER)
_TOKEN = re.compile(
    r"(?P<copy>\b[Kk]opi(?:a|or)\b)"
    r"|(?P<information>\b(?:[Ff]ör|[Tt]ill)\s+(?:er\s+|dess\s+)?kännedom\b|\b[Ff]ör\s+information\b|\bf\.\s?k\.)"
    r"|(?P<answer>\b[Ff]ör\s+(?:\w{1,20}\s+(?:och\s+)?)?(?:yttranden?|svar|besvarande|ställningstagande|åtgärd(?:er)?)\b)"
    rf"|(?P<bodies>{_RECEIVER}(?:\s*(?:,|/|\boch\b|\bsamt\b|, samt)\s+{_RECEIVER}){{0,8}})"
)
_SENDS = re.compile(
    r"\b(?:(?:över|till|ut)?(?:lämna|sänd|ställ)\w{0,4}|skicka\w{0,3}|delge\w{0,3}|expedier\w{1,4}|(?:gå|få|ge)[rst]t?)\b"
    r"|\bkopia\b",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\b(?:\w{0,12}rapport(?:en|erna)?|granskning(?:en)?|missiv(?:et)?|skrivelse(?:n)?|handlingar(?:na)?|den|vi"
    r"|revis(?:ion|or)\w{0,12})\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:inte|ej|varje år|årligen)\b", re.IGNORECASE)
_ASKED_OF = re.compile(
    rf"\b(?:svar(?:et|en)?|yttrande[tn]?)\s+(?:\w{{1,20}}\s+)?(?:från|av)\s+(?P<bodies>{_RECEIVER}"
    rf"(?:\s*(?:,|/|\boch\b|\bsamt\b)\s+{_RECEIVER}){{0,8}})"
)
_WISH = re.compile(r"\b(?:önska\w{0,2}|emotse[rs]|begär\w{0,2}|vill ha)\b", re.IGNORECASE)
_LEADS_ON = re.compile(r"\s*:?\s+(?:(?:även|också)\s+)?(?:till|åt)\s+(?:\w{1,20}\s+)?")
_PARTED = re.compile(r"\b(?:och|samt|men|medan)\b|[;.]")
_MOST_BETWEEN = 60
_LONGEST = 600


@dataclass(frozen=True)
class Handed:
    """A body that a sentence hands the report to, as printed with a capital initial, and what for."""

    body: str
    purpose: Purpose


def handed_in(text: str) -> list[Handed]:
    """Whom one sentence of a missiv hands the report to. Empty for a sentence that only may do so."""
    wish = _ASKED_OF.search(text) if _WISH.search(text) else None
    receivers = [Handed(body, "answer") for body in _bodies(wish["bodies"])] if wish else []
    if _SENDS.search(text) and _WHAT.search(text) and not _NOT.search(text):
        receivers += _by_purpose(text)
    return list(dict.fromkeys(receivers))


def _by_purpose(text: str) -> Iterator[Handed]:
    tokens = list(_TOKEN.finditer(text))
    purposes: dict[int, Purpose] = {}
    free = {at for at, token in enumerate(tokens) if token.lastgroup != "bodies"}
    for at in [at for at, token in enumerate(tokens) if token.lastgroup == "bodies"]:
        before, after = _leading(text, tokens, at), _trailing(text, tokens, at)
        marker = after if after is not None else before
        if marker is not None:
            purposes[at] = _purpose(tokens[marker])
            free.discard(marker)
    groups = [at for at, token in enumerate(tokens) if token.lastgroup == "bodies"]
    for at in groups:
        earlier = [marker for marker in free if marker < at]
        if at not in purposes and len(groups) == 1 and earlier:
            purposes[at] = _purpose(tokens[earlier[-1]])
    if purposes:
        for at in groups:
            yield from (Handed(body, purposes.get(at, "")) for body in _bodies(tokens[at][0]))


def _purpose(token: re.Match[str]) -> Purpose:
    if token["information"]:
        return "information"
    return "copy" if token["copy"] else "answer"


def _trailing(text: str, tokens: Sequence[re.Match[str]], at: int) -> int | None:
    """The mark right after the bodies: "till socialnämnden för yttrande"."""
    if at + 1 >= len(tokens) or tokens[at + 1].lastgroup in ("bodies", "copy"):
        return None
    between = text[tokens[at].end() : tokens[at + 1].start()]
    is_near = len(between) <= _MOST_BETWEEN and not _PARTED.search(between)
    return at + 1 if is_near and not _leads(text, tokens, at + 1) else None


def _leading(text: str, tokens: Sequence[re.Match[str]], at: int) -> int | None:
    """The mark right before the bodies: "för kännedom till kommunstyrelsen"."""
    return at - 1 if at and _leads(text, tokens, at - 1) else None


def _leads(text: str, tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a mark belongs to the bodies after it, which then have none of their own."""
    if (
        at + 1 >= len(tokens)
        or tokens[at].lastgroup == "bodies"
        or tokens[at + 1].lastgroup != "bodies"
    ):
        return False
    if not _LEADS_ON.fullmatch(text[tokens[at].end() : tokens[at + 1].start()]):
        return False
    if at + 2 >= len(tokens) or tokens[at + 2].lastgroup == "bodies":
        return True
    return bool(_PARTED.search(text[tokens[at + 1].end() : tokens[at + 2].start()]))


def _bodies(text: str) -> Iterator[str]:
    for match in _EACH.finditer(text):
        name = capital(match[0])
        if not (unnamed(name) or names_several(name)):
            yield name


@dataclass
class Receivers:
    """Who is asked and who is told, as a letter's head has it and as its sentences then say."""

    asked: list[str]
    informed: list[str]
    doubts: list[Doubt] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class _Said:
    """What the sentences of a letter hand to one body."""

    body: str
    purposes: dict[Purpose, tuple[str, Place]]

    def __contains__(self, purpose: Purpose) -> bool:
        return purpose in self.purposes


def sort_out(
    document: DocumentText, addressed: Sequence[str], informed: Sequence[str]
) -> Receivers:
    """The head's receivers put right by what the letter's sentences say; what stays unclear is a doubt."""
    result = Receivers(list(addressed), list(informed))
    by_body = _said(document)
    explicit = any("answer" in receiver for receiver in by_body.values())
    for key, receiver in by_body.items():
        _take(result, key, receiver, has_head=bool(addressed))
    for name in result.asked if explicit and addressed else ():
        if _key(name) not in by_body:
            message = (
                f"{name} står som mottagare, men missivets text säger inte att {name} ska svara."
            )
            result.doubts.append(Doubt(DoubtCode.NOT_ASKED_IN_TEXT, "addressees", message))
    if addressed and not result.asked:
        message = (
            "Alla mottagare får rapporten bara för kännedom; det framgår inte vem som ombeds svara."
        )
        result.doubts.append(Doubt(DoubtCode.NOT_ASKED_IN_TEXT, "addressees", message))
    return result


def _said(document: DocumentText) -> dict[str, _Said]:
    by_body: dict[str, _Said] = {}
    for sentence in document.sentences:
        for mention in handed_in(sentence.text) if len(sentence.text) <= _LONGEST else ():
            handed_to_body = by_body.setdefault(_key(mention.body), _Said(mention.body, {}))
            place = document.place(sentence.first, sentence.last)
            handed_to_body.purposes.setdefault(mention.purpose, (sentence.text, place))
    return by_body


def _take(result: Receivers, key: str, receiver: _Said, *, has_head: bool) -> None:
    in_head = next((name for name in result.asked if _key(name) == key), None)
    if "answer" in receiver:
        _ask(result, receiver, in_head, has_head=has_head)
    elif "information" in receiver:
        _inform(result, key, receiver, in_head)
    elif in_head and "copy" in receiver:
        text, place = receiver.purposes["copy"]
        result.asked.remove(in_head)
        message = (
            f"”{text}” {in_head} får en kopia och har inte tagits med bland dem som ombeds svara."
        )
        result.doubts.append(Doubt(DoubtCode.COPY_LEFT_OUT, "addressees", message, (place,)))
    elif in_head and "" in receiver:
        text, place = receiver.purposes[""]
        message = f"Det framgår inte säkert om {in_head} ska svara: ”{text}”"
        result.doubts.append(
            Doubt(DoubtCode.UNCLEAR_WHETHER_ASKED, "addressees", message, (place,))
        )


def _ask(result: Receivers, receiver: _Said, in_head: str | None, *, has_head: bool) -> None:
    text, place = receiver.purposes["answer"]
    if in_head is None:
        result.asked.append(receiver.body)
        result.places.setdefault("addressees", place)
        if has_head:
            message = (
                f"{receiver.body} står inte överst bland mottagarna, men ombeds svara: ”{text}”"
            )
            result.doubts.append(
                Doubt(DoubtCode.ASKED_BUT_NOT_RECEIVER, "addressees", message, (place,))
            )
    if "information" in receiver:
        notice, notice_place = receiver.purposes["information"]
        message = (
            f"{receiver.body} får rapporten både för svar och för kännedom: ”{text}” och ”{notice}”"
        )
        result.doubts.append(
            Doubt(DoubtCode.ASKED_AND_INFORMED, "addressees", message, (place, notice_place))
        )


def _inform(result: Receivers, key: str, receiver: _Said, in_head: str | None) -> None:
    _, place = receiver.purposes["information"]
    if in_head:
        result.asked.remove(in_head)
    if key not in map(_key, result.informed):
        result.informed.append(in_head or receiver.body)
        result.places.setdefault("for_information", place)


def _key(name: str) -> str:
    """Equal for two printings of one body: "Socialnämnden, Granby kommun" and "socialnämnden"."""
    return (bodies_in(name) or [name])[0].casefold()
