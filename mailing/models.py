"""The outbox: every mail is a row before it is a mail."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, models
from django.db.models import F, Q

from common import dates, workdays
from common.status import StatusChoices
from mailing.kinds import choices, kinds
from mailing.leaving import filled

LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_PAUSE = timedelta(minutes=15)
MARK_SENT = (
    "UPDATE mailing_outgoingmail"
    " SET sent_at = %s, claimed_until = NULL, trouble = '', error = '',"
    " text = CASE WHEN %s THEN '' ELSE text END WHERE id = %s"
)


class MailState(StatusChoices):
    SENT = "sent", "brev", "yes", "Skickat"
    FAILED = "failed", "nej", "no", "Kunde inte skickas"
    CANCELLED = "cancelled", "ej-aktuell", "pending", "Behövdes inte längre"
    QUEUED = "queued", "ej-svarat", "info", "Väntar"


class Trouble(models.TextChoices):
    """Why a mail, or all mail, does not go: in words for the person who can do something about it."""

    # About one address or one mail.
    UNKNOWN = "unknown", "Mottagarens server känner inte till adressen."
    FULL = "full", "Mottagarens brevlåda är full."
    REJECTED = "rejected", "Mottagarens server tar inte emot mejlet."
    ADDRESS = "address", "Adressen går inte att skicka till. Kontrollera stavningen."
    LATER = "later", "Mottagarens server bad oss försöka senare."
    # About the server that sends for us.
    UNREACHABLE = "unreachable", "E-postservern går inte att nå."
    SIGN_IN = "sign_in", "E-postservern godtar inte vår inloggning."
    SENDER = "sender", "E-postservern godtar inte vår avsändaradress."
    NOBODY = "nobody", "E-postservern avvisar alla mottagare."
    BROKEN = "broken", "E-postservern avbröt mitt i ett mejl."


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def unsent(self) -> Self:
        return self.filter(sent_at=None, failed_at=None, cancelled_at=None)

    def failed(self) -> Self:
        return self.filter(failed_at__isnull=False, sent_at=None, cancelled_at=None)

    def waiting(self, *, at: datetime) -> Self:
        """What may go now: not in another worker's hands, its text true today, and its receiver at work.

        `at` is the machine's time; the text and the office hours go by the product's clock.
        """
        moment = dates.now()
        due = self.unsent().filter(
            Q(claimed_until=None) | Q(claimed_until__lt=at),
            Q(valid_until=None) | Q(valid_until__gt=moment),
            next_try_at__lte=at,
        )
        return due if workdays.is_office_time(moment) else due.filter(kind__in=_at_any_hour())

    def oldest_wait(self, *, at: datetime) -> timedelta | None:
        """How long the first of those that may go has been able to: nights and holidays do not count."""
        moment, oldest = dates.now(), timedelta()
        due = self.waiting(at=at).values_list("kind", "next_try_at").order_by("next_try_at")
        at_any_hour = due.filter(kind__in=_at_any_hour()).first()
        in_office = due.exclude(kind__in=_at_any_hour()).first()
        if at_any_hour is None and in_office is None:
            return None
        if at_any_hour:
            oldest = at - at_any_hour[1]
        if in_office:
            oldest = max(oldest, min(at - in_office[1], workdays.open_for(moment)))
        return oldest

    def in_state(self, state: str) -> Self:
        """As `OutgoingMail.state` says."""
        return {
            MailState.SENT: self.filter(sent_at__isnull=False),
            MailState.CANCELLED: self.filter(cancelled_at__isnull=False, sent_at=None),
            MailState.FAILED: self.failed(),
            MailState.QUEUED: self.unsent(),
        }[MailState(state)]

    def to_send_again(self) -> Self:
        return self.failed().exclude(kind__in=[kind for kind in kinds() if kind.opens_account])

    def claim(self, *, until: datetime) -> None:
        """For one sender; another may take them when the lease has run out. `until` is the machine's time."""
        self.update(claimed_until=until, attempts=F("attempts") + 1)

    def put_back(self) -> None:
        """As if they had not been claimed."""
        self.update(claimed_until=None, attempts=F("attempts") - 1)

    def without_content(self) -> Self:
        """For those who see that mail goes, and not what it says."""
        return self.defer("subject", "text")


def _at_any_hour() -> list[str]:
    return [kind for kind in kinds() if kind.at_any_hour]


