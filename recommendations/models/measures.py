"""What a body says that it will do, and how far it says that it has come."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from simple_history.models import HistoricalRecords

from accounts.models import User
from accounts.roles import Role
from audit.models import works_on
from common import dates, swedish
from common.models import Tracked, Versioned
from common.rules import RuleBroken
from common.search import TextWords
from common.status import Status
from documents.models import Document
from recommendations.models.recommendations import Addressee, Repetition, Verdict
from recommendations.values import CLAIMED, CLOSING, FINISHED, StatedState


class MeasureQuerySet(models.QuerySet["Measure"]):
    def stated(self, *, on: date) -> Self:
        """What the body had stated by the end of the day and not replaced by a later answer."""
        end = dates.end_of(on)
        return self.filter(Q(replaced_at=None) | Q(replaced_at__gte=end), stated_at__lt=end)

    def open_to(self, user: User) -> Self:
        """Those whose words the person may read: what may be secret, only the body and the audit side."""
        if user.has_role(Role.AUDITOR):
            return self
        on_audit_side = works_on(user, "addressee__recommendation__audit")
        by_its_body = Q(addressee__body__in=user.served)
        return self.filter(Q(may_be_secret=False) | by_its_body | on_audit_side)

    def planned_until(self, *, on: date) -> date | None:
        """The last day that the body itself has planned for."""
        return max(self.planned_ends(on=on).values(), default=None)

    def planned_ends(self, *, on: date) -> dict[int, date]:
        """By addressee: the last day planned for. Those without any are left out."""
        last = self.stated(on=on).order_by().values("addressee").annotate(last=Max("due_on"))
        return dict(last.filter(due_on__isnull=False).values_list("addressee", "last"))

    def with_claim(self, *, on: date) -> Self:
        """Adds `claim`: how far the body says that it has come with each, or None."""
        reported = MeasureClaim.objects.reported(on=on).filter(measure=OuterRef("pk"))
        return self.annotate(claim=Subquery(reported.values("claim")[:1]))

    def of_audits(self, audits: Collection[int], *, on: date) -> Self:
        """What their bodies had stated by the day, each `with_claim`."""
        measures = self.stated(on=on).with_claim(on=on)
        return measures.filter(addressee__recommendation__audit__in=audits)

    def remaining(self, *, on: date) -> Self:
        """What is neither done nor given up, as the body says."""
        whole = ProgressReport.objects.reported(on=on).filter(addressee=OuterRef("addressee"))
        return (
            self.stated(on=on)
            .with_claim(on=on)
            .annotate(whole=Subquery(whole.values("claim")[:1]))
            .filter(
                Q(claim=None) | ~Q(claim__in=FINISHED),
                Q(whole=None) | ~Q(whole__in=FINISHED),
            )
        )

    def past(self, *, on: date) -> Self:
        """What remains after the day that the body has set itself for it."""
        return self.remaining(on=on).filter(due_on__lt=on)

    def unfinished(self, *, on: date) -> Self:
        """What remains of recommendations that are open."""
        judged = Verdict.objects.decided(on=on).filter(addressee=OuterRef("addressee"))
        later = Repetition.objects.in_force(on=on).filter(earlier=OuterRef("addressee"))
        return (
            self.remaining(on=on)
            .annotate(judged=Subquery(judged.values("value")[:1]))
            .filter(Q(judged=None) | ~Q(judged__in=CLOSING), ~Exists(later))
        )


class Measure(Tracked):
    """What a body says that it will do, in its answer or at any time later. Swedish: åtgärd."""

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="measures")
    what = models.CharField("vad", max_length=500)
    responsible = models.CharField("ansvarig funktion", max_length=120, blank=True)
    due_on = models.DateField("klart senast", null=True, blank=True)
    stated_at = models.DateTimeField(editable=False)
    replaced_at = models.DateTimeField(null=True, editable=False)
    # Follows the answer that it was stated in: then only the body and the audit side read it.
    may_be_secret = models.BooleanField(default=False, editable=False)

    # Filled in by `with_claim`.
    claim: str | None

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        indexes = [GinIndex(TextWords("what"), name="measure_words")]

    def __str__(self) -> str:
        return self.what

    @property
    def status(self) -> Status:
        """Of one read `with_claim`: what is planned and not told of is planned."""
        return StatedState(self.claim or StatedState.PLANNED).status

    @property
    def is_finished(self) -> bool:
        return self.claim in FINISHED

    def replace(self, *, at: datetime) -> None:
        """A later answer states something else."""
        self.replaced_at = at
        self.save()

    def state_again(
        self,
        *,
        what: str,
        responsible: str,
        due_on: date | None,
        at: datetime,
        may_be_secret: bool | None = None,
    ) -> "Measure":
        """As a row of its own, so that the days before keep theirs; how far it has come goes along."""
        again = Measure.objects.create(
            addressee_id=self.addressee_id,
            what=what,
            responsible=responsible,
            due_on=due_on,
            stated_at=at,
            may_be_secret=self.may_be_secret if may_be_secret is None else may_be_secret,
        )
        latest = self.claims.reported(on=dates.local_day(at)).first()
        if latest:
            again.claims.create(report=latest.report, claim=latest.claim)
        return again


class ProgressReportQuerySet(models.QuerySet["ProgressReport"]):
    def reported(self, *, on: date) -> Self:
        """Told by the end of the day and standing then, the latest first."""
        end = dates.end_of(on)
        stands = Q(withdrawn_at=None) | Q(withdrawn_at__gte=end)
        latest_first = ("addressee_id", "-reported_at", "-pk")
        return self.filter(stands, reported_at__lt=end).order_by(*latest_first)

    def latest_of(self, audits: Collection[int], *, on: date) -> "dict[int, ProgressReport]":
        """By the addressee's key: the last that its body had told by the end of the day."""
        reported = self.reported(on=on).filter(addressee__recommendation__audit__in=audits)
        return {report.addressee_id: report for report in reported.distinct("addressee_id")}

    def visible_to(self, user: User) -> Self:
        """A draft: its body alone. What is reported: the audit side too."""
        of_body = Q(addressee__body__in=user.served)
        on_audit_side = works_on(user, "addressee__recommendation__audit")
        return self.filter(of_body | (on_audit_side & Q(reported_at__isnull=False)))


