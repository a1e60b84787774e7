"""What a missiv says about itself: receivers, when an answer is asked for, contact, signatures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import zip_longest

from importer.reader.bodies import BODY, receivers
from importer.reader.handing import sort_out
from importer.reader.lines import TextLine
from importer.reader.model import Doubt, DoubtCode, Place, Signatory
from importer.reader.recognise import FOR_AUDITORS
from importer.reader.text import DocumentText, Sentence
from importer.reader.words import DAY_WITHOUT_YEAR, ROLE, dates_in, is_name, is_role

_HEAD_LINES = 40
_TO = re.compile(
    r"(?:Till|Mottagare|Adressat(?:er)?|Sändlista)\s*(?::\s*(?P<rest>.*)|$)", re.IGNORECASE
)
_FOR_INFORMATION = re.compile(
    r"\s*[(,–-]\s*(?:kopia )?(?:för )?(?:kännedom|information|f\.k\.)\)?\s*$", re.IGNORECASE
)
_TO_MEETING = re.compile(r"till\s+(?:års|bolags|förenings)stämman\b", re.IGNORECASE)
_TO_PLAIN = re.compile(r"(?:Till|TILL)\s+(?P<rest>.{3,200})")
_INFORMATION = re.compile(
    r"(?:Kopia )?För (?:kännedom|information)(?: till)?\s*:?\s*(?P<rest>.*)", re.IGNORECASE
)
_COPY = re.compile(r"Kopia(?: till)?\s*:", re.IGNORECASE)
_LABEL = re.compile(r"[A-ZÅÄÖ][\wåäö ]{1,30}:")
_VAGUE = re.compile(r"(?:övriga|andra)\s+(?:berörda\s+)?nämnder|berörda nämnder", re.IGNORECASE)

_HANDED_OVER = re.compile(r"överlämna|lämnas\b.{0,30}\böver\b", re.IGNORECASE)

_ANSWER = re.compile(
    r"\b(?:svar(?:et|en)?|yttrande[tn]?|besvara\w{0,4}|återkoppling(?:en)?)\b", re.IGNORECASE
)
_WISH = re.compile(
    r"\b(?:önskas?|önskar|emotse[rs]|begär\w{0,2}|ser fram emot|vill ha|tillhanda|senast|snarast|lämnas|inkomma)\b",
    re.IGNORECASE,
)
_TO_ARRIVE = re.compile(
    r"(?:svar(?:et|en)?|yttrande[tn]?)\s+(?:ska|skall|bör)\b.{0,80}\bsenast\b", re.IGNORECASE
)
_LIMIT = re.compile(
    r"\b(?:senast|före|innan|till och med|t\.o\.m\.|snarast)(?=[\s.,])", re.IGNORECASE
)
_BEFORE = re.compile(r"\b(?:före|innan)\b", re.IGNORECASE)
_ASKER = re.compile(
    r"\b(?:revis(?:ion|or)\w{0,10}|vi|önskas?|emotses|begärs|kommunrevisionen)\b", re.IGNORECASE
)

_CONTACT = re.compile(r"\bkontaktrevisor(?P<plural>er(?:na)?)?\b", re.IGNORECASE)
_CONTACT_VERB = re.compile(r"\b(?:var|är|har varit|utgörs av)\b|:")
_NAMES_SPLIT = re.compile(r"\s*(?:,|;|\boch\b|\bsamt\b)\s+")
_COLUMNS = re.compile(r"\s{2,}")
_STAMP = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d:\d\d)(?:\.\d{1,6})?\s*(?P<zone>UTC|GMT|Z|CEST|CET|[+-]\d\d:?\d\d)?"
)
_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "CET": 60, "CEST": 120}


@dataclass
class PrintedSignature:
    """One signature on the e-signing page."""

    name: str
    role: str | None
    at: datetime | None


@dataclass
class Letter:
    """The finds of one document read as a missiv."""

    addressees: list[str] = field(default_factory=list)
    for_information: list[str] = field(default_factory=list)
    due_on: date | None = None
    wording: str | None = None
    contacts: list[str] = field(default_factory=list)
    signatories: list[Signatory] = field(default_factory=list)
    signed_on: list[date] = field(default_factory=list)
    where: dict[str, Place] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def read_letter(document: DocumentText) -> Letter:
    """Everything the document says as a letter; fields that it does not say stay empty."""
    letter = Letter()
    _receivers(document, letter)
    for sentence in document.sentences:
        if len(sentence.text) <= 600:
            _sentence(document, letter, sentence)
    _handed(document, letter)
    _signatures(document, letter)
    return letter


def _receivers(document: DocumentText, letter: Letter) -> None:
    lines = document.lines[:_HEAD_LINES]
    meeting = next((line for line in lines if _TO_MEETING.match(line.text)), None)
    if meeting:
        message = f"”{meeting.text[:120]}” är en granskningsrapport till stämman; inga adressater har tagits därifrån."
        letter.doubts.append(
            Doubt(
                DoubtCode.NOT_A_MISSIVE, "addressees", message, (document.place(meeting, meeting),)
            )
        )
        return
    for at, line in enumerate(lines):
        if match := _TO.fullmatch(line.text) or _to_bodies(line.text):
            _take(document, letter, "addressees", at, match["rest"] or "")
        elif (match := _INFORMATION.fullmatch(line.text)) and len(line.text) < 200:
            _take(document, letter, "for_information", at, match["rest"])
        elif _COPY.match(line.text):
            message = f"”{line.text[:120]}” är en kopia och har inte tagits med som för kännedom."
            letter.doubts.append(
                Doubt(
                    DoubtCode.COPY_LEFT_OUT,
                    "for_information",
                    message,
                    (document.place(line, line),),
                )
            )


def names_receivers(line: TextLine) -> bool:
    """Whether a line opens a letter's receivers ("Till: …", "För kännedom: …")."""
    opens = _TO.fullmatch(line.text) or _to_bodies(line.text)
    return bool(opens or (len(line.text) < 200 and _INFORMATION.fullmatch(line.text)))


