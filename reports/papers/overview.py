"""Utdrag ur revisorernas register: the overview of a day on paper, one A4 where it fits."""

import json
from datetime import datetime

from common import dates, pdf
from reports.models import OverviewPaper
from reports.overview.content import OverviewContent
from reports.overview.figures import BodyRow
from reports.overview.scope import Scope
from reports.papers.control import control_code
from reports.papers.rendering import rendered

PAPER = "reports/pdf/overview.html"


def build(ordered: OverviewPaper, *, made_at: datetime) -> OverviewContent:
    """As whoever ordered it sees the day, when it is made."""
    scope = Scope(ordered.requested_by, ordered.per, ordered.year, as_known=ordered.as_known)
    return OverviewContent.of(scope, since=ordered.since, today=dates.local_day(made_at))


def facts(content: OverviewContent) -> dict[str, object]:
    """The figures, however they are worded: what the code is a digest of, and what goes along as JSON."""
    scope, register, news = content.scope, content.register, content.news
    return {
        "lage_per": scope.on.isoformat(),
        "revisionsar": scope.year,
        "sa_som_det_var_kant": scope.as_known,
        "inskrivna_senare": content.entered_since,
        "organ": [_facts_of(row) for row in register.rows],
        "forsenade_svar": content.late.count,
        "nytt_sedan": {
            "dag": news.since.isoformat(),
            "atgardade": news.done,
            "fatt_svar": news.answered,
            "blivit_forsenade": news.late,
            "anstand": news.extended,
            "overlamnade": news.put,
        },
        "att_uppmarksamma": [
            {"regel": rule.heeds[0].status.word, "antal": rule.total} for rule in content.attention
        ],
        "revisionsar_vid_alder": [
            {
                "revisionsar": row.name,
                "nu": str(row.now),
                **{f"manader_{age.months}": str(age.done) for age in row.ages if age.done},
            }
            for row in content.trend
        ],
    }


def _facts_of(row: BodyRow) -> dict[str, object]:
    return {
        "namn": row.name,
        **{part.value: getattr(row.counts, part) for part in row.counts.columns},
        "oppna": row.counts.open,
        "alla": row.counts.total,
        "svar_vantas": row.awaited,
        "svar_sent": row.late,
    }


def paper(ordered: OverviewPaper, *, made_at: datetime) -> bytes:
    content = build(ordered, made_at=made_at)
    figures = facts(content)
    carried = pdf.PaperFile(
        "oversikt.json",
        json.dumps(figures, ensure_ascii=False, indent=1),
        "Utdragets siffror",
        made_at,
    )
    shown = {
        "content": content,
        "on": content.scope.on,
        "made_at": made_at,
        "code": control_code(figures),
    }
    return rendered(PAPER, shown, carries=[carried])


def file_name(ordered: OverviewPaper) -> str:
    return f"Utdrag ur registret {ordered.per.isoformat()}.pdf"
