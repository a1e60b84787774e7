"""The processes, and the broker between them."""

from datetime import datetime, timedelta

from common import swedish
from operations import checks, heartbeats
from operations.measures.measure import SLOW, STANDSTILL, Indicator, IndicatorState, by_age
from operations.models import Heartbeat

PROCESSES = {
    heartbeats.SCHEDULER: (
        "Schemaläggaren",
        "scheduler",
        "Säger till när påminnelser, e-post och annat ska göras. Utan den går inga påminnelser.",
    ),
    "celery": (
        "Arbetaren",
        "worker",
        "Läser inlästa rapporter och räknar fram påminnelser. Utan den blir inget av det gjort.",
    ),
    "mail": (
        "E-postsändaren",
        "sender",
        "Skickar e-posten i utkorgen. Utan den väntar all e-post.",
    ),
    "papers": (
        "Rapportarbetaren",
        "papers",
        "Gör missiv och sammanställningar som PDF. Utan den blir inga nya klara.",
    ),
}


def processes(*, at: datetime) -> list[Indicator]:
    hearts = {heart.name: heart for heart in Heartbeat.objects.all()}
    return [_process(name, hearts.get(name), at=at) for name in heartbeats.expected()]


def _process(name: str, heart: Heartbeat | None, *, at: datetime) -> Indicator:
    word, service, meaning = PROCESSES.get(
        name, (f"Arbetaren för {name}", name, "Gör ett slags jobb.")
    )
    silence = heart.silence(at=at) if heart else None
    return Indicator(
        subject=f"process:{name}",
        name=f"{word} ({service})",
        state=IndicatorState.UNKNOWN if silence is None else by_age(silence, SLOW, STANDSTILL),
        value=_heard(heart, silence),
        meaning=meaning,
        advice=(
            f"Starta om tjänsten {service} och läs dess logg. Inget går förlorat: det som väntar görs när den är igång."
        ),
        alarms=True,
        number=silence.total_seconds() if silence is not None else None,
    )


def _heard(heart: Heartbeat | None, silence: timedelta | None) -> str:
    if heart is None or silence is None:
        return "Har inte hörts av än."
    if heart.beat_at is None:
        return f"Har inte hörts av på {swedish.duration(silence)}, sedan vi började lyssna."
    return f"Hördes av för {swedish.duration(silence)} sedan."


def broker() -> Indicator:
    is_well = checks.broker() == checks.OK
    return Indicator(
        subject="broker",
        name="Jobbkön (redis)",
        state=IndicatorState.WELL if is_well else IndicatorState.STOPPED,
        value="Svarar." if is_well else "Svarar inte, eller tar inte emot.",
        meaning="Det som ska göras strax läggs där. Inloggning, sidor och sparande fungerar utan den.",
        advice="Starta om tjänsten redis. Det som väntar står i databasen och görs när den svarar.",
        number=float(is_well),
    )
