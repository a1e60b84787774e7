"""What the two bodies answer and tell, and what revisorerna say about it."""

from datetime import date
from typing import Any

from accounts.models import User
from documents.files import Upload
from documents.models import Document
from recommendations.models import (
    Addressee,
    ProgressFile,
    ProgressReport,
    VerdictDissent,
    VerdictFile,
)
from recommendations.services import propose_verdict
from responses import services
from responses.models import (
    AnswerDocument,
    AnswerRequest,
    DecisionKind,
    Objection,
    SecrecyState,
    Stance,
)
from tests import factories
from tests.canaries import (
    ANSWER,
    ANSWER_FILE,
    DRAFT_ANSWER,
    DRAFT_ANSWER_FILE,
    DRAFT_DECISION,
    DRAFT_MEASURE,
    DRAFT_PROGRESS,
    DRAFT_PROGRESS_FILE,
    DRAFT_REFERENCE,
    GROUND,
    MEASURE,
    OBJECTION,
    POSITION,
    PREPARED_GROUND,
    PROGRESS,
    PROGRESS_FILE,
    PROPOSAL,
    RELEASED_FILE,
    RELEASED_PART,
    SECRET,
    SECRET_FILE,
    SECRET_MEASURE,
    SECRET_PROGRESS,
    VERDICT,
    VERDICT_DISSENT,
    VERDICT_FILE,
    VERDICT_PROPOSAL,
)
from tests.world.ground import NOW, World, pdf


def answers(world: World) -> None:
    board: AnswerRequest = world.things["board_request"]  # type: ignore[assignment]
    social: AnswerRequest = world.things["social_request"]  # type: ignore[assignment]
    _write(board, f"Nämnden tar fram en rutin, {ANSWER}.", MEASURE)
    released = board.answers.draft().items.first()
    released.may_be_secret = True
    released.save()
    secret = board.answers.draft().items.last()
    secret.text, secret.may_be_secret = f"{SECRET} i svaret", True
    secret.secrecy_reason = f"{SECRET} i skälet"
    secret.save()
    secret.planned.update(what=SECRET_MEASURE)
    world.things["board_file"] = (
        board,
        _attach(board, f"{ANSWER_FILE}.pdf", world.people["board"]),
    )
    world.things["secret_file"] = (
        board,
        _attach(board, f"{SECRET_FILE}.pdf", world.people["board"], secret=True),
    )
    world.things["masked_file"] = (
        board,
        _attach(board, f"{SECRET_FILE} två.pdf", world.people["board"], secret=True),
    )
    world.things["released_file"] = (
        board,
        _attach(board, f"{RELEASED_FILE}.pdf", world.people["board"], secret=True),
    )
    answer = services.submit(board.answers.draft(), at=NOW, by=world.people["board"])
    Objection.objects.create(
        answer=answer,
        text=f"Det står {OBJECTION}.",
        objected_at=NOW,
        objected_by=world.people["board"],
    )
    _write(social, f"{DRAFT_ANSWER} i texten", DRAFT_MEASURE)
    draft = social.answers.draft()
    draft.decision_ref = f"{DRAFT_DECISION} § 9"
    draft.reference = f"SN {DRAFT_REFERENCE}"
    draft.save()
    world.things["social_file"] = (
        social,
        _attach(social, f"{DRAFT_ANSWER_FILE}.pdf", world.people["social"]),
    )


def secrecy(world: World) -> None:
    """Of what kommunstyrelsen has marked all, a part and nothing is released; a sakkunnig would release more."""
    board: AnswerRequest = world.things["board_request"]  # type: ignore[assignment]
    first, last = board.answers.get().items.order_by("pk")
    files = {
        name: world.things[name][1]  # type: ignore[index]
        for name in ("secret_file", "masked_file", "released_file")
    }
    whole = services.Finding(SecrecyState.RELEASED)
    masked = Upload("maskad.pdf", b"%PDF-1.4 %%EOF", "application/pdf")
    for marked, finding in (
        (first, whole),
        (last, services.Finding("partly", f"{GROUND} 1 §", f"Nämnden skriver {RELEASED_PART}.")),
        (files["secret_file"], services.Finding("withheld", f"{GROUND} 2 §")),
        (files["masked_file"], services.Finding("partly", GROUND, masked=masked)),
        (files["released_file"], whole),
    ):
        _test(marked, finding, by=world.people["auditor"])
    for marked in (last, files["secret_file"], files["masked_file"]):
        more = services.Finding(SecrecyState.RELEASED, PREPARED_GROUND)
        _test(marked, more, by=world.people["expert"], decides=False)
    world.things["marked_item"] = (board, last)


