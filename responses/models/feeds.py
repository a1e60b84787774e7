"""The secret address of a person's calendar."""

import hashlib
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string

from accounts.models import User

# About 250 bits.
TOKEN_LENGTH = 43


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def open(self) -> Self:
        """Not revoked, of people who are let in."""
        return self.filter(revoked_at=None, user__is_active=True)

    def known_by(self, token: str) -> Self:
        return self.open().filter(token_hash=hashed(token))


class CalendarFeed(models.Model):
    """A person's dates at an address that needs no sign-in and can be revoked. Swedish: kalenderprenumeration."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # The address itself is shown once and not kept.
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="feed_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"Kalender för {self.user}"

    def revoke(self, *, at: datetime) -> None:
        self.revoked_at = at
        self.save()


def new_token() -> str:
    return get_random_string(TOKEN_LENGTH)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
