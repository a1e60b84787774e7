"""One of everything, so that every page can be asked for by everyone.

What must stay hidden carries a canary: a word that is found nowhere else.
"""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from allauth.mfa.models import Authenticator

from accounts.models import Body, BodyKind, Membership, User
from accounts.roles import Role
from audit.grid import Grid
from audit.models import (
    Audit,
    AuditDocument,
    AuditParty,
    AuditYear,
    Criterion,
    Dissent,
    Evidence,
    FactCheck,
    PartyPart,
    Sample,
    Sitting,
    Source,
    WorkingNote,
)
from audit.services import (
    ChosenStance,
    add_material,
    comment,
    keep_sample,
    keep_sitting,
    open_fact_check,
    propose_stances,
)
from common import dates
from demo.models import DemoMail
from documents.files import Upload
from documents.models import Document
from importer.models import Reading, ReadingDocument, RegisterLoad
from importer.services import load_register, take_register
from mailing.models import OutgoingMail, Trouble
from recommendations.models import (
    Addressee,
    FollowedUnit,
    ProgressFile,
    ProgressReport,
    VerdictDissent,
    VerdictFile,
)
from recommendations.services import propose_verdict
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
from responses import services
from responses.models import (
    FIRST,
    AnswerDocument,
    AnswerRequest,
    DecisionKind,
    LetterKind,
    Objection,
    PreparedLetter,
    SecrecyState,
    Stance,
)
from responses.services.correcting import CorrectionDecision
from tests import factories

NOW = dates.at_local(date(2023, 2, 14), 12)
HANDED_OVER = dates.at_local(date(2022, 11, 24), 9)

# Each fact has a word of its own; `tests/watching.py` says who may come across it and why.
# Of an audit that has not been handed over.
DRAFT_AUDIT = "kanariegranskning"
DRAFT_QUESTION = "kanariefraga"
DRAFT_RECOMMENDATION = "kanarierekommendation"
DRAFT_CRITERION = "kanariekriterium"
DRAFT_SOURCE = "kanariekalla"
DRAFT_SAMPLE = "kanarieprov"
DRAFT_DISSENT = "kanariemening"
DRAFT_STANCE = "kanariereservation"
DRAFT_FILE = "kanariehandling"
LINKED = "kanariekoppling"  # one that follows up what is handed over, and has no sakkunniga
CHECKED = "kanariefakta"  # one of which kommunstyrelsen's official reads a chapter
CHAPTER = "kanariekapitel"
REMARK_ON_CHAPTER = "kanariesynpunkt"
# The audit side's working material.
NOTE = "kanarieanteckning"
EVIDENCE = "kanarieunderlag"
EVIDENCE_CONTENT = "kanariebevis"
# Of the audit that is handed over.
TITLE = "kanarietitel"
QUESTION = "kanariesporsmal"
BOARD_RECOMMENDATION = "kanariekrav"
SOCIAL_RECOMMENDATION = "kanarienamndkrav"
PROPOSED_WORDING = "kanarielydelse"  # what revisorerna may decide that kommunstyrelsen's says
CORRECTED = "kanarierattelse"  # socialnämnden's recommendation as it reads today
DISSENT = "kanarieavvikelse"
QUESTION_OF_BODY = "kanariefråga"  # what socialnämnden asks revisorerna
LETTER = "kanariebrev"
UNSENT_LETTER = "kanarieforberett"
OBJECTION = "kanarieinvandning"  # what kommunstyrelsen says that was read wrongly
CALL = "kanariesamtal"  # what revisorerna note of a call with socialnämnden
WISHED_TIME = "kanarieanstand"  # why socialnämnden needs more time
# Kommunstyrelsen's answer, which is in.
ANSWER = "kanarieyttrande"
MEASURE = "kanarieatgard"
ANSWER_FILE = "kanariebilaga"
SECRET = "kanariesekretess"
SECRET_MEASURE = "kanarieforseglad"
SECRET_FILE = "kanarielasta"
RELEASED_PART = "kanarieutdrag"  # the wording that revisorerna have released of it
RELEASED_FILE = "kanariefrislappt"
GROUND = "kanarielagrum"  # for what they have not released
PREPARED_GROUND = "kanarieovervagande"  # of a test that is not decided
PROGRESS = "kanarieredogorelse"  # how far kommunstyrelsen says that it has come
SECRET_PROGRESS = "kanarietyst"
PROGRESS_FILE = "kanariestyrkt"
# What socialnämnden has not told.
DRAFT_PROGRESS = "kanariehalvklar"
DRAFT_PROGRESS_FILE = "kanariehalvfil"
# Socialnämnden's draft.
DRAFT_ANSWER = "kanarieutkast"
DRAFT_MEASURE = "kanarieplan"
DRAFT_DECISION = "kanarieparagraf"
DRAFT_REFERENCE = "kanariediarie"
DRAFT_ANSWER_FILE = "kanarieforlaga"
# What revisorerna say about the answer and the measures.
PROPOSAL = "kanarieforslag"
VERDICT_PROPOSAL = "kanarieomdome"
POSITION = "kanariebeslut"
VERDICT = "kanariebedomning"
VERDICT_FILE = "kanariesett"
VERDICT_DISSENT = "kanarieminoritet"
FOLLOWED = "kanarieuppfoljd"
# Papers, by the names of their files.
UNRELEASED = "kanariepapper"
RELEASED = "kanarieutlamnad"
# Papers of several granskningar: by a revisor, as yet for revisorer alone; released to the board; a list of the own.
COMPILED = "kanariesammanstallning"
RELEASED_COMPILED = "kanariesamlad"
LISTED = "kanarielista"
# Before ansvarsprövningen: revisorernas own.
ACCOUNTED = "kanarieansvar"
# To presidium alone, released.
PACKED = "kanariepresidium"
# On the agenda of revisorernas meeting: of a draft, revisorernas alone, why somebody does not take part, and a paper.
MATTER = "kanariearende"
SECRET_MATTER = "kanariedagordning"
RECUSED = "kanariejav"
PACK = "kanarieprotokoll"
# What has been read in and not confirmed; a register of earlier years, and what it says to the audit side alone.
READING = "kanarieinlasning"
REGISTER = "kanarieregister"
REMARK = "kanarieanmarkning"


