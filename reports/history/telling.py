"""Turns the records that simple-history keeps into sentences."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from accounts.descriptions import Names
from accounts.models import Body, User
from audit.grid import Grid
from audit.models import (
    Assessment,
    Audit,
    AuditMember,
    AuditParty,
    AuditQuestion,
    AuditStep,
    BodyAssessment,
    Dissent,
    QuestionStance,
    ReportDelivery,
    Sample,
    Scale,
    Stage,
)
from common import swedish
from common.history import (
    CREATED,
    REMOVED,
    Change,
    HistoryEntry,
    Record,
    added_or_removed,
    changes_of,
    label,
    shown,
)
from recommendations.models import (
    Addressee,
    FollowedUnit,
    PointVerdict,
    Recommendation,
    Repetition,
    SubPoint,
    Verdict,
    letter_of,
)
from reports.history.fields import fields_of
from reports.history.records import MATERIAL, NAMED_BY, records_of
from responses.models import AnswerItem, Position

UNSEEN = "en granskning som du inte ser"


def told(audit: Audit, user: User, names: Names) -> Iterator[HistoryEntry]:
    """Walks all records in the order that they were made, so that each thing has the number it had then."""
    teller = Teller(audit, user, names)
    before: dict[tuple[type, int], Record] = {}
    for record in records_of(audit):
        key = (record.instance_type, record.id)
        entry = teller.tell(before.get(key), record)
        before[key] = record
        if entry:
            yield entry


class Teller:
    """Turns records into sentences, and remembers what things were called as it goes."""

    def __init__(self, audit: Audit, user: User, names: Names) -> None:
        self.names = names
        self.bodies = Body.objects.in_bulk()
        self.addressees = _addressees(audit)
        self.answered = _answered(audit)
        self.links = _links(audit)
        self.followed = _followed(audit, user)
        self.earlier = {**_repeated(audit), **_followed_units(audit, user)}
        self.letters = _letters(audit)
        self.scales = dict(Scale.objects.values_list("pk", "name"))
        self.gone: set[int] = set()
        self.numbers: dict[tuple[type, int], int] = {}

    def tell(self, old: Record | None, new: Record) -> HistoryEntry | None:
        """None for a record that changed nothing that a person reads."""
        self.at = new.history_date
        if new.instance_type in (AuditQuestion, Recommendation):
            self.numbers[new.instance_type, new.id] = new.number
        tellers: dict[type, Callable[[Record | None, Record], tuple[str, list[Change]]]] = {
            Audit: self._audit,
            AuditParty: self._party,
            AuditMember: self._member,
            AuditStep: self._step,
            **dict.fromkeys(MATERIAL, self._material),
            AuditQuestion: self._question,
            Assessment: self._assessment,
            BodyAssessment: self._assessment,
            QuestionStance: self._stance,
            ReportDelivery: self._delivery,
            Dissent: self._dissent,
            Recommendation: self._recommendation,
            SubPoint: self._point,
            Repetition: self._repetition,
            PointVerdict: self._point_verdict,
            Addressee: self._addressee,
            FollowedUnit: self._followed_unit,
            Verdict: self._verdict,
            Position: self._position,
        }
        sentence, changes = tellers[new.instance_type](old, new)
        return HistoryEntry(self.at, self.names.who(new), sentence, changes) if sentence else None

    def _audit(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        changes = [*self._changes(old, new), *self._followed_up(old, new)]
        if old is None:
            return "skapade granskningen.", changes
        return "ändrade granskningens uppgifter." if changes else "", changes

    def _followed_up(self, old: Record | None, new: Record) -> Iterator[Change]:
        before = self.followed[old.history_id] if old else []
        after = self.followed[new.history_id]
        if before != after:
            name = label(Audit, "follows_up")
            yield Change(name, swedish.listing(before), swedish.listing(after), old is None)

    def _party(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        place = f"{self._body(new.body_id)} under {shown(new, 'part')}"
        if old is not None and new.history_type != REMOVED:
            changes = self._changes(old, new)
            return f"ändrade uppgifterna om {self._body(new.body_id)}." if changes else "", changes
        return f"{added_or_removed(new)} {place}.", []

    def _member(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        if old is not None and new.history_type != REMOVED:
            changes = self._changes(old, new)
            return f"ändrade uppgifterna om {new.name}." if changes else "", changes
        return f"{added_or_removed(new)} {new.name}, {shown(new, 'part').lower()}.", []

    def _material(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        name = MATERIAL[new.instance_type]
        first = shown(new, NAMED_BY[new.instance_type])
        sentence, changes = self._thing(old, new, f"{name} {first[:80]}")
        if new.instance_type is Sample and old is not None and old.data != new.data:
            before, after = Grid.stored(old.data), Grid.stored(new.data)
            changes = [*changes, Change("Rutnät", before.as_pasted(), after.as_pasted())]
            sentence = sentence or f"ändrade {name} {first[:80]}."
        return sentence, changes

    def _step(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        if new.stage == Stage.HANDED_OVER:  # told by the hand-over itself
            return "", []
        changes = self._changes(None, new)
        moved = f"från {shown(new, 'before').lower()} till {shown(new, 'stage').lower()}"
        return f"flyttade granskningen {moved}.", changes

    def _question(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        if new.history_type == REMOVED:
            self.gone.add(new.id)
        return self._thing(old, new, f"revisionsfråga {new.number}")

    def _recommendation(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        name = f"rekommendation {new.number}"
        sentence, changes = self._thing(old, new, name)
        linked = self._linked(old), self._linked(new)
        if linked[0] != linked[1] and new.history_type != REMOVED:
            changes = [*changes, Change(label(Recommendation, "questions"), *linked)]
            sentence = sentence or f"ändrade {name}."
        return sentence, changes

    def _linked(self, record: Record | None) -> str:
        """The numbers of the questions that a recommendation comes from, but for those that are gone."""
        if record is None:
            return ""
        question_pks = [pk for pk in self.links[record.history_id] if pk not in self.gone]
        numbers = (self.numbers.get((AuditQuestion, pk)) for pk in question_pks)
        return swedish.listing(sorted(filter(None, numbers)))

    def _assessment(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        name = f"revisionsfråga {self.numbers.get((AuditQuestion, new.question_id), '')}".strip()
        if new.instance_type is BodyAssessment:
            name = f"{name} för {self._body(new.body_id)}"
        if new.history_type == CREATED:
            return f"bedömde {name}.", self._changes(None, new)
        return self._thing(old, new, f"bedömningen av {name}")

    def _stance(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        number = self.numbers.get((AuditQuestion, new.question_id), "")
        name = f"ställningstagandet till revisionsfråga {number}"
        if new.history_type == REMOVED:
            return f"tog tillbaka förslaget om {name}.", []
        return self._proposal(old, new, name)

    def _delivery(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        if old is None:
            return "levererade de sakkunnigas rapport.", []
        return "lämnade tillbaka rapporten.", self._changes(None, new)

    def _dissent(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        return self._thing(old, new, "en avvikande mening")

    def _thing(self, old: Record | None, new: Record, name: str) -> tuple[str, list[Change]]:
        if new.history_type == REMOVED:
            return f"tog bort {name}.", self._changes(new, None)
        changes = self._changes(old, new)
        if new.history_type == CREATED:
            return f"lade till {name}.", changes
        return f"ändrade {name}." if changes else "", changes

    def _point(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        number = self.numbers.get((Recommendation, new.recommendation_id), "")
        name = f"delpunkt {letter_of(new.position)} av rekommendation {number}"
        return self._thing(old, new, name)

    def _repetition(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        number = self.numbers.get((Recommendation, new.recommendation_id), "")
        name = f"rekommendation {number} upprepar {self._earlier(new.earlier_id)}"
        if new.history_type == REMOVED or new.withdrawn_at:
            return f"tog bort att {name}.", []
        return f"angav att {name}.", []

    def _point_verdict(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        letter = self.letters.get(new.point_id, "")
        if new.history_type == REMOVED:
            return f"tog tillbaka förslaget om delpunkt {letter}.", []
        return f"lade fram ett förslag om delpunkt {letter}: {shown(new, 'value')}.", []

    def _addressee(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        if new.history_type not in (CREATED, REMOVED):
            return "", []
        number = self.numbers.get((Recommendation, new.recommendation_id), "")
        body = self._body(new.body_id)
        if new.history_type == CREATED:
            return f"riktade rekommendation {number} till {body}.", []
        return f"tog bort {body} som adressat för rekommendation {number}.", []

    def _followed_unit(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        """Nothing of what the person does not see."""
        if new.addressee_id not in self.earlier:
            return "", []
        name = self._earlier(new.addressee_id)
        if old is None:
            return f"lade till {name} i det som granskningen följer upp.", self._changes(None, new)
        if new.verdict_id and not old.verdict_id:
            return f"lade fram granskningens bedömning av {name}: {shown(new, 'value')}.", []
        changes = self._changes(old, new)
        return f"ändrade vad granskningen säger om {name}." if changes else "", changes

    def _verdict(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        name = self._addressed(new.addressee_id)
        return self._proposal(old, new, f"bedömningen av {name}")

    def _position(self, old: Record | None, new: Record) -> tuple[str, list[Change]]:
        name = self._addressed(self.answered.get(new.item_id, 0))
        return self._proposal(old, new, f"ställningstagandet till svaret på {name}")

    def _proposal(self, old: Record | None, new: Record, name: str) -> tuple[str, list[Change]]:
        """What is put forward, decided or taken back."""
        value = f"{name}: {shown(new, 'value')}"
        if getattr(new, "revises_id", None):
            value = f"omprövning av {value}"
        if old is None and new.decided_at:
            day = swedish.long_date(new.decided_on)
            return f"registrerade revisorernas beslut {day} om {value}.", []
        if old is None:
            return f"lade fram ett förslag om {value}.", self._changes(None, new, but="value")
        if new.decided_at and not old.decided_at:
            day = swedish.long_date(new.decided_on)
            return f"förde in revisorernas beslut {day} om {value}.", []
        if getattr(new, "withdrawn_at", None) and not old.withdrawn_at:
            return f"tog tillbaka förslaget om {value}.", []
        changes = self._changes(old, new)
        return f"ändrade förslaget om {name}." if changes else "", changes

    def _changes(self, old: Record | None, new: Record | None, *, but: str = "") -> list[Change]:
        """All fields that a person reads; `but` is in the sentence already."""
        record = new or old
        if record is None:
            return []
        names = [name for name in fields_of(record.instance_type) if name != but]
        return changes_of(old, new, names, self._called())

    def _called(self) -> dict[str, dict[int, str]]:
        """What the things that a field points at are called at the moment that is told of."""
        questions = {
            pk: f"revisionsfråga {number}"
            for (model, pk), number in self.numbers.items()
            if model is AuditQuestion
        }
        return {"scale": self.scales, "parent": questions, "question": questions}

    def _body(self, pk: int) -> str:
        """As it was called then."""
        body = self.bodies.get(pk)
        if body is None:
            return "ett organ som inte finns längre"
        return self.names.body(body, at=self.at).in_text

    def _addressed(self, pk: int) -> str:
        """Socialnämnden 2."""
        addressee = self.addressees.get(pk)
        return f"{self._body(addressee.body_id)} {addressee.number}" if addressee else ""

    def _earlier(self, pk: int) -> str:
        """Socialnämnden 2 i Granskning av … (2019)."""
        earlier = self.earlier.get(pk)
        if earlier is None:
            return "en tidigare"
        audit = earlier.recommendation.audit
        body = self._body(earlier.body_id)
        return f"{body} {earlier.number} i {audit.title} ({audit.audit_year})"


def _addressees(audit: Audit) -> dict[int, Addressee]:
    return Addressee.objects.filter(recommendation__audit=audit).in_bulk()


def _repeated(audit: Audit) -> dict[int, Addressee]:
    """What the audit's recommendations repeat."""
    addressees = Addressee.objects.filter(repeated_by__recommendation__audit=audit)
    return addressees.select_related("recommendation__audit").in_bulk()


