"""What is read in and waits for a person to check it: a report's documents, and registers of earlier years."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import IntegerField, Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Right, Role
from audit.models import Audit, DocumentPart
from common import swedish
from common.causes import CHOICES, JobCause
from common.models import Versioned
from common.rules import RuleBroken
from common.status import Status, StatusChoices
from documents.models import Document

LEASE = timedelta(minutes=3)
# Documents that stop their worker each time are not tried for ever.
MOST_ATTEMPTS = 3


class ReadingState(StatusChoices):
    WAITING = "waiting", "planerad", "info", "Väntar på tur"
    RUNNING = "running", "pagar", "info", "Läses nu"
    DONE = "done", "genomford", "yes", "Läst"
    FAILED = "failed", "kryss", "no", "Kunde inte läsas"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> Self:
        """One's own; a revisor sees all."""
        if user.has_role(Role.AUDITOR):
            return self
        return self.filter(read_by=user) if user.has_role(Role.EXPERT) else self.none()

    def kept(self) -> Self:
        """Not discarded."""
        return self.filter(discarded_at=None)

    def unfinished(self) -> Self:
        return self.kept().filter(audit=None)

    def to_read(self, *, at: datetime) -> Self:
        """Waiting, or left by a worker that died. `at` is the machine's time."""
        abandoned = Q(state=ReadingState.RUNNING, claimed_until__lt=at)
        return self.unfinished().filter(Q(state=ReadingState.WAITING) | abandoned)


