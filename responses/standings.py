"""Where several requests of one audit stand, in one sentence."""

from datetime import date
from itertools import groupby

from common import swedish
from responses.standing import RequestStanding


def waited_for(waiting: list[RequestStanding]) -> str:
    """Svar önskas från kommunstyrelsen senast …, från socialnämnden senast …"""
    by_date = sorted(waiting, key=lambda standing: standing.due or date.max)
    parts = []
    for due, group in groupby(by_date, key=lambda standing: standing.due):
        several = list(group)
        names = swedish.listing(standing.request.body.in_text for standing in several)
        late = ", har inte inkommit" if several[0].is_late else ""
        parts.append(
            f"från {names} senast {swedish.long_date(due)}{late}" if due else f"från {names}"
        )
    noun = "Komplettering" if all(standing.is_supplement for standing in waiting) else "Svar"
    return f"{noun} önskas {', '.join(parts)}."


def all_arrived(arrived: list[RequestStanding]) -> str:
    """Svar har inkommit från kommunstyrelsen och socialnämnden."""
    if not arrived:
        return ""
    names = swedish.listing(standing.request.body.in_text for standing in arrived)
    if len(arrived) == 1 and arrived[0].arrived_on:
        return f"Svar från {names} inkom {swedish.long_date(arrived[0].arrived_on)}."
    return f"Svar har inkommit från {names}."


def bodies_of(standings: list[RequestStanding]) -> str:
    """kommunstyrelsen och socialnämnden"""
    names = (standing.request.body.in_text for standing in standings)
    return swedish.listing(dict.fromkeys(names))


def reminding_of(standings: list[RequestStanding]) -> str:
    """The subject of a reminder about several requests: the bodies first, for a narrow list."""
    late = sum(standing.is_late for standing in standings)
    words = f"Påminnelse till {bodies_of(standings)} om {swedish.counted(len(standings), 'svar', 'svar')}"
    return f"{words}, {swedish.number_word(late, 'ett')} försenade" if late else words
