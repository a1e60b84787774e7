from celery import shared_task
from django.utils import timezone

from reports import answer_papers, compilations, overview_papers, services, sitting_papers

# The next turn enqueues anew what no worker has taken by then.
EXPIRES = 60
# Seconds by the clock, for a paper of hundreds of pages on a busy machine.
LONGEST = 1800


@shared_task
def make_report(pk: int) -> bool:
    return services.maker.make(pk) is not None


@shared_task
def make_answer_paper(pk: int) -> bool:
    return answer_papers.maker.make(pk) is not None


@shared_task
def make_sitting_paper(pk: int) -> bool:
    return sitting_papers.maker.make(pk) is not None


@shared_task(time_limit=LONGEST)
def make_compiled_paper(pk: int) -> bool:
    return compilations.maker.make(pk) is not None


@shared_task
def make_overview_paper(pk: int) -> bool:
    return overview_papers.maker.make(pk) is not None


MAKERS = (
    (make_report, services.maker),
    (make_answer_paper, answer_papers.maker),
    (make_sitting_paper, sitting_papers.maker),
    (make_overview_paper, overview_papers.maker),
    (make_compiled_paper, compilations.maker),
)


@shared_task
def make_waiting_reports() -> int:
    """A task for each, so that no heavy paper takes the time of the others. Papers that have lain their time go."""
    answer_papers.take_away()
    at = timezone.now()
    orders = [(task, pk) for task, maker in MAKERS for pk in maker.waiting(at=at)]
    for task, pk in orders:
        task.apply_async((pk,), expires=EXPIRES)
    return len(orders)
