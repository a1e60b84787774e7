"""Where each recommendation × body stood, from one day until another: what lists filter and what figures count.

The rows are derived. `services.keep_states` makes them of the facts in the transaction of each deed, and
`script/manage recount` makes them anew.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import BigIntegerField, Case, F, Q, Value, When

from accounts.models import Body, Succession, User
from accounts.roles import Role
from audit.models import Audit, sees_of_body
from common import dates
from recommendations.models import Addressee, Recommendation
from recommendations.values import CLOSING, CountPart, StatedState, VerdictValue
from responses.lines import NextStep
from responses.models.requests import Occasion

# The body says that it is done, and nothing has been judged since.
CLAIMED_AND_UNJUDGED = Q(claim=StatedState.DONE) & (
    Q(judged_on=None) | Q(judged_on__lt=F("claimed_on"))
)

# What the figures of the overview are counted of.
FIGURED = (
    *("put_on", "verdict", "judged_on", "arrived_on", "came_late", "late_from"),
    *("claim", "claimed_on", "entered_afterwards", "from_register"),
)


def past_the_bodys_day(on: date) -> Q:
    """Those that are open, where something remains after the day that the body has set itself for it."""
    return Q(overdue_from__lte=on) & ~Q(part__in=CLOSING)


class UnitStateQuerySet(models.QuerySet["UnitState"]):
    def visible_to(self, user: User) -> Self:
        """As the addressees: of what has been handed over, for there is no state before."""
        if user.has_role(Role.PRESIDIUM):  # which then sees every one: the audits need not be asked
            return self.all()
        return self.filter(sees_of_body(user, "audit"))

    def on(self, day: date, *, as_known: bool = False) -> Self:
        """How each stood at the end of the day. `as_known`: by what was written down here by then.

        No deed lies ahead, so that today is the open rows, which have indexes of their own.
        """
        if day == dates.today():
            holds = self.filter(until=None)
        else:
            holds = self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)
        return holds.told(as_known=as_known)

    def told(self, *, as_known: bool) -> Self:
        """In one of the two tellings."""
        return self.filter(as_known=True) if as_known else self.filter(as_it_was=True)

    def counted(self) -> Self:
        """A repeated recommendation counts once, the later one."""
        return self.exclude(part=CountPart.REPLACED)

    def outstanding(self) -> Self:
        """Not ersatt, and not closed by a decided verdict."""
        return self.counted().exclude(part__in=CLOSING)

    def late(self, *, on: date) -> Self:
        """Those with an answer or a komplettering that had not come by its date."""
        return self.counted().filter(late_from__lte=on)

    def with_holder(self, *, on: date) -> Self:
        """Adds `holder` (a body's pk): who has it on a day.

        What was closed when its body ended stays there; what was open has gone to the heir.
        """
        heirs = [
            When(
                Q(body=succession.body_id)
                & ~Q(verdict__in=CLOSING, judged_on__lt=succession.since),
                then=Value(succession.heir_id),
            )
            for succession in reversed(Succession.objects.known(on=on))
        ]
        return self.annotate(
            holder=Case(*heirs, default=F("body_id"), output_field=BigIntegerField())
        )


class UnitState(models.Model):
    """Where a recommendation to a body stood, from a day until another. Swedish: läge."""

    addressee = models.ForeignKey(Addressee, models.CASCADE, related_name="states")
    # Of the addressee, and here so that a list or a figure is read out of one table.
    # It goes with its addressee, which alone refers to the recommendation in the database.
    recommendation = models.ForeignKey(
        Recommendation,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    audit = models.ForeignKey(Audit, models.CASCADE, related_name="+")
    audit_year = models.PositiveSmallIntegerField("revisionsår")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name="organ")
    put_on = models.DateField("överlämnad")
    # As of its audit: written down here with days of its own; and then maybe out of an earlier register.
    entered_afterwards = models.BooleanField("inläst i efterhand", db_default=False)
    from_register = models.BooleanField("ur ett tidigare register", db_default=False)

    since = models.DateField("från och med")
    # The first day that it no longer stood so.
    until = models.DateField("till", null=True)
    # As we know now that it was then, and as it was known then. Most states are both.
    as_it_was = models.BooleanField()
    as_known = models.BooleanField()

    part = models.CharField("läge", max_length=20, choices=CountPart)
    verdict = models.CharField(
        "revisorernas bedömning", max_length=20, blank=True, choices=VerdictValue
    )
    judged_on = models.DateField("bedömd", null=True)
    # Of the latest answer in force: when it came, and whether that was after its date.
    arrived_on = models.DateField("svarade", null=True)
    came_late = models.BooleanField("svarade efter svarsdatum", db_default=False)
    # What is waited for that is wished soonest: a first answer or a komplettering, and by when.
    awaited = models.CharField("väntar på", max_length=20, blank=True, choices=Occasion)
    due_on = models.DateField("svarsdatum", null=True)
    # From which day on something that is waited for is late.
    late_from = models.DateField("sen från", null=True)
    # How far the body says that it has come, since when, and the last day that it has set itself: of what all may read.
    claim = models.CharField("nämnden uppger", max_length=20, choices=StatedState)
    claimed_on = models.DateField("uppgett", null=True)
    planned_on = models.DateField("planerat", null=True)
    # From which day on something that remains is past the day that the body has set itself for it.
    overdue_from = models.DateField("förbi nämndens datum från", null=True)
    # What comes next, and the day that it is counted from: the order of the register.
    step = models.PositiveSmallIntegerField("nästa steg", choices=NextStep)
    step_on = models.DateField()

    # Filled in by `with_holder`.
    holder: int

    objects = UnitStateQuerySet.as_manager()

    class Meta:
        ordering = ["addressee", "since", "pk"]
        indexes = [
            # The orders of the register, of all bodies and of one.
            models.Index("step", "step_on", "id", name="state_in_order", condition=Q(until=None)),
            models.Index(fields=["put_on", "id"], name="state_by_age", condition=Q(until=None)),
            models.Index(
                fields=["-audit_year", "step", "step_on", "id"],
                name="state_by_year",
                condition=Q(until=None),
            ),
            models.Index(
                fields=["body", "step", "step_on", "id"],
                name="state_of_body",
                condition=Q(until=None),
            ),
            # What is counted, of the table's index alone: by a column of it (`part`) and not by the key.
            models.Index(
                fields=["part"],
                include=["as_it_was", "body", "audit", "audit_year", *FIGURED],
                name="state_of_part",
                condition=Q(until=None),
            ),
            models.Index(
                fields=["audit", "recommendation"],
                include=["as_it_was", "body", "audit_year", "part"],
                name="state_of_recommendation",
                condition=Q(until=None),
            ),
            models.Index(fields=["late_from"], name="state_late", condition=Q(until=None)),
            models.Index(
                fields=["overdue_from", "id"],
                include=["as_it_was", "part", "audit", "body"],
                name="state_overdue",
                condition=Q(until=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["addressee", "since"],
                condition=Q(as_it_was=True),
                name="state_one_a_day",
            ),
            models.UniqueConstraint(
                fields=["addressee", "since"],
                condition=Q(as_known=True),
                name="state_known_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="state_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(as_it_was=True) | Q(as_known=True), name="state_of_some_telling"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.get_part_display()}"
