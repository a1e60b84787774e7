"""Pages of a long list by the keys of their rows."""

from itertools import pairwise
from urllib.parse import parse_qs

import pytest
from django.db.models import F
from django.http import QueryDict

from accounts.models import Body
from common.keyset import keyset_page
from tests import factories

ORDER = ("-position", "name", "pk")


@pytest.fixture
def bodies(db):
    """Twelve, of which three and three stand at the same place in the order."""
    for number in range(12):
        factories.BodyFactory(name=f"Nämnd {number:02}", position=number // 3)
    return list(Body.objects.order_by(*ORDER))


def page(query="", order=ORDER, rows=None, **options):
    rows = Body.objects.all() if rows is None else rows
    return keyset_page(rows, order, QueryDict(query.lstrip("?")), per_page=5, **options)


def test_forwards_each_row_comes_once_in_order(bodies):
    first = page()
    second = page(first.next)
    third = page(second.next)

    assert [*first, *second, *third] == bodies
    assert [(p.first, p.last, p.total) for p in (first, second, third)] == [
        (1, 5, 12),
        (6, 10, 12),
        (11, 12, 12),
    ]
    assert first.previous == third.next == ""


def test_backwards_the_same_pages_come(bodies):
    second = page(page().next)
    third = page(second.next)

    again = page(third.previous)

    assert (again.rows, again.first) == (second.rows, second.first)
    assert page(again.previous).rows == bodies[:5]
    assert page(again.previous).first == 1
    assert page(again.previous).previous == ""


def test_a_row_that_goes_moves_no_other_past_the_reader(bodies):
    first = page()
    bodies[0].delete()

    assert page(first.next).rows == bodies[5:10]


def test_the_rest_of_the_address_is_kept(bodies):
    query = parse_qs(page("sok=bygg&lage=").next.lstrip("?"), keep_blank_values=True)

    assert query.pop("efter")
    assert query == {"sok": ["bygg"], "lage": [""]}


def test_two_lists_on_a_page_have_pages_of_their_own(bodies):
    waiting = page(name="vantar-")

    assert page(waiting.next, name="vantar-").rows == bodies[5:10]
    assert page(waiting.next, name="inkomna-").rows == bodies[:5]


def test_a_computed_column_can_be_sorted_on(bodies):
    rows = Body.objects.annotate(place=F("position"))

    assert (
        page(page(rows=rows, order=("place", "pk")).next, rows=rows, order=("place", "pk")).first
        == 6
    )


@pytest.mark.parametrize(
    "place",
    [
        "x",
        "WzFd",
        "bnVsbA==",
        "WzEsIjEiLCJhIiwieCJd",
        "e30=",
        "å",
        "WzEs" + "x" * 900,
        "WyJhIiwxLCJhIiwxXQ==",
    ],
)
def test_what_cannot_be_read_gives_the_first_page(bodies, place):
    query = QueryDict(mutable=True)
    query["efter"] = place

    assert page(query.urlencode()).rows == bodies[:5]


def test_an_empty_list_has_one_page(db):
    assert (len(page()), page().total, page().is_whole) == (0, 0, True)


def test_the_hundredth_page_reads_no_row_before_it(bodies, django_assert_num_queries):
    later = page(page().next).next

    with django_assert_num_queries(2) as asked:
        page(later)

    assert "OFFSET" not in asked.captured_queries[-1]["sql"]


def test_pages_follow_each_other_without_a_gap(bodies):
    shown, query = [], ""
    while True:
        here = page(query)
        shown.append((here.first, here.last))
        if not here.next:
            break
        query = here.next

    assert all(last + 1 == first for (_, last), (first, _) in pairwise(shown))
