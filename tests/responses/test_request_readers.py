"""Who sees a draft, and how an answer that has come is read."""

from datetime import date

import pytest

from audit.models import MemberPart
from common import dates
from responses import services
from responses.models import Position, PositionValue
from tests import factories
from tests.conftest import NOW, write_answer
from tests.responses.drafting import (
    shown,
)

CANARY = "kanariefågel"


@pytest.fixture
def secret_draft(social_request, handed_over, expert):
    """A draft with a word that nobody else may see."""
    factories.assign(handed_over, expert)
    answer = write_answer(social_request, text=CANARY)
    for item in answer.items.all():
        item.planned.create(what=CANARY, responsible=CANARY)
    answer.reference = CANARY
    answer.save()
    return social_request


@pytest.mark.parametrize("name", ["auditor", "chair", "expert", "presidium_member"])
def test_others_see_only_that_no_answer_has_come(client, request, secret_draft, name):
    client.force_login(request.getfixturevalue(name))

    page = shown(client.get(secret_draft.get_absolute_url()))

    assert "Svar har inte inkommit" in page
    assert CANARY not in page
    assert "skriv" not in page
    assert "Utkast" not in page


@pytest.mark.parametrize("name", ["board_clerk", "administrator", "stranger"])
def test_it_does_not_exist_for_the_rest(client, request, secret_draft, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(secret_draft.get_absolute_url()).status_code == 404
    assert client.post(secret_draft.get_absolute_url()).status_code == 404


def test_an_ended_membership_ends_the_answering(client, social_clerk, social_request):
    social_clerk.memberships.get().end(at=NOW)
    client.force_login(social_clerk)

    assert client.get(social_request.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["auditor", "presidium_member"])
def test_only_the_body_writes(client, request, social_request, name):
    client.force_login(request.getfixturevalue(name))

    response = client.post(social_request.get_absolute_url(), {})

    assert response.status_code == 403
    assert "Bara socialnämnden svarar" in shown(response)


def test_after_submission_nothing_is_changed(client, board_answer, board_clerk):
    client.force_login(board_clerk)
    item = board_answer.items.first()
    data = {f"r{item.pk}-version": "1", f"r{item.pk}-text": "För sent skrivet"}

    response = client.post(board_answer.request.get_absolute_url(), data)

    assert response.status_code == 403
    assert "Svaret är inlämnat" in shown(response)
    assert "För sent skrivet" in shown(response)
    item.refresh_from_db()
    assert item.text == "Nämnden tar fram en rutin."


# The answer


@pytest.mark.parametrize("name", ["auditor", "presidium_member", "board_clerk"])
def test_an_answer_is_read_with_its_decision(client, request, board_answer, name):
    client.force_login(request.getfixturevalue(name))

    page = shown(client.get(board_answer.request.get_absolute_url()))

    assert "Nämnden tar fram en rutin." in page
    assert "Nämndbeslut § 31, kommunstyrelsen 14 februari 2023." in page
    assert "Inkom i tid, 14 februari 2023." in page


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        (date(2023, 2, 28), "Beslutat i tid, inkom två dagar efter svarsdatum, 2 mars 2023."),
        (date(2023, 3, 1), "Inkom två dagar efter svarsdatum, 2 mars 2023."),
    ],
)
def test_lateness_counts_the_day_it_arrived(
    client, auditor, board_request, board_clerk, decided, said
):
    answer = write_answer(board_request)
    answer.decided_on = decided
    answer.save()
    later = dates.at_local(date(2023, 3, 2), 9)
    client.force_login(auditor)

    with dates.told_at(later):
        services.submit(answer, at=later, by=board_clerk)
        page = shown(client.get(board_request.get_absolute_url()))

    assert said in page


@pytest.fixture
def secret_answer(board_request, board_clerk):
    answer = write_answer(board_request, text=CANARY)
    answer.items.update(may_be_secret=True)
    for item in answer.items.all():
        item.planned.update(what=CANARY)
    return services.submit(answer, at=NOW, by=board_clerk)