class ProgressReport(Versioned):
    """How far a body says that it has come: its draft until reported, then never changed. Swedish: lägesrapport."""

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="progress")
    claim = models.CharField("nämnden uppger", max_length=20, choices=CLAIMED, blank=True)
    text = models.TextField("vad som är gjort och vad som återstår", blank=True)
    done_on = models.DateField("klart, eller beräknas klart", null=True, blank=True)
    # Then only the body and the audit side read it.
    may_be_secret = models.BooleanField(
        "kan innehålla uppgifter som omfattas av sekretess", default=False
    )
    created_at = models.DateTimeField(editable=False)
    reported_at = models.DateTimeField(null=True, editable=False)
    reported_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # When the answer that it was told in was taken back.
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = ProgressReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["addressee"], condition=Q(reported_at=None), name="progress_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None, withdrawn_at=None)
                | (Q(reported_at__isnull=False) & ~Q(claim="")),
                name="progress_reported_with_claim",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("reported_at")),
                name="progress_withdrawn_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_claim_display()}"

    @property
    def status(self) -> Status:
        return StatedState(self.claim or StatedState.NOTHING).status

    @property
    def day_words(self) -> str:
        """klart 30 juni 2023, beräknas klart 30 juni 2023; nothing without a day"""
        if self.done_on is None or self.claim == StatedState.REFUSED:
            return ""
        word = "klart" if self.claim == StatedState.DONE else "beräknas klart"
        return f"{word} {swedish.long_date(self.done_on)}"

    @property
    def attached(self) -> "models.QuerySet[ProgressFile]":
        return self.files.filter(removed_at=None).select_related("document")

    @property
    def shown_files(self) -> "list[ProgressFile]":
        """The same of one whose files have been read along."""
        return [file for file in self.files.all() if file.removed_at is None]

    def require_draft(self) -> None:
        """Raises RuleBroken once reported: what was told is added to, never changed."""
        if self.reported_at:
            raise RuleBroken("Läget är rapporterat och går inte att ändra. Rapportera på nytt.")

    def lacking(self) -> dict[str, str]:
        """What keeps it from being told, by field, in Swedish."""
        lacking = {}
        if not self.claim:
            lacking["claim"] = "Ange hur långt nämnden har kommit."
        if not self.text.strip():
            lacking["text"] = "Skriv vad som är gjort och vad som återstår."
        return lacking

    def report(self, *, at: datetime, by: User) -> None:
        """Tell it. Raises RuleBroken the second time, or where it says nothing."""
        self.require_draft()
        if lacking := self.lacking():
            raise RuleBroken(lacking)
        self.reported_at, self.reported_by = at, by
        self.version += 1
        self.save()

    def withdraw(self, *, at: datetime) -> None:
        """The answer that it was told in holds no longer."""
        self.withdrawn_at = at
        self.save()


class MeasureClaimQuerySet(models.QuerySet["MeasureClaim"]):
    def reported(self, *, on: date) -> Self:
        """Told by the end of the day, the latest first."""
        end = dates.end_of(on)
        stands = Q(report__withdrawn_at=None) | Q(report__withdrawn_at__gte=end)
        reported = self.filter(stands, report__reported_at__lt=end)
        return reported.order_by("-report__reported_at", "-pk")


class MeasureClaim(models.Model):
    """How far a body says in a report that it has come with one measure. Swedish: läge för en åtgärd."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="claims")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="claims")
    claim = models.CharField("läge", max_length=20, choices=CLAIMED)

    objects = MeasureClaimQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "measure"], name="measure_claimed_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_claim_display()}"

    @property
    def status(self) -> Status:
        return StatedState(self.claim).status


class ProgressFile(models.Model):
    """A file that shows how far a body has come. Swedish: bilaga till lägesrapport."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    # Of the file's own content: minutes of April may be sent in June.
    dated_on = models.DateField("handlingens datum", null=True, blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.document}"


def claims_of(measures: Iterable[int], *, on: date) -> "dict[int, MeasureClaim]":
    """By the measure's key: what was last told of each by the end of the day."""
    reported = MeasureClaim.objects.reported(on=on).filter(measure__in=measures)
    latest = reported.order_by("measure_id", "-report__reported_at", "-pk").distinct("measure_id")
    return {claim.measure_id: claim for claim in latest.select_related("report")}


def planned_ends(addressees: Collection[int], *, on: date) -> dict[int, date]:
    """As `Addressee.planned_until` says, by addressee, of those whose body has planned a day."""
    ends = dict(Measure.objects.filter(addressee__in=addressees).planned_ends(on=on))
    reported = ProgressReport.objects.reported(on=on).filter(addressee__in=addressees)
    for report in reported.distinct("addressee_id"):
        if report.claim in FINISHED:
            ends.pop(report.addressee_id, None)
        elif report.done_on:
            ends[report.addressee_id] = max(
                report.done_on, ends.get(report.addressee_id, report.done_on)
            )
    return ends
