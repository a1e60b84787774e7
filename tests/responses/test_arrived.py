from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import AuditStep
from common import dates
from responses import services
from responses.arrivals import last_meeting
from responses.models import AnswerRequest
from responses.services.registering import Received
from tests import factories
from tests.conftest import NOW, write_answer
from tests.factories import assign

URL = reverse("responses:arrived")
TODAY = date(2023, 2, 14)


@pytest.fixture
def reader(client, auditor):
    client.force_login(auditor)
    return client


def answered_by(bodies, by, *, at=NOW):
    """An audit with an answer from each body, an hour apart."""
    audit = factories.draft_audit(*bodies)
    for hour, asked in enumerate(services.dispatch(audit, at=at - timedelta(days=60), by=by)):
        moment = at + timedelta(hours=hour)
        with dates.told_at(moment):
            write_answer(asked)
            services.submit(asked.answers.draft(), at=moment, by=by)
    return list(AnswerRequest.objects.filter(audit=audit).order_by("answers__submitted_at"))


def put_forward(asked, by, *, value="noted"):
    items = asked.answers.in_force().get().items.all()
    due_on, note = (date(2023, 5, 31), "Vem ansvarar?") if value != "noted" else (None, "")
    return [
        services.propose_position(item, value=value, note=note, due_on=due_on, at=NOW, by=by).pk
        for item in items
    ]


def titles(response, group):
    return [str(arrival.request.body) for arrival in response.context[group]]


def test_the_last_meeting_is_the_latest_day_of_a_decision(auditor, board_answer):
    AuditStep.objects.all().delete()
    assert last_meeting(auditor, on=TODAY) is None

    keys = put_forward(board_answer.request, auditor)
    services.decide(positions=keys[:1], verdicts=[], on=TODAY, at=NOW, by=auditor)

    assert last_meeting(auditor, on=TODAY) == TODAY
    assert last_meeting(auditor, on=date(2023, 2, 13)) is None


def test_a_sakkunnig_is_told_of_meetings_about_own_audits_alone(expert, auditor, board_answer):
    keys = put_forward(board_answer.request, auditor)
    services.decide(positions=keys, verdicts=[], on=TODAY, at=NOW, by=auditor)
    assert last_meeting(expert, on=TODAY) is None

    assigned = User.objects.get(pk=expert.pk)
    assign(board_answer.request.audit, assigned)

    assert last_meeting(assigned, on=TODAY) == TODAY


def test_what_is_left_from_before_comes_before_what_has_come_since(reader, chair, board, social):
    answered_by([board], chair, at=NOW - timedelta(days=20))
    answered_by([social], chair)

    response = reader.get(URL, {"sedan": "2023-02-10"})

    assert titles(response, "left") == ["Kommunstyrelsen"]
    assert titles(response, "new") == ["Socialnämnden"]


def test_what_was_decided_before_the_day_is_left_out(reader, auditor, board_answer):
    keys = put_forward(board_answer.request, auditor)
    services.decide(positions=keys, verdicts=[], on=TODAY, at=NOW, by=auditor)

    since_today = reader.get(URL)
    with dates.told_at(NOW + timedelta(days=2)):
        later = reader.get(URL, {"sedan": "2023-02-15"})

    assert [arrival.state for arrival in since_today.context["new"]] == ["Beslutat."]
    assert titles(later, "left") + titles(later, "new") == []


def test_each_says_how_far_revisorerna_have_come(reader, auditor, chair, board, social):
    first, second = answered_by([board, social], chair)
    put_forward(first, auditor, value="supplement")
    services.propose_position(
        second.answers.in_force().get().items.all()[0],
        value="noted",
        note="",
        due_on=None,
        at=NOW,
        by=auditor,
    )

    response = reader.get(URL)

    assert [arrival.state for arrival in response.context["new"]] == [
        "Förslag: begär komplettering av två.",
        "Utan förslag: en av två.",
    ]
    assert (response.context["undecided"], response.context["bare"]) == (2, 1)


def test_a_new_version_is_told_from_a_first_answer(
    reader, auditor, social_request, social_clerk, board_answer
):
    by_mail = Received(channel="letter", decision_kind="body", decided_on=TODAY, decision_ref="§ 9")
    services.register(social_request, by_mail, arrived_on=TODAY, at=NOW, by=auditor)
    write_answer(social_request)
    later = NOW + timedelta(hours=1)
    services.submit(social_request.answers.draft(), at=later, by=social_clerk)

    response = reader.get(URL)

    versions = [arrival.standing.version_sentence for arrival in response.context["new"]]
    assert [bool(sentence) for sentence in versions] == [False, True]


@pytest.mark.parametrize("typed", ["i morgon", "2023-02-15", "1850-01-01"])
def test_a_day_that_cannot_be_falls_back_on_the_last_meeting(reader, board_answer, typed):
    response = reader.get(URL, {"sedan": typed})

    assert response.status_code == 200
    assert "sedan" in response.context["form"].errors
    assert titles(response, "new") == ["Kommunstyrelsen"]


def test_a_draft_is_never_in_the_list(reader, social_request):
    write_answer(social_request)

    response = reader.get(URL)

    assert titles(response, "left") + titles(response, "new") == []


def test_a_sakkunnig_reads_and_takes_no_position(client, expert, handed_over, board_answer):
    assign(handed_over, expert)
    client.force_login(expert)

    page = client.get(URL).content.decode()

    assert reverse("responses:request", args=[board_answer.request_id]) in page
    assert reverse("responses:position", args=[board_answer.request_id]) not in page


def test_a_komplettering_says_that_it_is_one(reader, auditor, board_answer, board_clerk):
    keys = put_forward(board_answer.request, auditor, value="supplement")
    services.decide(positions=keys, verdicts=[], on=TODAY, at=NOW, by=auditor)
    supplement = AnswerRequest.objects.get(follows=board_answer.request)
    write_answer(supplement, text="Enhetschefen ansvarar.")
    services.submit(supplement.answers.draft(), at=NOW + timedelta(hours=2), by=board_clerk)

    response = reader.get(URL)

    assert [(a.standing.is_supplement, a.state) for a in response.context["new"]] == [
        (False, "Beslutat."),
        (True, "Utan förslag."),
    ]


@pytest.mark.parametrize("many", [1, 6])
def test_the_list_asks_as_much_for_many(reader, chair, many, django_assert_max_num_queries):
    answered_by([factories.BodyFactory(name=f"Nämnd {n}") for n in range(many)], chair)

    with django_assert_max_num_queries(14):
        response = reader.get(URL)

    assert len(response.context["new"]) == many
