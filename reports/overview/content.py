"""All that the overview says, on a page and on paper alike."""

from dataclasses import dataclass
from datetime import date

from accounts.descriptions import describe
from accounts.models import Body
from audit.models import Sitting
from common import swedish
from reports.overview import figures, rules
from reports.overview.attention import RULES, AttentionRule, attention
from reports.overview.figures import BodyTables, Disagreement, LateAnswers
from reports.overview.news import News, last_sitting, news, quarter_before
from reports.overview.scope import Scope
from reports.overview.trend import TrendRow, trend, trend_sum
from reports.permissions import sees_every_body


@dataclass(frozen=True)
class OverviewContent:
    """As one person may know it, on one day."""

    scope: Scope
    # The bodies that an official's overview is limited to; none for those who see every body.
    bodies: list[Body]
    register: BodyTables
    late: LateAnswers
    attention: list[AttentionRule]
    disagreements: list[Disagreement]
    news: News
    # The meeting that the news are counted from, when no other day was chosen.
    sitting: Sitting | None
    trend: list[TrendRow]
    # Units that were put by the day and have been entered after it.
    entered_since: int

    @classmethod
    def of(cls, scope: Scope, *, since: date | None, today: date) -> "OverviewContent":
        sitting = None if since else last_sitting(scope.user, on=scope.on)
        begins = since or (sitting.meets_on if sitting else quarter_before(scope.on))
        register = figures.register(scope)
        late = LateAnswers.on(scope)
        return cls(
            scope=scope,
            bodies=own_bodies(scope),
            register=register,
            late=late,
            attention=attention(scope, late, register),
            disagreements=figures.disagreements(scope),
            news=news(scope, begins),
            sitting=sitting,
            trend=trend(scope),
            entered_since=scope.entered_since() if scope.on < today else 0,
        )

    @property
    def bodies_told(self) -> str:
        return swedish.listing(body.in_text for body in self.bodies)

    @property
    def how_known(self) -> str:
        """Which of the two true answers of a past day it is, where they differ or the person asked for one."""
        count, is_known = self.entered_since, self.scope.as_known
        day = f"Så som det var känt {swedish.long_date(self.scope.on)}." if is_known else ""
        if not count:
            return day
        units = "rekommendation × adressat", "rekommendationer × adressater"
        entered = f"{swedish.capitalized(swedish.counted(count, *units))} som gällde den dagen har skrivits in senare"
        return f"{day} {entered} och räknas {'inte här' if is_known else 'med'}.".strip()

    @property
    def rules_told(self) -> tuple[tuple[str, str], ...]:
        """Each rule by which rows are chosen: what it is called, and what it says."""
        return RULES

    @property
    def most_rows(self) -> str:
        return swedish.number_word(rules.MOST_ROWS)

    @property
    def trend_sum(self) -> TrendRow:
        return trend_sum(self.trend)


def own_bodies(scope: Scope) -> list[Body]:
    if sees_every_body(scope.user):
        return []
    bodies = list(Body.objects.of(scope.user))
    describe(bodies, on=scope.on)
    return bodies