def progress(world: World) -> None:
    """Kommunstyrelsen tells of both its recommendations, socialnämnden has begun to."""
    board: AnswerRequest = world.things["board_request"]  # type: ignore[assignment]
    social: AnswerRequest = world.things["social_request"]  # type: ignore[assignment]
    first, last = (item.addressee for item in board.items.order_by("pk"))
    told, told_file = _written(first, PROGRESS, PROGRESS_FILE, by=world.people["board"])
    services.report_progress(told, at=NOW, by=world.people["board"])
    secret, _ = _written(last, SECRET_PROGRESS, SECRET_PROGRESS, by=world.people["board"])
    secret.may_be_secret = True
    secret.save()
    services.report_progress(secret, at=NOW, by=world.people["board"])
    asked = social.items.first()
    assert asked
    draft, draft_file = _written(
        asked.addressee, DRAFT_PROGRESS, DRAFT_PROGRESS_FILE, by=world.people["social"]
    )
    world.things |= {
        "board_addressee": first,
        "last_addressee": last,
        "social_addressee": asked.addressee,
        "board_measure": first.measures.filter(replaced_at=None).first(),
        "told_file": (told, told_file),
        "draft_told_file": (draft, draft_file),
        "own_progress_file": draft_file,
        "other_progress_file": told_file,
    }


def _written(addressee: Addressee, text: str, name: str, *, by: User) -> tuple[Any, ProgressFile]:
    report = ProgressReport.objects.create(
        addressee=addressee, claim="ongoing", text=f"Nämnden har {text}.", created_at=NOW
    )
    upload = Upload(f"{name}.pdf", f"%PDF-1.4 {name} %%EOF".encode(), "application/pdf")
    file = services.attach_to_progress(
        report, upload, dated_on=None, may_be_secret=False, at=NOW, by=by
    )
    return report, file


def proposals(world: World) -> None:
    board: AnswerRequest = world.things["board_request"]  # type: ignore[assignment]
    item = board.answers.get().items.first()
    services.propose_position(
        item,
        value="supplement",
        note=f"{PROPOSAL} om svaret",
        due_on=date(2023, 5, 31),
        at=NOW,
        by=world.people["auditor"],
    )
    noted = services.propose_position(
        board.answers.get().items.last(),
        value="noted",
        note=POSITION,
        due_on=None,
        at=NOW,
        by=world.people["auditor"],
    )
    judged = propose_verdict(
        board.answers.get().items.last().asked.addressee,
        value="partly",
        note=VERDICT,
        at=NOW,
        by=world.people["auditor"],
        ground=factories.SEEN,
    )
    services.decide(
        positions=[noted.pk],
        verdicts=[judged.pk],
        on=NOW.date(),
        at=NOW,
        by=world.people["auditor"],
    )
    world.things["decided_position"] = noted
    proposed = propose_verdict(
        item.asked.addressee,
        value="not_done",
        note=VERDICT_PROPOSAL,
        at=NOW,
        by=world.people["auditor"],
        ground=factories.SEEN,
    )
    seen = VerdictFile.objects.create(verdict=proposed, document=pdf(VERDICT_FILE))
    VerdictDissent.objects.create(
        verdict=proposed, author=world.people["auditor"], text=VERDICT_DISSENT, recorded_at=NOW
    )
    world.things["verdict_file"] = (proposed, seen)


def _test(
    marked: services.Marked, finding: services.Finding, *, by: User, decides: bool = True
) -> None:
    latest = marked.secrecy_tests.last()
    after = latest.pk if latest else None
    services.settle_secrecy(marked, finding, after=after, decides=decides, at=NOW, by=by)


def _write(request: AnswerRequest, text: str, measure: str) -> None:
    for item in request.answers.draft().items.all():
        item.stance, item.text = Stance.AGREES, text
        item.save()
        item.planned.create(what=measure, responsible=measure, due_on=date(2023, 6, 30))
    answer = request.answers.draft()
    answer.decision_kind, answer.decision_ref = DecisionKind.BODY, "§ 31"
    answer.decided_on = date(2023, 2, 7)
    answer.save()


def _attach(request: AnswerRequest, name: str, by: User, *, secret: bool = False) -> AnswerDocument:
    document = Document.objects.store(
        name=name,
        data=b"%PDF-1.4 %%EOF",
        media_type="application/pdf",
        at=NOW,
        by=by,
        may_be_secret=secret,
    )
    return AnswerDocument.objects.create(answer=request.answers.draft(), document=document)
