"""What a body answers to each recommendation, and how a later answer adds to an earlier one.

Two answers about one recommendation are read together, part by part: what the later one says holds, and what it leaves
empty stands as it was said before. A measure stands until a later answer changes it or says that it lapses.
"""

from datetime import UTC, date, datetime
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject
from django.db.models.lookups import Exact
from simple_history.models import HistoricalRecords

from accounts.models import User
from accounts.roles import Role
from audit.models import works_on
from common import swedish
from common.models import Versioned
from common.search import TextWords
from common.status import Status, StatusChoices
from recommendations.models import Addressee, ProgressReport
from recommendations.values import CLAIMED, CLAIMS, StatedState
from responses.models.answers import Answer, AnswerDocument
from responses.models.planned import PlannedMeasure
from responses.models.requests import AnswerRequest, AskedItem, Occasion, written_by
from responses.models.secrecy import LONGEST_GROUND, is_untested, of_item


class Stance(StatusChoices):
    """Whether a body agrees. All agree in tone: disagreement has no colour."""

    AGREES = "agrees", "svarat", "info", "Instämmer"
    PARTLY = "partly", "svarat", "info", "Instämmer delvis"
    DISAGREES = "disagrees", "svarat", "info", "Instämmer inte"
    NOT_STATED = "not_stated", "svarat", "pending", "Anges inte"


class AnswerState(StatusChoices):
    """What is shown of an answer that has no stance."""

    MISSING = "missing", "ej-svarat", "pending", "Inget svar inkommet"
    ARRIVED = "arrived", "svarat", "info", "Svar har inkommit"
    LATE = "late", "forsenad", "no", "Försenat"
    WITHDRAWN = "withdrawn", "svarat", "info", "Önskas inte längre"
    # Of an audit that was entered afterwards, where nobody knows more.
    IN_REGISTER = "in_register", "svarat", "info", "Svarade"


# What says something; in a follow-up a body says instead how far it has come.
SAID = [Stance.AGREES.value, Stance.PARTLY.value, Stance.DISAGREES.value, *CLAIMS]
TAKES_A_STAND = Q(stance__in=SAID)
STATUS_SAID = [*CLAIMED, (Stance.NOT_STATED.value, Stance.NOT_STATED.label)]


def said_status(value: str) -> Status:
    """The look of what an item says in one word: whether its body agrees, or how far it has come."""
    if value in CLAIMS:
        return StatedState(value).status
    return Stance(value or Stance.NOT_STATED).status


def said_question(request: AnswerRequest) -> str:
    """What is asked of each recommendation in one word."""
    return "Hur långt har nämnden kommit?" if request.is_status else "Instämmer nämnden?"


def said_choices(request: AnswerRequest) -> list[tuple[str, str]]:
    """What may be answered to it."""
    return STATUS_SAID if request.is_status else [(s.value, s.label) for s in Stance]


HAS_TEXT = Q(text__regex=r"\S")
NOT_YET = datetime(9999, 1, 1, tzinfo=UTC)


