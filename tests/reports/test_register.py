"""The register: every recommendation × body over all years, and each of them through time."""

import csv
import re
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Body, BodyKind, User
from accounts.roles import Role
from audit.models import Audit
from common import dates
from common.keyset import keyset_page
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from recommendations.values import VerdictValue
from reports.models import SavedView
from reports.overview import figures
from reports.overview.scope import Scope
from reports.register.query import register_query
from reports.register.sheet import COLUMNS
from responses import services
from responses.models import Answer, UnitState
from tests import factories
from tests.conftest import NOW
from tests.factories import SEEN, as_decided

TODAY = date(2023, 2, 14)
URL = reverse("reports:register")


def shown(client: Client, query: str = "") -> list[int]:
    """The keys of the addressees on the page, in its order."""
    response = client.get(f"{URL}{query}")
    assert response.status_code == 200
    return [row.addressee.pk for row in response.context["rows"]]


def judge(addressee: Addressee, value: str, by: User) -> None:
    verdict = propose_verdict(addressee, value=value, note="Sett.", at=NOW, by=by, ground=SEEN)
    as_decided(verdict, on=TODAY, at=NOW, by=by)


def test_all_that_is_handed_over_stands_there(client, handed_over: Audit, chair: User) -> None:
    client.force_login(chair)

    assert sorted(shown(client)) == sorted(Addressee.objects.values_list("pk", flat=True))


def test_an_official_sees_the_own_body_alone(
    client, handed_over: Audit, board: Body, board_clerk: User
) -> None:
    client.force_login(board_clerk)

    assert sorted(shown(client)) == sorted(board.addressed.values_list("pk", flat=True))


def test_a_draft_stands_there_for_nobody(client, draft: Audit, chair: User) -> None:
    client.force_login(chair)

    assert shown(client) == []


def test_what_waits_for_an_answer_comes_before_what_is_closed(
    client, board_answer: Answer, chair: User, social: Body
) -> None:
    first = Addressee.objects.filter(body__name="Kommunstyrelsen")[0]
    judge(first, VerdictValue.DONE, chair)
    client.force_login(chair)

    keys = shown(client)

    waiting = list(social.addressed.values_list("pk", flat=True))
    assert sorted(keys[:2]) == sorted(waiting)
    assert keys[-1] == first.pk


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?bedomning=oppna", {2, 3, 4}),
        ("?bedomning=done", {1}),
        ("?bedomning=unjudged", {2}),
        ("?bedomning=unanswered", {3, 4}),
        ("?svar=vantas", {3, 4}),
        ("?svar=agrees", {1, 2}),
        ("?svar=disagrees", set()),
        ("?svar=late", set()),
        ("?svar=late&per=2023-02-01", set()),
        ("?uppger=planned", {1, 2}),
        ("?uppger=nothing", {3, 4}),
        ("?slag=bolag", set()),
        ("?ar=2022", {1, 2, 3, 4}),
        ("?aldre=1", set()),
        ("?upprepar=ja", set()),
        ("?ersatta=bara", set()),
        ("?sok=uppgift", {1, 2, 3, 4}),
        ("?sok=livsmedelskontroll", {1, 2, 3, 4}),
        ("?sok=rutiner", {1, 2}),
        ("?sok=forvaltningschef", set()),
        ("?organ=0", {1, 2, 3, 4}),
        ("?bedomning=hittepa", {1, 2, 3, 4}),
        ("?ordning=hittepa&efter=hittepa", {1, 2, 3, 4}),
    ],
)
def test_filters(client, board_answer: Answer, chair: User, query: str, numbers: set[int]) -> None:
    judge(Addressee.objects.get(recommendation__number=1), VerdictValue.DONE, chair)
    client.force_login(chair)

    keys = shown(client, query)

    found = Addressee.objects.filter(pk__in=keys).values_list("recommendation__number", flat=True)
    assert set(found) == numbers