def _to_bodies(text: str) -> re.Match[str] | None:
    """A line "Till kommunstyrelsen", without colon: only where a body follows and no sentence."""
    match = _TO_PLAIN.fullmatch(text)
    return match if match and BODY.match(match["rest"]) and not text.endswith(".") else None


def _take(document: DocumentText, letter: Letter, name: str, at: int, text: str) -> None:
    names: list[str] = getattr(letter, name)
    if names:
        return
    last = document.lines[at]
    names += receivers(text) if text.strip() else []
    for line in document.lines[at + 1 : at + 10]:
        if not _is_receiver(line, bool(text.strip())):
            break
        _add_receivers(letter, names, line.text)
        last = line
    if names:
        letter.where[name] = document.place(document.lines[at], last)


def _add_receivers(letter: Letter, names: list[str], text: str) -> None:
    """The line's names; one that is told "(för kännedom)" is asked for nothing."""
    wanted = _FOR_INFORMATION.sub("", text)
    to = names if wanted == text else letter.for_information
    to += [name for name in receivers(wanted) if name not in to]


def _is_receiver(line: TextLine, after_names: bool) -> bool:
    """Whether a line below "Till:" names a further receiver."""
    if (
        line.heading
        or _LABEL.match(line.text)
        or _INFORMATION.fullmatch(line.text)
        or dates_in(line.text)
    ):
        return False
    if len(line.text) > 100 or line.text.endswith((".", "?")) or (after_names and line.gap):
        return False
    return bool(BODY.match(line.text) or "presidi" in line.text.lower())


def _handed(document: DocumentText, letter: Letter) -> None:
    """What the letter's own sentences say of its receivers; a report without a letter's marks is not asked."""
    if not (letter.addressees or letter.wording or any(map(_opens_signatures, document.lines))):
        return
    result = sort_out(document, letter.addressees, letter.for_information)
    letter.addressees, letter.for_information = result.asked, result.informed
    letter.where = result.places | letter.where
    letter.doubts += result.doubts


