"""Stored files. No page of their own: the room that owns a file serves it."""

import hashlib
import re
from datetime import datetime
from pathlib import PurePosixPath

from django.db import models, transaction

from accounts.models import User
from common import text
from common.rules import Allowed, Denied, allow_if

# What people call them.
KIND_WORDS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "image/png": "PNG",
    "image/jpeg": "JPG",
    "text/plain": "Text",
}
# Windows and macOS take none of these in a name.
UNSAFE = re.compile(r'[<>:"/\\|?*\x00]')


def safe_name(name: str) -> str:
    """A file name as its owner wrote it, without path and reserved characters, at most 120 characters."""
    base = PurePosixPath(text.one_line(name).replace("\\", "/")).name
    stem, dot, suffix = UNSAFE.sub("_", base).strip(" .").rpartition(".")
    cleaned = f"{stem[: 119 - len(suffix)]}{dot}{suffix}" if stem else suffix[:120]
    return cleaned or "fil"


class DocumentManager(models.Manager["Document"]):
    def held(self) -> models.QuerySet["Document"]:
        """Those that the virus scanner has said nothing of yet."""
        return self.filter(held_at__isnull=False)

    @transaction.atomic
    def store(
        self,
        *,
        name: str,
        data: bytes,
        media_type: str,
        at: datetime,
        by: User | None,
        may_be_secret: bool = False,
    ) -> "Document":
        """Keep a file's bytes unchanged, with what identifies them."""
        document = self.create(
            name=safe_name(name),
            media_type=media_type,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            may_be_secret=may_be_secret,
            stored_at=at,
            stored_by=by,
        )
        DocumentContent.objects.create(document=document, data=data)
        return document


class Document(models.Model):
    """A stored file, never changed. Swedish: handling, fil."""

    name = models.CharField("namn", max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    may_be_secret = models.BooleanField(
        "kan innehålla uppgifter som omfattas av sekretess", default=False
    )
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # While it waits for the virus scanner, and when that found something in it.
    held_at = models.DateTimeField(null=True, editable=False)
    infected_at = models.DateTimeField(null=True, editable=False)

    objects = DocumentManager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def closed_words(self) -> str:
        """Why nobody opens it; nothing for most."""
        if self.infected_at:
            return "Virus hittades i filen. Den öppnas inte."
        return "Väntar på viruskontroll." if self.held_at else ""

    def can_be_opened(self) -> Allowed | Denied:
        return allow_if(not self.closed_words, f"{self.name}: {self.closed_words}")

    def hold(self, *, at: datetime) -> None:
        """Nobody opens it until the virus scanner has seen it."""
        self.held_at = at
        self.save(update_fields=["held_at"])

    def release(self, *, is_infected: bool, at: datetime) -> None:
        """What the scanner said at last: it is opened from now on, or never."""
        self.held_at = None
        self.infected_at = at if is_infected else None
        self.save(update_fields=["held_at", "infected_at"])

    @property
    def kind_word(self) -> str:
        return KIND_WORDS.get(self.media_type, "Fil")

    @property
    def data(self) -> bytes:
        return bytes(self.content.data)


class DocumentRead(models.Model):
    """Somebody opened a file that may be secret. Swedish: läsning."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="reads")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-read_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.reader} {self.read_at:%Y-%m-%d}"


class DocumentContent(models.Model):
    """A file's bytes, apart so that no list reads them. Swedish: filinnehåll."""

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="content"
    )
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.document_id}"
