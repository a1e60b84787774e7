"""The audit side's working material."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.models import Evidence
from documents.files import Upload
from documents.models import Document


@transaction.atomic
def keep_evidence(
    evidence: Evidence, upload: Upload, *, may_be_secret: bool, at: datetime, by: User
) -> Evidence:
    """Store the file unchanged, with its hash, for the audit side alone."""
    evidence.document = Document.objects.store(
        name=upload.name,
        data=upload.data,
        media_type=upload.media_type,
        at=at,
        by=by,
        may_be_secret=may_be_secret,
    )
    evidence.save()
    return evidence
