"""The audit side's working material."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.models import Evidence
from documents.files import Upload, keep


@transaction.atomic
def keep_evidence(
    evidence: Evidence, upload: Upload, *, may_be_secret: bool, at: datetime, by: User
) -> Evidence:
    """Store the file unchanged, with its hash, for the audit side alone."""
    evidence.document = keep(upload, at=at, by=by, may_be_secret=may_be_secret)
    evidence.save()
    return evidence
