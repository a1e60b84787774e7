from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import Audit, AuditDocument
from common import dates
from documents.models import Document
from responses import services
from responses.models import Delivery
from tests.conftest import HANDED_OVER, NOW, write_answer


def url(audit, body):
    return reverse("responses:receive", args=[audit.sent_to.get(body=body).pk])


def test_each_party_has_a_row_with_what_it_was_sent(handed_over, board):
    delivery = handed_over.sent_to.get(body=board)

    assert delivery.sent_at == HANDED_OVER
    assert board.registrator_email in delivery.addresses


def test_the_body_confirms(client, board_clerk, handed_over, board):
    client.force_login(board_clerk)

    client.post(url(handed_over, board), {"received_on": "2022-11-25", "note": ""})

    delivery = handed_over.sent_to.get(body=board)
    assert (delivery.received_on, delivery.noted_by) == (date(2022, 11, 25), board_clerk)


def test_not_for_another_body(client, board_clerk, handed_over, social):
    client.force_login(board_clerk)

    assert client.get(url(handed_over, social)).status_code == 404


@pytest.mark.parametrize("day", ["2022-11-01", "2099-01-01", "", "x"])
def test_impossible_days_are_said(client, board_clerk, handed_over, board, day):
    client.force_login(board_clerk)

    assert client.post(url(handed_over, board), {"received_on": day}).status_code == 200
    assert not Delivery.objects.exclude(received_on=None).exists()


def test_it_waits_in_att_gora_until_then(client, board_clerk, handed_over, board):
    client.force_login(board_clerk)
    assert "Bekräfta mottagande" in client.get(reverse("reports:todo")).content.decode()

    client.post(url(handed_over, board), {"received_on": "2022-11-25"})

    assert "Bekräfta mottagande" not in client.get(reverse("reports:todo")).content.decode()


def test_only_chosen_files_are_read_by_others(client, draft, auditor, board_clerk):
    files = [
        AuditDocument.objects.create(
            audit=draft,
            part="report",
            document=Document.objects.store(
                name=name, data=b"%PDF-1.4 %%EOF", media_type="application/pdf", at=NOW, by=None
            ),
        )
        for name in ("rapport.pdf", "arbetsfil.pdf")
    ]
    services.dispatch(draft, at=HANDED_OVER, by=auditor, files=files[:1])
    client.force_login(board_clerk)

    codes = [
        client.get(reverse("audit:document", args=[draft.pk, file.pk])).status_code
        for file in files
    ]

    page = client.get(draft.get_absolute_url()).content.decode()
    assert codes == [200, 404]
    assert "rapport.pdf" in page and "arbetsfil.pdf" not in page


def test_a_receipt_is_asked_for_in_three_months_and_never_for_what_was_entered_afterwards(
    handed_over, board, social, social_clerk, social_request
):
    def waiting(days):
        found = Delivery.objects.unconfirmed(on=dates.local_day(HANDED_OVER) + timedelta(days=days))
        return {one.body for one in found.filter(body__in=[board, social])}

    assert waiting(90) == {board, social}
    assert waiting(91) == set()

    services.submit(write_answer(social_request), at=NOW, by=social_clerk)
    assert waiting(90) == {board}

    Audit.objects.filter(pk=handed_over.pk).update(
        entered_afterwards_at=HANDED_OVER,
        entered_afterwards_by=handed_over.handed_over_by,
        entered_from="register.xlsx",
    )
    assert waiting(90) == set()