@dataclass
class World:
    """The people by their role, and the things by their name."""

    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, object] = field(default_factory=dict)

    def arguments(self, thing: str) -> list[int]:
        """What an address about the thing needs: its key, and its parent's first where it has one."""
        if thing == "-":
            return []
        found = self.things[thing]
        if isinstance(found, tuple):
            return [part.pk for part in found]
        return [found.pk]  # type: ignore[attr-defined]


def build() -> World:
    """Told as of 14 February 2023: kommunstyrelsen has answered, socialnämnden has a draft."""
    world = World()
    board = factories.BodyFactory(
        name="Kommunstyrelsen",
        kind=BodyKind.EXECUTIVE,
        position=1,
        registrator_email="ks@test.example",
    )
    social = factories.BodyFactory(
        name="Socialnämnden", position=2, registrator_email="sn@test.example"
    )
    world.things |= {"board": board, "social": social}
    _people(world, board, social)
    _handed_over(world, board, social)
    _answers(world)
    _secrecy(world)
    _progress(world)
    _proposals(world)
    _draft(world, board)
    _fact_check(world)
    _papers(world)
    _registers(world, board)
    _following(world, board)
    _sitting(world)
    _linked(world, board)
    _correction(world)
    _proposed_correction(world)
    _failed_mail(world)
    _round(world)
    return world


def _linked(world: World, board: Body) -> None:
    audit: Audit = world.things["audit"]  # type: ignore[assignment]
    later = factories.draft_audit(board, title=f"Uppföljning av {LINKED}")
    later.follows_up.add(audit)
    world.things["linked"] = later


def _correction(world: World) -> None:
    audit: Audit = world.things["audit"]  # type: ignore[assignment]
    recommendation = audit.recommendations.get(text__contains=SOCIAL_RECOMMENDATION)
    services.correct(
        audit,
        {f"r{recommendation.pk}": f"Säkerställa {CORRECTED}"},
        CorrectionDecision(reason="Fel ord.", decided_on=NOW.date()),
        at=NOW,
        by=world.people["auditor"],
    )


def _proposed_correction(world: World) -> None:
    audit: Audit = world.things["audit"]  # type: ignore[assignment]
    recommendation = audit.recommendations.get(text__contains=BOARD_RECOMMENDATION)
    world.things["proposed_correction"] = services.propose_correction(
        audit,
        {f"r{recommendation.pk}": f"Säkerställa {BOARD_RECOMMENDATION} och {PROPOSED_WORDING}"},
        "Ett led saknas.",
        at=NOW,
        by=world.people["auditor"],
    )


