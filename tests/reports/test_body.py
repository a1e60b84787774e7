"""One body: what it is waited for, what is open there, when it meets, and what it was called."""

from datetime import date

from django.test import Client
from django.urls import reverse

from accounts import services as accounts
from accounts.models import Body, User
from audit.models import Audit
from common import dates
from responses.models import Answer

TODAY = date(2023, 2, 14)


def page_of(client: Client, body: Body) -> object:
    response = client.get(reverse("reports:body", args=[body.pk]))
    assert response.status_code == 200
    return response.context["page"]


def test_each_figure_opens_its_rows(
    client: Client, board_answer: Answer, social: Body, chair: User
) -> None:
    client.force_login(chair)

    page = page_of(client, social)

    assert [figure.number for figure in page.figures] == [2, 0, 0, 0, 2]
    for figure in page.figures:
        opened = client.get(f"{reverse('reports:register')}?{figure.narrowed}").context["page"]
        assert opened.total == figure.number
    assert [standing.request.body for standing in page.awaited] == [social]
    assert len(page.open_rows) == 2


def test_it_tells_names_meetings_and_who_took_over(
    client: Client, handed_over: Audit, social: Body, board: Body, chair: User, administrator: User
) -> None:
    social.meetings.create(meets_on=date(2023, 3, 2))
    social.meetings.create(meets_on=date(2022, 3, 2))
    with dates.told_at(dates.at_local(date(2023, 2, 1))):
        social.name = "Omsorgsnämnden"
        accounts.save_body(social, at=dates.now(), by=administrator)
    accounts.end_body(
        social, last_day=date(2023, 2, 12), heir=board, at=dates.now(), by=administrator
    )
    client.force_login(chair)

    page = page_of(client, board)
    assert [succession.body.name for succession in page.taken_over] == ["Omsorgsnämnden"]
    assert len(page.open_rows) == 4
    assert [succession.heir for succession in page_of(client, social).heirs] == [board]
    assert [former.name for former in page_of(client, social).former_names] == ["Socialnämnden"]


def test_the_coming_meetings_alone(
    client: Client, handed_over: Audit, social: Body, chair: User
) -> None:
    social.meetings.create(meets_on=date(2023, 3, 2))
    social.meetings.create(meets_on=date(2022, 3, 2))
    client.force_login(chair)

    assert [meeting.meets_on for meeting in page_of(client, social).meetings] == [date(2023, 3, 2)]


def test_the_presidium_is_not_told_who_answers_for_it(
    client: Client,
    handed_over: Audit,
    board: Body,
    board_clerk: User,
    presidium_member: User,
    chair: User,
) -> None:
    shown = {}
    for user in (presidium_member, chair, board_clerk):
        client.force_login(user)
        response = client.get(reverse("reports:body", args=[board.pk]))
        aside = response.content.decode().split("<h2>Kontakt</h2>")[1]
        shown[user] = board_clerk.name in aside.split("</aside>")[0]

    assert shown == {presidium_member: False, chair: True, board_clerk: True}
