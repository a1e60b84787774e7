"""The papers of one answer, for its own body: the draft to read, the receipt, and the copy for the diarium."""

from dataclasses import dataclass, replace
from datetime import datetime

from common import dates, pdf
from reports.models import AnswerPaperKind
from reports.papers.rendering import rendered
from responses import registration
from responses.meetings import Meetings
from responses.models import Answer, AnswerDocument, AnswerItem, AnswerRequest
from responses.readable import decision_of
from responses.services import with_content
from responses.standing import RequestStanding

HANDED_IN = "reports/pdf/answer_handed_in.html"
# Template, and what the paper calls itself.
PAPERS = {
    AnswerPaperKind.DRAFT: ("reports/pdf/answer_draft.html", "Utkast"),
    AnswerPaperKind.RECEIPT: (HANDED_IN, "Kvitto"),
    AnswerPaperKind.COPY: (HANDED_IN, "Registreringskopia"),
}


@dataclass(frozen=True)
class AnswerContent:
    """All that the papers say."""

    answer: Answer
    standing: RequestStanding

    @property
    def request(self) -> AnswerRequest:
        return self.answer.request

    @property
    def items(self) -> list[AnswerItem]:
        return list(self.answer.items.all())

    @property
    def files(self) -> list[AnswerDocument]:
        return list(self.answer.documents.all())

    @property
    def decision(self) -> str:
        """Nothing of a draft without one."""
        if not (self.answer.decided_on or self.answer.decision_ref):
            return ""
        return decision_of(self.answer, self.request.body)


def paper(answer: Answer, kind: str, *, made_at: datetime) -> bytes:
    """The PDF. A draft is stamped with the moment; what is handed in says the same whenever it is made."""
    content = _draft(answer, made_at) if kind == AnswerPaperKind.DRAFT else _handed_in(answer)
    template, name = PAPERS[AnswerPaperKind(kind)]
    is_copy = kind == AnswerPaperKind.COPY
    context = {"paper": content, "made_at": made_at, "name": name, "is_copy": is_copy}
    return rendered(template, context, carries=[_as_data(answer)] if is_copy else [])


def _draft(answer: Answer, made_at: datetime) -> AnswerContent:
    answer = with_content(answer)
    answer.require_draft()
    on = dates.local_day(made_at)
    meetings = Meetings.about([answer.request]).of(answer.request.body_id)
    request = _read(answer, made_at)
    return AnswerContent(answer, RequestStanding.of(request, on=on, meetings=meetings))


def _handed_in(answer: Answer) -> AnswerContent:
    """As of the moment that it was."""
    answer = registration.as_handed_in(answer)
    at = answer.submitted_at
    if at is None:
        raise ValueError("nothing has been handed in")
    standing = RequestStanding.of(_read(answer, at), on=dates.local_day(at))
    return AnswerContent(answer, replace(standing, answer=answer, arrived_on=answer.arrived_on))


def _read(answer: Answer, at: datetime) -> AnswerRequest:
    """The answer's request, with its dates as of a moment."""
    state = AnswerRequest.objects.with_state(on=dates.local_day(at)).with_answer()
    request = state.select_related("audit", "body").get(pk=answer.request_id)
    request.body, request.audit = answer.request.body, answer.request.audit
    return request


def _as_data(answer: Answer) -> pdf.PaperFile:
    return pdf.PaperFile(
        f"{answer.number}.json",
        registration.as_text(answer),
        "Hela svaret som data",
        made_at=answer.submitted_at or dates.now(),
    )


def file_name(answer: Answer, kind: str) -> str:
    if kind == AnswerPaperKind.DRAFT:
        return f"Utkast till svar, {answer.request.body.in_text}.pdf"
    word = "Kvitto" if kind == AnswerPaperKind.RECEIPT else "Registreringskopia"
    return f"{word} {answer.number}.pdf"
