"""A copy of a handed-in answer for the body's own diarium: every field as data."""

import json
from typing import Any

from django.utils import timezone

from accounts.descriptions import describe, describe_people
from accounts.models import Installation
from common import dates
from responses.models import Answer, AnswerItem
from responses.models.corrections import CorrectedPart
from responses.services import as_it_stood, with_content


def as_handed_in(answer: Answer) -> Answer:
    """The answer with its content, and with the names and the wording of the moment it was handed in, in memory.

    So that whatever is made of it says the same each time.
    """
    answer, at = with_content(answer), answer.submitted_at
    if at is None:
        return answer
    audit = answer.request.audit
    earlier_texts = as_it_stood(audit, at=at)
    if row := earlier_texts.get((CorrectedPart.TITLE, audit.pk)):
        audit.title = row.old
    for item in answer.items.all():
        recommendation = item.asked.addressee.recommendation
        if row := earlier_texts.get((CorrectedPart.RECOMMENDATION, recommendation.pk)):
            recommendation.text = row.old
    on = dates.local_day(at)
    describe([answer.request.body], on=on)
    describe_people(filter(None, [answer.submitted_by]), on=on)
    return answer


def registration_copy(answer: Answer) -> dict[str, Any]:
    """All that was handed in, with nothing left out for secrecy: for the body itself. Days are ISO 8601."""
    answer = as_handed_in(answer)
    request = answer.request
    return {
        "kvitto": answer.number,
        "kontrollkod": answer.receipt,
        "kommun": Installation.now().municipality,
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


def as_text(answer: Answer) -> str:
    """The copy as a file says it."""
    return json.dumps(registration_copy(answer), ensure_ascii=False, indent=2)


def _item(item: AnswerItem) -> dict[str, Any]:
    return {
        "nummer": item.asked.addressee.number,
        "rekommendation": item.asked.addressee.recommendation.text,
        "instämmer": item.stance_label,
        "text": item.text,
        "kan_omfattas_av_sekretess": item.may_be_secret,
        "skäl_för_sekretess": item.secrecy_reason,
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