class AnswerItemQuerySet(models.QuerySet["AnswerItem"]):
    def visible_to(self, user: User) -> Self:
        """What was taken back before the answer came is no part of it: the draft stays with its body."""
        by_own_body = written_by(user, "answer__request")
        seen = Answer.objects.visible_to(user).filter(pk=OuterRef("answer"))
        return self.filter(Exists(seen)).filter(Q(asked__withdrawn_at=None) | by_own_body)

    def of_answer(self, answer: Answer, user: User) -> Self:
        """As `visible_to`, of one answer: its request is named by number, so that the register is not read."""
        items = self.filter(answer=answer)
        if answer.request.may_be_written_by(user):
            return items
        if not answer.is_submitted:
            return self.none()
        readable = AnswerRequest.objects.readable_by(user).filter(pk=answer.request_id)
        return items.asked_for().filter(Exists(readable))

    def asked_for(self) -> Self:
        """Those that have not been taken back."""
        return self.filter(asked__withdrawn_at=None)

    def marked(self) -> Self:
        """Handed in, and marked for secrecy."""
        return self.asked_for().filter(may_be_secret=True, answer__submitted_at__isnull=False)

    def untested(self) -> Self:
        """Marked in an answer in force, with nothing decided about it."""
        return self.marked().filter(is_untested(of_item()), answer__ended_at=None)

    def open_to(self, user: User) -> Self:
        """Those whose words the person may read: what its body has marked, only that body and the audit side."""
        if user.has_role(Role.AUDITOR):
            return self
        on_audit_side = works_on(user, "answer__request__audit")
        by_its_body = written_by(user, "answer__request")
        return self.filter(Q(may_be_secret=False) | by_its_body | on_audit_side)

    def in_force(self, *, on: date, as_known: bool = False) -> Self:
        """Of the answers that were in force by the end of the day. What a follow-up told is a ProgressReport."""
        answers = Answer.objects.in_force(on=on, as_known=as_known)
        answers = answers.exclude(request__occasion=Occasion.STATUS)
        return self.asked_for().filter(answer__in=answers)

    def latest_for(
        self, addressee: OuterRef | Addressee, *, on: date, as_known: bool = False
    ) -> Self:
        """The latest answer about an addressee by the end of the day; `with_earlier` tells what is in force."""
        return (
            self.in_force(on=on, as_known=as_known)
            .filter(asked__addressee=addressee)
            .order_by("-answer__submitted_at", "-pk")
        )

    def with_earlier(self) -> Self:
        """Adds what was in force before each, and the former text to lay beside it; the item itself tells the rest.

        An answer that an item's own has superseded is not before it: it was in force no longer. But it is the former
        one, that readers compare with. Each is looked up once: a page about one answer reads few rows.
        """
        before, former = _before(), _former()
        words = {"text": "text", "marked": "may_be_secret"}
        worded = before.filter(HAS_TEXT).values(row=JSONObject(pk="pk", **words))
        superseded = former.values(row=JSONObject(stance="stance", **words))
        return self.with_earlier_stance().annotate(
            worded_before=Subquery(worded[:1]), superseded_item=Subquery(superseded[:1])
        )

    def with_earlier_stance(self) -> Self:
        """Adds what the bodies' stance was before each: enough for who reads no words."""
        before = _standing_first(_before())
        return self.annotate(earlier_stance=Subquery(before.values("stance")[:1]))

    def with_progress(self) -> Self:
        """Adds `is_answered` (all is there that an answer needs) and `is_written`, to what `with_earlier` adds.

        Written is what says something of its own, or that its body has said stands as it was. What a draft was filled
        in with is neither.
        """
        before, former = _before(), _former()
        files = AnswerDocument.objects.filter(answer=OuterRef("answer"), removed_at=None)
        former_files = AnswerDocument.objects.filter(answer=OuterRef("answer__supersedes"))
        by_file = Q(stance=Stance.NOT_STATED) & Exists(files)
        by_new_file = Q(stance=Stance.NOT_STATED) & Exists(
            files.exclude(document__in=former_files.values("document"))
        )
        former_text = Coalesce(
            Subquery(former.filter(HAS_TEXT).values("text")[:1]),
            Subquery(before.filter(HAS_TEXT).values("text")[:1]),
            Value(""),
            output_field=models.TextField(),
        )
        former_stance = Coalesce(
            Subquery(former.values("stance")[:1]),
            Subquery(_standing_first(before).values("stance")[:1]),
            Value(""),
        )
        is_later = Exists(before) | Exists(former)
        measured = Exists(PlannedMeasure.objects.changing().filter(item=OuterRef("pk")))
        is_other = (
            (HAS_TEXT & ~Q(text=former_text))
            | (TAKES_A_STAND & ~Q(stance=former_stance))
            | by_new_file
        )
        # In a follow-up a text says nothing without how far its body has come.
        worded = HAS_TEXT & ~Q(answer__request__occasion=Occasion.STATUS)
        answered_before = Exists(before.filter(HAS_TEXT | TAKES_A_STAND))
        return self.with_earlier().annotate(
            is_answered=_whether(worded | TAKES_A_STAND | by_file | answered_before),
            is_written=_whether(is_other | (is_later & (measured | Q(is_kept=True)))),
        )

    def written(self) -> Self:
        """Those that say something of their own."""
        return self.with_progress().filter(Q(**{"is_written": True}))

    def standing_as(self, stance: str) -> Self:
        """Those with which a stance is in force."""
        before = Subquery(_standing_first(_before()).values("stance")[:1])
        in_force = Case(
            When(TAKES_A_STAND, then=F("stance")), default=Coalesce(before, F("stance"))
        )
        return self.with_earlier().filter(Q(Exact(in_force, stance)))


