"""What a body leaves to those who come after it, on paper: for its own people and for revisorer."""

from collections.abc import Callable
from datetime import datetime

from django.http import QueryDict

from accounts.models import Body
from reports.making import PaperMade
from reports.models import Compilation
from reports.papers.compiled import file_name
from reports.papers.rendering import rendered
from reports.register.hand_over import hand_over_list

PAPER = "reports/pdf/hand_over.html"


def paper(
    job: Compilation, *, made_at: datetime, progress: Callable[[int], None] | None = None
) -> PaperMade:
    """As of the day that it was ordered for."""
    key = QueryDict(job.query)["organ"]
    body = Body.objects.select_related("successor").get(pk=key)
    listed = hand_over_list(body, user=job.requested_by, today=job.per)
    context: dict[str, object] = {"handed": listed, "made_at": made_at}
    return PaperMade(rendered(PAPER, context, laid_out=progress), file_name(job), [body])
