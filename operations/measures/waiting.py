"""What waits to be done, and what was given up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import models

from common import dates, swedish
from common.causes import LABELS
from importer.models import Reading, ReadingState
from mailing.models import MailKind, Outbox, OutgoingMail, Trouble
from operations.measures.measure import SLOW, STANDSTILL, Measure, State, by_age
from reports.models import Report, ReportState

RECENTLY = timedelta(days=7)
# From before causes were kept.
UNTOLD = "Orsaken antecknades inte då."


def mail(*, at: datetime) -> Measure:
    outbox, waiting = Outbox.now(), OutgoingMail.objects.exclude(kind=MailKind.ALARM).unsent()
    oldest = waiting.oldest_wait(at=at)
    age = at - outbox.trouble_since if outbox.trouble and outbox.trouble_since else oldest
    if outbox.held_at:
        state, cause = State.WATCH, "Utkorgen är stoppad efter en återställning."
    else:
        state = by_age(age, SLOW, STANDSTILL) if age else State.WELL
        cause = str(outbox.get_trouble_display()) if outbox.trouble else ""
    return Measure(
        subject="mail",
        name="E-post som väntar",
        state=state,
        value=" ".join(
            filter(None, [_queue(waiting.count(), "mejl", "mejl", "ett", oldest), cause])
        ),
        meaning=(
            "Påminnelser och begäran om svar går vardagar 07–17. Tiden räknas bara när de får gå."
        ),
        advice="Se E-postlogg: där står orsaken, och knappen Försök nu.",
        alarms=True,
        number=oldest.total_seconds() if oldest else 0.0,
    )


def readings(*, at: datetime) -> Measure:
    waiting = Reading.objects.to_read(at=at)
    return _backlog(
        "readings",
        "Inläsningar som väntar",
        waiting,
        "read_at",
        "Rapporter som någon har laddat upp och som arbetaren ska läsa.",
        "arbetaren (worker)",
    )


def papers(*, at: datetime) -> Measure:
    waiting = Report.objects.to_make(at=at)
    return _backlog(
        "papers",
        "Missiv och sammanställningar som väntar",
        waiting,
        "requested_at",
        "PDF:er som någon har beställt och som rapportarbetaren ska göra.",
        "rapportarbetaren (papers)",
    )


def _backlog(
    subject: str, name: str, waiting: models.QuerySet, moment: str, meaning: str, doer: str
) -> Measure:
    found = waiting.aggregate(count=models.Count("pk"), first=models.Min(moment))
    oldest = max(dates.now() - found["first"], timedelta()) if found["first"] else None
    return Measure(
        subject=subject,
        name=name,
        state=by_age(oldest, SLOW, STANDSTILL) if oldest else State.WELL,
        value=_queue(found["count"], "väntar", "väntar", "en", oldest),
        meaning=meaning,
        advice=f"Se efter att {doer} är igång. Det som väntar tas inom en minut.",
        alarms=True,
        number=oldest.total_seconds() if oldest else 0.0,
    )


def _queue(count: int, singular: str, plural: str, one: str, oldest: timedelta | None) -> str:
    if not count:
        return "Inget väntar."
    wait = f", det äldsta sedan {swedish.duration(oldest)}" if oldest is not None else ""
    noun = singular if count == 1 else plural
    verb = "" if noun == "väntar" else " väntar"
    return f"{swedish.number_word(count, one).capitalize()} {noun}{verb}{wait}."


def failed_mail() -> Measure:
    failed = OutgoingMail.objects.failed().without_content()
    latest = failed.order_by("-failed_at").first()
    return _failures(
        "failed_mail",
        "E-post",
        failed.count(),
        dates.now() - latest.failed_at if latest and latest.failed_at else None,
        causes=_causes(failed, "trouble", dict(Trouble.choices)),
        advice="Se E-postlogg: rätta adressen, eller skicka igen.",
    )


def failed_readings() -> Measure:
    failed = Reading.objects.unfinished().filter(state=ReadingState.FAILED)
    found = failed.aggregate(count=models.Count("pk"), latest=models.Max("read_at"))
    return _failures(
        "failed_readings",
        "Inläsningar",
        found["count"],
        dates.now() - found["latest"] if found["latest"] else None,
        advice="Orsaken står på inläsningens sida, för den som laddade upp filerna. Den som gjorde det kan kasta dem.",
        causes=_causes(failed, "cause", LABELS),
    )


def failed_papers() -> Measure:
    failed = Report.objects.filter(
        state=ReportState.FAILED, finished_at__gte=dates.now() - RECENTLY
    )
    found = failed.aggregate(count=models.Count("pk"), latest=models.Max("finished_at"))
    return _failures(
        "failed_papers",
        "Missiv och sammanställningar, senaste veckan",
        found["count"],
        dates.now() - found["latest"] if found["latest"] else None,
        advice="Orsaken står på rapportens sida, för den som beställde den. Var det ett fel hos oss står det i loggen.",
        causes=_causes(failed, "cause", LABELS),
    )


def _failures(
    subject: str,
    name: str,
    count: int,
    age: timedelta | None,
    *,
    advice: str,
    causes: tuple[str, ...],
) -> Measure:
    latest = f" Senast för {swedish.duration(age)} sedan." if age is not None else ""
    noun = swedish.number_word(count).capitalize()
    return Measure(
        subject=subject,
        name=name,
        state=State.WATCH if count else State.WELL,
        value=f"{noun} misslyckade.{latest}" if count else "Inget.",
        meaning="Det som gavs upp och väntar på en människa.",
        advice=advice,
        number=float(count),
        details=causes,
    )


def _causes(failed: models.QuerySet, field: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """How many failed for each reason, the most common first: in our words, never in the job's own."""
    counts = failed.order_by().values_list(field).annotate(count=models.Count("pk"))
    return tuple(
        f"{swedish.number_word(count).capitalize()}: {labels.get(code, UNTOLD)}"
        for code, count in counts.order_by("-count", field)
    )
