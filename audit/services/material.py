"""An audit's material, row by row and as a grid."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from audit.grid import Grid
from audit.models import Audit, Criterion, MinutesReview, Observation, Sample, Source

MaterialRow = Criterion | Observation | MinutesReview | Source


@transaction.atomic
def add_material(audit: Audit, rows: Iterable[MaterialRow]) -> None:
    """Keep new rows, each kind in the order given. Raises RuleBroken once the audit has been decided."""
    audit.require_open()
    places: Counter[type] = Counter()
    for row in rows:
        places[type(row)] += 1
        row.audit, row.position = audit, places[type(row)]
        row.save()


@transaction.atomic
def keep_sample(sample: Sample, grid: Grid) -> Sample:
    """Save the sample with this grid. Raises RuleBroken once the audit has been decided."""
    sample.audit.require_open()
    sample.data = grid.as_data()
    sample.save()
    return sample
