"""What waits for revisorernas decision, as things on an agenda. A fixed number of queries, however much waits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import cast

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit, AuditQuestion, QuestionStance, ReportDelivery, Stage, works_on
from common import dates, swedish
from common.status import Status
from recommendations.models import Verdict
from recommendations.permissions import can_judge
from reports.meeting.entries import LACKING, OUTDATED, READY, AgendaEntry, Pair, TextBlock
from reports.models import (
    AgendaItem,
    AgendaKind,
    Compilation,
    CompilationKind,
    Report,
    ReportKind,
    ReportState,
)
from responses import readable
from responses.arrivals import arrivals_of, proposed_words, stances_taken, undecided_answers
from responses.meetings import Meetings
from responses.models import (
    AnswerItem,
    AnswerRequest,
    Position,
    PreparedLetter,
    ProposedCorrection,
    ProposedText,
)
from responses.models.items import AnswerState
from responses.permissions import can_decide, can_take_position
from responses.services import NOT_CURRENT
from responses.standing import RequestStanding

LIES_FOR_DAYS = 90


def waiting(user: User, *, on: date) -> Iterator[AgendaEntry]:
    """In the order of an agenda."""
    yield from _reports(user)
    yield from _audits(user)
    yield from _answers(user, on=on)
    yield from _verdicts(user, on=on)
    yield from _corrections(user)
    yield from _papers(user)
    yield from _compilations(user, on=on)
    yield from _late(user, on=on)


def _reports(user: User) -> Iterator[AgendaEntry]:
    """Delivered, with no stance put forward, and not yet taken note of at a meeting."""
    decides = can_decide(user)
    noted = AgendaItem.objects.decided().filter(delivery=OuterRef("pk"))
    stances = QuestionStance.objects.filter(question__audit=OuterRef("audit"))
    deliveries = ReportDelivery.objects.filter(
        works_on(user, "audit"), ~Exists(noted), ~Exists(stances), returned_at=None
    ).exclude(audit__stage__in=(Stage.DECIDED, Stage.HANDED_OVER))
    for delivery in deliveries.select_related("audit", "delivered_by").order_by("delivered_at"):
        audit, day = delivery.audit, swedish.long_date(delivery.delivered_at)
        yield AgendaEntry(
            AgendaKind.REPORT,
            delivery.pk,
            f"{audit.title}: rapporten",
            audit,
            "Rapporten anmäls.",
            about=f"Levererad {day} av {delivery.delivered_by.name}.",
            status=Status("Levererad", "svarat", "info"),
            url=reverse("audit:stances", args=[audit.pk]) if decides else audit.get_absolute_url(),
            link="Ta ställning" if decides else "Läs rapporten",
            stamp=str(delivery.pk),
            pairs=[Pair(TextBlock("Sammanfattande bedömning", audit.overall_assessment))]
            if audit.overall_assessment
            else [],
        )


def _audits(user: User) -> Iterator[AgendaEntry]:
    """With stances put forward: they are decided with the granskning."""
    decides = can_decide(user)
    proposed = QuestionStance.objects.proposed()
    questions = AuditQuestion.objects.select_related("assessment").prefetch_related(
        Prefetch("stances", queryset=proposed, to_attr="put")
    )
    drafts = Audit.objects.written_by(user).awaiting_decision()
    for audit in drafts.prefetch_related(Prefetch("questions", queryset=questions)).order_by("pk"):
        rows = [
            (question, stance)
            for question in audit.questions.all()
            for stance in cast("list[QuestionStance]", getattr(question, "put", []))
        ]
        versions = "-".join(f"{stance.pk}v{stance.version}" for _, stance in rows)
        yield AgendaEntry(
            AgendaKind.AUDIT,
            audit.pk,
            f"{audit.title}: rapport och missiv",
            audit,
            f"Godkänn rapporten. {_stances_proposed(rows)}",
            url=reverse("responses:decide_audit", args=[audit.pk])
            if decides
            else audit.get_absolute_url(),
            link="Läs före beslutet" if decides else "Läs granskningen",
            stamp=f"{audit.version}-{versions}",
            pairs=[_question_pair(question, stance) for question, stance in rows],
        )


def _stances_proposed(rows: list[tuple[AuditQuestion, QuestionStance]]) -> str:
    deviating = [question.number for question, stance in rows if stance.value == "deviates"]
    backed = len(rows) - len(deviating)
    phrases = []
    if backed:
        phrases.append(f"ställer sig bakom {swedish.counted(backed, 'bedömning', 'bedömningar')}")
    if deviating:
        phrases.append(f"avviker i fråga {swedish.listing(deviating)} med skäl")
    return swedish.capitalized(f"revisorerna {swedish.listing(phrases)}.")


def _question_pair(question: AuditQuestion, stance: QuestionStance) -> Pair:
    assessment = getattr(question, "assessment", None)
    assessed = assessment and TextBlock(
        f"Rapporten: {assessment.printed_answer or assessment.status.word}", assessment.reasons
    )
    words = filter(None, [stance.get_value_display(), stance.reasons])
    return Pair(
        TextBlock(f"Revisionsfråga {question.number}", question.text), assessed, ". ".join(words)
    )


def _answers(user: User, *, on: date) -> Iterator[AgendaEntry]:
    answers = list(undecided_answers(user))
    items: dict[int, list[AnswerItem]] = defaultdict(list)
    rows = AnswerItem.objects.asked_for().filter(answer__in=answers).with_earlier()
    for item in rows.select_related("asked__addressee__recommendation"):
        items[item.answer_id].append(item)
    proposals_of: dict[int, Position] = {
        position.item_id: position
        for position in Position.objects.proposed().filter(item__answer__in=answers)
    }
    for arrival in arrivals_of(answers, today=on):
        answer, request = arrival.answer, arrival.request
        decides = can_take_position(user, answer)
        proposals = [proposals_of[item.pk] for item in items[answer.pk] if item.pk in proposals_of]
        lacks = bool(answer.without_position)
        wishes = [position.wish for position in proposals if position.wish]
        came = arrival.standing.came_about(
            swedish.counted(answer.asked_count, "rekommendation", "rekommendationer")
        )
        proposed = "" if lacks else swedish.capitalized(f"{proposed_words(answer)}.")
        yield AgendaEntry(
            AgendaKind.ANSWER,
            answer.pk,
            f"{request.body.name}: {request.audit.title}",
            request.audit,
            " ".join([proposed, *dict.fromkeys(f"{wish}." for wish in wishes)]).strip(),
            about=f"{came} {stances_taken(answer)}",
            status=LACKING if lacks else READY,
            url=reverse(
                "responses:position" if decides else "responses:request", args=[request.pk]
            ),
            link=("Lämna förslag" if lacks else "Ändra förslaget") if decides else "Läs svaret",
            stamp="-".join(f"{position.pk}v{position.version}" for position in proposals),
            obstacle="Förslag saknas." if lacks else "",
            pairs=[_answer_pair(item, proposals_of.get(item.pk)) for item in items[answer.pk]],
            positions=tuple(position.pk for position in proposals),
            bodies=(request.body_id,),
        )


def _answer_pair(item: AnswerItem, position: Position | None) -> Pair:
    addressee = item.asked.addressee
    return Pair(
        TextBlock(f"Rekommendation {addressee.number}", addressee.recommendation.text),
        TextBlock(item.label_in_force, item.text_in_force),
        ". ".join(filter(None, [position.get_value_display(), position.note])) if position else "",
    )


def _verdicts(user: User, *, on: date) -> Iterator[AgendaEntry]:
    proposed = (
        Verdict.objects.proposed()
        .visible_to(user)
        .filter(works_on(user, "addressee__recommendation__audit"))
        .select_related("addressee__recommendation__audit", "addressee__body")
        .prefetch_related("points__point")
        .order_by("addressee__recommendation__audit", "addressee__body__position", "pk")
    )
    verdicts = list(proposed)
    addressees = [verdict.addressee_id for verdict in verdicts]
    latest: dict[int, AnswerItem] = {
        item.asked.addressee_id: item
        for item in AnswerItem.objects.in_force(on=on)
        .filter(asked__addressee__in=addressees)
        .with_earlier()
        .select_related("asked", "answer__request__body")
        .order_by("answer__submitted_at", "pk")
    }
    for verdict in verdicts:
        addressee = verdict.addressee
        audit, body = addressee.recommendation.audit, addressee.body
        item = latest.get(addressee.pk)
        decides = can_judge(user, addressee)
        yield AgendaEntry(
            AgendaKind.VERDICT,
            verdict.pk,
            f"{body.name} {addressee.number}: {audit.title}",
            audit,
            _judged(verdict),
            status=verdict.status,
            url=reverse(
                "responses:judge" if decides else "responses:progress", args=[addressee.pk]
            ),
            link="Ändra förslaget" if decides else "Läs hur långt nämnden har kommit",
            stamp=f"v{verdict.version}",
            pairs=[
                Pair(
                    TextBlock(f"Rekommendation {addressee.number}", addressee.recommendation.text),
                    _answered(item, body) if item else None,
                    verdict.note,
                )
            ],
            bodies=(body.pk,),
        )


def _answered(item: AnswerItem, body: Body) -> TextBlock:
    heading = f"{body.name}: {item.label_in_force.lower()}"
    return TextBlock(heading, item.text_in_force, readable.decision_of(item.answer, body))


def _judged(verdict: Verdict) -> str:
    points = swedish.listing(verdict.points.all())
    parts = [verdict.get_value_display(), points, verdict.ground]
    if verdict.revision_reason:
        parts.append(f"Omprövning: {verdict.revision_reason}")
    return " ".join(f"{text.removesuffix('.')}." for text in parts if text)


def _corrections(user: User) -> Iterator[AgendaEntry]:
    """Each text as it stands beside the one that is proposed."""
    waiting_ones = ProposedCorrection.objects.visible_to(user).waiting().with_texts()
    for proposal in waiting_ones:
        is_current = proposal.is_current
        yield AgendaEntry(
            AgendaKind.CORRECTION,
            proposal.pk,
            str(proposal),
            proposal.audit,
            f"Rättas: {proposal.about}. Skäl: {proposal.reason}",
            about=f"Föreslogs {swedish.long_date(proposal.proposed_at)} av {proposal.proposed_by}.",
            status=READY if is_current else OUTDATED,
            url=proposal.get_absolute_url(),
            link="Läs förslaget",
            stamp=f"v{proposal.audit.version}",
            obstacle="" if is_current else NOT_CURRENT,
            pairs=[_changed_pair(text) for text in proposal.texts.all()],
        )


def _changed_pair(text: ProposedText) -> Pair:
    old, new = text.shown
    return Pair(
        TextBlock(f"{text.label}: står nu", old),
        TextBlock("Föreslagen lydelse", new),
        is_change=True,
    )


def _papers(user: User) -> Iterator[AgendaEntry]:
    """The latest of each granskning that has not been released, unless a later one has."""
    follow_ups = Report.objects.filter(
        works_on(user, "audit"), kind=ReportKind.FOLLOW_UP, state=ReportState.DONE
    )
    released = follow_ups.filter(
        audit=OuterRef("audit"),
        released_at__isnull=False,
        requested_at__gt=OuterRef("requested_at"),
    )
    latest = (
        follow_ups.filter(~Exists(released), released_at=None)
        .select_related("audit", "requested_by")
        .order_by("audit_id", "-requested_at", "-pk")
        .distinct("audit_id")
    )
    for report in latest:
        yield AgendaEntry(
            AgendaKind.PAPER,
            report.pk,
            f"{report.get_kind_display()}: {report.audit.title}",
            report.audit,
            f"Lämna ut rapporten med läge per {swedish.long_date(report.per)} till fullmäktiges "
            "presidium och dem som granskningen gäller.",
            url=report.get_absolute_url(),
            link="Läs rapporten",
            stamp=str(report.document_id),
        )


def _compilations(user: User, *, on: date) -> Iterator[AgendaEntry]:
    """Papers of several granskningar, for those who decide: what lies longer than a quarter nobody meant to release."""
    if not can_decide(user):
        return
    since = dates.at_local(on - timedelta(days=LIES_FOR_DAYS))
    papers = Compilation.objects.visible_to(user).to_release(since=since)
    for paper in papers.order_by("requested_at", "pk"):
        bodies = (
            "" if paper.kind == CompilationKind.PACK else " och de nämnder och bolag som det gäller"
        )
        yield AgendaEntry(
            AgendaKind.COMPILED,
            paper.pk,
            str(paper),
            None,
            f"Lämna ut papperet med läge per {swedish.long_date(paper.per)} till fullmäktiges presidium{bodies}.",
            url=paper.get_absolute_url(),
            link="Läs papperet",
            stamp=str(paper.document_id),
        )


def _late(user: User, *, on: date) -> Iterator[AgendaEntry]:
    """Answers that have not come, with the letters that are prepared: a person sends each, whatever is decided."""
    requests = list(
        AnswerRequest.objects.filter(works_on(user, "audit"))
        .late(on=on)
        .select_related("body", "audit")
    )
    letters: dict[int, list[PreparedLetter]] = defaultdict(list)
    for letter in PreparedLetter.objects.prepared().filter(request__in=requests):
        letters[letter.request_id].append(letter)
    meetings = Meetings.about(requests)
    for request in sorted(requests, key=lambda request: (request.due, request.pk)):
        standing = RequestStanding.of(request, on=on, meetings=meetings.of(request.body_id))
        prepared = letters[request.pk]
        yield AgendaEntry(
            AgendaKind.LATE,
            request.pk,
            f"{request.body.name}: {request.audit.title}",
            request.audit,
            _letters_proposed(prepared),
            about=f"{standing.not_in}. {standing.late_by}",
            status=AnswerState.LATE.status,
            url=prepared[0].get_absolute_url() if prepared else request.get_absolute_url(),
            link="Läs och skicka brevet" if prepared else "Visa begäran",
            stamp="-".join([str(request.due), *(str(letter.pk) for letter in prepared)]),
            letters=prepared,
            bodies=(request.body_id,),
        )


def _letters_proposed(letters: Iterable[PreparedLetter]) -> str:
    names = [letter.get_kind_display() for letter in letters]
    if not names:
        return "Noteras."
    return f"{swedish.capitalized(swedish.listing(names).lower())} skickas."
