"""Where an audit stands, in one word and one sentence. Derived, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from audit.models import Audit
from common import swedish
from reports.voices import Asked

ENTERED = "Inläst i efterhand"


@dataclass(frozen=True)
class State:
    word: str
    symbol: str
    tone: str
    sentence: str


@dataclass(frozen=True)
class Progress:
    """How far revisorerna have come, counted in rekommendation × adressat that the reader sees."""

    put: int = 0
    still_open: int = 0
    # A verdict or a position has been decided.
    has_decisions: bool = False

    @property
    def is_closed(self) -> bool:
        return self.put > 0 and self.still_open == 0


def state_of(audit: Audit, asked: Iterable[Asked], progress: Progress) -> State:
    """`asked`: the requests that the reader sees, the earliest first."""
    if not audit.is_handed_over:
        return State(
            audit.get_stage_display(),
            "utkast",
            "pending",
            "Syns bara för revisorerna och granskningens sakkunniga.",
        )
    if audit.is_entered_afterwards:
        return State(ENTERED, "efterhand", "info", _entered(audit))
    if progress.is_closed:
        return State("Avslutad", "atgardad", "pending", _closed(progress.put))
    return _by_requests(asked, progress)


def _by_requests(asked: Iterable[Asked], progress: Progress) -> State:
    standing = (one for one in asked if not one.withdrawn_on)
    latest = list({one.request.body_id: one for one in standing}.values())
    waiting = [one for one in latest if one.arrived_on is None]
    arrived = [one for one in latest if one.arrived_on is not None]
    if not latest:
        return State("Överlämnad", "svarat", "info", "Ingen är tillfrågad om svar.")
    if not waiting:
        return _answered(arrived, progress)
    sentence = " ".join(filter(None, [_waited_for(waiting), _arrived(arrived)]))
    if any(one.is_late for one in waiting):
        return State("Försenat svar", "forsenad", "no", sentence)
    return State("Överlämnad, väntar på svar", "svarat", "info", sentence)


def _answered(arrived: list[Asked], progress: Progress) -> State:
    said = _arrived(arrived)
    if progress.has_decisions:
        return State("Följs upp", "pagar", "info", f"{said} {_open(progress)}")
    return State("Besvarad", "svarat", "info", said)


def _closed(put: int) -> str:
    if put == 1:
        return "Rekommendationen är åtgärdad, inte längre aktuell eller ersatt."
    return "Alla rekommendationer är åtgärdade, inte längre aktuella eller ersatta."


def _open(progress: Progress) -> str:
    return f"{progress.still_open} av {progress.put} är öppna (rekommendation × adressat)."


def _entered(audit: Audit) -> str:
    day = audit.handed_over_on
    put = f"Överlämnad {swedish.long_date(day)} enligt registret. " if day else ""
    return f"{put}Ingen begäran om svar är skickad härifrån."


def _waited_for(waiting: list[Asked]) -> str:
    """Svar önskas från kommunstyrelsen senast …, från socialnämnden senast …"""
    by_date = sorted(waiting, key=lambda one: one.due or date.max)
    parts = []
    for due, group in groupby(by_date, key=lambda one: one.due):
        several = list(group)
        names = swedish.listing(one.request.body.in_text for one in several)
        late = ", har inte inkommit" if several[0].is_late else ""
        parts.append(
            f"från {names} senast {swedish.long_date(due)}{late}" if due else f"från {names}"
        )
    what = "Komplettering" if all(one.is_supplement for one in waiting) else "Svar"
    return f"{what} önskas {', '.join(parts)}."


def _arrived(arrived: list[Asked]) -> str:
    if not arrived:
        return ""
    names = swedish.listing(one.request.body.in_text for one in arrived)
    if len(arrived) == 1 and arrived[0].arrived_on:
        return f"Svar från {names} inkom {swedish.long_date(arrived[0].arrived_on)}."
    return f"Svar har inkommit från {names}."
