"""A paper that kills the child that makes it: the others in the queue are made, by the next child."""

import pytest

from common import dates
from reports import services, tasks
from reports.models import Report, ReportState
from tests.brokers import own_broker
from tests.conftest import NOW
from tests.long import only_long
from tests.test_worker import wait_for, worker

# A worker is started, and starts a child anew.
pytestmark = [pytest.mark.django_db(transaction=True), only_long]


def test_one_paper_takes_no_other_with_it(handed_over, chair, figures):
    deadly = services.order_missive(handed_over, at=NOW, by=chair)
    other = services.order_report(handed_over, on=dates.today(), at=NOW, by=chair)
    with own_broker(14):
        tasks.make_waiting_reports()

        with worker(port=1, queues="papers", app="tests.faults.killing", database=14) as process:
            wait_for(lambda: Report.objects.get(pk=other.pk).state == ReportState.DONE)
            assert process.poll() is None

    deadly.refresh_from_db()
    figures("papers that kill their child", killed=deadly.attempts, others_made=1)
    assert (deadly.state, deadly.attempts) == (ReportState.RUNNING, 1)
