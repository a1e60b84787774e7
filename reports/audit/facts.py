"""What is known of the recommendations of some granskningar on a day, read at once however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Exists, OuterRef, Q

from accounts.descriptions import described
from accounts.models import User
from audit.models import Audit, works_on
from common import dates
from recommendations.models import Measure, ProgressReport, Repetition, Verdict
from reports.audit.voices import Given, Judged, Linked
from responses.models import AnswerItem, Position
from responses.models.corrections import title_then
from responses.secrecy import Mask, Secrecy

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    LinkedRepetition = WithAnnotations[Repetition, "Link"]


class Link(TypedDict):
    """Both ends of a repetition: the titles of then, and whether the reader sees them."""

    earlier_title: str
    earlier_body: str
    earlier_is_seen: bool
    later_title: str
    later_is_seen: bool


@dataclass(frozen=True)
class Reader:
    """Who reads, and what that lets them see."""

    user: User | None
    audit_side: bool
    # A day as it was known then, without what has been written down since.
    as_known: bool = False

    def may_read_secret(self, body_id: int) -> bool:
        return self.audit_side or (self.user is not None and self.user.acts_for(body_id))


@dataclass(frozen=True)
class Facts:
    """What is known of an audit's addressees, by their key; repeats by the recommendation's."""

    answers: dict[int, Given] = field(default_factory=dict)
    # Each with the mark of the answer that it was stated in.
    measures: dict[int, list[tuple[Measure, Mask | None]]] = field(default_factory=dict)
    progress: dict[int, ProgressReport] = field(default_factory=dict)
    verdicts: dict[int, list[Verdict]] = field(default_factory=dict)
    replacements: dict[int, Linked] = field(default_factory=dict)
    repeats: dict[int, list[Linked]] = field(default_factory=dict)


def facts_of(audits: Collection[int], *, on: date, reader: Reader, are_handed_over: bool) -> Facts:
    """Of granskningar by their keys; before the hand-over only what concerns the draft."""
    repetitions = _repetitions(audits, on=on, user=reader.user)
    verdicts = _verdicts(audits, on=on, reader=reader)
    repeats = _repeats(audits, repetitions)
    if not are_handed_over:
        return Facts(verdicts=verdicts, repeats=repeats)
    return Facts(
        answers=_given(audits, on=on, reader=reader),
        measures=_measures(audits, on=on),
        progress=ProgressReport.objects.latest_of(audits, on=on),
        verdicts=verdicts,
        replacements=_replacements(audits, repetitions, on=on),
        repeats=repeats,
    )


def _verdicts(audits: Collection[int], *, on: date, reader: Reader) -> dict[int, list[Verdict]]:
    """What was decided by the day, the latest first, and the proposals that the reader sees; in a paper none."""
    known = Verdict.objects.decided(on=on, as_known=reader.as_known)
    if reader.user:
        worked_on = works_on(reader.user, "addressee__recommendation__audit")
        known |= Verdict.objects.proposed().filter(worked_on)
    by_addressee: dict[int, list[Verdict]] = defaultdict(list)
    of_audits = known.filter(addressee__recommendation__audit__in=audits)
    for verdict in of_audits.prefetch_related("points"):
        by_addressee[verdict.addressee_id].append(verdict)
    return by_addressee


def _positions(audits: Collection[int], *, on: date, reader: Reader) -> dict[int, list[Position]]:
    """By answered item, as verdicts by addressee."""
    known = Position.objects.decided(on=on, as_known=reader.as_known)
    if reader.user:
        worked_on = works_on(reader.user, "item__answer__request__audit")
        known |= Position.objects.proposed().filter(worked_on)
    by_item: dict[int, list[Position]] = defaultdict(list)
    for position in known.filter(item__answer__request__audit__in=audits):
        by_item[position.item_id].append(position)
    return by_item


def _repetitions(
    audits: Collection[int], *, on: date, user: User | None
) -> "list[LinkedRepetition]":
    """Those where one of the audits is the earlier or the later."""
    later, earlier = "recommendation__audit", "earlier__recommendation__audit"
    of_either = Q(**{f"{later}__in": audits}) | Q(**{f"{earlier}__in": audits})
    known = Repetition.objects.known(on=on).filter(of_either)
    if not known.exists():
        return []  # as for most audits: nothing more is asked
    rows = (
        known.select_related(later, earlier)
        .annotate(
            earlier_title=title_then(earlier, on=on),
            earlier_body=described("name", "earlier__body", on=on),
            earlier_is_seen=_is_seen(f"{earlier}_id", user),
            later_title=title_then(later, on=on),
            later_is_seen=_is_seen(f"{later}_id", user),
        )
        .order_by("noted_at", "pk")
    )
    return cast("list[LinkedRepetition]", list(rows))


def _replacements(
    audits: Collection[int], repetitions: "Iterable[LinkedRepetition]", *, on: date
) -> dict[int, Linked]:
    """By addressee, the later recommendation that it is ersatt by on a day."""
    replacements: dict[int, Linked] = {}
    for repetition in repetitions:
        later = repetition.recommendation
        handed_over_at = later.audit.handed_over_at
        is_of_audit = repetition.earlier.recommendation.audit_id in audits
        if not is_of_audit or handed_over_at is None or handed_over_at >= dates.end_of(on):
            continue
        since = dates.local_day(max(handed_over_at, repetition.noted_at))
        is_seen = repetition.later_is_seen
        words = f"Rekommendation {later.number}, {repetition.later_title}" if is_seen else ""
        linked = Linked(words, later.audit_id if is_seen else None, since)
        replacements.setdefault(repetition.earlier_id, linked)
    return replacements


def _repeats(
    audits: Collection[int], repetitions: "Iterable[LinkedRepetition]"
) -> dict[int, list[Linked]]:
    """By recommendation, the earlier ones that it repeats."""
    repeats: dict[int, list[Linked]] = defaultdict(list)
    for repetition in repetitions:
        if repetition.recommendation.audit_id in audits and repetition.earlier_is_seen:
            earlier = repetition.earlier
            of = earlier.recommendation.audit
            title = f"{repetition.earlier_title} ({of.audit_year})"
            words = f"{repetition.earlier_body} {earlier.number}, {title}"
            repeats[repetition.recommendation_id].append(Linked(words, of.pk))
    return repeats


def _is_seen(audit: str, user: User | None) -> Exists:
    """Without a reader it is a paper: what has been handed over may stand there."""
    audits = Audit.objects.visible_to(user) if user else Audit.objects.all()
    return Exists(audits.filter(pk=OuterRef(audit), handed_over_at__isnull=False))


def in_force(judged: Iterable[Judged]) -> Judged | None:
    """The latest of them, with those before it."""
    several = list(judged)
    return replace(several[0], earlier=tuple(several[1:])) if several else None


def verdict_read(verdict: Verdict) -> Judged:
    return Judged(
        value=verdict.value,
        status=verdict.status,
        note=verdict.note,
        decided_on=verdict.decided_on,
        points={judged.point_id: judged.value for judged in verdict.points.all()},
        paragraph=verdict.paragraph,
        ground=verdict.ground,
        early_reason=verdict.early_reason,
        revision_reason=verdict.revision_reason,
        is_revision=verdict.revises_id is not None,
    )


def _position_read(position: Position, *, with_note: bool = True) -> Judged:
    """A note on an answer that is withheld may quote it."""
    return Judged(
        value=position.value,
        status=position.status,
        note=position.note if with_note else "",
        decided_on=position.decided_on,
        due_on=position.due_on,
        paragraph=position.paragraph,
        revision_reason=position.revision_reason if with_note else "",
        is_revision=position.revises_id is not None,
    )


def _given(audits: Collection[int], *, on: date, reader: Reader) -> dict[int, Given]:
    """By addressee: what is in force, of the first answer and what has been added to it."""
    positions = _positions(audits, on=on, reader=reader)
    items = list(
        AnswerItem.objects.in_force(on=on, as_known=reader.as_known)
        .with_earlier()
        .filter(asked__request__audit__in=audits)
        .select_related("asked__request", "answer")
        .order_by("answer__submitted_at", "pk")
    )
    secrecy = Secrecy(on=on, items=items)
    return {
        item.asked.addressee_id: _item_read(
            item, positions.get(item.pk, []), reader, secrecy.of_item(item)
        )
        for item in items
    }


def _item_read(
    item: AnswerItem, positions: list[Position], reader: Reader, mask: Mask | None
) -> Given:
    is_open = mask is None or mask.is_open
    readable = is_open or reader.may_read_secret(item.asked.request.body_id)
    decided = (_position_read(p, with_note=readable) for p in positions if not p.is_open)
    return Given(
        stance=item.stance_in_force,
        stance_status=item.status_in_force,
        text=item.text_in_force if readable else (mask.text if mask else "") or None,
        secrecy=mask.words if mask else "",
        arrived_on=item.answer.arrived_on,
        request_id=item.asked.request_id,
        position=in_force(decided),
        proposed_position=in_force(_position_read(p) for p in positions if p.is_open),
    )


def _measures(audits: Collection[int], *, on: date) -> dict[int, list[tuple[Measure, Mask | None]]]:
    """By addressee. A measure was stated in the answer that came at the same moment."""
    rows = list(Measure.objects.of_audits(audits, on=on))
    masks = _masks(audits, on=on) if any(measure.may_be_secret for measure in rows) else {}
    measures: dict[int, list[tuple[Measure, Mask | None]]] = defaultdict(list)
    for measure in rows:
        mask = masks.get((measure.addressee_id, measure.stated_at), Mask())
        measures[measure.addressee_id].append((measure, mask if measure.may_be_secret else None))
    return measures


def _masks(audits: Collection[int], *, on: date) -> dict[tuple[int, datetime | None], Mask]:
    """Of the marked answers, by addressee and the moment that they came."""
    of_audits = AnswerItem.objects.filter(asked__request__audit__in=audits)
    items = list(of_audits.marked().with_earlier().select_related("asked", "answer"))
    secrecy = Secrecy(on=on, items=items)
    return {
        (item.asked.addressee_id, item.answer.submitted_at): secrecy.of_marked(item.pk)
        for item in items
    }
