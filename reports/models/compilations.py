"""Papers of a choice out of the register: several granskningar together, made by the worker and kept as made."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import Body, User
from accounts.roles import Right, Role
from audit.models import Sitting
from common import swedish
from common.rules import RuleBroken
from reports.models.papers import FiledPaper, ReportState


class CompilationKind(models.TextChoices):
    ANSWERS = "answers", "Sammanställning av svar och uppföljning"
    YEAR = "year", "Samlad uppföljning"
    FACTS = "facts", "Uppgifter inför ansvarsprövningen"
    PACK = "pack", "Underlag till fullmäktiges presidium"
    LIST = "list", "Lista ur registret"
    HAND_OVER = "hand_over", "Överlämningslista"
    TABLE = "table", "Excel ur registret"
    OFFICE = "office", "Registret i registermallens form"


# What revisorerna can release; a list is for whoever ordered it, the facts are for revisorerna alone.
RELEASABLE = (CompilationKind.ANSWERS, CompilationKind.YEAR, CompilationKind.PACK)
NOT_MADE = Q(document=None)
# In the address of the register: words that were searched for.
SEARCH = "sok="
# Of rows and not of pages.
TABLES = (CompilationKind.TABLE, CompilationKind.OFFICE)
# Read by whoever ordered it.
PERSONAL = (CompilationKind.LIST, *TABLES)


class CompilationQuerySet(models.QuerySet["Compilation"]):
    def visible_to(self, user: User) -> Self:
        """Lists and tables: the own ones. What can be released: revisorer and who ordered it, and once it is,
        presidium and the bodies told of. Facts before ansvarsprövningen: revisorer alone. What a body hands over:
        whoever ordered it, while they are a revisor or of the body.
        """
        seen = Q(requested_by=user, kind__in=PERSONAL)
        releasable = Q(kind__in=RELEASABLE)
        if user.has_right(Right.DECIDE):
            seen |= releasable | Q(kind=CompilationKind.FACTS)
        elif user.has_right(Right.WRITE_AUDITS):
            seen |= releasable & Q(requested_by=user)
        released = releasable & Q(released_at__isnull=False)
        if user.has_role(Role.PRESIDIUM):
            seen |= released
        told_of = Body.objects.filter(pk__in=user.served).values("pk")
        told = Q(
            pk__in=Compilation.bodies.through.objects.filter(body__in=told_of).values("compilation")
        )
        seen |= released & told
        handed_over = Q(kind=CompilationKind.HAND_OVER, requested_by=user)
        seen |= handed_over if user.has_right(Right.DECIDE) else handed_over & (told | NOT_MADE)
        return self.filter(seen)

    def to_release(self, *, since: datetime) -> Self:
        """Of each choice the latest, where it was made after a moment and has not been released; never of a search."""
        made = self.filter(kind__in=RELEASABLE, state=ReportState.DONE, requested_at__gte=since)
        later = Compilation.objects.filter(
            kind=OuterRef("kind"),
            query=OuterRef("query"),
            state=ReportState.DONE,
            requested_at__gt=OuterRef("requested_at"),
        )
        return made.filter(~Exists(later), released_at=None).exclude(query__contains=SEARCH)

    def being_made(self, *, at: datetime) -> Self:
        """`at` is the machine's time."""
        return self.filter(state=ReportState.RUNNING, claimed_until__gte=at)


class Compilation(FiledPaper):
    """A paper of what the register shows with some filter, as of a day. Swedish: samlat papper."""

    kind = models.CharField(max_length=20, choices=CompilationKind, editable=False)
    # What the address of the register says is chosen, and the same in words.
    query = models.CharField(max_length=1000, blank=True)
    title = models.CharField("urval", max_length=400)
    per = models.DateField("läge per")
    as_known = models.BooleanField("så som det var känt", default=False)
    text = models.TextField("revisorernas egen text", blank=True)
    # Where revisorerna decided it.
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, related_name="+", verbose_name="sammanträde"
    )
    paragraph = models.CharField("paragraf", max_length=40, blank=True)
    # Of an underlag to presidium: what it says, as JSON, written down when it is made and never changed.
    content = models.TextField(blank=True, db_default="", default="", editable=False)
    # How far the making has come; of a table in rows.
    pages = models.PositiveIntegerField("sidor", default=0)
    # Those that it tells of, who read it once it is released.
    bodies = models.ManyToManyField(Body, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = CompilationQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False, document__isnull=False),
                name="compilation_released_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[*RELEASABLE]) | Q(released_at=None),
                name="compilation_of_a_kind_to_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("reports:compilation", args=[self.pk])

    @property
    def listed_as(self) -> str:
        """On the list of papers, whose kind is known there."""
        return self.title

    @property
    def file_url(self) -> str:
        return reverse("reports:compilation_file", args=[self.pk])

    @property
    def is_table(self) -> bool:
        return self.kind in TABLES

    @property
    def called(self) -> str:
        return "Tabellen" if self.is_table else "Papperet"

    @property
    def is_releasable(self) -> bool:
        return self.kind in RELEASABLE

    @property
    def searches(self) -> bool:
        """Whether words chose the rows: a search reads also what may be secret."""
        return SEARCH in self.query

    @property
    def decided(self) -> str:
        """8 mars 2023, § 12; nothing while no meeting has decided it."""
        return swedish.meeting(self.sitting.meets_on, self.paragraph) if self.sitting else ""

    @property
    def readers_words(self) -> str:
        """While it has not been released."""
        if self.is_table:
            return "Bara du läser tabellen här."
        if self.kind in (CompilationKind.LIST, CompilationKind.HAND_OVER):
            return "Bara du läser listan här."
        if self.kind == CompilationKind.FACTS:
            return "Bara revisorerna läser papperet. Det lämnas inte ut härifrån."
        return "Ännu inte utlämnat. Bara revisorerna och den som beställde det läser papperet."

    @property
    def progress_words(self) -> str:
        if self.state == ReportState.WAITING:
            return "Väntar på sin tur."
        if self.is_table and self.pages:
            return f"{swedish.number(self.pages)} rader är skrivna."
        return f"Sida {self.pages} är satt." if self.pages else "Läser uppgifterna."

    def cancel(self, *, at: datetime) -> None:
        """Whoever makes it notices at the next page. Raises RuleBroken once it is made, or could not be."""
        if not self.is_pending:
            raise RuleBroken(f"{self.called} görs inte längre.")
        self.state, self.finished_at = ReportState.CANCELLED, at
        self.save(update_fields=["state", "finished_at"])

    def release(self, *, at: datetime, by: User) -> None:
        """From here on the presidium and the bodies told of read it. Raises RuleBroken unless it may be."""
        if self.state != ReportState.DONE or not self.is_releasable:
            raise RuleBroken("Papperet går inte att lämna ut.")
        if self.released_at:
            raise RuleBroken("Papperet är redan utlämnat.")
        self.released_at, self.released_by = at, by
        self.save(update_fields=["released_at", "released_by"])
