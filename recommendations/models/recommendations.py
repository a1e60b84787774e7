"""Recommendations, whom each is put to, what they repeat, and what revisorerna judge."""

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from accounts.descriptions import described
from accounts.models import Body, Succession, User
from audit.models import Audit, AuditQuestion, sees_of_body, works_on
from common import dates, swedish
from common.models import Revisable, Tracked, Versioned
from common.rules import RuleBroken
from common.search import TextWords
from common.status import Status
from recommendations.values import (
    CLOSING,
    FINISHED,
    NEEDS_REASON_BEFORE_PLAN,
    Effect,
    EvidenceKind,
    VerdictValue,
    ground_words,
)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: User) -> Self:
        """The audit side: all of its audits. The others: those with an addressee that they see."""
        seen = Addressee.objects.visible_to(user).filter(recommendation=OuterRef("pk"))
        return self.filter(works_on(user, "audit") | Exists(seen))


class Recommendation(Versioned):
    """One text put to one or more bodies. Swedish: rekommendation."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField("nummer")
    text = models.TextField("rekommendation")
    questions = models.ManyToManyField(
        AuditQuestion,
        blank=True,
        related_name="recommendations",
        verbose_name="hör till revisionsfråga",
    )

    objects = RecommendationQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[questions])

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "number"],
                name="recommendation_number_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        indexes = [GinIndex(TextWords("text"), name="recommendation_words")]

    def __str__(self) -> str:
        return f"Rekommendation {self.number}"


class SubPoint(Tracked):
    """A lettered part of a recommendation that is judged for itself. Swedish: delpunkt."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField("ordning")
    text = models.TextField("delpunkt")

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "position"], name="sub_point_place_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter}) {self.text}"

    @property
    def letter(self) -> str:
        return letter_of(self.position)


def letter_of(position: int) -> str:
    """1 is a."""
    return chr(ord("a") + position - 1)


class AddresseeQuerySet(models.QuerySet["Addressee"]):
    def visible_to(self, user: User) -> Self:
        """Of the audits that the person sees: officials what is put to their bodies, the others every body's."""
        return self.filter(sees_of_body(user, "recommendation__audit"))

    def put(self, *, on: date, as_known: bool = False) -> Self:
        """Handed over by the end of the day. `as_known`: and known of here by then."""
        end = dates.end_of(on)
        handed_over = self.filter(recommendation__audit__handed_over_at__lt=end)
        if not as_known:
            return handed_over
        entered_at = "recommendation__audit__entered_afterwards_at"
        return handed_over.filter(Q(**{entered_at: None}) | Q(**{f"{entered_at}__lt": end}))

    def with_replacement(self, *, on: date) -> Self:
        """Adds `is_replaced`: a later recommendation that had been handed over by the day repeats it."""
        later = Repetition.objects.in_force(on=on).filter(earlier=OuterRef("pk"))
        return self.annotate(is_replaced=Exists(later))

    def counted(self, *, on: date, as_known: bool = False) -> Self:
        """What is put and not ersatt: a repeated recommendation counts once, the later one."""
        return self.put(on=on, as_known=as_known).with_replacement(on=on).filter(is_replaced=False)

    def with_verdict(self, *, on: date, as_known: bool = False) -> Self:
        """Adds `verdict_value`: what revisorerna had decided by the end of the day, or None."""
        decided = Verdict.objects.decided(on=on, as_known=as_known).filter(addressee=OuterRef("pk"))
        return self.annotate(verdict_value=Subquery(decided.values("value")[:1]))

    def with_holder(self, *, on: date, as_known: bool = False) -> Self:
        """Adds `holder` (a body's pk) and `heir_name`: who has it on a day.

        What was closed when its body ended stays there; what was open has gone to the heir.
        """
        decided = Verdict.objects.decided(on=on, as_known=as_known)
        decided = decided.filter(addressee=OuterRef(OuterRef("pk")))
        heirs = (
            Succession.objects.known(on=on)
            .filter(body=OuterRef("body"))
            .annotate(
                judged_as=Subquery(decided.values("value")[:1]),
                judged_on=Subquery(decided.values("decided_on")[:1]),
                heir_then=described("name", "heir", on=on),
            )
            .filter(Q(judged_as=None) | ~Q(judged_as__in=CLOSING) | Q(judged_on__gte=F("since")))
            .order_by("-since", "-pk")
        )
        return self.annotate(
            holder=Coalesce(
                Subquery(heirs.values("heir")[:1]), F("body"), output_field=models.BigIntegerField()
            ),
            heir_name=Subquery(heirs.values("heir_then")[:1]),
        )

    def outstanding(self, *, on: date, as_known: bool = False) -> Self:
        """Put to a body, not ersatt, and not closed by a decided verdict."""
        still_open = Q(verdict_value=None) | ~Q(verdict_value__in=CLOSING)
        counted = self.counted(on=on, as_known=as_known)
        return counted.with_verdict(on=on, as_known=as_known).filter(still_open)


