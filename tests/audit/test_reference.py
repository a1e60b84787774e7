from django.urls import reverse


def url(audit, body):
    return reverse("audit:reference", args=[audit.parties.get(body=body).pk])


def test_the_body_writes_its_own_number(client, handed_over, board, board_clerk):
    client.force_login(board_clerk)

    client.post(url(handed_over, board), {"reference": "KS 2022/118"})

    assert handed_over.parties.get(body=board).reference == "KS 2022/118"
    assert "KS 2022/118" in client.get(handed_over.get_absolute_url()).content.decode()


def test_not_another_bodys(client, handed_over, social, board_clerk):
    client.force_login(board_clerk)

    assert client.post(url(handed_over, social), {"reference": "X"}).status_code == 404


def test_a_body_does_not_see_another_bodys_number(
    client, handed_over, social, auditor, board_clerk
):
    client.force_login(auditor)
    client.post(url(handed_over, social), {"reference": "SN 2022/77"})
    client.force_login(board_clerk)

    assert "SN 2022/77" not in client.get(handed_over.get_absolute_url()).content.decode()


def test_historik_tells_it(client, handed_over, board, auditor):
    client.force_login(auditor)
    client.post(url(handed_over, board), {"reference": "KS 2022/118"})

    history = client.get(reverse("reports:history", args=[handed_over.pk])).content.decode()

    assert "ändrade uppgifterna om kommunstyrelsen" in history
