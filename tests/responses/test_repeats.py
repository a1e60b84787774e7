from datetime import date

import pytest
from django.urls import reverse

from common import dates
from recommendations.likeness import most_alike
from recommendations.models import Addressee, Repetition
from recommendations.services import likely_repetitions, open_to_repeat
from reports.audit.rows import addressee_rows
from reports.overview.figures import register
from reports.overview.scope import Scope
from responses import services
from responses.services import note_repetition
from tests.conftest import NOW
from tests.factories import RecommendationFactory, assign, draft_audit, put_to

LATER = dates.at_local(date(2024, 3, 4), 9)
WORDED = "Säkerställa att kontroller av livsmedel planeras efter risk och följs upp varje år"
AGAIN = "Följa upp att kontrollerna av livsmedel planeras efter risk"


@pytest.fixture
def earlier(handed_over, social):
    found = Addressee.objects.filter(recommendation__audit=handed_over, body=social).first()
    found.recommendation.text = WORDED
    found.recommendation.save()
    return found


@pytest.fixture
def again(social):
    audit = draft_audit(social, title="Uppföljning av livsmedelskontrollen", audit_year=2023)
    recommendation = audit.recommendations.first()
    recommendation.text = AGAIN
    recommendation.save()
    return recommendation


VERDICT = {
    "version": 0,
    "value": "done",
    "evidence": "visit",
    "seen": "Köken.",
    "note": "Rutinen används.",
    "early_reason": "Vid årets slut.",
}


def url(recommendation):
    return reverse("responses:repeats", args=[recommendation.pk])


def test_a_likely_one_is_suggested_and_confirmed_by_a_person(client, auditor, earlier, again):
    client.force_login(auditor)
    page = client.get(url(again)).content.decode()
    assert WORDED in page
    assert not Repetition.objects.exists()

    client.post(url(again), {"earlier": earlier.pk})

    assert Repetition.objects.get().earlier == earlier


def test_the_hand_over_page_asks(client, auditor, earlier, again):
    client.force_login(auditor)

    page = client.get(reverse("responses:hand_over", args=[again.audit_id])).content.decode()

    assert "liknar Socialnämnden 1" in page


def test_it_counts_until_the_later_one_is_handed_over(auditor, presidium_member, earlier, again):
    note_repetition(again, earlier, at=NOW, by=auditor)
    before = register(Scope(presidium_member, date(2023, 12, 31))).counts.total

    with dates.told_at(LATER):
        services.dispatch(again.audit, at=LATER, by=auditor)
        after = register(Scope(presidium_member, date(2024, 3, 4))).counts.total
        past = register(Scope(presidium_member, date(2023, 12, 31))).counts.total

    assert (before, after, past) == (4, 4 + 2 - 1, 4)


def test_it_is_shown_as_ersatt_on_the_earlier_page(auditor, social_clerk, earlier, again):
    note_repetition(again, earlier, at=NOW, by=auditor)
    with dates.told_at(LATER):
        services.dispatch(again.audit, at=LATER, by=auditor)

    def row(on, user):
        blocks = addressee_rows(earlier.recommendation.audit, on=on, user=user)
        return next(r for b in blocks for r in b.rows if r.addressee == earlier)

    assert row(date(2023, 12, 31), social_clerk).verdict_status.word == "Ej bedömd"
    shown = row(date(2024, 3, 4), social_clerk)
    assert shown.verdict_status.word == "Ersatt"
    assert "Uppföljning av livsmedelskontrollen" in shown.replaced_by.said


def test_a_draft_that_repeats_is_not_told_outside(client, auditor, social_clerk, earlier, again):
    note_repetition(again, earlier, at=NOW, by=auditor)
    client.force_login(social_clerk)

    page = client.get(reverse("reports:audit", args=[earlier.recommendation.audit_id]))

    assert "Uppföljning av" not in page.content.decode()
    assert "Ersatt" not in page.content.decode()


def test_one_who_does_not_see_the_later_audit_is_told_no_title(auditor, expert, earlier, again):
    assign(earlier.recommendation.audit, expert)
    note_repetition(again, earlier, at=NOW, by=auditor)
    with dates.told_at(LATER):
        services.dispatch(again.audit, at=LATER, by=auditor)

    blocks = addressee_rows(earlier.recommendation.audit, on=date(2024, 3, 4), user=expert)

    replaced = next(r.replaced_by for b in blocks for r in b.rows if r.addressee == earlier)
    assert (replaced.said, replaced.audit_id) == ("", None)


def test_a_link_is_taken_back_and_the_row_stays(client, auditor, earlier, again):
    link = note_repetition(again, earlier, at=NOW, by=auditor)
    client.force_login(auditor)

    client.post(url(again), {"withdraw": link.pk})

    link.refresh_from_db()
    assert link.withdrawn_by == auditor
    assert earlier in open_to_repeat(again, user=auditor, on=date(2023, 2, 14))


def test_another_bodys_is_not_offered(client, auditor, board, handed_over, again):
    other = Addressee.objects.filter(recommendation__audit=handed_over, body=board).first()
    client.force_login(auditor)

    response = client.post(url(again), {"earlier": other.pk})

    assert response.status_code == 200
    assert not Repetition.objects.exists()


def test_a_replaced_one_is_not_judged(client, auditor, earlier, again):
    note_repetition(again, earlier, at=NOW, by=auditor)
    with dates.told_at(LATER):
        services.dispatch(again.audit, at=LATER, by=auditor)
        client.force_login(auditor)
        address = reverse("responses:judge", args=[earlier.pk])
        response = client.post(address, VERDICT)

    assert "ersatt av en senare" in response.content.decode()
    assert not earlier.verdicts.exists()


@pytest.mark.parametrize("count", [1, 20])
def test_suggestions_for_a_whole_audit_take_few_queries(
    auditor, social, earlier, count, django_assert_max_num_queries
):
    audit = draft_audit(title="Stor granskning", audit_year=2023)
    for number in range(1, count + 1):
        put_to(RecommendationFactory(audit=audit, number=number, text=AGAIN), [social])

    with django_assert_max_num_queries(4):
        assert len(likely_repetitions(audit, user=auditor, on=date(2023, 2, 14))) == count


def test_likeness_is_about_the_matter_not_the_genre():
    others = [
        ("same", WORDED),
        ("genre", "Säkerställa att nämnden systematiskt följer upp sina mål enligt plan"),
        ("other", "Anställa fler lärare"),
    ]

    assert most_alike(AGAIN, others, most=5) == ["same"]
