"""What the granskning page shows to one reader on one day."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from accounts.descriptions import Names
from accounts.models import BodyMeeting, User
from audit.models import (
    Audit,
    AuditDocument,
    AuditParty,
    Grade,
    PartyPart,
    Stage,
)
from audit.permissions import (
    can_assess,
    can_assign,
    can_edit,
    can_edit_members,
    can_take_stance,
    can_take_step,
)
from common import swedish
from common.rules import Allowed, Denied
from common.status import Status
from recommendations.models import Recommendation
from recommendations.permissions import can_judge, can_note_repetition
from reports.audit.material import MaterialShown
from reports.audit.questions import QuestionRead, questions_read
from reports.audit.rows import addressee_rows
from reports.audit.state import AuditState, Progress, state_of
from reports.audit.timeline import Moment, meetings_of, time_line
from reports.audit.voices import BodyBlock
from reports.permissions import follows_for_council
from responses.models import ProposedCorrection
from responses.permissions import can_answer, can_correct, can_hand_over, can_take_position
from responses.standing import RequestStanding
from responses.wishes import wish_by

COUNTED = (Grade.YES, Grade.PARTLY, Grade.NO)


@dataclass(frozen=True)
class QuestionShown:
    read: QuestionRead
    # Leder till kommunstyrelsen 1 och socialnämnden 1.
    leads_to: str


@dataclass(frozen=True)
class PartyShown:
    """A body's own diarienummer, and whether the reader may write it."""

    party: AuditParty
    may_write: bool


@dataclass(frozen=True)
class BlockShown:
    """One body's recommendations, and what the reader may do about them."""

    block: BodyBlock
    # The request that has no answer yet, with the body's meetings.
    waits: RequestStanding | None
    may_answer: bool
    may_take_position: bool
    may_judge: bool
    # Reads the body's plan and what it reports: the body itself and the audit side.
    follows_plan: bool

    @property
    def has_position(self) -> bool:
        """Decided or put forward on every answer that has come in."""
        answers = [row.answer for row in self.block.rows if row.answer]
        return all(answer.position or answer.proposed_position for answer in answers)


@dataclass(frozen=True)
class AuditPage:
    audit: Audit
    # Of one that is not handed over: by when answers are to be wished for.
    wish: str
    audit_side: bool
    state: AuditState
    questions: list[QuestionShown]
    tally: list[Status]
    blocks: list[BlockShown]
    # In a draft: those that are not put to anybody yet.
    unaddressed: list[Recommendation]
    parties: dict[str, list[str]]
    references: list[PartyShown]
    timeline: list[Moment]
    documents: list[AuditDocument]
    edit: Allowed | Denied
    assess: Allowed | Denied
    take_stance: Allowed | Denied
    step: Allowed | Denied
    assign: Allowed | Denied
    hand_over: Allowed | Denied
    repeat: Allowed | Denied
    correct: Allowed | Denied
    members: Allowed | Denied
    # What somebody on the audit side has put forward, and that is not decided.
    proposed_corrections: list[ProposedCorrection]
    # In a draft: what each asked body is asked, where it may be its own.
    wishes: list[AuditParty]

    @property
    def shows_questions(self) -> bool:
        """An earlier register has none."""
        return bool(self.questions) or not self.audit.is_from_register

    @property
    def shows_documents(self) -> bool:
        expected = self.audit_side and not self.audit.is_from_register
        return bool(self.documents) or expected

    @property
    def recommendations(self) -> int:
        """Recommendations, however many bodies each is put to."""
        numbers = {row.addressee.recommendation_id for b in self.blocks for row in b.block.rows}
        return len(numbers) + len(self.unaddressed)

    @property
    def counted(self) -> str:
        """9 rekommendationer, en adressat var: always with the unit."""
        row_count = sum(len(shown.block.rows) for shown in self.blocks)
        total = swedish.counted(self.recommendations, "rekommendation", "rekommendationer")
        if row_count == self.recommendations:
            return f"{total}, en adressat var" if len(self.blocks) > 1 else total
        return f"{total}, {swedish.counted(row_count, 'adressat', 'adressater')} sammanlagt"


