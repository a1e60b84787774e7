"""A body says that its answer was read wrongly, and revisorerna reply."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from common import dates
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from reports.todo.questions import objection_task, to_reply
from responses import services
from responses.models import Objection
from tests import factories
from tests.conftest import NOW, write_answer
from tests.responses.drafting import in_one_line
from tests.responses.test_register import registered

LATER = NOW + timedelta(days=3)
WRONG = "Vi instämmer inte i rekommendation 1."


@pytest.fixture
def answer(social_request, social_clerk, chair):
    return registered(social_request, chair)


@pytest.fixture
def url(social_request):
    return reverse("responses:objection", args=[social_request.pk])


@pytest.fixture
def objection(answer, social_clerk):
    return services.make_objection(answer, WRONG, at=NOW, by=social_clerk)


def test_the_body_objects_from_the_page_of_its_answer(
    client, answer, social_request, social_clerk, chair, url
):
    client.force_login(social_clerk)
    assert url in client.get(social_request.get_absolute_url()).text

    client.post(url, {"text": WRONG})

    mail = OutgoingMail.objects.get(kind="objection")
    assert mail.recipient == chair.email and WRONG in mail.text
    page = in_one_line(client.get(social_request.get_absolute_url()))
    assert "Nämnden invänder" in page
    assert "Socialnämnden invände mot det inlästa svaret" in page
    client.force_login(chair)
    assert "Svara på invändningen från socialnämnden" in in_one_line(
        client.get(reverse("reports:todo"))
    )
    assert "Nämnden invänder" in in_one_line(client.get(social_request.get_absolute_url()))


def test_revisorerna_reply_and_the_body_is_told(
    client, objection, social_request, social_clerk, chair, url
):
    client.force_login(chair)
    with dates.told_at(LATER):
        client.post(url, {"outcome": "corrected", "note": "Det ska stå instämmer inte."})
        todo = in_one_line(client.get(reverse("reports:todo")))
        page = in_one_line(client.get(social_request.get_absolute_url()))

    objection.refresh_from_db()
    assert (objection.outcome, objection.settled_by, objection.settled_at) == (
        "corrected",
        chair,
        LATER,
    )
    assert "invändningen från socialnämnden" not in todo
    assert "Revisorerna svarade på invändningen: rättat" in page
    told = OutgoingMail.objects.filter(key__startswith=f"objection settled:{objection.pk}:")
    assert {mail.recipient for mail in told} == {social_clerk.email, "sn@test.example"}
    assert all("Det ska stå instämmer inte." in mail.text for mail in told)


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"note": "Så är det."}, "Välj om det är rättat eller kvarstår."),
        ({"outcome": "stands", "note": " "}, "Skriv vad som har rättats"),
        ({"outcome": "waiting", "note": "Nej."}, "giltigt alternativ"),
    ],
)
def test_a_reply_has_an_outcome_and_words(client, objection, chair, url, sent, problem):
    client.force_login(chair)

    assert problem in in_one_line(client.post(url, sent))
    objection.refresh_from_db()
    assert objection.is_waiting


def test_one_at_a_time_and_another_after_the_reply(objection, answer, social_clerk, chair):
    with pytest.raises(RuleBroken, match="väntar på svar"):
        services.make_objection(answer, "Och mer.", at=NOW, by=social_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(answer=answer, text="x", objected_at=NOW, objected_by=chair)

    services.settle_objection(objection, "stands", "Så står det.", at=LATER, by=chair)
    with pytest.raises(RuleBroken, match="redan fått svar"):
        services.settle_objection(objection, "corrected", "Ändrat.", at=LATER, by=chair)

    assert services.make_objection(answer, "Jo.", at=LATER, by=social_clerk).is_waiting


def test_only_against_what_was_registered(board_answer, board_clerk):
    with pytest.raises(RuleBroken, match="läst in"):
        services.make_objection(board_answer, WRONG, at=NOW, by=board_clerk)


def test_a_body_that_hands_in_its_own_needs_no_reply(
    client, objection, social_request, social_clerk, chair
):
    services.submit(write_answer(social_request), at=LATER, by=social_clerk)
    client.force_login(chair)

    assert not Objection.objects.waiting().exists()
    assert "invändningen från socialnämnden" not in in_one_line(client.get(reverse("reports:todo")))


def test_a_sakkunnig_reads_and_a_revisor_replies(client, objection, handed_over, expert, url):
    factories.assign(handed_over, expert)
    client.force_login(expert)

    assert WRONG in client.get(url).text
    assert client.post(url, {"outcome": "stands", "note": "Nej."}).status_code == 403


@pytest.mark.parametrize("name", ["presidium_member", "board_clerk", "administrator"])
def test_it_stays_between_the_two_sides(client, request, objection, social_request, url, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url).status_code == 404
    assert WRONG not in client.get(social_request.get_absolute_url()).text
    assert "invände mot" not in client.get(social_request.get_absolute_url()).text


def test_the_list_of_what_waits_asks_as_much_for_many(
    client, objection, board_request, chair, django_assert_max_num_queries
):
    other = registered(board_request, chair)
    client.force_login(chair)
    client.get(reverse("reports:todo"))
    Objection.objects.create(answer=other, text=WRONG, objected_at=NOW, objected_by=chair)

    with django_assert_max_num_queries(2):
        tasks = [
            objection_task(entry, decides=True, on=dates.local_day(NOW))
            for entry in to_reply(chair)
        ]
    assert len(tasks) == 2