class Reading(Versioned):
    """One or more documents of an audit, read and not yet confirmed. Swedish: inläsning."""

    # When and by whom they were given; the worker reads them right after.
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=ReadingState, default=ReadingState.WAITING)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Why they could not be read: a code, and in full for who gave them; the files stay until a person takes them away.
    cause = models.CharField(max_length=20, choices=CHOICES, blank=True)
    error = models.TextField(blank=True)
    file_names = models.JSONField(default=list)
    bytes_given = models.PositiveBigIntegerField(default=0)
    files_read = models.PositiveSmallIntegerField(default=0)
    bytes_read = models.PositiveBigIntegerField(default=0)
    # What the reader found, with places; see importer.reader.
    found = models.JSONField(default=dict)
    # What the person has decided of each find so far, by field name.
    choices = models.JSONField(default=dict)
    audit = models.OneToOneField(Audit, models.PROTECT, null=True, related_name="reading")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audit=None, confirmed_at=None, confirmed_by=None)
                | Q(audit__isnull=False, confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="reading_confirmed_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None, discarded_by=None)
                | Q(discarded_at__isnull=False, discarded_by__isnull=False, audit=None),
                name="reading_discarded_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        title = self.choices.get("title") or self.found.get("title")
        return title or swedish.listing(self.file_names) or "Inläsning utan titel"

    def get_absolute_url(self) -> str:
        page = "check" if self.is_read else "reading"
        return reverse(f"importer:{page}", args=[self.pk])

    @property
    def status(self) -> Status:
        return ReadingState(self.state).status

    @property
    def is_read(self) -> bool:
        return self.state == ReadingState.DONE

    @property
    def has_files(self) -> bool:
        """Whether what could not be read is still here."""
        return self.documents.exists()

    @property
    def is_pending(self) -> bool:
        return self.state in (ReadingState.WAITING, ReadingState.RUNNING)

    @property
    def progress(self) -> str:
        """How far the worker has come, as a sentence."""
        if self.state == ReadingState.WAITING:
            return "Filerna läses strax."
        given_files = len(self.file_names)
        if self.files_read >= given_files:
            return "Söker efter frågor och rekommendationer."
        files = "fil är läst" if given_files == 1 else "filer är lästa"
        return f"{self.files_read} av {given_files} {files}."

    def claim(self, *, until: datetime) -> None:
        """A worker takes it, and begins from the first file."""
        self.state, self.claimed_until = ReadingState.RUNNING, until
        self.attempts += 1
        self.files_read = self.bytes_read = 0
        self.save(update_fields=["state", "claimed_until", "attempts", "files_read", "bytes_read"])

    def progressed(self, size: int) -> None:
        """One more file of that size is read."""
        self.files_read += 1
        self.bytes_read += size
        self.save(update_fields=["files_read", "bytes_read"])

    def finish(self, content: dict[str, Any]) -> None:
        self.state, self.found = ReadingState.DONE, content
        self.cause = self.error = ""
        self.save(update_fields=["state", "found", "cause", "error"])

    def fail(self, cause: JobCause, error: str) -> None:
        self.state, self.cause, self.error = ReadingState.FAILED, cause, error
        self.save(update_fields=["state", "cause", "error"])

    def save_choices(self, choices: dict[str, str | list[str]]) -> None:
        """What a person has decided so far. Raises RuleBroken when it is confirmed or discarded."""
        self.require_unfinished()
        self.choices = choices
        self.version += 1
        self.save()

    def confirm(self, audit: Audit, *, at: datetime, by: User) -> None:
        """It has become an audit. Raises RuleBroken when it is confirmed or discarded."""
        self.require_unfinished()
        self.audit, self.confirmed_at, self.confirmed_by = audit, at, by
        self.version += 1
        self.save()

    def discard(self, *, at: datetime, by: User) -> None:
        """Nothing comes of it; kept. Raises RuleBroken when it is confirmed or discarded."""
        self.require_unfinished()
        self.discarded_at, self.discarded_by = at, by
        self.version += 1
        self.save()

    def require_unfinished(self) -> None:
        """Raises RuleBroken when it is confirmed or discarded."""
        if self.audit_id:
            raise RuleBroken("Granskningen är redan skapad av inläsningen.")
        if self.discarded_at:
            raise RuleBroken("Inläsningen har kastats.")


class ReadingDocument(models.Model):
    """A document of a reading, in the order given. Swedish: inläst handling."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="documents")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=DocumentPart, default=DocumentPart.OTHER)
    position = models.PositiveSmallIntegerField()
    # As read, so that no page has to read the file again; empty in readings older than this field.
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.document}"


class RegisterLoadQuerySet(models.QuerySet["RegisterLoad"]):
    def visible_to(self, user: User) -> Self:
        """Revisorer alone."""
        return self if user.has_right(Right.DECIDE) else self.none()

    def kept(self) -> Self:
        """Not discarded."""
        return self.filter(discarded_at=None)

    def unfinished(self) -> Self:
        return self.kept().filter(confirmed_at=None)

    def counted(self) -> Self:
        """Adds `row_count`, and leaves the rows themselves out."""
        count = models.Func("rows", function="jsonb_array_length", output_field=IntegerField())
        return self.defer("rows").annotate(row_count=count)


class RegisterLoad(models.Model):
    """Recommendations of earlier years out of an Excel file, to be confirmed. Swedish: registerinläsning."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    # As importer.register.Parsed.rows: one for each row of the sheet.
    rows = models.JSONField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    audits = models.ManyToManyField(Audit, related_name="+")

    objects = RegisterLoadQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="register_load_confirmed_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None, discarded_by=None)
                | Q(discarded_at__isnull=False, discarded_by__isnull=False, confirmed_at=None),
                name="register_load_discarded_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}"

    def get_absolute_url(self) -> str:
        return reverse("importer:register_check", args=[self.pk])

    def confirm(self, *, at: datetime, by: User) -> None:
        """It is in the register now. Raises RuleBroken when it is confirmed or discarded."""
        self.require_unfinished()
        self.confirmed_at, self.confirmed_by = at, by
        self.save(update_fields=["confirmed_at", "confirmed_by"])

    def discard(self, *, at: datetime, by: User) -> None:
        """Nothing comes of it; kept. Raises RuleBroken when it is confirmed or discarded."""
        self.require_unfinished()
        self.discarded_at, self.discarded_by = at, by
        self.save(update_fields=["discarded_at", "discarded_by"])

    def require_unfinished(self) -> None:
        """Raises RuleBroken when it is confirmed or discarded."""
        if self.confirmed_at:
            raise RuleBroken("Registret är redan inläst.")
        if self.discarded_at:
            raise RuleBroken("Registerinläsningen har kastats.")
