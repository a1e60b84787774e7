"""Underlag to fullmäktiges presidium before a meeting: what is new, what to attend to, late answers, anstånd.

What it says is written down when it is made, with the words of then. The page and the paper are both read out of that,
so neither changes with the register.
"""

import json
from collections.abc import Callable
from datetime import date, datetime

from django.http import QueryDict
from django.urls import reverse

from common import pdf, swedish
from common.status import Status
from reports.making import PaperMade
from reports.models import Compilation, CompilationKind, ReportState
from reports.overview.attention import Heed
from reports.overview.content import OverviewContent
from reports.overview.figures import LateRequest
from reports.overview.news import LateArrival, extensions
from reports.overview.scope import Scope
from reports.papers import data
from reports.papers.compiled import file_name
from reports.papers.control import control_code
from reports.papers.rendering import rendered

PAPER = "reports/pdf/pack.html"


def last_told() -> date | None:
    """The day that the latest released one told of."""
    released = Compilation.objects.filter(kind=CompilationKind.PACK, released_at__isnull=False)
    latest = released.order_by("-per", "-pk").values_list("per", flat=True)
    return latest.first()


def build(job: Compilation) -> data.PaperFacts:
    """As revisorer see the day, which is all that presidium sees of it."""
    query = QueryDict(job.query)
    since, meets_on = date.fromisoformat(query["sedan"]), date.fromisoformat(query["mote"])
    scope = Scope(job.requested_by, job.per)
    content = OverviewContent.of(scope, since=since, today=job.per)
    heeds = [heed for rule in content.attention for heed in rule.heeds]
    cut = [
        f"Sammanlagt {swedish.number(rule.total)} {rule.noun}."
        for rule in content.attention
        if rule.is_cut
    ]
    return {
        **data.head(job.get_kind_display(), job.title, job.per),
        "möte": meets_on.isoformat(),
        "nytt_sedan": since.isoformat(),
        "öppna": content.register.counts.open,
        "alla": content.register.counts.total,
        "nytt": [_looks(row.status) for row in content.news.rows],
        "att_uppmärksamma": [_heed(heed) for heed in heeds],
        "fler": cut,
        "försenade": [_late(late) for late in content.late.first(content.late.count)],
        "inkom_efter_svarsdatum": [_arrival(row) for row in content.news.arrivals],
        "anstånd": [_extended(row) for row in extensions(scope, since)],
        "frågor": job.text,
    }


def _looks(status: Status) -> data.PaperFacts:
    return {"ord": status.word, "tecken": status.symbol, "ton": status.tone}


def _heed(heed: Heed) -> data.PaperFacts:
    register = f"{reverse('reports:register')}?{heed.narrowed}"
    return {
        **_looks(heed.status),
        "nämnd": heed.body,
        "vad": heed.subject,
        "skäl": heed.words,
        "adress": heed.url or register,
    }


def _late(late: LateRequest) -> data.PaperFacts:
    units = swedish.counted(late.asked_count, "rekommendation", "rekommendationer")
    return {
        "nämnd": late.request.body.name,
        "vad": late.request.audit.title,
        "dagar": f"{late.standing.late_by} {swedish.capitalized(units)}.",
        "adress": late.request.audit.get_absolute_url(),
    }


def _arrival(row: LateArrival) -> data.PaperFacts:
    return {
        "nämnd": row.request.body.name,
        "vad": row.request.audit.title,
        "dagar": row.standing.state,
        "adress": row.request.audit.get_absolute_url(),
    }


def _extended(row: LateArrival) -> data.PaperFacts:
    return {**_arrival(row), "dagar": row.standing.due_sentence}


def shown(job: Compilation) -> dict[str, object]:
    """What was written down, for a page; nothing until it is made."""
    if job.state != ReportState.DONE or not job.content:
        return {}
    facts = json.loads(job.content)
    return {**facts, "since": date.fromisoformat(facts["nytt_sedan"])}


def paper(
    job: Compilation, *, made_at: datetime, progress: Callable[[int], None] | None = None
) -> PaperMade:
    """Out of what is written down, where it is; made again, it is the same."""
    content = job.content or data.as_text(build(job))
    facts = json.loads(content)
    written = rendered(
        PAPER,
        {
            "paper": facts,
            "on": job.per,
            "meets_on": date.fromisoformat(facts["möte"]),
            "since": date.fromisoformat(facts["nytt_sedan"]),
            "code": control_code(content),
            "made_at": made_at,
        },
        carries=[pdf.PaperFile(data.NAME, content, data.ABOUT, made_at=made_at)],
        laid_out=progress,
    )
    return PaperMade(written, file_name(job), content=content)
