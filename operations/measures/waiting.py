"""What waits to be done, and what was given up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models

from common import dates, swedish
from common.causes import LABELS
from importer.models import Reading, ReadingState
from mailing.models import Outbox, OutgoingMail, Trouble
from operations.emails import ALARM
from operations.measures.measure import SLOW, STANDSTILL, Indicator, IndicatorState, by_age
from reports.models import PaperJob, ReportState, to_make

RECENTLY = timedelta(days=7)
# From before causes were kept.
UNTOLD = "Orsaken antecknades inte då."


def mail(*, at: datetime) -> Indicator:
    outbox, waiting = Outbox.now(), OutgoingMail.objects.exclude(kind=ALARM).unsent()
    oldest = waiting.oldest_wait(at=at)
    age = at - outbox.trouble_since if outbox.trouble and outbox.trouble_since else oldest
    if outbox.held_at:
        state, cause = IndicatorState.WATCH, "Utkorgen är stoppad efter en återställning."
    else:
        state = by_age(age, SLOW, STANDSTILL) if age else IndicatorState.WELL
        cause = str(outbox.get_trouble_display()) if outbox.trouble else ""
    return Indicator(
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


def readings(*, at: datetime) -> Indicator:
    return _backlog(
        "readings",
        "Inläsningar som väntar",
        [Reading.objects.to_read(at=at)],
        "read_at",
        "Rapporter som någon har laddat upp och som arbetaren ska läsa.",
        "arbetaren (worker)",
    )


def papers(*, at: datetime) -> Indicator:
    return _backlog(
        "papers",
        "Papper och tabeller som väntar",
        [jobs.filter(to_make(at=at)) for jobs in _paper_jobs()],
        "requested_at",
        "PDF- och Excelfiler som någon har beställt och som rapportarbetaren ska göra.",
        "rapportarbetaren (papers)",
    )


def _paper_jobs() -> Iterator[models.QuerySet[Any]]:
    """Of each kind that the worker makes, also one that is new."""
    for model in apps.get_models():
        if issubclass(model, PaperJob):
            yield model._default_manager.all()


def _backlog(
    subject: str,
    name: str,
    waiting: Iterable[models.QuerySet[Any]],
    moment: str,
    meaning: str,
    doer: str,
) -> Indicator:
    queues = [jobs.aggregate(count=models.Count("*"), first=models.Min(moment)) for jobs in waiting]
    count = sum(queue["count"] for queue in queues)
    first = min(filter(None, (queue["first"] for queue in queues)), default=None)
    oldest = max(dates.now() - first, timedelta()) if first else None
    return Indicator(
        subject=subject,
        name=name,
        state=by_age(oldest, SLOW, STANDSTILL) if oldest else IndicatorState.WELL,
        value=_queue(count, "väntar", "väntar", "en", oldest),
        meaning=meaning,
        advice=f"Se efter att {doer} är igång. Det som väntar tas inom en minut.",
        alarms=True,
        number=oldest.total_seconds() if oldest else 0.0,
    )


def _queue(count: int, singular: str, plural: str, numeral: str, oldest: timedelta | None) -> str:
    if not count:
        return "Inget väntar."
    wait = f", det äldsta sedan {swedish.duration(oldest)}" if oldest is not None else ""
    noun = singular if count == 1 else plural
    verb = "" if noun == "väntar" else " väntar"
    return f"{swedish.number_word(count, numeral).capitalize()} {noun}{verb}{wait}."


@dataclass(frozen=True)
class Failures:
    """How one kind of job is told of when it was given up."""

    subject: str
    name: str
    # Of the row: when it was, and why, by a code that has its words in `labels`.
    moment: str
    cause: str
    labels: Mapping[str, str]
    # One, several, and the word for one.
    nouns: tuple[str, str, str]
    advice: str

    def among(self, *failed: models.QuerySet[Any]) -> Indicator:
        figures = [
            jobs.aggregate(count=models.Count("*"), latest=models.Max(self.moment))
            for jobs in failed
        ]
        count = sum(figure["count"] for figure in figures)
        latest = max(filter(None, (figure["latest"] for figure in figures)), default=None)
        counted = swedish.counted(count, *self.nouns).capitalize()
        ago = f" Senast för {swedish.duration(dates.now() - latest)} sedan." if latest else ""
        return Indicator(
            subject=self.subject,
            name=self.name,
            state=IndicatorState.WATCH if count else IndicatorState.WELL,
            value=f"{counted}.{ago}" if count else "Inget.",
            meaning="Det som gavs upp och väntar på en människa.",
            advice=self.advice,
            number=float(count),
            details=tuple(self._causes(failed)),
        )

    def _causes(self, failed: Iterable[models.QuerySet[Any]]) -> Iterator[str]:
        """How many for each reason, the most common first: in our words, never in the job's own."""
        counts: Counter[str] = Counter()
        for jobs in failed:
            by_cause = jobs.order_by().values_list(self.cause).annotate(count=models.Count("*"))
            counts += Counter(dict(by_cause))
        for code, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
            number = swedish.number_word(count, self.nouns[-1]).capitalize()
            yield f"{number}: {self.labels.get(code, UNTOLD)}"


def failed_mail() -> Indicator:
    return Failures(
        subject="failed_mail",
        name="E-post",
        moment="failed_at",
        cause="trouble",
        labels=dict(Trouble.choices),
        nouns=("misslyckat mejl", "misslyckade mejl", "ett"),
        advice="Se E-postlogg: rätta adressen, eller skicka igen.",
    ).among(OutgoingMail.objects.failed())


def failed_readings() -> Indicator:
    return Failures(
        subject="failed_readings",
        name="Inläsningar",
        moment="read_at",
        cause="cause",
        labels=LABELS,
        nouns=("misslyckad inläsning", "misslyckade inläsningar", "en"),
        advice="Orsaken står på inläsningens sida, för den som laddade upp filerna. Den som gjorde det kan kasta dem.",
    ).among(Reading.objects.unfinished().filter(state=ReadingState.FAILED))


def failed_papers() -> Indicator:
    since = dates.now() - RECENTLY
    return Failures(
        subject="failed_papers",
        name="Papper och tabeller, senaste veckan",
        moment="finished_at",
        cause="cause",
        labels=LABELS,
        nouns=("misslyckat papper", "misslyckade papper", "ett"),
        advice="Orsaken står på papperets sida, för den som beställde det. Var det ett fel hos oss står det i loggen.",
    ).among(
        *(jobs.filter(finished_at__gte=since, state=ReportState.FAILED) for jobs in _paper_jobs())
    )
