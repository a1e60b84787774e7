"""An official asks a colleague to write: who then sees and may do what, and who wrote what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User, UserState
from accounts.roles import Role
from common import dates
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from responses import services
from responses.models import AnswerRequest, Assignment
from tests import factories
from tests.conftest import NOW
from tests.responses.drafting import item_of, read, send, shown, text_field

COLLEAGUE = "kollega@test.example"


@pytest.fixture
def url(social_request):
    return reverse("responses:assign", args=[social_request.pk])


@pytest.fixture
def form(social_request):
    return {"asked": item_of(social_request).asked_id, "email": COLLEAGUE, "name": "Kollega"}


@pytest.fixture
def assignment(social_request, social_clerk):
    asked = item_of(social_request).asked
    return services.assign(asked, email=COLLEAGUE, name="Kollega", at=NOW, by=social_clerk)


@pytest.fixture
def colleague(client, assignment):
    client.force_login(assignment.user)
    return client


def test_a_new_colleague_is_let_in_and_told(clerk, url, form, social_request):
    response = clerk.post(url, form)

    user = User.objects.get(email=COLLEAGUE)
    mails = {mail.kind: mail for mail in OutgoingMail.objects.filter(recipient=COLLEAGUE)}
    assert response.status_code == 302
    assert user.state == UserState.INVITED
    assert not user.memberships.exists()
    assert set(mails) == {"invitation", "assignment"}
    assert social_request.get_absolute_url() in mails["assignment"].text
    assert "rekommendation 1" in mails["assignment"].text
    assert "28 februari 2023" in mails["assignment"].text


def test_one_with_an_account_is_only_told(clerk, url, form, board_clerk):
    clerk.post(url, form | {"email": board_clerk.email.upper(), "name": ""})

    assert Assignment.objects.get().user == board_clerk
    assert not OutgoingMail.objects.filter(kind="invitation").exists()


@pytest.mark.parametrize("name", ["auditor", "presidium_member", "administrator"])
def test_nobody_with_another_part_writes_a_draft(clerk, url, form, request, name):
    email = request.getfixturevalue(name).email

    response = clerk.post(url, form | {"email": email})

    assert "inte kan skriva för nämnden" in shown(response)
    assert not Assignment.objects.exists()


def test_a_new_address_needs_a_name(clerk, url, form):
    response = clerk.post(url, form | {"name": ""})

    assert "Skriv namnet, så skapas ett" in shown(response)
    assert not User.objects.filter(email=COLLEAGUE).exists()


def test_the_same_twice_is_one(clerk, url, form, assignment):
    assert "har redan den rekommendationen" in shown(clerk.post(url, form))
    assert Assignment.objects.count() == 1


def test_a_question_of_another_request_is_refused(clerk, url, form, board_request):
    response = clerk.post(url, form | {"asked": item_of(board_request).asked_id})

    assert response.status_code == 200
    assert not Assignment.objects.exists()


def test_the_colleague_sees_what_is_asked_and_writes(colleague, social_request):
    page = shown(colleague.get(social_request.get_absolute_url()))
    response = send(
        colleague,
        social_request,
        read(colleague, social_request),
        **{text_field(social_request): "Kollegans text"},
    )

    assert item_of(social_request).asked.addressee.recommendation.text in page
    assert "Granska svaret" not in page
    assert "Lämna in filer" not in page
    assert "Hela granskningen" not in page
    assert response.status_code == 302
    assert item_of(social_request).text == "Kollegans text"


def test_the_colleague_gets_the_form_for_word(colleague, social_request):
    url = reverse("responses:answer_form", args=[social_request.pk])

    assert colleague.get(url).status_code == 200


def test_the_colleague_finds_the_way_there(colleague, social_request):
    link = f'href="{social_request.get_absolute_url()}"'

    assert link in shown(colleague.get("/"))
    assert link in shown(colleague.get(reverse("responses:requests")))


def test_the_colleague_does_not_hand_in_or_assign(colleague, social_request, url):
    review = reverse("responses:review", args=[social_request.pk])

    assert colleague.get(review).status_code == 404
    assert colleague.post(review).status_code == 404
    assert colleague.get(url).status_code == 404


def test_who_wrote_what_is_seen(clerk, client, assignment, social_request, social_clerk):
    client.force_login(assignment.user)
    send(client, social_request, read(client, social_request), **{text_field(social_request): "A"})
    client.force_login(social_clerk)
    stance = text_field(social_request).replace("text", "stance")
    send(client, social_request, read(client, social_request), **{stance: "agrees"})

    page = shown(client.get(social_request.get_absolute_url()))

    assert "Nämndens svar: Kollega, 14 februari 2023 kl. 12.00" in page
    assert "Instämmer nämnden?: Nämndsekreterare, 14 februari 2023 kl. 12.00" in page


def test_the_wording_that_a_draft_begins_with_has_no_author(clerk, social_request):
    assert "Nämndens svar: " not in shown(clerk.get(social_request.get_absolute_url()))


def test_when_it_ends_nothing_more_is_seen(colleague, assignment, social_request, social_clerk):
    services.end_assignment(assignment, at=NOW, by=social_clerk)

    assert colleague.get(social_request.get_absolute_url()).status_code == 404
    assert colleague.get(reverse("responses:requests")).status_code == 404
    assert not AnswerRequest.objects.readable_by(assignment.user).exists()


def test_it_is_ended_on_the_page_and_once(clerk, url, assignment, social_request):
    end = reverse("responses:assign_end", args=[social_request.pk, assignment.pk])

    assert "Kollega" in shown(clerk.get(url))
    assert clerk.post(end).status_code == 302
    assert "redan avslutad" in shown(clerk.post(end, follow=True))
    assert "Ingen fråga är fördelad" in shown(clerk.get(url))


def test_after_the_answer_the_colleague_still_reads(
    client, board_request, board_clerk, board_answer
):
    """The assignment stands; nothing can be written any more."""
    user = factories.UserFactory(name="Kollega", email=COLLEAGUE)
    asked = board_request.items.first()
    Assignment.objects.create(asked=asked, user=user, assigned_at=NOW, assigned_by=board_clerk)
    client.force_login(user)

    page = client.get(board_request.get_absolute_url())
    saved = client.post(board_request.get_absolute_url(), {"x": "y"})

    assert page.status_code == 200
    assert "Nämnden tar fram en rutin." in shown(page)
    assert saved.status_code == 403


def test_nothing_is_assigned_when_the_answer_is_in(board_request, board_answer, board_clerk):
    with pytest.raises(RuleBroken):
        services.assign(
            board_request.items.first(), email=COLLEAGUE, name="K", at=NOW, by=board_clerk
        )


def test_who_has_come_to_the_audit_side_since_sees_no_draft(assignment, social_request):
    factories.MembershipFactory(user=assignment.user, role=Role.AUDITOR, body=None)
    user = User.objects.get(pk=assignment.user_id)

    assert not social_request.may_be_written_by(user)
    assert not AnswerRequest.objects.written_by(user).exists()


def test_an_account_that_is_shut_sees_nothing(assignment, social_request):
    assignment.user.is_active = False

    assert not social_request.may_be_written_by(assignment.user)


def test_a_page_asks_as_much_however_many_write(
    clerk, url, assignment, social_request, social_clerk
):
    def count():
        with CaptureQueriesContext(connection) as queries:
            clerk.get(url)
        return len(queries)

    few = count()
    for number in range(5):
        services.assign(
            item_of(social_request).asked,
            email=f"k{number}@test.example",
            name="K",
            at=dates.now(),
            by=social_clerk,
        )
    assert count() == few