def _sentence(document: DocumentText, letter: Letter, sentence: Sentence) -> None:
    asks_for_arrival = (
        letter.addressees and _TO_ARRIVE.match(sentence.text) and dates_in(sentence.text)
    )
    if letter_asks(sentence.text) or asks_for_arrival:
        _response(document, letter, sentence)
    if _CONTACT.search(sentence.text):
        _contact(document, letter, sentence)
    if _VAGUE.search(sentence.text) and _HANDED_OVER.search(sentence.text):
        message = f"”{sentence.text}” Inga fler adressater än de namngivna har lagts till."
        letter.doubts.append(
            Doubt(
                DoubtCode.MORE_RECEIVERS_HINTED,
                "addressees",
                message,
                (document.place(sentence.first, sentence.last),),
            )
        )


def letter_asks(text: str) -> bool:
    """Whether a sentence asks for an answer to the auditors by some date."""
    return bool(
        _ANSWER.search(text) and _WISH.search(text) and _LIMIT.search(text) and _ASKER.search(text)
    )


def _response(document: DocumentText, letter: Letter, sentence: Sentence) -> None:
    place = document.place(sentence.first, sentence.last)
    days = sorted(set(dates_in(sentence.text[_LIMIT.search(sentence.text).start() :])))  # type: ignore[union-attr]
    if letter.wording is not None:
        if days and letter.due_on not in days:
            message = f"Dokumentet har flera formuleringar om när svar önskas: ”{letter.wording}” och ”{sentence.text}”"
            letter.doubts.append(
                Doubt(
                    DoubtCode.SEVERAL_WISHES,
                    "response_due_on",
                    message,
                    (letter.where["response_wording"], place),
                )
            )
            letter.due_on = letter.due_on if not days else None
        return
    letter.wording = sentence.text
    letter.where["response_wording"] = place
    if len(days) == 1:
        letter.due_on = days[0]
        letter.where["response_due_on"] = place
        if _BEFORE.search(sentence.text):
            message = (
                f"Svar önskas före det angivna datumet, inte senast den dagen: ”{sentence.text}”"
            )
            letter.doubts.append(
                Doubt(DoubtCode.BEFORE_THE_DATE, "response_due_on", message, (place,))
            )
    else:
        letter.doubts.append(
            Doubt(DoubtCode.NO_DATE, "response_due_on", _why_no_date(sentence.text, days), (place,))
        )


def _why_no_date(text: str, days: Sequence[date]) -> str:
    if days:
        return f"Flera svarsdatum anges i samma mening, inget har valts: ”{text}”"
    if DAY_WITHOUT_YEAR.search(text):
        return f"Svarsdatumet saknar årtal: ”{text}”"
    return f"Inget datum för svar anges: ”{text}”"


def _contact(document: DocumentText, letter: Letter, sentence: Sentence) -> None:
    mention = _CONTACT.search(sentence.text)
    tail = sentence.text[mention.end() :] if mention else ""
    verb = _CONTACT_VERB.search(tail[:80])
    if verb is None or mention is None or letter.contacts:
        return
    names = [name.strip(" .") for name in _NAMES_SPLIT.split(tail[verb.end() :].strip())]
    letter.contacts = [name for name in names if is_name(name)]
    place = document.place(sentence.first, sentence.last)
    letter.where["contact_auditors"] = place
    if mention["plural"] and len(letter.contacts) == 1:
        message = f"Kontaktrevisorer står i flertal, men bara ett namn anges: {letter.contacts[0]}."
        letter.doubts.append(Doubt(DoubtCode.FEWER_NAMES, "contact_auditors", message, (place,)))


def _signatures(document: DocumentText, letter: Letter) -> None:
    signed = _signed(document.signing)
    letter.signed_on = [mark.at.date() for mark in signed if mark.at]
    signers = list(_printed_signatories(document))
    if not signers:
        signers = [
            Signatory(mark.name, mark.role, None, _signing_place(document)) for mark in signed
        ]
    letter.signatories = [_with_time(document, letter, signer, signed) for signer in signers]


def _signing_place(document: DocumentText) -> tuple[Place, ...]:
    return (document.place(document.signing[0], document.signing[-1]),)


