"""A body's answer: its own draft until it is submitted with a decision, then frozen.

A request may get several over time. One of them at most is a draft, and one at most in force; what was superseded or
withdrawn keeps its row and is counted on the days before.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from accounts.models import User
from accounts.roles import Role
from audit.models import works_on
from common import dates, swedish
from common.models import Versioned
from common.rules import RuleBroken
from documents.models import Document
from responses.models.extensions import Channel
from responses.models.requests import AnswerRequest, written_by
from responses.models.secrecy import SecrecyState, is_untested, of_file, outcome_of_file


class DecisionKind(models.TextChoices):
    BODY = "body", "Nämndbeslut §"
    SUBCOMMITTEE = "subcommittee", "Utskott §"
    DELEGATED = "delegated", "Delegationsbeslut"
    CHAIR = "chair", "Ordförandebeslut"
    BOARD = "board", "Styrelseprotokoll"


# An överförmyndare has no §, and a decision by one person may have no number.
WITHOUT_NUMBER = (DecisionKind.DELEGATED, DecisionKind.CHAIR)


class Ending(models.TextChoices):
    """Why an answer is no longer in force. Swedish: varför svaret inte längre gäller."""

    SUPERSEDED = "superseded", "ersatt"
    WITHDRAWN = "withdrawn", "återtaget"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def draft(self) -> "Answer":
        """Of one request: what its body writes on."""
        return self.get(submitted_at=None)

    def submitted(self) -> Self:
        """Handed in, whatever became of it later."""
        return self.filter(submitted_at__isnull=False)

    def in_force(self, *, on: date | None = None, as_known: bool = False) -> Self:
        """Handed in, and neither superseded nor withdrawn: by the end of the day, or now.

        `as_known`: and written down here by then.
        """
        if on is None:
            return self.submitted().filter(ended_at=None)
        end = dates.end_of(on)
        in_force = self.filter(Q(ended_at=None) | Q(ended_at__gte=end), submitted_at__lt=end)
        if not as_known:
            return in_force
        return in_force.filter(Q(recorded_at=None) | Q(recorded_at__lt=end))

    def visible_to(self, user: User) -> Self:
        """A draft is seen by its own body alone; a submitted answer by all who may read the request."""
        submitted = Q(submitted_at__isnull=False)
        if user.has_role(Role.AUDITOR):
            return self.filter(submitted | written_by(user, "request"))
        readable = AnswerRequest.objects.readable_by(user).filter(pk=OuterRef("request"))
        return self.filter(written_by(user, "request") | (submitted & Exists(readable)))


class Answer(Versioned):
    """A body's answer to a request: a draft until submitted. Swedish: svar, yttrande."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="answers")
    decision_kind = models.CharField(
        "slag av beslut", max_length=20, choices=DecisionKind, blank=True
    )
    decided_on = models.DateField("beslutsdatum", null=True, blank=True)
    decision_ref = models.CharField("paragraf eller nummer", max_length=40, blank=True)
    confirmed_on = models.DateField("justerat", null=True, blank=True)
    reference = models.CharField("nämndens diarienummer", max_length=60, blank=True)
    created_at = models.DateTimeField(editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # Of a registrator without an account; otherwise a person handed it in.
    submitted_address = models.EmailField(
        "inlämnat från", blank=True, db_default="", editable=False
    )
    # By which lateness is told: of a new version the day that the first one came.
    arrived_on = models.DateField("inkom", null=True, editable=False)
    # When it was written down here, if it came before the audit was entered: `submitted_at` is then of its day.
    recorded_at = models.DateTimeField(null=True, editable=False)
    # Otherwise than here: then the audit side has registered it, and read what it says.
    channel = models.CharField(
        "hur det kom", max_length=20, choices=Channel, default=Channel.HERE, db_default="here"
    )
    # sha256 over what was handed in, printed on the receipt.
    receipt = models.CharField(max_length=64, blank=True, editable=False)
    # What looked odd in it and was passed with a tick: a sentence on each line.
    passed_questions = models.TextField(
        "bekräftat vid inlämningen", blank=True, db_default="", editable=False
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    ending = models.CharField(
        max_length=20, choices=Ending, blank=True, db_default="", editable=False
    )

    # The version that it takes, or took, the place of.
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="superseded_by"
    )

    objects = AnswerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    submitted_at=None, submitted_by=None, submitted_address="", arrived_on=None
                )
                | (
                    Q(
                        submitted_at__isnull=False,
                        arrived_on__isnull=False,
                        decided_on__isnull=False,
                    )
                    & (
                        Q(submitted_by__isnull=False, submitted_address="")
                        | Q(submitted_by=None) & ~Q(submitted_address="")
                    )
                    & ~Q(decision_kind="")
                    & (~Q(decision_ref="") | Q(decision_kind__in=["delegated", "chair"]))
                ),
                name="answer_submitted_with_decision",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ending="")
                | Q(
                    submitted_at__lte=F("ended_at"),
                    ended_by__isnull=False,
                    ending__in=["superseded", "withdrawn"],
                ),
                name="answer_ended_when_and_by",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(submitted_at=None), name="answer_one_draft"
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(submitted_at__isnull=False, ended_at=None),
                name="answer_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"Svar från {self.request.body}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def attached(self) -> "models.QuerySet[AnswerDocument]":
        """Its files, without those that were taken away before it was handed in."""
        return self.documents.filter(removed_at=None).select_related("document")

    @property
    def number(self) -> str:
        """K-2023-0007: of the receipt, by the year that it was written down here. Nothing of a draft."""
        at = self.recorded_at or self.submitted_at
        return f"K-{dates.local_day(at).year}-{self.pk:04}" if at else ""

    @property
    def submitter(self) -> str:
        """Who handed it in: a person, or the registrator's address."""
        return self.submitted_by.name if self.submitted_by else self.submitted_address

    @property
    def came_on(self) -> date | None:
        """The day that this version came. An earlier one may have come before it, see `arrived_on`."""
        if self.is_registered or self.submitted_at is None:
            return self.arrived_on
        return dates.local_day(self.submitted_at)

    @property
    def is_opened(self) -> bool:
        """Somebody of the audit side has opened it. What they registered themselves they have read."""
        return self.is_registered or hasattr(self, "opening")

    @property
    def why_it_stands(self) -> str:
        """Why its body can't take it back, in Swedish, or nothing."""
        if not self.is_in_force:
            return "Svaret gäller inte längre. Läs om sidan."
        if self.supersedes_id:
            return "Svaret har ersatt ett tidigare. Lämna in en ny version i stället."
        if self.is_opened:
            return "Revisionen har öppnat svaret. Lämna in en ny version i stället."
        return ""

    @property
    def why_no_objection(self) -> str:
        """Why its body can't object to how it was read, in Swedish, or nothing."""
        if not self.is_registered or not self.is_in_force:
            return "Bara ett svar som revisionen har läst in går att invända mot."
        if self.objections.filter(outcome="waiting").exists():
            return "Er invändning väntar på svar från revisorerna."
        return ""

    @property
    def is_in_force(self) -> bool:
        return self.is_submitted and self.ended_at is None

    @property
    def is_registered(self) -> bool:
        """Registered by the audit side: what its fields say was read by them."""
        return self.channel != Channel.HERE

    @property
    def came_words(self) -> str:
        """Inkom 10 februari 2023, K-2023-0007. Of one that has been handed in."""
        return f"Inkom {swedish.long_date(self.came_on)}, {self.number}." if self.came_on else ""

    @property
    def registered_words(self) -> str:
        """Kom med brev, inläst av revisionen. Of one that was registered; otherwise nothing."""
        if not self.is_registered:
            return ""
        return f"Kom {Channel(self.channel).label}, inläst av revisionen."

    @property
    def ended_words(self) -> str:
        """Ersatt 3 mars 2023. Of one that is in force no longer; otherwise nothing."""
        if self.ended_at is None:
            return ""
        return f"{Ending(self.ending).label.capitalize()} {swedish.long_date(self.ended_at)}."

    def require_draft(self) -> None:
        """Raises RuleBroken once submitted: what was handed in is frozen."""
        if self.is_submitted:
            raise RuleBroken("Svaret är inlämnat och går inte att ändra.")

    def submit(
        self,
        *,
        at: datetime,
        by: User,
        receipt: str,
        supersedes: "Answer | None" = None,
        passed: Sequence[str] = (),
    ) -> None:
        """Freeze it, with the questions that were passed. Raises RuleBroken without a decision or the second time."""
        self.require_draft()
        if missing := self.missing_decision():
            raise RuleBroken([text for _, text in missing])
        self.submitted_at, self.submitted_by, self.receipt = at, by, receipt
        self.supersedes, self.passed_questions = supersedes, "\n".join(passed)
        self.arrived_on = supersedes.arrived_on if supersedes else dates.local_day(at)
        self.version += 1
        self.save()

    def end(self, ending: Ending, *, at: datetime, by: User) -> None:
        """It is in force no longer. Raises RuleBroken when it was not."""
        if not self.is_in_force:
            raise RuleBroken("Svaret gäller inte längre. Läs om sidan.")
        self.ending, self.ended_at, self.ended_by = ending, at, by
        self.save()

    @property
    def decision_words(self) -> str:
        """Nämndbeslut § 31. A bare number of a kind that has paragraphs gets its sign."""
        kind = self.get_decision_kind_display() or "Beslut"
        number = self.decision_ref.strip()
        if kind.endswith("§") and number:
            number = f"§\xa0{number.lstrip('§').strip()}"
        return " ".join(filter(None, (kind.removesuffix("§").strip(), number)))

    @property
    def decision_sentence(self) -> str:
        """Nämndbeslut § 31, 7 februari 2023, dnr KS 2022/118"""
        day = swedish.long_date(self.decided_on) if self.decided_on else ""
        reference = f"dnr {self.reference}" if self.reference else ""
        return ", ".join(filter(None, [self.decision_words, day, reference]))

    def missing_decision(self) -> list[tuple[str, str]]:
        """What the body's decision still lacks: the field, and a Swedish sentence."""
        missing = []
        if not self.decision_kind:
            missing.append(("decision_kind", "Ange vilket slags beslut det är."))
        if not self.decision_ref and self.decision_kind not in WITHOUT_NUMBER:
            missing.append(("decision_ref", "Ange beslutets paragraf eller nummer."))
        if not self.decided_on:
            missing.append(("decided_on", "Ange beslutsdatum."))
        return missing


