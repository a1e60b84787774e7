"""Papers of a meeting: what is to be decided with its full text, what was decided, and a body's own part of it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Body
from audit.models import AuditStep, Sitting
from common import dates, swedish
from recommendations.models import Verdict
from reports.meeting.agenda import Agenda, agenda_of
from reports.meeting.entries import AgendaEntry, AgendaSection, in_sections
from reports.models import AgendaItem, AgendaState, SittingPaper, SittingPaperKind
from reports.papers.rendering import rendered
from responses.models import Correction, Position

PAPER = "reports/pdf/sitting.html"


@dataclass(frozen=True)
class SittingContent:
    """All that the paper says."""

    sitting: Sitting
    kind: str
    title: str
    people: list[str]
    agenda: Agenda
    sections: list[AgendaSection]
    decided: list[AgendaEntry]
    put_off: list[AgendaEntry]
    # Decided at the meeting and entered beside its agenda.
    beside: list[str]

    @property
    def is_pack(self) -> bool:
        return self.kind == SittingPaperKind.PACK

    @property
    def is_minutes(self) -> bool:
        return self.kind == SittingPaperKind.MINUTES


def build(paper: SittingPaper, *, on: date) -> SittingContent:
    """As whoever ordered it sees the agenda on the day."""
    sitting, reader = paper.sitting, paper.requested_by
    agenda = agenda_of(sitting, reader, on=on)
    decided = agenda.decided
    if paper.body:
        of_body = keys_of(sitting, paper.body)
        decided = [entry for entry in decided if entry.item and entry.item.pk in of_body]
    waits = [entry for entry in agenda.entries if not entry.is_settled]
    put_off = [e for e in agenda.entries if e.is_settled and not e.is_decided]
    return SittingContent(
        sitting=sitting,
        kind=paper.kind,
        title=paper.title,
        people=[row.user.name for row in sitting.participants.select_related("user")],
        agenda=agenda,
        sections=in_sections(waits) if paper.kind == SittingPaperKind.PACK else [],
        decided=decided,
        put_off=put_off if paper.kind == SittingPaperKind.MINUTES else [],
        beside=list(_beside(sitting)) if paper.kind == SittingPaperKind.MINUTES else [],
    )


def keys_of(sitting: Sitting, body: Body) -> set[int]:
    """The decided matters (pk) that are a body's: about its answer, a recommendation to it, or its lateness."""
    return {pk for owner, pk in _owned(sitting) if owner == body.pk}


def bodies_of(sitting: Sitting) -> list[Body]:
    """Those that an extract can be made for."""
    return list(Body.objects.filter(pk__in={owner for owner, _ in _owned(sitting)}))


def _owned(sitting: Sitting) -> Iterator[tuple[int, int]]:
    rows = AgendaItem.objects.filter(sitting=sitting, state=AgendaState.DECIDED)
    owners = rows.values_list(
        "pk", "answer__request__body", "verdict__addressee__body", "request__body"
    )
    for pk, *bodies in owners:
        for body in filter(None, bodies):
            yield body, pk


def _beside(sitting: Sitting) -> Iterator[str]:
    """Granskningen beslutades, § 12: what points to the meeting and has no matter on its agenda."""
    on_agenda = AgendaItem.objects.filter(sitting=sitting, state=AgendaState.DECIDED)
    steps = AuditStep.objects.filter(sitting=sitting, stage="decided").exclude(
        audit__in=on_agenda.filter(kind="audit").values("audit")
    )
    for step in steps.select_related("audit"):
        yield _told(step.paragraph, f"{step.audit.title}: granskningen beslutades.")
    positions = Position.objects.filter(sitting=sitting).exclude(
        item__answer__in=on_agenda.filter(answer__isnull=False).values("answer")
    )
    about = ("item__answer__request__body", "item__answer__request__audit")
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for position in positions.select_related(*about, "item__asked__addressee").order_by("pk"):
        request = position.item.answer.request
        _gather(words, position, f"{request.body.name}, svar om {request.audit.title}")
    verdicts = Verdict.objects.filter(sitting=sitting).exclude(
        pk__in=on_agenda.filter(verdict__isnull=False).values("verdict")
    )
    for verdict in verdicts.select_related(
        "addressee__body", "addressee__recommendation__audit"
    ).order_by("pk"):
        addressee = verdict.addressee
        title = f"{addressee.body.name} {addressee.number}, {addressee.recommendation.audit.title}"
        _gather(words, verdict, title)
    for (paragraph, title), values in words.items():
        counted = [
            f"{value} ({swedish.number_word(values.count(value))})" if len(values) > 1 else value
            for value in dict.fromkeys(values)
        ]
        yield _told(paragraph, f"{title}: {swedish.listing(counted)}.")
    corrections = Correction.objects.filter(sitting=sitting).exclude(
        proposal__in=on_agenda.filter(correction__isnull=False).values("correction")
    )
    for correction in corrections.select_related("audit"):
        yield _told(correction.paragraph, f"{correction.audit.title}: {str(correction).lower()}.")


def _gather(
    words: dict[tuple[str, str], list[str]], decided: Position | Verdict, title: str
) -> None:
    words[(decided.paragraph, title)].append(decided.get_value_display().lower())


def _told(paragraph: str, sentence: str) -> str:
    return f"{paragraph}. {sentence}" if paragraph else sentence


def paper(ordered: SittingPaper, *, made_at: datetime) -> bytes:
    content = build(ordered, on=dates.local_day(made_at))
    return rendered(PAPER, {"paper": content, "made_at": made_at})


def file_name(ordered: SittingPaper) -> str:
    return f"{ordered.title} {dates.written(ordered.sitting.meets_on)}.pdf".replace("\xa0", " ")
