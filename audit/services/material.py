"""An audit's material, row by row and as a grid."""

from collections.abc import Iterable

from django.db import transaction

from audit.grid import Grid
from audit.models import Audit, Criterion, MinutesReview, Observation, Sample, Source

MaterialRow = Criterion | Observation | MinutesReview | Source


@transaction.atomic
def add_material(audit: Audit, rows: Iterable[MaterialRow]) -> None:
    """Keep new rows in the order given. Raises RuleBroken once the audit has been decided."""
    audit.require_open()
    for position, row in enumerate(rows, start=1):
        row.audit, row.position = audit, position
        row.save()


@transaction.atomic
def keep_sample(sample: Sample, grid: Grid) -> Sample:
    """Save the sample with this grid. Raises RuleBroken once the audit has been decided."""
    sample.audit.require_open()
    sample.data = grid.as_data()
    sample.save()
    return sample
