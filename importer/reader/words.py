"""The vocabulary of Swedish audit reports: answer words, roles, firms, headings, dates."""

import re
from datetime import date
from typing import Final

from importer.reader.model import PrintedGrade

PLAIN_ANSWERS: Final[dict[str, PrintedGrade]] = {"ja": "yes", "delvis": "partly", "nej": "no"}

# Printed answers on other scales: never translated to ja/delvis/nej.
_OTHER_ANSWERS: Final = (
    "ja, delvis",
    "ja, i allt väsentligt",
    "ja, i huvudsak",
    "ja, till viss del",
    "ja, till övervägande del",
    "ja/uppfyllt",
    "nej, inte helt",
    "nej, inte fullt ut",
    "nej, endast delvis",
    "nej/ej uppfyllt",
    "delvis/inte helt",
    "delvis uppfyllt",
    "delvis uppfylld",
    "delvis tillräcklig",
    "i allt väsentligt",
    "till övervägande del",
    "till stor del",
    "till viss del",
    "endast till viss del",
    "endast delvis",
    "i huvudsak",
    "i stort",
    "i stort sett",
    "i begränsad utsträckning",
    "i tillräcklig utsträckning",
    "inte i tillräcklig utsträckning",
    "inte helt",
    "inte fullt ut",
    "inte helt tillräcklig",
    "inte helt tillräckligt",
    "inte tillräcklig",
    "inte tillräckligt",
    "inte",
    "tillräcklig",
    "tillräckligt",
    "otillräcklig",
    "otillräckligt",
    "uppfylld",
    "uppfyllt",
    "ej uppfylld",
    "ej uppfyllt",
    "inte uppfylld",
    "inte uppfyllt",
    "tillfredsställande",
    "inte tillfredsställande",
    "ej tillfredsställande",
    "ändamålsenlig",
    "ändamålsenligt",
    "inte ändamålsenlig",
    "inte ändamålsenligt",
    "grön",
    "grönt",
    "gul",
    "gult",
    "röd",
    "rött",
    "ej bedömd",
    "ej bedömt",
    "kan inte bedömas",
    "går inte att bedöma",
)
_WORDS = "|".join(
    re.escape(words).replace(r"\ ", r"\s+")
    for words in sorted((*_OTHER_ANSWERS, *PLAIN_ANSWERS), key=len, reverse=True)
)
ANSWER: Final = re.compile(
    rf"(?:(?:Svar|Bedömning|Vår bedömning|Svar på (?:revisions)?frågan)\s*[:.]\s*)?"
    rf"[\"“”*]?(?P<answer>{_WORDS})[\"“”*]?"
    r"(?P<stop>\s*[.:;!]|\s*,(?=\s)|\s+[–-](?=\s)|\s{2,}(?=\S)|\s+(?=(?-i:[A-ZÅÄÖ]))|\s*$)",
    re.IGNORECASE,
)

ROLE: Final = re.compile(
    r"(?:(?:förste|andre|första|andra|[12]\s?:?[ea])\s+)?(?:vice\s+|v\.?\s+)?"
    r"(?:revisions)?(?:ordförande|ordf\.?|sammankallande)"
    r"|(?:förtroendevald |lekmanna|ledamot,? )?revisor|ledamot"
    r"|(?:revisions|1:e |förste )?sekreterare|revisions(?:chef|direktör)|stadsrevisor",
    re.IGNORECASE,
)
NAME: Final = re.compile(
    r"[A-ZÅÄÖÉÜ][\w’'-]{0,30}(?: (?:von|van|af|de|der|la) )?(?: ?[A-ZÅÄÖÉÜ][\w’'.-]{0,30}){1,2}"
)
NOT_A_NAME: Final = re.compile(
    r"kommun|nämnd|styrelse|fullmäktige|revision|rapport|granskning|missiv|bilaga|presidi|ordförande"
    r"|bedömning|\bfråg|\bsvar\b|region|förvaltning|\bAB\b|datum|serienummer|signat",
    re.IGNORECASE,
)

