"""Audits beside the one that is handed over: a draft, one whose facts are checked, what follows up, earlier years."""

from datetime import date

from accounts.models import Body, Membership, User
from audit.grid import Grid
from audit.models import (
    Audit,
    AuditParty,
    Criterion,
    Dissent,
    Evidence,
    FactCheck,
    PartyPart,
    Sample,
    Source,
    WorkingNote,
)
from audit.services import (
    ChosenStance,
    add_material,
    comment,
    keep_sample,
    open_fact_check,
    propose_stances,
)
from documents.models import Document
from importer.models import RegisterLoad
from importer.services import load_register, take_register
from recommendations.models import (
    FollowedUnit,
)
from responses import services
from tests import factories
from tests.canaries import (
    CHAPTER,
    CHECKED,
    DRAFT_AUDIT,
    DRAFT_CRITERION,
    DRAFT_DISSENT,
    DRAFT_FILE,
    DRAFT_QUESTION,
    DRAFT_RECOMMENDATION,
    DRAFT_SAMPLE,
    DRAFT_SOURCE,
    DRAFT_STANCE,
    EVIDENCE,
    EVIDENCE_CONTENT,
    FOLLOWED,
    LINKED,
    NOTE,
    REGISTER,
    REMARK,
    REMARK_ON_CHAPTER,
)
from tests.world.ground import NOW, World, file_of


def draft(world: World, board: Body) -> None:
    audit = factories.draft_audit(board, title=f"Granskning av {DRAFT_AUDIT}")
    factories.assign(audit, world.people["expert"])
    AuditParty.objects.create(audit=audit, body=board, part=PartyPart.INFORMED)
    question, recommendation = audit.questions.first(), audit.recommendations.first()
    question.text = f"Finns {DRAFT_QUESTION}?"
    question.save()
    recommendation.text = f"Säkerställa {DRAFT_RECOMMENDATION}"
    recommendation.save()
    add_material(
        audit, [Criterion(citation=f"Plan för {DRAFT_CRITERION}"), Source(text=DRAFT_SOURCE)]
    )
    grid = Grid.pasted(f"\tÄrende 1\nFinns {DRAFT_SAMPLE}?\tJa")
    sample = keep_sample(Sample(audit=audit, title=f"Prov av {DRAFT_SAMPLE}"), grid)
    dissent = Dissent.objects.create(
        audit=audit, author=world.people["auditor"], text=DRAFT_DISSENT, recorded_at=NOW
    )
    propose_stances(
        audit, [ChosenStance(question, "deviates", "no", DRAFT_STANCE)], at=NOW, by=dissent.author
    )
    world.things |= {
        "dissent": dissent,
        "draft_question_body": (question, board),
        "sample": sample,
        "draft": audit,
        "draft_question": question,
        "draft_recommendation": recommendation,
        "draft_party": audit.parties.get(part=PartyPart.INFORMED),
        "draft_asked": AuditParty.objects.create(audit=audit, body=board, part=PartyPart.ASKED),
        "draft_addressee": recommendation.addressees.get(),
        "draft_file": (audit, file_of(audit, f"{DRAFT_FILE}.txt")),
    }


def fact_check(world: World) -> None:
    """A draft of its own, of which kommunstyrelsen's official reads one chapter."""
    audit = factories.draft_audit(title=f"Granskning av {CHECKED}")
    factories.assign(audit, world.people["expert"])
    reader = Membership.objects.get(user=world.people["board"])
    check = open_fact_check(
        FactCheck(audit=audit, open_until=date(2100, 1, 1)),
        memberships=[reader],
        chapters=[("Organisation", f"{CHAPTER} i texten")],
        at=NOW,
        by=world.people["auditor"],
    )
    remark = comment(
        check.chapters.get(),
        text=f"{REMARK_ON_CHAPTER} i synpunkten",
        at=NOW,
        by=world.people["board"],
    )
    note = WorkingNote.objects.create(
        audit=audit, text=f"{NOTE} i minnet", author=world.people["auditor"], written_at=NOW
    )
    secret = Document.objects.store(
        name=f"{EVIDENCE}.txt",
        data=EVIDENCE_CONTENT.encode(),
        media_type="text/plain",
        at=NOW,
        by=None,
    )
    evidence = Evidence.objects.create(audit=audit, document=secret, description=EVIDENCE)
    world.things |= {"checked": audit, "note": note, "evidence": evidence}
    world.things |= {"fact_check": check, "fact_comment": remark}


def linked(world: World, board: Body) -> None:
    audit: Audit = world.things["audit"]  # type: ignore[assignment]
    later = factories.draft_audit(board, title=f"Uppföljning av {LINKED}")
    later.follows_up.add(audit)
    world.things["linked"] = later


def following(world: World, board: Body) -> None:
    """What a draft says of an earlier recommendation, and what a handed over audit does."""
    auditor, last = world.people["auditor"], world.things["last_addressee"]
    blank = Audit(title=f"Uppföljning av {DRAFT_AUDIT}", audit_year=2023)
    following = services.start_follow_up(blank, [last.pk], at=NOW, by=auditor)
    factories.assign(following, world.people["expert"])
    again = factories.RecommendationFactory(audit=following, number=1)
    factories.put_to(again, [board])
    said = {
        "value": "partly",
        "note": f"Granskningen visar {FOLLOWED}",
        "early_reason": "Vid årets slut.",
    }
    followed = following.followed_units.get()
    FollowedUnit.objects.filter(pk=followed.pk).update(**said)
    world.things |= {
        "following": following,
        "followed": followed,
        "again": again,
        "ready": FollowedUnit.objects.create(
            audit=world.things["audit"], addressee=last, added_at=NOW, added_by=auditor, **said
        ),
    }


def registers(world: World, board: Body) -> None:
    """One that waits, and one that is entered."""
    auditor = world.people["auditor"]
    world.things["load"] = _uploaded(board, REGISTER, auditor)
    entered = _uploaded(board, "Äldre", auditor)
    [audit] = load_register(entered, at=NOW, by=auditor)
    world.things["entered"] = audit
    world.things["entered_addressee"] = audit.recommendations.get().addressees.get()


def _uploaded(board: Body, word: str, by: User) -> RegisterLoad:
    row = {
        "line": 2,
        "year": 2019,
        "title": f"Granskning {word}",
        "body": board.pk,
        "text": f"Ta fram en plan {word}",
        "source": f"Rapport {word}",
        "put_on": None,
        "due_on": None,
        "answered_on": "2020-02-05",
        "status": "partly",
        "decided_on": "2021-03-04",
        "remark": REMARK,
    }
    return take_register(f"{word}.xlsx", word.encode(), [row], at=NOW, by=by)