def _followed_units(audit: Audit, user: User) -> dict[int, Addressee]:
    """What the audit follows up, as far as the person sees it."""
    units = FollowedUnit.objects.visible_to(user).filter(audit=audit)
    about = units.select_related("addressee__recommendation__audit")
    return {unit.addressee_id: unit.addressee for unit in about}


def _letters(audit: Audit) -> dict[int, str]:
    """a av rekommendation 2, by key of the sub-point."""
    points = SubPoint.objects.filter(recommendation__audit=audit).select_related("recommendation")
    return {
        point.pk: f"{point.letter} av rekommendation {point.recommendation.number}"
        for point in points
    }


def _followed(audit: Audit, user: User) -> dict[int, list[str]]:
    """The audits that each record of the audit says that it follows up; of one that is not seen not even its title."""
    rows = Audit.history.model.follows_up.filter(history__id=audit.pk)
    linked = list(rows.order_by("pk").values_list("history_id", "to_audit_id"))
    seen = Audit.objects.visible_to(user).in_bulk({key for _, key in linked})
    followed: dict[int, list[str]] = defaultdict(list)
    for record, key in linked:
        followed[record].append(seen[key].title if key in seen else UNSEEN)
    return followed


def _links(audit: Audit) -> dict[int, list[int]]:
    """The questions of each record of a recommendation."""
    links: dict[int, list[int]] = defaultdict(list)
    rows = Recommendation.history.model.questions.filter(history__audit_id=audit.pk)
    for record, question in rows.values_list("history_id", "auditquestion_id"):
        links[record].append(question)
    return links


def _answered(audit: Audit) -> dict[int, int]:
    """The addressee that each submitted item answers for."""
    items = AnswerItem.objects.filter(
        answer__request__audit=audit, answer__submitted_at__isnull=False
    )
    return dict(items.values_list("pk", "asked__addressee"))
