from django.urls import reverse


def url(recommendation):
    return reverse("recommendations:remove", args=[recommendation.pk])


def test_removed_and_numbered_anew(client, auditor, draft, board):
    client.force_login(auditor)

    client.post(url(draft.recommendations.get(number=1)), {"version": 1})

    assert list(draft.recommendations.values_list("number", flat=True)) == [1, 2, 3]
    assert board.addressed.get().number == 1


def test_looking_removes_nothing(client, auditor, draft):
    client.force_login(auditor)
    recommendation = draft.recommendations.first()

    assert recommendation.text in client.get(url(recommendation)).content.decode()
    assert draft.recommendations.count() == 4


def test_a_stale_removal_is_refused(client, auditor, draft):
    client.force_login(auditor)
    response = client.post(url(draft.recommendations.first()), {"version": 9})

    assert response.status_code == 409
    assert draft.recommendations.count() == 4


def test_handed_over_is_locked(client, auditor, handed_over):
    client.force_login(auditor)

    assert client.post(url(handed_over.recommendations.first()), {"version": 1}).status_code == 403
