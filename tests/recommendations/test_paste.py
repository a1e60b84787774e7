from django.urls import reverse

from tests import factories


def url(audit):
    return reverse("recommendations:paste", args=[audit.pk])


def test_rows_become_recommendations_to_the_chosen_bodies(client, auditor, board, social):
    audit = factories.draft_audit()
    client.force_login(auditor)

    rows = ["Ta fram en plan", "Följ upp planen"]
    client.post(url(audit), {"row": rows, "bodies": [board.pk, social.pk]})

    added = audit.recommendations.all()
    assert [one.text for one in added] == rows
    assert [one.addressees.count() for one in added] == [2, 2]


def test_first_the_rows_are_shown_with_the_bodies_kept(client, auditor, board):
    audit = factories.draft_audit()
    client.force_login(auditor)

    page = client.post(url(audit), {"text": "- Ta fram en plan", "bodies": [board.pk]})

    assert "Ta fram en plan" in page.content.decode() and "checked" in page.content.decode()
    assert not audit.recommendations.exists()


def test_moving_numbers_each_bodys_own_anew(client, auditor, board):
    audit = factories.draft_audit(board, per_body=2)
    last = audit.recommendations.last()
    client.force_login(auditor)

    client.post(reverse("recommendations:move", args=[last.addressees.get().pk]), {"way": "up"})

    assert audit.recommendations.first() == last
    assert last.addressees.get().number == 1


def test_moving_is_among_the_same_bodys(client, auditor, board, social):
    audit = factories.draft_audit(board, social, per_body=3)
    client.force_login(auditor)
    third = audit.recommendations.filter(addressees__body=social).last()

    address = reverse("recommendations:move", args=[third.addressees.get().pk])
    client.post(address, {"place": "1"})

    own = audit.recommendations.filter(addressees__body=social)
    assert own.first() == third
    assert [one.number for one in own] == [4, 5, 6]


def test_a_pasted_heading_is_no_row_and_says_whom_its_rows_are_put_to(client, auditor, social):
    audit = factories.draft_audit()
    client.force_login(auditor)

    text = f"- Se över planen\n{social.name} rekommenderas att:\n- Utbilda fler\n- Följa upp"
    response = client.post(url(audit), {"text": text})

    shown = [(group.heading, group.rows) for group in response.context["form"].groups]
    assert shown == [
        ("", ["Se över planen"]),
        (f"{social.name} rekommenderas att:", ["Utbilda fler", "Följa upp"]),
    ]
    assert f"Raderna under den riktas till {social.name}." in response.content.decode()
    assert "data-received" in response.content.decode()


def test_rows_under_a_heading_are_put_to_the_body_that_it_names(client, auditor, board, social):
    audit = factories.draft_audit()
    client.force_login(auditor)

    heading = f"{social.name} rekommenderas att:"
    rows = {"row": ["Se över planen", "Utbilda fler"], "heading": ["", heading]}
    client.post(url(audit), rows | {"bodies": [board.pk]})

    put = [(one.text, one.addressees.get().body) for one in audit.recommendations.all()]
    assert put == [("Se över planen", board), ("Utbilda fler", social)]
