from django.urls import reverse

from audit.services import comment
from tests.conftest import NOW


def test_a_stale_answer_is_refused_with_both_texts(client, auditor, check, board_clerk):
    remark = comment(check.chapters.first(), text="Fel", at=NOW, by=board_clerk)
    url = reverse("audit:comment_answer", args=[remark.pk])
    client.force_login(auditor)
    client.post(url, {"answer": "Rättat i rapporten.", "version": "1"})

    response = client.post(url, {"answer": "Står kvar.", "version": "1"})

    assert response.status_code == 409
    assert "Rättat" in response.content.decode() and "Står kvar." in response.content.decode()