class Addressee(Tracked):
    """One body that one recommendation is put to. Swedish: adressat."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="addressees")
    body = models.ForeignKey(Body, models.PROTECT, related_name="addressed", verbose_name="organ")
    # The recommendation's place among the body's own in this audit, as people cite it: socialnämnden 2.
    number = models.PositiveSmallIntegerField("nummer", default=0)

    # Filled in by `with_holder`: who has it on a day, when another body has taken it over.
    heir_name: str | None

    objects = AddresseeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["recommendation__number", "body__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "body"], name="addressee_once_per_body"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    def planned_until(self, *, on: date) -> date | None:
        """The last day that the body has planned for; none where it says that nothing more is to come."""
        report = self.progress.reported(on=on).first()
        if report and report.claim in FINISHED:
            return None
        days = (self.measures.planned_until(on=on), report.done_on if report else None)
        return max(filter(None, days), default=None)


class RepetitionQuerySet(models.QuerySet["Repetition"]):
    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def known(self, *, on: date) -> Self:
        """Noted by the end of the day, and not taken back then."""
        end = dates.end_of(on)
        return self.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=end), noted_at__lt=end)

    def in_force(self, *, on: date) -> Self:
        """Known, and the later recommendation was handed over by the end of the day."""
        handed_over = Q(recommendation__audit__handed_over_at__lt=dates.end_of(on))
        return self.known(on=on).filter(handed_over)


class Repetition(Tracked):
    """A recommendation that puts an earlier one again: the earlier is then ersatt. Swedish: upprepning."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="repetitions")
    earlier = models.ForeignKey(Addressee, models.PROTECT, related_name="repeated_by")
    noted_at = models.DateTimeField(editable=False)
    noted_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = RepetitionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["earlier"], condition=Q(withdrawn_at=None), name="repeated_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="repetition_withdrawn_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} upprepar {self.earlier}"

    def withdraw(self, *, at: datetime, by: User) -> None:
        """The link was a mistake; the row stays. Raises RuleBroken the second time."""
        if self.withdrawn_at:
            raise RuleBroken("Kopplingen är redan borttagen.")
        self.withdrawn_at, self.withdrawn_by = at, by
        self.save()


class RegisterEntry(models.Model):
    """What an earlier register says of a recommendation to a body, entered afterwards. Swedish: registeruppgift."""

    addressee = models.OneToOneField(Addressee, models.CASCADE, related_name="register_entry")
    source = models.CharField("källa", max_length=300)
    due_on = models.DateField("svarsdatum", null=True)
    answered_on = models.DateField("nämnden svarade", null=True)
    # Read on the audit side alone.
    remark = models.TextField("anmärkning", blank=True)

    def __str__(self) -> str:
        return self.source


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def decided(self, *, on: date, as_known: bool = False) -> Self:
        """Decided by the end of the day, the latest first. `as_known`: and written down here by then."""
        end = dates.end_of(on)
        decided = self.filter(decided_on__lte=on, decided_at__lt=end)
        if as_known:
            decided = decided.filter(Q(recorded_at=None) | Q(recorded_at__lt=end))
        return decided.order_by("addressee_id", "-decided_on", "-decided_at", "-pk")

    def proposed(self) -> Self:
        """Put forward and not yet decided."""
        return self.filter(decided_at=None, withdrawn_at=None)

    def visible_to(self, user: User) -> Self:
        """The audit side sees proposals; everyone else what is decided."""
        on_audit_side = works_on(user, "addressee__recommendation__audit")
        seen = Addressee.objects.visible_to(user).filter(pk=OuterRef("addressee"))
        return self.filter(on_audit_side | (Q(decided_at__isnull=False) & Exists(seen)))


