"""What was said the last time about recommendations that are asked about in a round: read beside each question."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from recommendations.models import Addressee, ProgressReport, Verdict
from responses.models import AnswerItem, AnswerRequest


@dataclass(frozen=True)
class LastTime:
    """The body's first answer and its last report, and what revisorerna have decided. None where nothing was said."""

    answer: AnswerItem | None
    report: ProgressReport | None
    verdict: Verdict | None

    @property
    def is_empty(self) -> bool:
        return not (self.answer or self.report or self.verdict)


def last_time(
    request: AnswerRequest, addressees: Collection[Addressee], *, on: date
) -> dict[int, LastTime]:
    """By addressee's key, for the body itself: its own words are no secret to it. Nothing unless a round asks."""
    if not request.is_status:
        return {}
    keys = [addressee.pk for addressee in addressees]
    answers = {
        item.asked.addressee_id: item
        for item in AnswerItem.objects.in_force(on=on)
        .filter(asked__addressee__in=keys)
        .exclude(answer__request__occasion=request.occasion)
        .select_related("answer", "asked")
        .order_by("answer__submitted_at", "pk")
    }
    reported = ProgressReport.objects.reported(on=on).filter(addressee__in=keys)
    reports = {report.addressee_id: report for report in reported.distinct("addressee_id")}
    decided = Verdict.objects.decided(on=on).filter(addressee__in=keys)
    verdicts = {verdict.addressee_id: verdict for verdict in decided.distinct("addressee_id")}
    return {key: LastTime(answers.get(key), reports.get(key), verdicts.get(key)) for key in keys}
