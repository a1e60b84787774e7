"""Papers, what is read in, and a meeting of revisorerna."""

from datetime import date
from types import SimpleNamespace

from audit.models import (
    Audit,
    AuditYear,
    Sitting,
)
from audit.services import (
    keep_sitting,
)
from common import dates
from demo.models import DemoMail
from documents.models import Document
from importer.models import Reading, ReadingDocument
from reports.meeting import deeds
from reports.meeting.agenda import agenda_of
from reports.models import (
    AnswerPaper,
    AnswerPaperKind,
    Compilation,
    CompilationKind,
    OverviewPaper,
    Report,
    ReportState,
    SavedView,
    SittingPaper,
    SittingPaperKind,
)
from responses.models import (
    AnswerRequest,
)
from tests.canaries import (
    ACCOUNTED,
    COMPILED,
    DRAFT_ANSWER,
    LISTED,
    MATTER,
    PACK,
    PACKED,
    READING,
    RECUSED,
    RELEASED,
    RELEASED_COMPILED,
    SECRET,
    SECRET_MATTER,
    UNRELEASED,
)
from tests.world.ground import NOW, World, pdf


def papers(world: World) -> None:
    audit: Audit = world.things["audit"]  # type: ignore[assignment]
    auditor = world.people["auditor"]
    common = {
        "audit": audit,
        "per": date(2023, 2, 14),
        "requested_at": NOW,
        "requested_by": auditor,
    }
    done = {"state": ReportState.DONE, "finished_at": NOW}
    finished = {**done, "requested_at": NOW}
    world.things["unreleased"] = Report.objects.create(**common, **done, document=pdf(UNRELEASED))
    world.things["released"] = Report.objects.create(
        **common, **done, document=pdf(RELEASED), released_at=NOW, released_by=auditor
    )
    for key, kind, word in (
        ("compiled", CompilationKind.ANSWERS, COMPILED),
        ("released_compiled", CompilationKind.ANSWERS, RELEASED_COMPILED),
        ("listed", CompilationKind.LIST, LISTED),
        ("accounted", CompilationKind.FACTS, ACCOUNTED),
    ):
        made = {**finished, "kind": kind, "title": word, "per": date(2023, 2, 14)}
        world.things[key] = Compilation.objects.create(
            **made, requested_by=auditor, document=pdf(word)
        )
        world.things[key].bodies.add(world.people["board"].memberships.get().body)
    Compilation.objects.filter(title=RELEASED_COMPILED).update(released_at=NOW, released_by=auditor)
    world.things["packed"] = Compilation.objects.create(
        **finished,
        kind=CompilationKind.PACK,
        title=PACKED,
        per=date(2023, 2, 14),
        requested_by=auditor,
        document=pdf(PACKED),
        released_at=NOW,
        released_by=auditor,
    )
    world.things["saved_view"] = SavedView.objects.create(
        owner=auditor, name="Öppna", query="bedomning=oppna", saved_at=NOW
    )
    for name, kind, word in (
        ("social_request", AnswerPaperKind.DRAFT, DRAFT_ANSWER),
        ("board_request", AnswerPaperKind.COPY, SECRET),
    ):
        asked: AnswerRequest = world.things[name]  # type: ignore[assignment]
        world.things[f"{kind}_paper"] = AnswerPaper.objects.create(
            answer=asked.answers.get(),
            kind=kind,
            name=f"{kind}.pdf",
            data=f"%PDF-1.4 {word} %%EOF".encode(),
            requested_by=world.people[name.removesuffix("_request")],
            **finished,
        )
    reading = Reading.objects.create(
        read_at=NOW,
        read_by=world.people["expert"],
        found=_found(f"Granskning av {READING}"),
        state="done",
    )
    world.things["waiting"] = Reading.objects.create(
        read_at=NOW, read_by=world.people["expert"], file_names=[f"{READING}.pdf"]
    )
    ReadingDocument.objects.create(
        reading=reading,
        position=0,
        document=Document.objects.store(
            name=f"{READING}.txt",
            data=f"Missiv\n\n{READING}".encode(),
            media_type="text/plain",
            at=NOW,
            by=None,
            may_be_secret=True,
        ),
    )
    world.things["reading"] = reading
    world.things["year"] = AuditYear(pk=2022, year=2022)
    world.things["letter"] = DemoMail.objects.create(
        recipient=world.people["auditor"].email,
        sender="revisionsspar@test.example",
        subject="Svar har inkommit",
        text="Läs svaret.",
        message_id="<1@test.example>",
        received_at=NOW,
    )


def _found(title: str) -> dict[str, object]:
    return {"title": title}


def sitting(world: World) -> None:
    """A meeting in March: a matter of the draft, one that is revisorernas alone, jäv, and a paper."""
    auditor, draft = world.people["auditor"], world.things["draft"]
    sitting = keep_sitting(Sitting(meets_on=date(2023, 3, 8)), [auditor], at=NOW, by=auditor)
    matter, secret = (
        deeds.add_matter(sitting, deeds.Matter("own", title, audit=audit), at=NOW, by=auditor)
        for title, audit in ((MATTER, draft), (SECRET_MATTER, None))
    )
    entry = agenda_of(sitting, auditor, on=dates.local_day(NOW)).entry(matter.key)
    deeds.state(sitting, entry, deeds.Statement("recused", auditor, RECUSED), at=NOW, by=auditor)
    world.things |= {
        "sitting": sitting,
        "matter": (sitting, SimpleNamespace(pk=matter.key)),
        "secret_matter": (sitting, SimpleNamespace(pk=secret.key)),
        "extract": OverviewPaper.objects.create(
            per=NOW.date(),
            state=ReportState.DONE,
            document=pdf(PACK),
            requested_at=NOW,
            requested_by=auditor,
            finished_at=NOW,
        ),
        "sitting_paper": SittingPaper.objects.create(
            sitting=sitting,
            kind=SittingPaperKind.PACK,
            state=ReportState.DONE,
            document=pdf(PACK),
            requested_at=NOW,
            requested_by=auditor,
            finished_at=NOW,
        ),
    }