def test_words_of_a_marked_answer_are_found_by_those_who_may_read_them(
    client, board_answer: Answer, chair: User, board_clerk: User, presidium_member: User
) -> None:
    board_answer.items.update(may_be_secret=True)

    counts = {}
    for user in (chair, board_clerk, presidium_member):
        client.force_login(user)
        counts[user] = len(shown(client, "?sok=rutin"))

    # The measure of the answer is not marked here, and says the same word.
    Addressee.objects.get(recommendation__number=1).measures.update(may_be_secret=True)
    client.force_login(presidium_member)
    assert counts == {chair: 2, board_clerk: 2, presidium_member: 2}
    assert len(shown(client, "?sok=rutin")) == 1


def test_a_past_day_shows_what_was_known_then(client, board_answer: Answer, chair: User) -> None:
    came_on = dates.local_day(board_answer.submitted_at)
    client.force_login(chair)

    today = shown(client, "?bedomning=unjudged")
    before = shown(
        client, f"?bedomning=unjudged&per={date(came_on.year, came_on.month, came_on.day - 1)}"
    )

    assert (len(today), len(before)) == (2, 0)


def test_the_same_questions_for_any_number_of_rows(
    client, board_answer: Answer, chair: User, board: Body, social: Body
) -> None:
    client.force_login(chair)
    client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(URL)
    for number in range(3):
        audit = factories.draft_audit(board, social, per_body=3, title=f"Granskning {number}")
        services.dispatch(audit, at=NOW, by=chair)
    with CaptureQueriesContext(connection) as many:
        response = client.get(URL)

    assert len(response.context["rows"]) == 22
    assert len(many) == len(few) <= 25


def test_chosen_rows_go_to_a_round(
    client, board_answer: Answer, chair: User, presidium_member: User
) -> None:
    client.force_login(presidium_member)
    assert 'name="unit"' not in client.get(URL).content.decode()
    client.force_login(chair)
    page = client.get(URL).content.decode()
    key = board_answer.items.all()[0].asked.addressee_id
    assert f'name="unit" value="{key}"' in page

    chosen = client.get(f"{reverse('responses:follow_up_new')}?unit={key}")

    assert [unit.pk for unit in chosen.context["offered"].units] == [key]