def test_text_that_may_be_secret_is_withheld(client, presidium_member, secret_answer):
    client.force_login(presidium_member)

    page = shown(client.get(secret_answer.request.get_absolute_url()))

    assert "Sekretess inte prövad" in page
    assert CANARY not in page


@pytest.mark.parametrize("name", ["auditor", "board_clerk"])
def test_the_body_and_the_audit_side_read_it(client, request, secret_answer, name):
    client.force_login(request.getfixturevalue(name))

    assert CANARY in shown(client.get(secret_answer.request.get_absolute_url()))


@pytest.mark.parametrize(
    ("name", "sees"), [("auditor", True), ("presidium_member", False), ("board_clerk", False)]
)
def test_an_undecided_position_stays_on_the_audit_side(
    client, request, board_answer, auditor, name, sees
):
    services.propose_position(
        board_answer.items.first(),
        value=PositionValue.NOTED,
        note=CANARY,
        due_on=None,
        at=NOW,
        by=auditor,
    )
    client.force_login(request.getfixturevalue(name))

    page = shown(client.get(board_answer.request.get_absolute_url()))

    assert (CANARY in page) is sees
    assert ("Förslag" in page) is sees


@pytest.fixture
def supplement(board_answer, auditor, chair):
    """Kommunstyrelsen is asked for more about its first recommendation."""
    position = services.propose_position(
        board_answer.items.first(),
        value=PositionValue.SUPPLEMENT,
        note="Vem ansvarar?",
        due_on=date(2023, 5, 31),
        at=NOW,
        by=auditor,
    )
    services.decide(positions=[position.pk], verdicts=[], on=date(2023, 2, 14), at=NOW, by=chair)
    return board_answer.request.followed_by.get()


def test_a_supplement_starts_from_the_old_answer(client, board_clerk, supplement):
    client.force_login(board_clerk)

    page = shown(client.get(supplement.get_absolute_url()))

    assert "Vem ansvarar?" in page
    assert "Nämnden tar fram en rutin." in page
    assert supplement.follows.get_absolute_url() in page
    assert "31 maj 2023" in page


def test_the_old_answer_stays_readable(client, board_clerk, supplement):
    client.force_login(board_clerk)

    page = shown(client.get(supplement.follows.get_absolute_url()))

    assert "Nämnden tar fram en rutin." in page
    assert supplement.get_absolute_url() in page
    assert Position.objects.get().note in page


def test_the_draft_of_a_supplement_is_the_bodys_own(client, auditor, supplement):
    write_answer(supplement, text=CANARY)
    client.force_login(auditor)

    page = shown(client.get(supplement.get_absolute_url()))

    assert "Komplettering har inte inkommit" in page
    assert CANARY not in page


def test_the_body_itself_reads_how_a_fault_is_put_right(
    client, board_clerk, auditor, board_answer, handed_over
):
    handed_over.members.create(part=MemberPart.CONTACT, name="Rut Revisor")
    url = board_answer.request.get_absolute_url()
    client.force_login(board_clerk)
    page = shown(client.get(url))
    assert "Är något fel i svaret?" in page
    assert "i första hand Rut Revisor" in page

    client.force_login(auditor)
    assert "Är något fel i svaret?" not in client.get(url).text


# Queries


@pytest.mark.parametrize("per_body", [1, 12])
def test_the_answer_asks_the_database_as_often_with_many(
    client, social, social_clerk, chair, per_body, django_assert_max_num_queries
):
    audit = factories.draft_audit(social, per_body=per_body)
    asked = services.dispatch(audit, at=NOW, by=chair)[0]
    services.submit(write_answer(asked), at=NOW, by=social_clerk)
    client.force_login(chair)

    with django_assert_max_num_queries(30):
        client.get(asked.get_absolute_url())


@pytest.mark.parametrize("who", ["auditor", "presidium_member"])
def test_what_is_asked_is_read_before_it_is_answered(client, request, social_request, who):
    client.force_login(request.getfixturevalue(who))

    page = client.get(social_request.get_absolute_url()).text

    for asked in social_request.items.all():
        assert asked.addressee.recommendation.text in page
