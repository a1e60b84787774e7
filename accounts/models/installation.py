"""Whose installation it is, and what the customer decides about it."""

import hashlib
import time
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from common.models import Tracked

# So long a process goes on with what it has read: a page need not ask each time.
SECONDS_KEPT = 30


class Installation(Tracked):
    """What the customer is called and has decided, one row. Swedish: inställningar.

    Until somebody saves it, the environment's first values hold.
    """

    municipality = models.CharField("kommunens namn", max_length=120)
    auditors = models.CharField(
        "revisorernas namn",
        max_length=120,
        help_text="Så som det står på missiv och i mejl, till exempel Kommunrevisionen.",
    )
    auditors_email = models.EmailField(
        "revisorernas e-post",
        blank=True,
        help_text="Dit en nämnd också kan skicka svar och frågor. Står i mejl och på begärans sida.",
    )
    # Always a PNG of our own making.
    emblem = models.BinaryField("bild", default=bytes, editable=False)
    emblem_name = models.CharField("emblem", max_length=100, blank=True, editable=False)
    second_factor = models.BooleanField(
        "kräv ett andra steg vid inloggning",
        help_text="Gäller revisorer, sakkunniga och administratörer: en app, en nyckel eller en kod.",
    )

    history = HistoricalRecords()

    # When it was read, and the row if there is one.
    _kept: ClassVar[tuple[float, "Installation | None"] | None] = None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="installation_is_one"),
        ]

    def __str__(self) -> str:
        return self.municipality

    @classmethod
    def first(cls) -> Self:
        """What the environment says, for as long as nobody has saved anything."""
        return cls(
            pk=1,
            municipality=settings.MUNICIPALITY,
            auditors=settings.AUDITORS,
            auditors_email=settings.AUDITORS_EMAIL,
            second_factor=settings.REQUIRE_SECOND_FACTOR,
        )

    @classmethod
    def now(cls) -> "Installation":
        """As it stands, at most half a minute old in this process."""
        if cls._kept is None or cls._kept[0] < time.monotonic():
            cls.keep(cls.objects.filter(pk=1).first())
        row = cls._kept[1] if cls._kept else None
        return row or cls.first()

    @classmethod
    def keep(cls, row: "Installation | None") -> None:
        cls._kept = (time.monotonic() + SECONDS_KEPT, row)

    @property
    def names(self) -> dict[str, str]:
        """For papers and mails."""
        return {"municipality": self.municipality, "auditors": self.auditors}

    @property
    def has_emblem(self) -> bool:
        return bool(self.emblem)

    @property
    def emblem_address(self) -> str:
        """Another for another picture, so that a browser may keep it; nothing without one."""
        return f"{reverse('accounts:emblem')}?v={self.emblem_digest}" if self.emblem else ""

    @property
    def emblem_digest(self) -> str:
        return hashlib.sha256(self.emblem).hexdigest()[:12]