def _printed_signatories(document: DocumentText) -> Iterator[Signatory]:
    starts = [at for at, line in enumerate(document.lines) if _opens_signatures(line)]
    if not starts:
        return
    pending: list[tuple[str, TextLine]] = []
    lines = document.lines[starts[-1] + 1 : starts[-1] + 20]
    for line, below in zip_longest(lines, lines[1:]):
        cells = _cells(line, below)
        if all(is_name(cell) for cell in cells):
            pending += [(cell, line) for cell in cells]
        elif pair := _name_and_role(line.text):
            yield Signatory(*pair, None, (document.place(line, line),))
        elif all(is_role(cell) for cell in cells):
            for (name, first), role in zip(pending, cells, strict=False):
                yield Signatory(name, role, None, (document.place(first, line),))
            pending = pending[len(cells) :]
        elif not _between_signatures(line):
            break
    yield from (
        Signatory(name, None, None, (document.place(line, line),)) for name, line in pending
    )


def _cells(line: TextLine, below: TextLine | None) -> list[str]:
    """What stands side by side on a line: roles, or as many names over them."""
    if roles := _roles_side_by_side(line.text):
        return roles
    roles = _roles_side_by_side(below.text) if below else []
    size, surplus = divmod(len(line.text.split()), len(roles) or 1)
    if roles and not surplus and size > 1:
        words = line.text.split()
        return [" ".join(words[at : at + size]) for at in range(0, len(words), size)]
    return [cell.strip(" ,_") for cell in _COLUMNS.split(line.text)]


def _roles_side_by_side(text: str) -> list[str]:
    """The roles of a line that has nothing else, when there are several: "Ordförande Vice ordförande"."""
    roles = [match[0] for match in ROLE.finditer(text[:120])]
    return roles if len(roles) > 1 and " ".join(roles) == " ".join(text.split()) else []


def _opens_signatures(line: TextLine) -> bool:
    return len(line.text) < 120 and bool(FOR_AUDITORS.fullmatch(line.text)) and not line.marker


def _name_and_role(text: str) -> tuple[str, str] | None:
    name, comma, role = text[:120].partition(",")
    return (
        (name.strip(), role.strip())
        if comma and is_name(name.strip()) and is_role(role.strip())
        else None
    )


def _between_signatures(line: TextLine) -> bool:
    low = line.text.lower()
    return low.startswith(
        ("elektronisk", "digital", "signera", "undertecknat", "enligt uppdrag", "___", "...")
    )


def _signed(lines: Sequence[TextLine]) -> list[PrintedSignature]:
    """The signatures of an e-signing page: a name and a role above each time stamp."""
    signed: list[PrintedSignature] = []
    above: list[str] = []
    for line in lines:
        stamp = _STAMP.search(line.text[:200])
        if stamp is None:
            above.append(line.text)
            continue
        role = next((text for text in reversed(above) if is_role(text)), None)
        before = above[: above.index(role)] if role else above
        name = next((text for text in reversed(before) if is_name(text)), None)
        if name:
            signed.append(PrintedSignature(name, role, _moment(stamp)))
            above = []
    return signed


def _moment(stamp: re.Match[str]) -> datetime | None:
    zone = stamp["zone"]
    if zone is None:
        return None
    minutes = _ZONES.get(zone)
    if minutes is None:
        sign = -1 if zone[0] == "-" else 1
        minutes = sign * (int(zone[1:3]) * 60 + int(zone[-2:]))
    try:
        naive = datetime.fromisoformat(f"{stamp['day']}T{stamp['time']}")
        return naive.replace(tzinfo=timezone(timedelta(minutes=minutes))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _with_time(
    document: DocumentText, letter: Letter, signer: Signatory, signed: Sequence[PrintedSignature]
) -> Signatory:
    mark = next((mark for mark in signed if _same_person(signer, mark)), None)
    if mark is None and signed:
        message = f"Ingen signatur på signeringssidan stämmer med {signer.name}, {signer.role or 'utan roll'}."
        letter.doubts.append(Doubt(DoubtCode.NO_SIGNATURE, "signatories", message, signer.where))
    if mark is None or mark.at is None:
        return signer
    return Signatory(signer.name, signer.role, mark.at.strftime("%Y-%m-%dT%H:%M:%SZ"), signer.where)


def _same_person(signer: Signatory, mark: PrintedSignature) -> bool:
    """The same role, and a name of which the first and the last word are shared."""
    if signer.role and mark.role and signer.role.casefold() != mark.role.casefold():
        return False
    printed, signed = signer.name.casefold().split(), mark.name.casefold().split()
    return bool(printed) and bool(signed) and printed[0] in signed and printed[-1] in signed