class AnswerOpening(models.Model):
    """That somebody of the audit side opened an answer for the first time. Swedish: öppnat svar."""

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="opening")
    opened_at = models.DateTimeField()
    # Nobody known, of an answer that was in before openings were written down.
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.answer}, öppnat {self.opened_at:%Y-%m-%d}"


class AnswerDocumentQuerySet(models.QuerySet["AnswerDocument"]):
    def visible_to(self, user: User) -> Self:
        """Those kept in an answer that the person sees."""
        seen = Answer.objects.visible_to(user).filter(pk=OuterRef("answer"))
        return self.filter(Exists(seen), removed_at=None)

    def marked(self) -> Self:
        """Handed in, and marked for secrecy."""
        return self.filter(
            removed_at=None, document__may_be_secret=True, answer__submitted_at__isnull=False
        )

    def untested(self) -> Self:
        """Marked in an answer in force, with nothing decided about it."""
        return self.marked().filter(is_untested(of_file()), answer__ended_at=None)

    def readable_by(self, user: User) -> Self:
        """Like answers: a file that may be secret stays with the body and the audit side until it is released."""
        by_own_body = written_by(user, "answer__request")
        on_audit_side = works_on(user, "answer__request__audit")
        open_to_all = Q(document__may_be_secret=False) | Q(secrecy=SecrecyState.RELEASED)
        seen = self.visible_to(user).annotate(secrecy=outcome_of_file())
        return seen.filter(open_to_all | by_own_body | on_audit_side)


class FilePart(models.TextChoices):
    STATEMENT = "statement", "Yttrande"
    MINUTES = "minutes", "Protokollsutdrag"
    OTHER = "other", "Övrig fil"


# Of which an answer has one: the next takes the place of the last.
SINGLE_PARTS = (FilePart.STATEMENT, FilePart.MINUTES)


class AnswerDocument(models.Model):
    """A file attached to an answer. Swedish: bilaga."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="documents")
    # The same in each version of the answer that has it.
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    part = models.CharField(
        "del", max_length=20, choices=FilePart, default=FilePart.OTHER, db_default=FilePart.OTHER
    )
    removed_at = models.DateTimeField(null=True)

    # Filled in where a page shows it: whether its reader may open it.
    is_readable: bool

    objects = AnswerDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.document}"

    @property
    def name_in_mail(self) -> str:
        """What may be secret leaves the house without its name."""
        return "markerad för sekretess" if self.document.may_be_secret else self.document.name
