"""A copy of a handed-in answer for the body's own diarium: every field as data."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from responses.models import Answer, AnswerItem
from responses.services import with_content


def registration_copy(answer: Answer) -> dict[str, Any]:
    """All that was handed in, with nothing left out for secrecy: for the body itself. Days are ISO 8601."""
    answer = with_content(answer)
    request = answer.request
    return {
        "kvitto": answer.number,
        "kontrollkod": answer.receipt,
        "kommun": settings.MUNICIPALITY,
        "granskning": {
            "titel": request.audit.title,
            "revisionsår": request.audit.audit_year,
            "revisorernas_diarienummer": request.audit.reference,
        },
        "nämnd": request.body.name,
        "begäran": request.get_occasion_display(),
        "inlämnat": _moment(answer.submitted_at),
        "inlämnat_av": answer.submitter,
        "hos_revisorerna": _day(answer.came_on),
        "ersätter": answer.supersedes.number if answer.supersedes else None,
        "beslut": {
            "slag": answer.get_decision_kind_display(),
            "paragraf": answer.decision_ref,
            "datum": _day(answer.decided_on),
            "justerat": _day(answer.confirmed_on),
            "nämndens_diarienummer": answer.reference,
        },
        "svar": [_item(item) for item in answer.items.all()],
        "bilagor": [
            {
                "namn": attached.document.name,
                "byte": attached.document.size,
                "sha256": attached.document.sha256,
                "kan_omfattas_av_sekretess": attached.document.may_be_secret,
            }
            for attached in answer.documents.all()
        ],
    }


def _item(item: AnswerItem) -> dict[str, Any]:
    return {
        "nummer": item.asked.addressee.number,
        "rekommendation": item.asked.addressee.recommendation.text,
        "instämmer": item.stance_label,
        "text": item.text,
        "kan_omfattas_av_sekretess": item.may_be_secret,
        "åtgärder": [
            {
                "vad": planned.what,
                "ansvarig": planned.responsible,
                "klart_senast": _day(planned.due_on),
                "utgår": planned.lapses,
            }
            for planned in item.planned.all()
        ],
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _moment(at: Any) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None
