"""The registration copy: everything that was handed in, as data, for the body alone."""

import json

import pytest
from django.urls import reverse

from mailing.models import OutgoingMail
from responses import services
from responses.models import Stance
from tests.conftest import NOW, write_answer

pytestmark = pytest.mark.django_db


def test_the_copy_has_all_that_was_handed_in(client, board_request, board_clerk):
    draft = write_answer(board_request)
    services.submit(draft, at=NOW, by=board_clerk)
    client.force_login(board_clerk)
    answer = client.get(reverse("responses:receipt_copy", args=[board_request.pk]))
    copy = json.loads(answer.content)
    draft.refresh_from_db()
    assert answer["Content-Disposition"] == f'attachment; filename="{draft.number}.json"'
    assert copy["kvitto"] == draft.number
    assert copy["kontrollkod"] == draft.receipt
    assert copy["beslut"]["datum"] == draft.decided_on.isoformat()
    items = list(draft.items.all())
    assert [row["text"] for row in copy["svar"]] == [item.text for item in items]
    assert {row["instämmer"] for row in copy["svar"]} <= {str(label) for label in Stance.labels}


def test_the_receipt_by_mail_has_its_number(board_request, board_clerk):
    draft = write_answer(board_request)
    services.submit(draft, at=NOW, by=board_clerk)
    draft.refresh_from_db()
    assert draft.number == f"K-{NOW.year}-{draft.pk:04}"
    mail = OutgoingMail.objects.filter(kind="receipt").first()
    assert f"Kvitto: {draft.number}" in mail.text
    assert f"Kontrollkod: {draft.receipt}" in mail.text
