"""A round of follow-up as its page tells it: who has answered, and what was said against what was judged."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from accounts.models import Body, User
from audit.models import Audit
from common.status import Status
from recommendations.models import Addressee, ProgressReport, Verdict
from recommendations.values import CLAIMS, StatedState, VerdictValue
from responses.meetings import Meetings
from responses.models import AnswerRequest, AskedItem, FollowUpRound
from responses.standing import RequestStanding


@dataclass(frozen=True)
class AskedUnit:
    """One recommendation of the round: what its body told in it, and what revisorerna have said since."""

    addressee: Addressee
    report: ProgressReport | None
    verdict: Verdict | None

    @property
    def claim(self) -> str:
        return self.report.claim if self.report else ""

    @property
    def is_gap(self) -> bool:
        """Told as done, and judged as something else."""
        judged = self.verdict.value if self.verdict else VerdictValue.DONE
        return self.claim == StatedState.DONE and judged != VerdictValue.DONE


@dataclass
class BodyOfRound:
    """One body of the round, with its requests, one for each audit."""

    body: Body
    standings: list[RequestStanding] = field(default_factory=list)
    units: list[AskedUnit] = field(default_factory=list)

    @property
    def claims(self) -> list[tuple[str, int]]:
        """The word of each claim and how many, in the order of the columns."""
        counts = Counter(unit.claim for unit in self.units)
        return [(claim.status.word, counts[claim]) for claim in CLAIMS]

    @property
    def judged(self) -> int:
        return sum(unit.verdict is not None for unit in self.units)

    @property
    def arrived(self) -> int:
        return sum(standing.arrived_on is not None for standing in self.standings)

    @property
    def is_in(self) -> bool:
        return self.arrived == len(self.standings)


@dataclass(frozen=True)
class RoundPage:
    """The whole page."""

    bodies: list[BodyOfRound]

    @property
    def units(self) -> list[AskedUnit]:
        return [unit for body in self.bodies for unit in body.units]

    @property
    def columns(self) -> list[Status]:
        return [claim.status for claim in CLAIMS]

    @property
    def total(self) -> BodyOfRound:
        standings = [standing for body in self.bodies for standing in body.standings]
        return BodyOfRound(self.bodies[0].body, standings, self.units)

    @property
    def bodies_in(self) -> int:
        return sum(body.is_in for body in self.bodies)

    @property
    def to_judge(self) -> int:
        """What has been told and nobody has judged since."""
        return sum(unit.report is not None and unit.verdict is None for unit in self.units)

    @property
    def gaps(self) -> list[AskedUnit]:
        return [unit for unit in self.units if unit.is_gap]

    @property
    def matrix(self) -> list[tuple[Status, list[tuple[int, bool]], int]]:
        """Claim against verdict, of what has been judged; framed where done was claimed and is not what was judged."""
        judged = [unit for unit in self.units if unit.verdict and unit.report]
        counts = Counter((u.claim, u.verdict.value) for u in judged if u.verdict)
        rows = []
        for claim in CLAIMS:
            cells = [
                (
                    counts[claim, value],
                    claim == StatedState.DONE and value != VerdictValue.DONE,
                )
                for value in VerdictValue
            ]
            rows.append((claim.status, cells, sum(count for count, _ in cells)))
        return rows

    @property
    def judged_words(self) -> list[Status]:
        return [value.status for value in VerdictValue]


def page_of(opened: FollowUpRound, user: User, *, on: date) -> RoundPage:
    """In a constant number of queries, of the audits that the person works in."""
    requests = list(
        AnswerRequest.objects.filter(round=opened, audit__in=Audit.objects.written_by(user))
        .with_state(on=on)
        .with_answer()
        .select_related("body", "audit")
        .order_by("body__position", "body__name", "audit__audit_year", "pk")
    )
    meetings = Meetings.about(requests)
    units = _units(opened, requests, on=on)
    bodies: dict[int, BodyOfRound] = {}
    for request in requests:
        body = bodies.setdefault(request.body_id, BodyOfRound(request.body))
        standing = RequestStanding.of(request, on=on, meetings=meetings.of(request.body_id))
        body.standings.append(standing)
        body.units += units[request.pk]
    return RoundPage(list(bodies.values()))


def _units(
    opened: FollowUpRound, requests: list[AnswerRequest], *, on: date
) -> dict[int, list[AskedUnit]]:
    items = list(
        AskedItem.objects.filter(request__in=requests, withdrawn_at=None)
        .select_related("addressee__recommendation__audit", "addressee__body")
        .order_by("request", "addressee__number")
    )
    keys = [item.addressee_id for item in items]
    last_told = ProgressReport.objects.reported(on=on).filter(told_in__asked__in=items)
    reports = {report.addressee_id: report for report in last_told.distinct("addressee_id")}
    since = Verdict.objects.filter(
        addressee__in=keys, withdrawn_at=None, proposed_at__gte=opened.opened_at
    )
    latest = since.order_by("addressee_id", "-proposed_at", "-pk").distinct("addressee_id")
    verdicts = {verdict.addressee_id: verdict for verdict in latest}
    by_request: dict[int, list[AskedUnit]] = defaultdict(list)
    for item in items:
        key = item.addressee_id
        unit = AskedUnit(item.addressee, reports.get(key), verdicts.get(key))
        by_request[item.request_id].append(unit)
    return by_request
