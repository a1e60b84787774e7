import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Audit
from reports import compilations
from reports.models import Compilation, CompilationKind
from tests import factories
from tests.reports.test_compilation import ordered
from tests.reviewing import confirm, reviewed


@pytest.fixture
def paper(handed_over: Audit, chair: User) -> Compilation:
    ordered(chair)
    made = compilations.maker.make()
    assert made is not None
    assert made.document is not None, made.error
    return made


def url(paper: Compilation) -> str:
    return reverse("reports:compilation_release", args=[paper.pk])


def test_tells_who_will_read_it(client: Client, paper: Compilation, chair: User) -> None:
    client.force_login(chair)

    shown = client.get(url(paper)).text

    assert "Fullmäktiges presidium kan läsa papperet." in shown
    assert "Kommunstyrelsen, Socialnämnden" in " ".join(shown.split())


def test_nothing_is_released_without_the_tick(
    client: Client, paper: Compilation, chair: User
) -> None:
    client.force_login(chair)

    page = client.post(url(paper), reviewed(client, url(paper)) | {"confirm": ""})

    assert page.status_code == 200
    paper.refresh_from_db()
    assert paper.released_at is None


@pytest.mark.parametrize("name", ["presidium_member", "board_clerk"])
def test_is_seen_by_others_after_the_release_alone(
    client: Client, paper: Compilation, chair: User, request: pytest.FixtureRequest, name: str
) -> None:
    reader = Client()
    reader.force_login(request.getfixturevalue(name))
    addresses = [paper.get_absolute_url(), paper.file_url]
    assert [reader.get(address).status_code for address in addresses] == [404, 404]
    client.force_login(chair)

    assert confirm(client, url(paper)).url == paper.get_absolute_url()

    assert [reader.get(address).status_code for address in addresses] == [200, 200]
    paper.refresh_from_db()
    assert paper.released_by == chair


def test_the_release_is_news_to_presidium(
    client: Client, paper: Compilation, chair: User, presidium_member: User
) -> None:
    reader = Client()
    reader.force_login(presidium_member)
    todo = reverse("reports:todo")
    assert str(paper) not in reader.get(todo).text
    client.force_login(chair)

    confirm(client, url(paper))

    page = reader.get(todo).text
    assert str(paper) in page
    assert f'href="{paper.get_absolute_url()}"' in page


def test_a_body_that_it_does_not_tell_of_does_not_see_it(
    client: Client, handed_over: Audit, chair: User, board_clerk: User, social_clerk: User
) -> None:
    organ = board_clerk.memberships.get().body_id
    ordered(chair, query=f"organ={organ}")
    paper = compilations.maker.make()
    client.force_login(chair)
    confirm(client, url(paper))

    client.force_login(social_clerk)

    assert client.get(paper.get_absolute_url()).status_code == 404


def test_a_sakkunnig_does_not_release(client: Client, handed_over: Audit, expert: User) -> None:
    factories.assign(handed_over, expert)
    ordered(expert)
    paper = compilations.maker.make()
    client.force_login(expert)

    assert client.post(url(paper), {"do": "confirm"}).status_code == 403


@pytest.mark.parametrize(
    ("kind", "query"),
    [(CompilationKind.LIST, ""), (CompilationKind.ANSWERS, "sok=rutin")],
)
def test_a_list_or_a_search_is_not_released(
    client: Client, handed_over: Audit, chair: User, kind: CompilationKind, query: str
) -> None:
    client.force_login(chair)
    paper = ordered(chair, kind, query)
    compilations.maker.make()

    assert client.post(url(paper), {"do": "confirm"}).status_code == 403


def test_not_a_second_time_and_not_before_it_is_made(
    client: Client, paper: Compilation, chair: User
) -> None:
    client.force_login(chair)
    confirm(client, url(paper))
    assert client.post(url(paper), {"do": "confirm"}).status_code == 403

    assert client.post(url(ordered(chair)), {"do": "confirm"}).status_code == 403
