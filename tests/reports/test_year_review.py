"""Samlad uppföljning of a year: what is counted and told, on the page and on the paper to fullmäktige."""

import json
from datetime import date

import page
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from reports.models import Compilation, CompilationKind, ReportState
from reports.overview.counts import Counts
from reports.papers import data, year
from responses.models import Answer
from tests import factories
from tests.common.test_pdf import PROFILES, failures, text_of
from tests.conftest import NOW
from tests.layers import hand_over
from tests.reports.sittings import sitting_on
from tests.reports.test_compiled import carried

TODAY = date(2023, 2, 14)
ADDRESS = reverse("reports:year_review")


def judged(addressee: Addressee, value: str, chair: User, *, on: date = TODAY) -> None:
    verdict = propose_verdict(
        addressee,
        value=value,
        note=f"Skälet för {value}.",
        at=NOW,
        by=chair,
        ground=factories.SEEN,
    )
    factories.as_decided(verdict, on=on, at=NOW, by=chair)


def job(by: User, told_year: int = 2023, **kwargs: object) -> Compilation:
    values = {"kind": CompilationKind.YEAR, "title": str(told_year), "per": TODAY}
    return Compilation(
        query=f"ar={told_year}", requested_by=by, requested_at=NOW, **{**values, **kwargs}
    )


def test_tells_what_was_closed_and_what_remains_with_reasons(
    handed_over: Audit, board_answer: Answer, board: Body, chair: User, auditor: User
) -> None:
    done, remaining = board.addressed.all()
    judged(done, "done", chair)
    sitting = sitting_on(TODAY, chair, auditor, by=chair)

    built = year.build(job(chair, sitting=sitting, paragraph="§ 12", text="Vi återkommer."))
    shown = text_of(year.paper(job(chair, text="Vi återkommer."), made_at=NOW).data)

    section = next(row for row in built.sections if row.body == board)
    assert [row.row.unit.addressee for row in section.done] == [done]
    assert [row.row.unit.addressee for row in section.remaining] == [remaining]
    assert (
        built.status.replace("\xa0", " ")
        == f"Beslutad 14 februari 2023, § 12, av {chair.name} och {auditor.name}."
    )
    for words in (
        "Samlad uppföljning 2023",
        "Vi återkommer.",
        "Under 2023 bedömde revisorerna en rekommendation som åtgärdad.",
        "Tre kvarstår, varav två utan svar.",
        "Skälet för done.",
        "Svar har inkommit. Revisorerna har inte beslutat någon bedömning.",
        "Svar har inte inkommit.",
        remaining.recommendation.text,
    ):
        assert words in shown


def test_what_was_closed_in_an_earlier_year_is_not_told(
    handed_over: Audit, board_answer: Answer, board: Body, chair: User
) -> None:
    first, last = board.addressed.all()
    judged(first, "done", chair)
    judged(last, "not_relevant", chair)

    this_year = year.content(2023, user=chair, on=TODAY)
    earlier = year.content(2022, user=chair, on=date(2022, 12, 31))
    later = year.content(2024, user=chair, on=date(2024, 1, 31))

    assert (this_year.total.done, this_year.total.not_relevant) == (1, 1)
    assert (earlier.total.done, earlier.total.total) == (0, 4)
    assert (later.total.done, later.total.total) == (0, 2)


def test_the_table_counts_the_rows(
    handed_over: Audit, board_answer: Answer, board: Body, chair: User
) -> None:
    judged(board.addressed.first(), "partly", chair)

    figures = year.figures(year.states_of(2023, user=chair, on=TODAY), on=TODAY)
    built = year.content(2023, user=chair, on=TODAY)

    assert sum((row.counts for row in figures), Counts()) == built.total
    assert [row.body for row in figures] == [section.body for section in built.sections]


def test_the_page_shows_the_rows_of_the_chosen_body(
    client: Client, handed_over: Audit, board_answer: Answer, board: Body, chair: User
) -> None:
    judged(board.addressed.first(), "not_done", chair)
    client.force_login(chair)

    without = client.get(ADDRESS, {"ar": 2023}).text
    shown = client.get(ADDRESS, {"ar": 2023, "organ": board.pk}).text

    assert "Skälet för not_done." not in without
    assert "Skälet för not_done." in shown
    assert "Kvarstår, 2" in " ".join(shown.split())


def test_is_ordered_with_the_words_of_revisorerna(
    client: Client, handed_over: Audit, chair: User
) -> None:
    client.force_login(chair)

    page = client.post(f"{ADDRESS}?ar=2023", {"per": "2023-02-13", "text": "Vi återkommer."})

    paper = Compilation.objects.get()
    assert page.url == paper.get_absolute_url()
    assert (paper.kind, paper.state) == (CompilationKind.YEAR, ReportState.WAITING)
    assert (paper.query, paper.title, paper.per) == ("ar=2023", "2023", date(2023, 2, 13))
    assert paper.text == "Vi återkommer."


@pytest.mark.parametrize(
    ("told_year", "per", "words"),
    [
        (2023, "2022-12-31", "Välj en dag från 1 januari 2023."),
        (2023, "2023-02-15", "Läge per kan inte ligga i framtiden."),
        (2022, "2022-11-01", "Inget var öppet och inget stängdes under året."),
    ],
)
def test_what_is_wrong_is_told_and_the_text_is_kept(
    client: Client, handed_over: Audit, chair: User, told_year: int, per: str, words: str
) -> None:
    client.force_login(chair)

    page = client.post(
        f"{ADDRESS}?ar={told_year}&per={per}", {"per": per, "text": "Vi återkommer."}
    )

    assert words in page.text.replace("\xa0", " ")
    assert "Vi återkommer." in page.text
    assert not Compilation.objects.exists()


def test_a_wrong_address_shows_the_latest_year(
    client: Client, handed_over: Audit, chair: User
) -> None:
    client.force_login(chair)

    for query in ("ar=x", "ar=1", "ar=2023&organ=x", "ar=2023&per=x", ""):
        assert "Samlad uppföljning 2023" in client.get(f"{ADDRESS}?{query}").text


def test_queries_do_not_grow(
    client: Client, handed_over: Audit, board_answer: Answer, board: Body, chair: User
) -> None:
    client.force_login(chair)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(ADDRESS, {"organ": board.pk}).status_code == 200
        return len(context)

    queries()
    few = queries()
    for number in range(3):
        hand_over(factories.draft_audit(board, title=f"Granskning {number}"), chair)

    assert queries() == few


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_can_be_archived_and_read_by_all(
    board_answer: Answer, chair: User, profile: page.ValidationProfile
) -> None:
    made = year.paper(job(chair), made_at=NOW).data

    assert failures(made, profile) == []
    assert carried(made) == json.loads(json.dumps(data.of_year(year.build(job(chair)))))
