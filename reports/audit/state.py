"""Where an audit stands, in one word and one sentence. Derived, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from audit.models import Audit
from common import swedish
from common.status import Status
from responses.standing import RequestStanding
from responses.standings import all_arrived, waited_for

ENTERED = "Inläst i efterhand"


@dataclass(frozen=True)
class AuditState(Status):
    """A status with the sentence that says more."""

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


def state_of(audit: Audit, standings: Iterable[RequestStanding], progress: Progress) -> AuditState:
    """`asked`: the requests that the reader sees, the earliest first."""
    if not audit.is_handed_over:
        return AuditState(
            audit.get_stage_display(),
            "utkast",
            "pending",
            "Syns bara för revisorerna och granskningens sakkunniga.",
        )
    if audit.is_from_register:
        return AuditState(ENTERED, "efterhand", "info", _entered(audit))
    if progress.is_closed:
        return AuditState("Avslutad", "atgardad", "pending", _closed(progress.put))
    return _by_requests(standings, progress)


def _by_requests(standings: Iterable[RequestStanding], progress: Progress) -> AuditState:
    standing_requests = (standing for standing in standings if not standing.withdrawn_on)
    latest = list({standing.request.body_id: standing for standing in standing_requests}.values())
    waiting = [standing for standing in latest if standing.arrived_on is None]
    arrived = [standing for standing in latest if standing.arrived_on is not None]
    if not latest:
        return AuditState("Överlämnad", "svarat", "info", "Ingen är tillfrågad om svar.")
    if not waiting:
        return _answered(arrived, progress)
    sentence = " ".join(filter(None, [waited_for(waiting), all_arrived(arrived)]))
    if any(standing.is_late for standing in waiting):
        return AuditState("Försenat svar", "forsenad", "no", sentence)
    return AuditState("Överlämnad, väntar på svar", "svarat", "info", sentence)


def _answered(arrived: list[RequestStanding], progress: Progress) -> AuditState:
    arrivals = all_arrived(arrived)
    if progress.has_decisions:
        return AuditState("Följs upp", "pagar", "info", f"{arrivals} {_open(progress)}")
    return AuditState("Besvarad", "svarat", "info", arrivals)


def _closed(recommendations: int) -> str:
    if recommendations == 1:
        return "Rekommendationen är åtgärdad, inte längre aktuell eller ersatt."
    return "Alla rekommendationer är åtgärdade, inte längre aktuella eller ersatta."


def _open(progress: Progress) -> str:
    return f"{progress.still_open} av {progress.put} är öppna (rekommendation × adressat)."


def _entered(audit: Audit) -> str:
    day = audit.handed_over_on
    sentence = f"Överlämnad {swedish.long_date(day)} enligt registret. " if day else ""
    return f"{sentence}Ingen begäran om svar är skickad härifrån."
