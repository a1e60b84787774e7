"""The outbox: every mail is a row before it is a mail."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q

LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


class MailKind(models.TextChoices):
    REQUEST = "request", "Begäran om svar"
    REMINDER = "reminder", "Påminnelse"
    RECEIPT = "receipt", "Kvitto"
    ANSWERED = "answered", "Svar har inkommit"
    SUPPLEMENT = "supplement", "Begäran om komplettering"
    INFORMATION = "information", "För kännedom"
    CORRECTION = "correction", "Rättelse"
    FACT_CHECK = "fact_check", "Faktakontroll"
    INVITATION = "invitation", "Inbjudan"
    PASSWORD = "password", "Nytt lösenord"
    SECURITY = "security", "Om din inloggning"


class MailState(models.TextChoices):
    SENT = "sent", "Skickat"
    FAILED = "failed", "Kunde inte skickas"
    CANCELLED = "cancelled", "Behövdes inte längre"
    QUEUED = "queued", "Väntar"


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self, *, at: datetime) -> Self:
        """Not sent, not given up, and not in another worker's hands. `at` is the machine's time."""
        return self.filter(
            Q(claimed_until=None) | Q(claimed_until__lt=at),
            sent_at=None,
            failed_at=None,
            cancelled_at=None,
            next_try_at__lte=at,
        )

    def in_state(self, state: str) -> Self:
        """As `OutgoingMail.state` says."""
        sent, cancelled, failed = (
            Q(sent_at__isnull=False),
            Q(cancelled_at__isnull=False),
            Q(failed_at__isnull=False),
        )
        return self.filter(
            {
                MailState.SENT: sent,
                MailState.CANCELLED: cancelled & ~sent,
                MailState.FAILED: failed & ~sent & ~cancelled,
                MailState.QUEUED: ~sent & ~cancelled & ~failed,
            }[MailState(state)]
        )

    def without_content(self) -> Self:
        """For those who see that mail goes, and not what it says."""
        return self.defer("subject", "text")


class OutgoingMail(models.Model):
    """One mail to one address. Swedish: utgående e-post."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=MailKind)
    recipient = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    # Links that open an account are erased once they are on their way.
    secret = models.BooleanField(default=False)
    message_id = models.CharField(max_length=250, unique=True)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at=None, failed_at=None, cancelled_at=None),
                name="mail_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} till {self.recipient}"

    @property
    def state(self) -> MailState:
        if self.sent_at:
            return MailState.SENT
        if self.cancelled_at:
            return MailState.CANCELLED
        return MailState.FAILED if self.failed_at else MailState.QUEUED

    @property
    def state_text(self) -> str:
        return str(self.state.label)

    @property
    def error_kind(self) -> str:
        """What went wrong, without what the server said."""
        return self.error.partition(":")[0]

    def as_message(self) -> EmailMessage:
        return EmailMessage(
            subject=self.subject,
            body=self.text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[self.recipient],
            headers={"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"},
        )

    def mark_claimed(self, *, until: datetime) -> None:
        self.claimed_until = until
        self.attempts += 1
        self.save(update_fields=["claimed_until", "attempts"])

    def mark_sent(self, *, at: datetime) -> None:
        self.sent_at, self.claimed_until, self.error = at, None, ""
        if self.secret:
            self.text = ""
        self.save(update_fields=["sent_at", "claimed_until", "error", "text"])

    def mark_refused(self, *, error: str, at: datetime) -> None:
        """The server will never take it."""
        self.failed_at, self.claimed_until, self.error = at, None, error
        self.save(update_fields=["failed_at", "claimed_until", "error"])

    def mark_delayed(self, *, error: str, at: datetime) -> None:
        """Try again later, the wait doubling up to an hour."""
        self.next_try_at = at + min(FIRST_WAIT * 2 ** (min(self.attempts, 10) - 1), LONGEST_WAIT)
        self.claimed_until, self.error = None, error
        self.save(update_fields=["next_try_at", "claimed_until", "error"])
