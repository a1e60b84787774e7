"""Sub-points: written with the recommendation, judged each for itself, decided with the whole."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from recommendations.models import Addressee, PointVerdict, SubPoint, Verdict
from recommendations.services import divide, propose_verdict
from reports.audit.rows import addressee_rows
from responses import services
from responses.services.reviewing import shown_at_hand_over
from tests.conftest import NOW
from tests.factories import SEEN

GROUND = {
    "version": 0,
    "evidence": "document",
    "seen": "Planen.",
    "note": "Läst.",
    "early_reason": "Vid årets slut.",
}
THREE = ["Ta fram en plan", "Besluta om mål", "Följa upp varje år"]


@pytest.fixture
def addressee(draft, chair):
    recommendation = draft.recommendations.first()
    divide(recommendation, THREE)
    services.dispatch(draft, at=NOW, by=chair)
    return Addressee.objects.get(recommendation=recommendation)


def keys(addressee):
    return list(addressee.recommendation.points.values_list("pk", flat=True))


def save(client, recommendation, points, version=1):
    sent = {
        "text": recommendation.text,
        "points": points,
        "version": version,
        "bodies": list(recommendation.addressees.values_list("body", flat=True)),
    }
    return client.post(reverse("recommendations:edit", args=[recommendation.pk]), sent)


def test_a_pasted_list_becomes_lettered_points(client, auditor, draft):
    recommendation = draft.recommendations.first()
    client.force_login(auditor)

    save(client, recommendation, "a) Ta fram en plan\nb) Besluta om mål")

    assert [str(point) for point in SubPoint.objects.all()] == [
        "a) Ta fram en plan",
        "b) Besluta om mål",
    ]


def test_a_lonely_point_is_refused_and_kept_in_the_form(client, auditor, draft):
    client.force_login(auditor)

    response = save(client, draft.recommendations.first(), "Ta fram en plan")

    assert "Skriv minst två" in response.content.decode()
    assert not SubPoint.objects.exists()


def test_fewer_points_are_removed_and_the_rest_keep_their_history(draft):
    recommendation = draft.recommendations.first()
    divide(recommendation, THREE)
    divide(recommendation, ["Ta fram en plan", "Besluta om delmål"])

    second = SubPoint.objects.get(position=2)
    assert [str(point) for point in SubPoint.objects.all()][1] == "b) Besluta om delmål"
    assert second.history.count() == 2
    assert SubPoint.history.filter(history_type="-").count() == 1


def test_each_point_is_judged_with_the_whole(client, auditor, addressee):
    a, b, c = keys(addressee)
    client.force_login(auditor)
    sent = GROUND | {"value": "partly", f"p{a}": "done", f"p{b}": "not_done"}

    client.post(reverse("responses:judge", args=[addressee.pk]), sent)

    said = dict(PointVerdict.objects.values_list("point", "value"))
    assert said == {a: "done", b: "not_done"}
    assert c not in said


def test_the_whole_is_not_done_while_a_part_is_not(client, auditor, addressee):
    a, *_ = keys(addressee)
    client.force_login(auditor)
    sent = GROUND | {"value": "done", f"p{a}": "partly"}

    response = client.post(reverse("responses:judge", args=[addressee.pk]), sent)

    assert "En delpunkt är inte åtgärdad" in response.content.decode()
    assert not Verdict.objects.exists()


def test_a_point_shows_only_what_is_decided(auditor, board_clerk, addressee):
    a, *_ = keys(addressee)
    audit = addressee.recommendation.audit
    verdict = propose_verdict(
        addressee,
        value="partly",
        note="Läst.",
        ground=replace(SEEN, points={a: "done"}),
        at=NOW,
        by=auditor,
    )

    def labels():
        blocks = addressee_rows(audit, on=date(2023, 2, 14), user=board_clerk)
        row = next(r for b in blocks for r in b.rows if r.addressee == addressee)
        return [point.verdict_status.word for point in row.points]

    assert labels() == ["Ej bedömd"] * 3
    services.decide(positions=[], verdicts=[verdict.pk], on=date(2023, 2, 14), at=NOW, by=auditor)
    assert labels() == ["Åtgärdad", "Ej bedömd", "Ej bedömd"]


def test_a_changed_point_is_a_changed_wording(draft):
    before = shown_at_hand_over(draft, at=NOW)
    divide(draft.recommendations.first(), THREE)

    assert shown_at_hand_over(draft, at=NOW) != before


def test_historik_tells_of_points(client, auditor, addressee):
    a, *_ = keys(addressee)
    propose_verdict(
        addressee,
        value="partly",
        note="x",
        ground=replace(SEEN, points={a: "done"}),
        at=NOW,
        by=auditor,
    )
    client.force_login(auditor)

    page = client.get(reverse("reports:history", args=[addressee.recommendation.audit_id]))

    text = page.content.decode()
    assert "lade till delpunkt a av rekommendation 1" in text
    assert "förslag om delpunkt a av rekommendation 1: Åtgärdad" in text