def every_figure(client: Client, **query: str) -> list[tuple[str, int]]:
    """Each figure of the overview that opens the register: its address, and the number that stands in the link."""
    page = client.get(reverse("reports:overview"), query).content.decode()
    links = re.findall(rf'<a [^>]*href="{URL}([?][^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    texts = [(unescape(address), re.sub("<[^>]*>", "", text)) for address, text in links]
    return [(address, int(re.search(r"\d+", text)[0])) for address, text in texts]


def rows_behind(query: str, user: User) -> int:
    """How many the page of the address holds, without drawing it."""
    asked = QueryDict(query.removeprefix("?"))
    listing = register_query(asked, user=user)
    return keyset_page(listing.filter.qs, listing.order, asked).total


@pytest.mark.parametrize("role", ["chair", "presidium_member", "board_clerk"])
def test_each_figure_of_the_overview_opens_its_rows(
    client, board_answer: Answer, board: Body, role: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)
    judge(
        Addressee.objects.get(recommendation__number=1),
        VerdictValue.DONE,
        by=request.getfixturevalue("chair"),
    )
    company = factories.BodyFactory(name="Bostads AB", kind=BodyKind.COMPANY, position=9)
    audit = factories.draft_audit(company, board, title="Granskning av hyror")
    chair = request.getfixturevalue("chair")
    services.dispatch(audit, at=dates.at_local(date(2023, 1, 9), 9), by=chair)
    client.force_login(user)

    opened = every_figure(client)

    assert len(opened) > 5
    for query, figure in opened:
        assert rows_behind(query, user) == figure, query
    first, figure = opened[0]
    assert client.get(f"{URL}{first}").context["page"].total == figure


def test_search_and_figures_see_no_draft_of_a_body(
    client, handed_over: Audit, chair: User, board: Body
) -> None:
    draft = board.requests.get().answers.draft()
    item = draft.items.all()[0]
    item.text = "Hemligheten"
    item.save()
    client.force_login(chair)

    assert shown(client, "?sok=hemligheten") == []
    assert figures.register(Scope(chair, TODAY)).counts.unanswered == UnitState.objects.count()


def test_the_address_keeps_what_was_asked_for(client, handed_over: Audit, chair: User) -> None:
    client.force_login(chair)

    chosen = client.get(f"{URL}?bedomning=oppna&ordning=aldst").context["filter"].chosen_list

    assert [(choice.label, choice.value) for choice in chosen] == [
        ("Revisorernas bedömning", "Öppna")
    ]
    assert parse_qs(urlsplit(chosen[0].without).query) == {"ordning": ["aldst"]}


def test_the_file_holds_what_is_shown_and_runs_nothing(
    client, board_answer: Answer, chair: User
) -> None:
    item = board_answer.items.all()[0]
    item.text = "=1+1"
    item.save()
    client.force_login(chair)

    excel = client.get(f"{reverse('reports:register_excel')}?svar=agrees")
    text = client.get(f"{reverse('reports:register_csv')}?svar=agrees")
    head, *lines = list(load_workbook(BytesIO(b"".join(excel))).active.iter_rows(values_only=True))
    csv_head, *csv_lines = list(
        csv.reader(StringIO(b"".join(text).decode().removeprefix("\ufeff")), delimiter=";")
    )

    assert list(head) == csv_head == list(COLUMNS)
    assert len(lines) == len(csv_lines) == 2
    texts, csv_texts = ([line[11] for line in of_kind] for of_kind in (lines, csv_lines))
    assert "=1+1" in texts
    assert "'=1+1" in csv_texts
    assert lines[0][7].date() == dates.local_day(board_answer.request.audit.handed_over_at)
    assert [line[0] for line in lines] == [line[0] for line in csv_lines]


def test_the_file_withholds_what_the_page_withholds(
    client, board_answer: Answer, chair: User, presidium_member: User
) -> None:
    board_answer.items.update(may_be_secret=True, text="Hemligt")

    client.force_login(presidium_member)
    withheld = b"".join(client.get(reverse("reports:register_csv"))).decode()
    client.force_login(chair)
    whole = b"".join(client.get(reverse("reports:register_csv"))).decode()

    assert "Hemligt" not in withheld
    assert "Sekretess inte prövad" in withheld
    assert "Hemligt" in whole


def test_a_view_is_saved_shared_and_taken_away(
    client, handed_over: Audit, chair: User, board_clerk: User, presidium_member: User
) -> None:
    vice = factories.person(Role.AUDITOR, name="Vice", email="vice@test.example")
    save = reverse("reports:view_save")
    client.force_login(chair)
    sent = {"name": "Öppna", "query": "bedomning=oppna&efter=x&hittepa=1", "is_shared": "on"}

    assert client.post(save, sent).url == f"{URL}?bedomning=oppna"
    client.post(save, {"name": "", "query": ""})
    client.force_login(board_clerk)
    client.post(save, {"name": "Egen", "query": "svar=late", "is_shared": "on"})

    seen = {}
    for user in (chair, vice, board_clerk, presidium_member):
        client.force_login(user)
        seen[user.name] = [view.name for view in client.get(URL).context["saved_views"]]
    assert list(seen.values()) == [["Öppna"], ["Öppna"], ["Egen"], []]
    shared = SavedView.objects.get(name="Öppna")
    client.force_login(vice)
    assert client.post(reverse("reports:view_remove", args=[shared.pk])).status_code == 404
    client.force_login(chair)
    client.post(reverse("reports:view_remove", args=[shared.pk]))
    assert not client.get(URL).context["saved_views"]


def test_that_one_repeats_another_is_told_only_where_the_other_is_seen(
    client, handed_over: Audit, chair: User, board: Body
) -> None:
    earlier = board.addressed.all()[0]
    later = factories.draft_audit(board, per_body=1, title="Granskningen igen")
    recommendation = later.recommendations.get()
    services.note_repetition(recommendation, earlier, at=NOW, by=chair)
    services.dispatch(later, at=NOW, by=chair)
    expert = factories.person(Role.EXPERT, name="Sakkunnig", email="expert2@test.example")
    factories.assign(later, expert)

    shown_to = {}
    for user in (chair, expert):
        client.force_login(user)
        shown_to[user.name] = len(shown(client, "?upprepar=ja"))

    assert shown_to == {"Ordförande": 1, "Sakkunnig": 0}