KNOWN_FIRM: Final = re.compile(
    r"(?:EY|Ernst\s*&\s*Young(?: AB)?|KPMG(?: AB)?|PwC|PWC|(?:Öhrlings )?PricewaterhouseCoopers(?: AB)?"
    r"|Komrev(?: AB)?|Deloitte(?: AB)?|Grant Thornton(?: Sweden)?(?: AB)?|BDO(?: AB)?|Azets(?: Revision & Rådgivning)?"
    r"(?: AB)?|Helseplan(?: Consulting Group)?(?: AB)?|Sirona(?: AB)?|Forvis Mazars(?: AB)?|Mazars(?: AB)?)"
)
COMPANY: Final = re.compile(r"[A-ZÅÄÖ][\w&’'-]{0,40}(?: [\w&’'-]{1,40}){0,4} AB")
WORK_TITLE: Final = re.compile(
    r"revisor|konsult|ledare|granskare|utredare|handläggare|controller|analytiker|chef|ansvarig|sakkunnig|specialist|rådgivare|manager|partner|direktör",
    re.IGNORECASE,
)

SECTION: Final = re.compile(
    r"(?:bakgrund|inledning|syfte(?: och (?:revisionsfrågor|avgränsning(?:ar)?))?|metod|avgränsning(?:ar)?"
    r"|ansvariga? (?:nämnd(?:er)?|styrelse)[\w/ ]{0,30}|revisionskriterier|bedömningsgrunder|iakttagelser|slutsatser?"
    r"|(?:vår |samlad |sammanfattande |övergripande )?bedömning|sammanfattning|innehåll(?:sförteckning)?"
    r"|sammanfattande bedömning och rekommendationer|(?:käll|dokument)förteckning|källor|intervjupersoner"
    r"|dokumentation|granskningsresultat|resultat av granskningen|rekommendationer"
    r"|avslutning|övriga iakttagelser|övrigt|bilag(?:a|or)\b.{0,60})\s*:?",
    re.IGNORECASE,
)

MONTHS: Final = {
    "januari": 1,
    "februari": 2,
    "mars": 3,
    "april": 4,
    "maj": 5,
    "juni": 6,
    "juli": 7,
    "augusti": 8,
    "september": 9,
    "oktober": 10,
    "november": 11,
    "december": 12,
}
_SHORT_MONTHS: Final = {name[:3]: number for name, number in MONTHS.items()}
_MONTH = "|".join((*MONTHS, *_SHORT_MONTHS, "sept"))
DATE: Final = re.compile(
    r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])"
    rf"|(?<!\d)(?P<wd>\d{{1,2}})(?:\s?:?e)?\s+(?P<wm>{_MONTH})\.?\s+(?P<wy>(?:19|20)\d\d)(?!\d)"
    r"|(?<![\d/])(?P<sd>\d{1,2})/(?P<sm>\d{1,2})[ -](?P<sy>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
DAY_WITHOUT_YEAR: Final = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:\s?:?e)?\s+(?:{_MONTH})\b|(?<![\d/])\d{{1,2}}/\d{{1,2}}(?![\d/])",
    re.IGNORECASE,
)


def dates_in(text: str) -> list[date]:
    """Every full and valid date in the text, in order."""
    return [day for match in DATE.finditer(text) if (day := _date(match)) is not None]


def _date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = parts["y"] or parts["wy"] or parts["sy"]
    day = parts["d"] or parts["wd"] or parts["sd"]
    month = parts["m"] or parts["sm"] or str(_month_number(parts["wm"]))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return MONTHS.get(name.lower()) or _SHORT_MONTHS[name.lower()[:3]]


def is_name(text: str) -> bool:
    """Whether the text has the form of one person's name."""
    return len(text) <= 80 and bool(NAME.fullmatch(text)) and not NOT_A_NAME.search(text)


def is_role(text: str) -> bool:
    """Whether the text is a role among elected auditors: Ordförande, Vice ordförande, …"""
    return len(text) <= 60 and bool(ROLE.fullmatch(text))
