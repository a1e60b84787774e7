"""When a body ends: its open matters go to the heir, its past stays as it was."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Body, Succession, User
from accounts.roles import Role
from accounts.services import end_body, reopen_body
from audit.models import Audit
from common.rules import RuleBroken
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from recommendations.values import VerdictValue
from reports.overview import figures
from reports.overview.scope import Scope
from responses import emails
from tests import factories
from tests.conftest import NOW
from tests.factories import SEEN, as_decided

TODAY = date(2023, 2, 14)
YESTERDAY = date(2023, 2, 13)


@pytest.fixture
def heir(db):
    return factories.BodyFactory(
        name="Omsorgsnämnden", position=3, registrator_email="on@test.example"
    )


@pytest.fixture
def heir_clerk(heir):
    return factories.person(Role.OFFICIAL, body=heir, email="heir@test.example")


@pytest.fixture
def end(social, heir, administrator, handed_over):
    """Socialnämnden ended yesterday; omsorgsnämnden has taken over."""

    def do(last_day=YESTERDAY, body=social, to=heir):
        return end_body(body, last_day=last_day, heir=to, at=NOW, by=administrator)

    return do


def fresh(user):
    return User.objects.get(pk=user.pk)


def counts(user, on=TODAY):
    register = figures.register(Scope(fresh(user), on))
    return {row.name: row.counts.total for row in register.committees.rows}


def test_what_is_open_goes_to_the_heir(end, presidium_member):
    end()

    assert counts(presidium_member) == {"Kommunstyrelsen": 2, "Omsorgsnämnden": 2}


def test_what_was_closed_stays(end, social, chair, presidium_member):
    closed = Addressee.objects.filter(body=social)[0]
    verdict = propose_verdict(
        closed, value=VerdictValue.DONE, note="Sett.", at=NOW, by=chair, ground=SEEN
    )
    as_decided(verdict, on=YESTERDAY, at=NOW, by=chair)

    end()

    found = counts(presidium_member)
    assert (found["Socialnämnden"], found["Omsorgsnämnden"]) == (1, 1)


def test_what_the_heir_closes_is_counted_with_the_heir(end, social, chair, presidium_member):
    end()
    held = Addressee.objects.filter(body=social)[0]
    verdict = propose_verdict(
        held, value=VerdictValue.DONE, note="Sett.", at=NOW, by=chair, ground=SEEN
    )
    as_decided(verdict, on=TODAY, at=NOW, by=chair)

    assert counts(presidium_member)["Omsorgsnämnden"] == 2


def test_past_days_are_told_as_before(end, presidium_member):
    before = counts(presidium_member, on=YESTERDAY)

    end(last_day=date(2022, 12, 31))

    assert counts(presidium_member, on=YESTERDAY) == before


def test_the_heir_answers_and_the_old_one_no_longer_does(
    client, end, social_request, social_clerk, heir_clerk, handed_over
):
    page = reverse("responses:request", args=[social_request.pk])
    client.force_login(heir_clerk)
    assert client.get(page).status_code == 404

    end()

    assert client.get(page).status_code == 200
    assert "name=" in client.get(page).text
    assert client.get(handed_over.get_absolute_url()).status_code == 200
    client.force_login(fresh(social_clerk))
    assert client.get(page).status_code == 404
    assert not Audit.objects.visible_to(fresh(social_clerk)).exists()


def test_mail_goes_to_those_who_answer(end, social, social_clerk, heir_clerk):
    end()

    assert emails.addresses_of(Body.objects.get(pk=social.pk), at=NOW) == [
        "on@test.example",
        "heir@test.example",
    ]


def test_the_page_says_who_was_asked_and_who_has_it(client, end, auditor, handed_over):
    end()
    client.force_login(auditor)

    page = client.get(handed_over.get_absolute_url()).text

    assert "<h3>Socialnämnden</h3>" in page
    assert "Övertagna av Omsorgsnämnden." in page
    assert "2019–2022" in page


def test_an_official_sees_which_bodies_the_overview_is_about(client, end, heir_clerk):
    end()
    client.force_login(heir_clerk)

    page = client.get(reverse("reports:overview")).text

    assert "Visar det som gäller socialnämnden och omsorgsnämnden" in page


def test_an_ended_body_is_not_offered(client, end, social, auditor):
    end()
    client.force_login(auditor)
    draft = factories.draft_audit(title="Nästa granskning")

    page = client.get(reverse("audit:parties", args=[draft.pk])).text

    assert "Omsorgsnämnden" in page
    assert "Socialnämnden" not in page


def test_handing_over_says_where_the_request_goes(client, end, social, heir_clerk, auditor):
    draft = factories.draft_audit(social, title="Nästa granskning")
    end()
    client.force_login(auditor)

    page = client.get(reverse("responses:hand_over", args=[draft.pk])).text

    assert "Socialnämnden har upphört. Begäran går till omsorgsnämnden." in page
    assert "heir@test.example" in page


def test_the_administrator_sets_the_last_day(client, administrator, social, heir):
    client.force_login(administrator)
    page = reverse("accounts:body_end", args=[social.pk])
    assert "Tas över av" in client.get(page).text

    client.post(page, {"last_day": "2022-12-31", "heir": heir.pk})

    social.refresh_from_db()
    assert (social.valid_to, social.successor) == (date(2022, 12, 31), heir)
    assert "har redan ett slutdatum" in client.post(page, {"last_day": "2023-01-01"}).text


@pytest.mark.parametrize("last_day", ["", "igår", "0001-01-01", "9999-12-31"])
def test_a_bad_day_is_said_at_its_field(client, administrator, social, heir, last_day):
    client.force_login(administrator)

    page = client.post(
        reverse("accounts:body_end", args=[social.pk]), {"last_day": last_day, "heir": heir.pk}
    )

    assert page.status_code == 200
    assert 'id="id_last_day_error"' in page.text
    assert not Succession.objects.exists()


def test_a_body_does_not_follow_itself(end, social):
    with pytest.raises(RuleBroken):
        end(to=social)


def test_no_ring(end, social, heir, administrator):
    end()

    with pytest.raises(RuleBroken):
        end_body(heir, last_day=date(2023, 6, 30), heir=social, at=NOW, by=administrator)


def test_an_heir_that_has_ended_passes_on_what_it_had(
    end, heir, board, presidium_member, administrator
):
    end(last_day=date(2023, 2, 10))

    end_body(heir, last_day=YESTERDAY, heir=board, at=NOW, by=administrator)

    assert counts(presidium_member) == {"Kommunstyrelsen": 4}


def test_the_number_of_queries_does_not_grow(
    client, end, auditor, handed_over, django_assert_max_num_queries
):
    end()
    client.force_login(auditor)

    with django_assert_max_num_queries(27):
        client.get(handed_over.get_absolute_url())


DAYS = [date(2023, 2, 1) + timedelta(days=5 * n) for n in range(8)]
DEEDS = st.one_of(
    st.tuples(st.just("end"), st.integers(0, 3), st.integers(0, 3), st.sampled_from(DAYS)),
    st.tuples(st.just("reopen"), st.integers(0, 3), st.just(0), st.just(DAYS[0])),
)


def _holder(body, on):
    """The rule in its plainest form: follow the heirs while they have ended."""
    while body.successor and body.has_ended(on=on):
        body = body.successor
    return body


def _do(deed, bodies, by):
    what, one, other, day = deed
    try:
        if what == "end":
            end_body(bodies[one], last_day=day, heir=bodies[other], at=NOW, by=by)
        else:
            reopen_body(bodies[one], at=NOW, by=by)
    except RuleBroken:
        pass


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=st.lists(DEEDS, max_size=9))
def test_any_course_of_ends_and_heirs_leaves_each_matter_with_one_body(four_bodies, deeds):
    bodies, by = four_bodies()
    for deed in deeds:
        _do(deed, bodies, by)

    for on in (TODAY, TODAY + timedelta(days=8), TODAY + timedelta(days=400)):
        for body in Body.objects.filter(pk__in=[b.pk for b in bodies]):
            held = Addressee.objects.filter(body=body).with_holder(on=on).get()
            assert held.holder == _holder(body, on).pk
            assert body.answering(on=on) == _holder(body, on)


@pytest.fixture
def four_bodies(db, administrator):
    """Four bodies with one recommendation each, made anew for every example."""

    def build():
        bodies = [factories.BodyFactory() for _ in range(4)]
        factories.draft_audit(*bodies, per_body=1)
        return bodies, administrator

    return build