def _before() -> AnswerItemQuerySet:
    """What other answers said about the same, that was in force when an item's own came; the latest first."""
    came = Coalesce(OuterRef("answer__submitted_at"), Value(NOT_YET))
    return (
        AnswerItem.objects.asked_for()
        .filter(
            Q(answer__ended_at=None) | Q(answer__ended_at__gt=came),
            asked__addressee=OuterRef("asked__addressee"),
            answer__submitted_at__lt=came,
        )
        .exclude(answer__request=OuterRef("answer__request"))
        .exclude(answer__request__occasion=Occasion.STATUS)
        .annotate(
            asks_for=ExpressionWrapper(
                OuterRef("answer__request__occasion"), output_field=models.CharField()
            )
        )
        .exclude(asks_for=Occasion.STATUS)
        .order_by("-answer__submitted_at", "-pk")
    )


def _standing_first(items: AnswerItemQuerySet) -> AnswerItemQuerySet:
    """What takes a stand counts before what says nothing of it later."""
    stands = Case(When(TAKES_A_STAND, then=0), default=1)
    return items.order_by(stands, "-answer__submitted_at", "-pk")


def _former() -> AnswerItemQuerySet:
    """The same item of the version that an item's own answer has superseded."""
    return AnswerItem.objects.filter(answer=OuterRef("answer__supersedes"), asked=OuterRef("asked"))


def _whether(condition: Q | Combinable) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


