"""A registrator's way in to one request, without an account.

The link stands in a mail and sends a code to the address that the mail went to; the code opens the request for an hour,
once. Nothing that opens anything is kept, only a digest of it.
"""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from common import dates
from documents.models import Document
from responses.models.answers import Answer, FilePart
from responses.models.requests import AnswerRequest

LINK_LASTS = timedelta(days=30)
CODE_LASTS = timedelta(minutes=20)
VISIT_LASTS = timedelta(hours=1)
BETWEEN_CODES = timedelta(minutes=1)
MOST_CODES = 5
MOST_TRIES = 5


def digest(secret: str) -> str:
    return salted_hmac("responses.links", secret, algorithm="sha256").hexdigest()


class RegistratorLinkManager(models.Manager["RegistratorLink"]):
    def make(self, request: AnswerRequest, *, address: str, at: datetime) -> str:
        """A new link to a request for an address; returns the key that the mail carries."""
        key = secrets.token_urlsafe(32)
        self.create(
            request=request,
            address=address.lower(),
            key_digest=digest(key),
            made_at=at,
            expires_at=at + LINK_LASTS,
        )
        return key

    def locked(self, key: str) -> "RegistratorLink | None":
        """By the key of a mail, whatever its state."""
        links = self.select_for_update(of=("self",)).select_related("request__body")
        return links.filter(key_digest=digest(key)).first()

    def visited(self, key: str, *, at: datetime) -> "RegistratorLink | None":
        """The link whose code was given in this browser, while that is open."""
        links = self.select_related("request__body", "request__audit")
        link = links.filter(visit_digest=digest(key), visit_until__gt=at).first()
        return link if key and link and link.is_of_registrator(at=at) else None


class RegistratorLink(models.Model):
    """What opens one request to one address, once. Swedish: registratorns länk."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="links")
    address = models.EmailField()
    key_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    codes_asked = models.PositiveSmallIntegerField(default=0)
    code_asked_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    visit_digest = models.CharField(max_length=64, blank=True, db_index=True)
    visit_until = models.DateTimeField(null=True)
    # What was handed in through it.
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")

    objects = RegistratorLinkManager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.request}, {self.address}"

    def is_of_registrator(self, *, at: datetime) -> bool:
        """The address is still that of whoever answers for the body."""
        body = self.request.body.answering(on=dates.local_day(at))
        return body.registrator_email.lower() == self.address

    def is_usable(self, *, at: datetime) -> bool:
        """Neither used nor too old, and the request still waits for its answer from this address."""
        is_fresh = self.used_at is None and self.expires_at > at
        return is_fresh and self.request.is_awaited and self.is_of_registrator(at=at)

    def may_send_code(self, *, at: datetime) -> bool:
        is_too_soon = self.code_asked_at and at < self.code_asked_at + BETWEEN_CODES
        return self.is_usable(at=at) and self.codes_asked < MOST_CODES and not is_too_soon

    def ask_code(self, *, at: datetime) -> None:
        self.codes_asked += 1
        self.code_asked_at = at
        self.save()

    def make_code(self, *, at: datetime) -> str:
        """Six digits, made as the mail leaves; those before it open nothing any more."""
        code = f"{secrets.randbelow(1_000_000):06}"
        self.code_digest, self.code_until, self.tries = self._code_digest(code), at + CODE_LASTS, 0
        self.save()
        return code

    def open(self, code: str, *, at: datetime) -> str:
        """The key of the visit, or nothing: a wrong code, too many of them, or a link that is used or too old."""
        if not (self.is_usable(at=at) and self.code_digest and self.code_until):
            return ""
        is_right = constant_time_compare(self.code_digest, self._code_digest(code))
        self.tries += 1
        if not is_right or self.tries > MOST_TRIES or self.code_until <= at:
            self.save()
            return ""
        key = secrets.token_urlsafe(32)
        self.used_at, self.code_digest = at, ""
        self.visit_digest, self.visit_until = digest(key), at + VISIT_LASTS
        self.save()
        return key

    def _code_digest(self, code: str) -> str:
        """Of this link: the same six digits are nothing to another."""
        return digest(f"{self.pk}:{code}")


class LinkFileQuerySet(models.QuerySet["LinkFile"]):
    def chosen(self) -> Self:
        return self.filter(removed_at=None).select_related("document")


class LinkFile(models.Model):
    """A file that a registrator has chosen and not yet handed in. Swedish: vald fil."""

    link = models.ForeignKey(RegistratorLink, models.PROTECT, related_name="files")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=FilePart)
    removed_at = models.DateTimeField(null=True)

    objects = LinkFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.document}"

    @transaction.atomic
    def remove(self, *, at: datetime) -> None:
        self.removed_at = self.removed_at or at
        self.save()
