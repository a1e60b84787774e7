"""What the tests of an answer over time share."""

from datetime import timedelta

from django.urls import reverse

from common import dates
from documents.files import Upload
from reports.audit.rows import addressee_rows
from responses.models import AnswerOpening
from tests.conftest import NOW

FILE = Upload("yttrande.pdf", b"%PDF-1.7", "application/pdf")
TODAY = dates.local_day(NOW)
LATER = NOW + timedelta(days=3)
LATEST = NOW + timedelta(days=30)


def told(audit, *, on):
    """What the pages tell of every recommendation on a day."""
    blocks = addressee_rows(audit, on=on, audit_side=True)
    return [
        (row.answer and (row.answer.stance, row.answer.text), [m.what for m in row.measures])
        for block in blocks
        for row in block.rows
    ]


def opened(answer):
    return AnswerOpening.objects.filter(answer=answer).exists()


def url(name, request):
    return reverse(f"responses:{name}", args=[request.pk])