def _failed_mail(world: World) -> None:
    """A mail that the receiver's server refused."""
    mail = OutgoingMail.objects.order_by("pk")[0]
    mail.mark_failed(Trouble.UNKNOWN, error="550 No such user", at=dates.now())
    world.things["failed_mail"] = mail


def _people(world: World, board: Body, social: Body) -> None:
    world.people = {
        "stranger": factories.UserFactory(name="Utan uppdrag"),
        "auditor": factories.person(Role.AUDITOR, name="Ordförande", email="auditor@test.example"),
        "expert": factories.person(Role.EXPERT, name="Sakkunnig", email="expert@test.example"),
        "other_expert": factories.person(Role.EXPERT, name="Annan sakkunnig"),
        "board": factories.person(Role.OFFICIAL, body=board, name="Kommunsekreterare"),
        "social": factories.person(Role.OFFICIAL, body=social, name="Nämndsekreterare"),
        "presidium": factories.person(Role.PRESIDIUM, name="Presidieledamot"),
        "administrator": factories.person(Role.ADMINISTRATOR, name="Administratör"),
    }
    world.things["person"] = world.people["stranger"]
    world.things["passkey"] = Authenticator.objects.create(
        user=factories.UserFactory(name="Någon annan"), type="webauthn", data={"name": "Nyckel"}
    )
    world.things["membership"] = Membership.objects.get(user=world.people["other_expert"])


def _handed_over(world: World, board: Body, social: Body) -> None:
    audit = factories.draft_audit(
        board, social, title=f"Granskning av livsmedelskontrollen, {TITLE}"
    )
    factories.assign(audit, world.people["expert"])
    question = audit.questions.first()
    question.text = f"Finns {QUESTION}?"
    question.save()
    recommendations = audit.recommendations.order_by("number")
    for recommendation, word in zip(
        (recommendations[0], recommendations[2]),
        (BOARD_RECOMMENDATION, SOCIAL_RECOMMENDATION),
        strict=True,
    ):
        recommendation.text = f"Säkerställa {word}"
        recommendation.save()
    Dissent.objects.create(
        audit=audit, author=world.people["auditor"], text=DISSENT, recorded_at=HANDED_OVER
    )
    with dates.told_at(HANDED_OVER):
        services.dispatch(audit, at=HANDED_OVER, by=world.people["auditor"])
        services.send_reminders(on=date(2022, 12, 30))
    audit.refresh_from_db()
    sent = _sent_file(audit)
    recommendation = audit.recommendations.first()
    world.things |= {
        "audit": audit,
        "question": question,
        "recommendation": recommendation,
        "addressee": recommendation.addressees.get(),
        "board_request": audit.requests.get(body=board),
        "social_request": audit.requests.get(body=social),
        "extension": services.ask_extension(
            audit.requests.get(body=social),
            services.MoreTime(date(2023, 3, 31), f"{WISHED_TIME} behövs.", date(2023, 2, 14)),
            at=NOW,
            by=world.people["social"],
        ),
        "letter": services.send_new_letter(
            audit.requests.get(body=social),
            LetterKind.REMINDER,
            services.LetterContent(
                "Påminnelse till socialnämnden", f"Vi undrar om {LETTER}.", ["sn@test.example"]
            ),
            at=NOW,
            by=world.people["auditor"],
        ),
        "prepared_letter": PreparedLetter.objects.create(
            request=audit.requests.get(body=social),
            kind=LetterKind.CHAIR,
            subject="Svar",
            text=f"{UNSENT_LETTER} till ordföranden",
            prepared_at=NOW,
        ),
        # Of one who sees nothing: whoever has the address reads what is in it.
        "calendar": (SimpleNamespace(pk=services.make_feed(world.people["stranger"], at=NOW)),),
        "assignment": (
            audit.requests.get(body=social),
            services.assign(
                audit.requests.get(body=social).items.first(),
                email="kollega@test.example",
                name="Kollega",
                at=NOW,
                by=world.people["social"],
            ),
        ),
        "proposed_ladder": services.propose_ladder(
            FIRST, reason="Tätare.", at=NOW, by=world.people["administrator"]
        ),
        "contact_note": services.note_contact(
            audit.requests.get(body=social),
            services.Contact("phone", date(2023, 2, 13), "nämndsekreteraren", f"{CALL}."),
            at=NOW,
            by=world.people["auditor"],
        ),
        "message": services.send_message(
            audit.requests.get(body=social),
            f"Gäller det alla enheter, {QUESTION_OF_BODY}?",
            at=NOW,
            by=world.people["social"],
        ),
        "board_delivery": audit.sent_to.get(body=board),
        "sent_file": (audit, sent),
        "board_party": audit.parties.get(body=board, part=PartyPart.ASKED),
        "audit_file": (audit, _file_of(audit, "rapport.txt")),
    }