class Verdict(Revisable):
    """What revisorerna judge: a proposal until decided. Swedish: revisorernas bedömning."""

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="verdicts")
    value = models.CharField("revisorernas bedömning", max_length=20, choices=VerdictValue)
    evidence = models.CharField("underlag", max_length=20, choices=EvidenceKind, blank=True)
    seen = models.CharField("vad revisorerna har sett", max_length=300, blank=True)
    note = models.TextField("skäl", blank=True)
    early_reason = models.TextField("skäl att bedöma redan nu", blank=True)
    effect = models.CharField(
        "positiv effekt syns", max_length=20, choices=Effect, blank=True, db_default=""
    )
    link = models.URLField("länk till underlag", max_length=300, blank=True, db_default="")

    objects = VerdictQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sitting"])

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["sitting"], name="verdict_of_sitting")]
        constraints = [
            *Revisable.Meta.constraints,
            models.UniqueConstraint(
                fields=["addressee"],
                condition=Q(decided_at=None, withdrawn_at=None),
                name="verdict_one_open_proposal",
            ),
            # Of what is decided from version 0.3 on; what was decided before stays as it is.
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(note__regex=r"\S"), name="verdict_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None)
                | ~Q(value="done")
                | (~Q(evidence="") & Q(seen__regex=r"\S")),
                name="verdict_done_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_value_display()}"

    @property
    def status(self) -> Status:
        return VerdictValue(self.value).status

    @property
    def ground(self) -> str:
        """Stickprov: tio av tio akter hade beslut"""
        return ground_words(self.evidence, self.seen)

    def require_ground(
        self, *, on: date, awaited: date | None = None, planned: date | None = None
    ) -> None:
        """`awaited`: the response date of an answer that has not come by the day, while it has not passed.

        `planned`: the last day that the body has planned a measure for.
        Raises RuleBroken at every field that lacks something.
        """
        missing = self._missing_evidence() | {
            "note": "" if self.note.strip() else "Ange skäl för bedömningen.",
            "early_reason": ""
            if self.early_reason.strip()
            else self._earliness(on, awaited, planned),
        }
        if any(missing.values()):
            raise RuleBroken({name: text for name, text in missing.items() if text})

    def _missing_evidence(self) -> dict[str, str]:
        missing = {}
        if self.evidence and not self.seen.strip():
            missing["seen"] = "Ange vad revisorerna har sett."
        if self.seen.strip() and not self.evidence:
            missing["evidence"] = "Ange vilket slags underlag det är."
        if self.value == VerdictValue.DONE and not self.evidence:
            missing["evidence"] = "Ange underlag: Åtgärdad bygger på mer än nämndens egen uppgift."
        return missing

    def _earliness(self, on: date, awaited: date | None, planned: date | None) -> str:
        """Why a verdict on the day needs a reason of its own, in Swedish, or nothing."""
        advice = "Ange skäl för att bedöma före det datumet."
        if awaited and awaited >= on:
            day = swedish.long_date(awaited)
            return f"Svarsdatumet, {day}, har inte passerat och inget svar är inne. {advice}"
        if self.value in NEEDS_REASON_BEFORE_PLAN and planned and planned > on:
            return f"Nämnden har planerat till {swedish.long_date(planned)}. {advice}"
        return ""


class PointVerdict(Tracked):
    """What a verdict says of one sub-point: decided with it. Swedish: bedömning av delpunkt."""

    verdict = models.ForeignKey(Verdict, models.CASCADE, related_name="points")
    point = models.ForeignKey(SubPoint, models.PROTECT, related_name="verdicts")
    value = models.CharField("bedömning", max_length=20, choices=VerdictValue)

    history = HistoricalRecords()

    class Meta:
        ordering = ["point__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["verdict", "point"], name="point_once_per_verdict")
        ]

    def __str__(self) -> str:
        return f"{self.point.letter}) {self.get_value_display()}"

    @property
    def status(self) -> Status:
        return VerdictValue(self.value).status
