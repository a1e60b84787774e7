"""Revisorernas meetings: one that was held in January, and the one in March that everything waits for."""

from datetime import date, datetime, time

from accounts.models import User
from audit.models import Sitting
from audit.services import close_sitting, keep_sitting, usual_participants
from common import dates
from demo.people import named
from demo.telling import told
from recommendations.models import Recommendation
from reports.meeting import deeds
from reports.meeting.agenda import agenda_of
from reports.models import AgendaKind, VoiceKind
from responses.services import propose_correction

HELD, COMING, AFTER = date(2023, 1, 18), date(2023, 3, 8), date(2023, 4, 12)
PLACE = "Kommunhuset, sal Linden"
JAV = "Sitter i styrelsen för ett dotterbolag."
PLAN = "Granskningsplan 2023"
SUMMED_UP = "Samlad uppföljning 2022"
WRONG_OFFICIALS, RIGHT_OFFICIALS = "hur utredarna använder", "hur handläggarna använder"


def plan_meetings() -> None:
    with told(date(2022, 12, 16), 9, by="sakkunnig") as (at, expert):
        for day in (HELD, COMING, AFTER):
            sitting = Sitting(meets_on=day, meets_at=time(13), place=PLACE)
            keep_sitting(sitting, usual_participants(), at=at, by=expert)


def hold_meeting() -> None:
    """What waited on 18 January: a komplettering that had not come, and revisorernas own matters."""
    sitting = Sitting.objects.get(meets_on=HELD)
    with told(HELD, 13, 5, by="revisor") as (at, chair):
        for kind, title, proposal in (
            (AgendaKind.OPENING, "Val av protokolljusterare", "Vice ordförande justerar."),
            (AgendaKind.OPENING, "Dagordning", "Dagordningen fastställs."),
            (AgendaKind.OWN, PLAN, "Planen antas. Den omfattar fyra fördjupade granskningar."),
            (AgendaKind.OWN, SUMMED_UP, "Uppföljningen lämnas till kommunfullmäktige."),
            (AgendaKind.OWN, "Studiebesök i hemtjänsten", "Revisorerna besöker två enheter."),
        ):
            deeds.add_matter(sitting, deeds.Matter(kind, title, proposal), at=at, by=chair)
        _note_jav(sitting, at=at, by=chair)
    with told(HELD, 14, 40, by="revisor") as (at, chair):
        entries = agenda_of(sitting, chair, on=HELD).open_entries
        visit = next(entry for entry in entries if entry.title.startswith("Studiebesök"))
        deeds.put_off(sitting, visit, "Datum saknas.", tables=True, at=at, by=chair)
        chosen = [entry for entry in entries if entry.can_be_ticked and entry is not visit]
        deeds.decide_entries(sitting, chosen, at=at, by=chair)
    with told(date(2023, 1, 19), 8, 30, by="revisor") as (at, chair):
        close_sitting(sitting, at=at, by=chair)


def _note_jav(sitting: Sitting, *, at: datetime, by: User) -> None:
    late = next(
        entry
        for entry in agenda_of(sitting, by, on=dates.local_day(at)).open_entries
        if entry.kind == AgendaKind.LATE
    )
    statement = deeds.Statement(VoiceKind.RECUSED, named("vice"), JAV)
    deeds.state(sitting, late, statement, at=at, by=by)


def prepare_next_meeting() -> None:
    """Beside what comes by itself: a letter that somebody wants to write."""
    sitting = Sitting.objects.get(meets_on=COMING)
    with told(date(2023, 2, 10), 15, by="vice") as (at, person):
        for kind, title, proposal in (
            (AgendaKind.OPENING, "Val av protokolljusterare", "Vice ordförande justerar."),
            (AgendaKind.OPENING, "Dagordning", "Dagordningen fastställs."),
            (AgendaKind.OWN, "Brev om bidrag till föreningar", "Brevet skickas till nämnden."),
        ):
            deeds.add_matter(sitting, deeds.Matter(kind, title, proposal), at=at, by=person)
    _propose_correction()


def _propose_correction() -> None:
    """The sakkunnig has seen that a recommendation names the wrong officials."""
    recommendation = Recommendation.objects.get(text__contains=WRONG_OFFICIALS)
    right = recommendation.text.replace(WRONG_OFFICIALS, RIGHT_OFFICIALS)
    with told(date(2023, 2, 13), 10, 40, by="sakkunnig") as (at, expert):
        propose_correction(
            recommendation.audit,
            {f"r{recommendation.pk}": right},
            "Rapporten handlar om handläggarna; utredarna är en annan enhet.",
            at=at,
            by=expert,
        )