def audit_page(
    audit: Audit,
    material: MaterialShown,
    *,
    on: date,
    user: User,
    names: Names,
    audit_side: bool,
) -> AuditPage:
    blocks = addressee_rows(audit, on=on, user=user, audit_side=audit_side, names=names)
    edit = can_edit(user, audit)
    meetings = meetings_of(audit, blocks)
    questions = questions_read(audit, on=on, names=names, audit_side=audit_side)
    return AuditPage(
        audit=audit,
        wish=wish_by("Svar", audit.response_due_on) if audit.response_due_on else "",
        audit_side=audit_side,
        state=state_of(
            audit,
            [standing for block in blocks for standing in block.requests],
            progress_of(blocks),
        ),
        questions=_questions(questions, blocks),
        tally=_tally(questions),
        blocks=[
            _block(block, user, meetings.get(block.body.pk, []), audit_side=audit_side)
            for block in blocks
        ],
        unaddressed=_unaddressed(audit, audit_side=audit_side),
        parties=_parties(material.parties, blocks),
        references=_references(audit, material.parties, user, audit_side=audit_side),
        timeline=time_line(audit, blocks, meetings, material, names=names, today=on),
        documents=_documents(audit, user),
        edit=edit,
        assess=can_assess(user, audit),
        take_stance=can_take_stance(user, audit),
        step=can_take_step(user, audit, Stage(audit.stage)),
        assign=can_assign(user, audit),
        hand_over=can_hand_over(user, audit),
        repeat=can_note_repetition(user, audit),
        correct=can_correct(user, audit),
        members=can_edit_members(user, audit),
        proposed_corrections=_proposed(audit, audit_side=audit_side),
        wishes=[party for party in material.parties if edit and party.part == PartyPart.ASKED],
    )


def progress_of(blocks: Iterable[BodyBlock]) -> Progress:
    rows = [row for block in blocks for row in block.rows]
    return Progress(
        put=len(rows),
        still_open=sum(row.is_open for row in rows),
        has_decisions=any(row.verdict or row.position for row in rows),
    )


def _block(
    block: BodyBlock, user: User, meetings: list[BodyMeeting], *, audit_side: bool
) -> BlockShown:
    current = block.current
    waits = current if current and current.arrived_on is None else None
    return BlockShown(
        block=block,
        waits=replace(waits, meetings=meetings) if waits else None,
        may_answer=bool(waits and can_answer(user, waits.request)),
        may_take_position=bool(
            current and current.answer and can_take_position(user, current.answer)
        ),
        may_judge=bool(can_judge(user, block.rows[0].addressee)),
        follows_plan=audit_side or user.acts_for(block.body.pk),
    )


def _questions(
    questions: Iterable[QuestionRead], blocks: Iterable[BodyBlock]
) -> list[QuestionShown]:
    leads: dict[int, list[str]] = defaultdict(list)
    for block in blocks:
        numbers: dict[int, list[str]] = defaultdict(list)
        for row in block.rows:
            for number in row.question_numbers:
                numbers[number].append(str(row.number))
        for number, rows in numbers.items():
            leads[number].append(f"{block.body.in_text} {swedish.listing(rows)}")
    return [QuestionShown(read, swedish.listing(leads[read.question.number])) for read in questions]


def _tally(questions: list[QuestionRead]) -> list[Status]:
    """Ja, Delvis and Nej always, the others when there are any; with steps of a scale only those that there are."""
    counts = Counter((Grade(r.question.assessed.grade), r.question.status) for r in questions)
    if not any(read.question.assessed.step for read in questions):
        for grade in COUNTED:
            counts.setdefault((grade, grade.status), 0)
    order = list(Grade)
    rows = sorted(counts.items(), key=lambda row: order.index(row[0][0]))
    return [status.named(f"{count} {status.word}") for (_, status), count in rows]


def _proposed(audit: Audit, *, audit_side: bool) -> list[ProposedCorrection]:
    if not audit_side or not audit.is_handed_over:
        return []
    return list(audit.proposed_corrections.waiting().with_texts())


def _unaddressed(audit: Audit, *, audit_side: bool) -> list[Recommendation]:
    if audit.is_handed_over or not audit_side:
        return []
    return list(audit.recommendations.filter(addressees=None))


def _documents(audit: Audit, user: User) -> list[AuditDocument]:
    visible = AuditDocument.objects.visible_to(user).filter(audit=audit)
    return list(visible.select_related("document"))


def _parties(parties: list[AuditParty], blocks: list[BodyBlock]) -> dict[str, list[str]]:
    """Names per part; under asked only those that have no block of their own."""
    names: dict[str, list[str]] = {part.value: [] for part in PartyPart}
    shown = {block.body.pk for block in blocks}
    for party in parties:
        if party.part != PartyPart.ASKED or party.body_id not in shown:
            names[party.part].append(party.body.name)
    return names


def _references(
    audit: Audit, parties: list[AuditParty], user: User, *, audit_side: bool
) -> list[PartyShown]:
    """The bodies' own diarienummer that are known, and those that the reader may write."""
    seen: dict[int, PartyShown] = {}
    for party in parties:
        acts_for_body = audit.is_handed_over and user.acts_for(party.body_id)
        shown = PartyShown(party, audit_side or acts_for_body)
        if shown.may_write or (party.reference and follows_for_council(user)):
            seen.setdefault(party.body_id, shown)
    return list(seen.values())