def _answers(world: World) -> None:
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


def _secrecy(world: World) -> None:
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


def _progress(world: World) -> None:
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


def _round(world: World) -> None:
    """Kommunstyrelsen is asked how far it has come with one of its recommendations."""
    asked = world.things["board_addressee"]
    content = services.RoundContent("Runda", date(2023, 4, 28))
    world.things["round"] = services.open_round(
        content,
        [asked.pk],  # type: ignore[attr-defined]
        at=NOW,
        by=world.people["auditor"],
    )


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


def _proposals(world: World) -> None:
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
    seen = VerdictFile.objects.create(verdict=proposed, document=_pdf(VERDICT_FILE))
    VerdictDissent.objects.create(
        verdict=proposed, author=world.people["auditor"], text=VERDICT_DISSENT, recorded_at=NOW
    )
    world.things["verdict_file"] = (proposed, seen)


def _draft(world: World, board: Body) -> None:
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
        "draft_file": (audit, _file_of(audit, f"{DRAFT_FILE}.txt")),
    }


def _fact_check(world: World) -> None:
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


def _sent_file(audit: Audit) -> AuditDocument:
    """The report as it went out."""
    return AuditDocument.objects.create(
        audit=audit, document=_pdf("granskningsrapport"), part="report", sent_at=HANDED_OVER
    )


def _pdf(name: str) -> Document:
    return Document.objects.store(
        name=f"{name}.pdf",
        data=b"%PDF-1.4 %%EOF",
        media_type="application/pdf",
        at=NOW,
        by=None,
    )


def _file_of(audit: Audit, name: str) -> AuditDocument:
    document = Document.objects.store(
        name=name,
        data=f"{READING} i handlingen".encode(),
        media_type="text/plain",
        at=NOW,
        by=None,
        may_be_secret=True,
    )
    return AuditDocument.objects.create(audit=audit, document=document, part="report")


def _papers(world: World) -> None:
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
    world.things["unreleased"] = Report.objects.create(**common, **done, document=_pdf(UNRELEASED))
    world.things["released"] = Report.objects.create(
        **common, **done, document=_pdf(RELEASED), released_at=NOW, released_by=auditor
    )
    for key, kind, word in (
        ("compiled", CompilationKind.ANSWERS, COMPILED),
        ("released_compiled", CompilationKind.ANSWERS, RELEASED_COMPILED),
        ("listed", CompilationKind.LIST, LISTED),
        ("accounted", CompilationKind.FACTS, ACCOUNTED),
    ):
        made = {**finished, "kind": kind, "title": word, "per": date(2023, 2, 14)}
        world.things[key] = Compilation.objects.create(
            **made, requested_by=auditor, document=_pdf(word)
        )
        world.things[key].bodies.add(world.people["board"].memberships.get().body)
    Compilation.objects.filter(title=RELEASED_COMPILED).update(released_at=NOW, released_by=auditor)
    world.things["packed"] = Compilation.objects.create(
        **finished,
        kind=CompilationKind.PACK,
        title=PACKED,
        per=date(2023, 2, 14),
        requested_by=auditor,
        document=_pdf(PACKED),
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


def _following(world: World, board: Body) -> None:
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


def _sitting(world: World) -> None:
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
            document=_pdf(PACK),
            requested_at=NOW,
            requested_by=auditor,
            finished_at=NOW,
        ),
        "sitting_paper": SittingPaper.objects.create(
            sitting=sitting,
            kind=SittingPaperKind.PACK,
            state=ReportState.DONE,
            document=_pdf(PACK),
            requested_at=NOW,
            requested_by=auditor,
            finished_at=NOW,
        ),
    }


def _registers(world: World, board: Body) -> None:
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


def _found(title: str) -> dict[str, object]:
    return {"title": title}