class AnswerItem(Versioned):
    """The answer to one recommendation. Swedish: svar på en rekommendation."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="items")
    asked = models.ForeignKey(AskedItem, models.PROTECT, related_name="answers")
    stance = models.CharField(
        "instämmer nämnden?", max_length=20, choices=[*Stance.choices, *CLAIMED], blank=True
    )
    text = models.TextField(
        "nämndens svar", blank=True, help_text="Skriv så att den som inte läst rapporten förstår."
    )
    may_be_secret = models.BooleanField(
        "kan innehålla uppgifter som omfattas av sekretess", default=False
    )

    # What its body says itself about it: for the one who tests, and nobody else.
    secrecy_reason = models.CharField(
        "varför det kan omfattas av sekretess",
        max_length=LONGEST_GROUND,
        blank=True,
        db_default="",
        help_text="Lagrum, om ni vet. Läses av er och revisionen.",
    )
    # What it told in a follow-up, once it was handed in.
    report = models.OneToOneField(
        ProgressReport, models.PROTECT, null=True, editable=False, related_name="told_in"
    )
    # Of one that began with the former text: its body has read it, and it is to stand.
    is_kept = models.BooleanField("gäller som förut", default=False, db_default=False)

    # Filled in by `with_earlier`.
    earlier_stance: str | None
    worded_before: dict[str, Any] | None
    superseded_item: dict[str, Any] | None
    # Filled in by `with_progress`.
    is_answered: bool
    is_written: bool

    objects = AnswerItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["asked__addressee__recommendation__number", "pk"]
        indexes = [
            GinIndex(TextWords("text"), name="answer_words"),
            models.Index("asked", name="answer_disagreeing", condition=Q(stance=Stance.DISAGREES)),
        ]
        constraints = [models.UniqueConstraint(fields=["answer", "asked"], name="answer_item_once")]

    def __str__(self) -> str:
        return f"Svar på {self.asked}"

    @property
    def stance_label(self) -> str:
        """As it reads once handed in."""
        return said_status(self.stance).word

    @property
    def follows_another(self) -> bool:
        return self.earlier_stance is not None

    @property
    def earlier_text(self) -> str:
        return str(self.worded_before["text"]) if self.worded_before else ""

    @property
    def earlier_secret(self) -> bool:
        return bool(self.worded_before and self.worded_before["marked"])

    @property
    def stance_in_force(self) -> str:
        if self.stance in SAID or self.earlier_stance is None:
            return self.stance
        return self.earlier_stance

    @property
    def text_in_force(self) -> str:
        return self.text if self.text.strip() else self.earlier_text

    @property
    def secret_in_force(self) -> bool:
        return self.may_be_secret or (not self.text.strip() and self.earlier_secret)

    @property
    def has_former(self) -> bool:
        return self.follows_another or self.superseded_item is not None

    @property
    def former_stance(self) -> str | None:
        return self.superseded_item["stance"] if self.superseded_item else self.earlier_stance

    @property
    def former_text(self) -> str:
        text = str(self.superseded_item["text"]) if self.superseded_item else ""
        return text if text.strip() else self.earlier_text

    @property
    def former_secret(self) -> bool:
        former = self.superseded_item
        return bool(former["marked"]) if former else self.earlier_secret

    @property
    def marked_items(self) -> list[int]:
        """Those whose marks cover what is in force: its own, and the earlier one whose text stands."""
        marked = [self.pk] if self.may_be_secret else []
        if self.worded_before and self.earlier_secret and not self.text.strip():
            marked.append(self.worded_before["pk"])
        return marked

    @property
    def planned_words(self) -> str:
        """Två planerade åtgärder. En åtgärd utgår."""
        rows = list(self.planned.all())
        lapsing = sum(planned.lapses for planned in rows)
        phrases = []
        if going_on := len(rows) - lapsing:
            phrases.append(swedish.counted(going_on, "planerad åtgärd", "planerade åtgärder"))
        if lapsing:
            phrases.append(f"{swedish.counted(lapsing, 'åtgärd', 'åtgärder')} utgår")
        return " ".join(f"{phrase.capitalize()}." for phrase in phrases) or "Ingen åtgärd angiven."

    @property
    def former_stance_label(self) -> str:
        return said_status(self.former_stance or "").word

    @property
    def rewritten(self) -> str:
        """Texten och åtgärderna: which parts say something else than the former ones did. Nothing of a first one."""
        if not self.has_former:
            return ""
        is_other = {
            "om nämnden instämmer": self.stance_label != self.former_stance_label,
            "texten": self.text.strip() and self.text != self.former_text,
            "åtgärderna": any(not planned.is_as_before for planned in self.planned.all()),
        }
        return swedish.listing([part for part, differs in is_other.items() if differs])

    @property
    def label_in_force(self) -> str:
        return self.status_in_force.word

    @property
    def status_in_force(self) -> Status:
        return said_status(self.stance_in_force)

    def start_from_earlier(self) -> None:
        """Fill a new draft with what is in force, for the body to add to and put right."""
        earlier = AnswerItem.objects.with_earlier().get(pk=self.pk)
        self.stance, self.text = earlier.earlier_stance or "", earlier.earlier_text
        self.may_be_secret = earlier.earlier_secret
        self.save()
        self.plan_what_stands()

    def plan_what_stands(self) -> None:
        """A row for each measure that is in force, for the body to keep, change or let lapse."""
        for measure in self.asked.addressee.measures.filter(replaced_at=None):
            self.planned.create(
                measure=measure,
                **{name: getattr(measure, name) for name in ("what", "responsible", "due_on")},
            )
