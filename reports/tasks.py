from celery import shared_task
from django.utils import timezone

from reports import answer_papers, overview_papers, services, sitting_papers

# The next turn enqueues anew what no worker has taken by then.
EXPIRES = 60


@shared_task
def make_report(pk: int) -> bool:
    return services.make_report(pk) is not None


@shared_task
def make_answer_paper(pk: int) -> bool:
    return answer_papers.make(pk) is not None


@shared_task
def make_sitting_paper(pk: int) -> bool:
    return sitting_papers.make(pk) is not None


@shared_task
def make_overview_paper(pk: int) -> bool:
    return overview_papers.make(pk) is not None


@shared_task
def make_waiting_reports() -> int:
    """A task for each, so that no heavy paper takes the time of the others. Papers that have lain their time go."""
    answer_papers.take_away()
    at = timezone.now()
    orders = [(make_report, pk) for pk in services.waiting_reports(at=at)]
    orders += [(make_answer_paper, pk) for pk in answer_papers.waiting(at=at)]
    orders += [(make_sitting_paper, pk) for pk in sitting_papers.waiting(at=at)]
    orders += [(make_overview_paper, pk) for pk in overview_papers.waiting(at=at)]
    for task, pk in orders:
        task.apply_async((pk,), expires=EXPIRES)
    return len(orders)
