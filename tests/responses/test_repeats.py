from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Body, User
from common import dates
from common.keyset import PER_PAGE
from recommendations.models import Addressee, Recommendation, Repetition
from reports.audit.rows import addressee_rows
from reports.overview.figures import register
from reports.overview.scope import Scope
from responses import services
from responses.repeatable import likely_repetitions, open_to_repeat, suggested
from responses.services import note_repetition
from tests.conftest import NOW
from tests.factories import RecommendationFactory, assign, draft_audit, put_to

TODAY = date(2023, 2, 14)
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
    assert open_to_repeat(again, user=auditor, on=TODAY).filter(addressee=earlier).exists()


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
    auditor, social, board, earlier, count, django_assert_max_num_queries
):
    audit = draft_audit(title="Stor granskning", audit_year=2023)
    for number in range(1, count + 1):
        put_to(RecommendationFactory(audit=audit, number=number, text=AGAIN), [social, board])

    with django_assert_max_num_queries(6):
        likely = likely_repetitions(audit, user=auditor, on=TODAY)

    assert [recommendation.number for recommendation, _ in likely] == [*range(1, count + 1)]
    assert {repeated for _, repeated in likely} == {earlier}


def test_what_is_said_to_be_repeated_is_not_suggested_again(auditor, earlier, again):
    def likely():
        return [
            repeated
            for recommendation, repeated in likely_repetitions(again.audit, user=auditor, on=TODAY)
            if recommendation == again
        ]

    assert likely() == [earlier]

    note_repetition(again, earlier, at=NOW, by=auditor)

    assert likely() == []
    assert not suggested(again, open_to_repeat(again, user=auditor, on=TODAY))


def test_likeness_is_about_the_matter_not_the_genre(auditor, social, again):
    put_before(
        social,
        auditor,
        WORDED,
        "Säkerställa att nämnden systematiskt följer upp sina mål enligt plan",
        "Anställa fler lärare",
    )

    assert suggested_texts(again, auditor) == [WORDED]


def test_the_most_alike_comes_first(auditor, social, again):
    put_before(social, auditor, WORDED, AGAIN, f"{WORDED} och att resultatet redovisas")

    assert suggested_texts(again, auditor) == [
        AGAIN,
        WORDED,
        f"{WORDED} och att resultatet redovisas",
    ]


def put_before(body: Body, auditor: User, *texts: str) -> None:
    audit = draft_audit(title="En tidigare granskning", audit_year=2021)
    for number, text in enumerate(texts, start=1):
        put_to(RecommendationFactory(audit=audit, number=number, text=text), [body])
    services.dispatch(audit, at=NOW, by=auditor)


def suggested_texts(recommendation: Recommendation, auditor: User) -> list[str]:
    offered = open_to_repeat(recommendation, user=auditor, on=TODAY)
    return [addressee.recommendation.text for addressee in suggested(recommendation, offered)]


def test_a_text_without_words_of_its_own_is_like_nothing(auditor, earlier, again):
    again.text = "Se över det."
    again.save()

    assert suggested_texts(again, auditor) == []


def test_an_earlier_one_is_sought_by_words_of_its_own_or_of_its_audit(
    client, auditor, social, earlier, again
):
    put_before(social, auditor, "Anställa fler lärare", "Utreda lokalerna")
    client.force_login(auditor)

    def shown(words):
        page = client.get(url(again), {"sok": words}).context["page"]
        return {state.addressee.recommendation.text for state in page}

    assert shown("lararna") == {"Anställa fler lärare"}
    assert shown("tidigare granskning") == {"Anställa fler lärare", "Utreda lokalerna"}
    assert shown("tidigare lokal") == {"Utreda lokalerna"}
    assert shown("hemtjänst") == set()


def test_many_are_shown_in_pages(
    client, auditor, social, earlier, again, django_assert_max_num_queries
):
    put_before(social, auditor, *(f"Utreda lokal {number}" for number in range(1, PER_PAGE + 11)))
    client.force_login(auditor)

    with django_assert_max_num_queries(20):
        first = client.get(url(again)).context["page"]
    second = client.get(url(again) + first.next).context["page"]

    assert len(first) == PER_PAGE
    offered = open_to_repeat(again, user=auditor, on=TODAY).count()
    assert first.total == second.total == offered == PER_PAGE + 10 + 2
    assert {state.pk for state in first}.isdisjoint(state.pk for state in second)
    assert second.is_whole is False
    assert len(second) == 12


def test_what_is_found_by_search_is_confirmed_on_the_same_page(client, auditor, earlier, again):
    client.force_login(auditor)

    client.post(f"{url(again)}?sok=livsmedel", {"earlier": earlier.pk})

    assert Repetition.objects.get().earlier == earlier
