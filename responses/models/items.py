"""What a body answers to each recommendation, and how a later answer adds to an earlier one.

Two answers about one recommendation are read together, part by part: what the later one says holds, and what it leaves
empty stands as it was said before. A measure stands until a later answer changes it or says that it lapses.
"""

from datetime import UTC, date, datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from accounts.models import User
from accounts.roles import Role
from audit.models import works_on
from common import swedish
from common.models import Versioned
from common.search import TextWords
from common.status import Status, StatusChoices
from recommendations.models import Addressee, Measure, ProgressReport
from recommendations.values import CLAIMED, CLAIMS, StatedState
from responses.models.answers import Answer, AnswerDocument
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
        """Adds what was in force before each, what is in force with it, and the former text to lay beside it.

        An answer that an item's own has superseded is not before it: it was in force no longer. But it is the former
        one, that readers compare with.
        """
        came = Coalesce(OuterRef("answer__submitted_at"), Value(NOT_YET))
        before = (
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
        former = AnswerItem.objects.filter(
            answer=OuterRef("answer__supersedes"), asked=OuterRef("asked")
        )
        worded = before.filter(HAS_TEXT)
        stance_before = Coalesce(
            Subquery(before.filter(TAKES_A_STAND).values("stance")[:1]),
            Subquery(before.values("stance")[:1]),
        )
        return self.annotate(
            follows_another=Exists(before),
            earlier_stance=stance_before,
            earlier_text=Coalesce(
                Subquery(worded.values("text")[:1]), Value(""), output_field=models.TextField()
            ),
            earlier_secret=Coalesce(Subquery(worded.values("may_be_secret")[:1]), Value(False)),
            earlier_worded=Subquery(worded.values("pk")[:1]),
            stance_in_force=Case(
                When(TAKES_A_STAND, then=F("stance")),
                default=Coalesce(F("earlier_stance"), F("stance")),
            ),
            text_in_force=Case(
                When(HAS_TEXT, then=F("text")),
                default=F("earlier_text"),
                output_field=models.TextField(),
            ),
            secret_in_force=Case(
                When(HAS_TEXT, then=F("may_be_secret")),
                When(may_be_secret=True, then=Value(True)),
                default=F("earlier_secret"),
            ),
            has_former=Exists(before) | Exists(former),
            former_stance=Coalesce(Subquery(former.values("stance")[:1]), F("earlier_stance")),
            former_text=Coalesce(
                Subquery(former.filter(HAS_TEXT).values("text")[:1]),
                F("earlier_text"),
                output_field=models.TextField(),
            ),
            former_secret=Coalesce(
                Subquery(former.values("may_be_secret")[:1]), F("earlier_secret")
            ),
        )

    def with_progress(self) -> Self:
        """Adds `is_answered` (all is there that an answer needs) and `is_written`.

        Written is what says something of its own, or that its body has said stands as it was. What a draft was filled
        in with is neither.
        """
        files = AnswerDocument.objects.filter(answer=OuterRef("answer"), removed_at=None)
        former_files = AnswerDocument.objects.filter(answer=OuterRef("answer__supersedes"))
        by_file = Q(stance=Stance.NOT_STATED) & Exists(files)
        by_new_file = Q(stance=Stance.NOT_STATED) & Exists(
            files.exclude(document__in=former_files.values("document"))
        )
        new_text = HAS_TEXT & ~Q(text=F("former_text"))
        new_stance = TAKES_A_STAND & (
            Q(former_stance=None) | ~Q(stance=Coalesce(F("former_stance"), Value("")))
        )
        is_kept = Q(has_former=True, is_kept=True)
        measured = Q(has_former=True) & Exists(
            PlannedMeasure.objects.changing().filter(item=OuterRef("pk"))
        )
        took_a_stand = Q(stance_in_force__in=SAID)
        asks_for_status = Q(answer__request__occasion=Occasion.STATUS)
        worded = Q(text_in_force__regex=r"\S") & ~asks_for_status
        return self.with_earlier().annotate(
            is_answered=_whether(worded | took_a_stand | by_file),
            is_written=_whether(new_text | new_stance | by_new_file | measured | is_kept),
        )

    def written(self) -> Self:
        """Those that say something of their own."""
        return self.with_progress().filter(Q(**{"is_written": True}))

    def standing_as(self, stance: str) -> Self:
        """Those with which a stance is in force."""
        return self.with_earlier().filter(Q(**{"stance_in_force": stance}))


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
    has_former: bool
    former_stance: str | None
    former_text: str
    former_secret: bool
    follows_another: bool
    earlier_stance: str | None
    earlier_text: str
    earlier_secret: bool
    earlier_worded: int | None
    stance_in_force: str
    text_in_force: str
    secret_in_force: bool
    # Filled in by `with_progress`.
    is_answered: bool
    is_written: bool

    objects = AnswerItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["asked__addressee__recommendation__number", "pk"]
        indexes = [GinIndex(TextWords("text"), name="answer_words")]
        constraints = [models.UniqueConstraint(fields=["answer", "asked"], name="answer_item_once")]

    def __str__(self) -> str:
        return f"Svar på {self.asked}"

    @property
    def stance_label(self) -> str:
        """As it reads once handed in."""
        return said_status(self.stance).word

    @property
    def marked_items(self) -> list[int]:
        """Those whose marks cover what is in force: its own, and the earlier one whose text stands."""
        marked = [self.pk] if self.may_be_secret else []
        if self.earlier_secret and self.earlier_worded and not self.text.strip():
            marked.append(self.earlier_worded)
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
                what=measure.what,
                responsible=measure.responsible,
                due_on=measure.due_on,
            )


class PlannedMeasureQuerySet(models.QuerySet["PlannedMeasure"]):
    def changing(self) -> Self:
        """Those that say something else than what was stated before."""
        as_before = Q(
            measure__isnull=False,
            lapses=False,
            what=F("measure__what"),
            responsible=F("measure__responsible"),
        ) & (Q(due_on=F("measure__due_on")) | Q(due_on=None, measure__due_on=None))
        return self.exclude(pk__in=PlannedMeasure.objects.filter(as_before).values("pk"))


class PlannedMeasure(models.Model):
    """A measure in a draft; submitting makes it a Measure. Swedish: planerad åtgärd."""

    item = models.ForeignKey(AnswerItem, models.CASCADE, related_name="planned")
    # The one stated before that this row keeps, changes or lets lapse.
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="+")
    lapses = models.BooleanField("utgår", default=False)
    what = models.CharField("vad", max_length=500)
    responsible = models.CharField("ansvarig funktion", max_length=120, blank=True)
    due_on = models.DateField("klart senast", null=True, blank=True)

    objects = PlannedMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lapses=False) | Q(measure__isnull=False),
                name="planned_measure_lapses_if_stated",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_as_before(self) -> bool:
        """It says what was stated before, or nothing at all: that measure stands."""
        if self.measure is None or self.lapses:
            return False
        before = (self.measure.what, self.measure.responsible, self.measure.due_on)
        return not self.what.strip() or before == (self.what, self.responsible, self.due_on)