class OutgoingMail(models.Model):
    """One mail to one address. Swedish: utgående e-post."""

    # Room for an address of the longest kind and what it is about.
    key = models.CharField(max_length=400, unique=True)
    kind = models.CharField(max_length=20, choices=choices)
    recipient = models.EmailField()
    # Where it first was to go, when the address has been put right since.
    first_recipient = models.EmailField(blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    message_id = models.CharField(max_length=250, unique=True)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    # After this its text is not true any more: whoever put it in the outbox renews it or takes it back.
    valid_until = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, choices=Trouble, blank=True)
    # What the server said, for whoever reads the database; never shown.
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
    def ended_at(self) -> datetime | None:
        """When it came to the state that it has; None while it waits."""
        return self.sent_at or self.cancelled_at or self.failed_at

    @property
    def opens_account(self) -> bool:
        return any(kind.opens_account for kind in kinds() if kind == self.kind)

    @property
    def can_go_again(self) -> bool:
        return self.state == MailState.FAILED and not self.opens_account

    def as_message(self) -> EmailMessage:
        return EmailMessage(
            subject=self.subject,
            body=filled(self.text, self.recipient),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[self.recipient],
            headers={"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"},
        )

    def mark_sent(self, *, at: datetime) -> None:
        """In plain SQL: said once for each mail, `save` costs more than the mail."""
        self.sent_at, self.claimed_until, self.trouble, self.error = at, None, "", ""
        with connection.cursor() as cursor:
            cursor.execute(MARK_SENT, [at, self.opens_account, self.pk])

    def mark_failed(self, trouble: Trouble, *, error: str, at: datetime) -> None:
        """The receiver's side will not take it. It is told, and can be sent again."""
        self.failed_at, self.claimed_until = at, None
        self.trouble, self.error = trouble, error
        self.save(update_fields=["failed_at", "claimed_until", "trouble", "error"])

    def mark_delayed(self, trouble: Trouble, *, error: str, at: datetime) -> None:
        """Try again later, the wait doubling up to an hour. `at` is the machine's time."""
        self.next_try_at = at + doubled(FIRST_WAIT, self.attempts, LONGEST_WAIT)
        self.claimed_until, self.trouble, self.error = None, trouble, error
        self.save(update_fields=["next_try_at", "claimed_until", "trouble", "error"])

    def go_again(self, *, at: datetime, recipient: str = "") -> None:
        """Back in the outbox, to a new address when one is given. `at` is the machine's time."""
        if recipient and recipient != self.recipient:
            self.first_recipient = self.first_recipient or self.recipient
            self.recipient = recipient
        self.failed_at, self.attempts, self.trouble, self.error = None, 0, "", ""
        self.next_try_at = at
        self.save()


class Outbox(models.Model):
    """Whether mail goes at all: paused by trouble with the server, or held by a person. Swedish: utkorg.

    One row for the installation.
    """

    # The server that the trouble is about: another one starts afresh.
    server = models.CharField(max_length=300, blank=True)
    trouble = models.CharField(max_length=20, choices=Trouble, blank=True)
    error = models.TextField(blank=True)
    trouble_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)
    # After a restore nothing goes until an administrator lets it.
    held_at = models.DateTimeField(null=True)
    hold_reason = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return "Utkorg"

    @classmethod
    def now(cls) -> "Outbox":
        """To read; whoever changes it takes it with `services.outbox`."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def is_stopped(self, *, at: datetime) -> bool:
        """Held, or paused for a while. `at` is the machine's time."""
        return bool(self.held_at) or self.is_paused(at=at)

    def is_paused(self, *, at: datetime) -> bool:
        """By trouble with the server, which is tried again by itself."""
        return bool(self.paused_until and self.paused_until > at)

    def pause(self, trouble: Trouble, *, server: str, error: str, at: datetime) -> None:
        """Nothing is lost, everything waits; the pause doubles up to a quarter of an hour."""
        self.failures += 1
        self.server, self.trouble, self.error = server, trouble, error
        self.trouble_since = self.trouble_since or at
        self.paused_until = at + doubled(FIRST_WAIT, self.failures, LONGEST_PAUSE)
        self.save()

    def recover(self) -> None:
        """The server takes mail."""
        self.trouble, self.error, self.trouble_since = "", "", None
        self.failures, self.paused_until = 0, None
        self.save()

    def hold(self, reason: str, *, at: datetime) -> None:
        self.held_at, self.hold_reason = at, reason
        self.save()

    def release(self, *, at: datetime, by: str) -> None:
        self.held_at, self.hold_reason = None, ""
        self.released_at, self.released_by = at, by
        self.save()


def doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    """The first wait, doubled each time after the first."""
    factor: int = 2 ** (min(max(times, 1), 10) - 1)
    return min(first * factor, longest)
