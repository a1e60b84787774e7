"""The overview on paper: as whoever ordered it sees the day, with the figures of the page."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Body, User
from audit.models import Audit
from common import dates
from recommendations.models import Addressee
from recommendations.services import propose_verdict
from reports import overview_papers
from reports.models import OverviewPaper, ReportState
from reports.overview.scope import Scope
from reports.papers import overview as papers
from responses.models import Answer
from tests.conftest import NOW
from tests.factories import SEEN, as_decided

TODAY = NOW.date()
ORDER = reverse("reports:overview_paper_new")


def made(scope: Scope, since: date | None = None) -> OverviewPaper:
    overview_papers.order(scope, since=since, at=NOW)
    paper = overview_papers.maker.make()
    assert paper is not None
    assert paper.state == ReportState.DONE, paper.error
    return paper


def carried(paper: OverviewPaper) -> dict[str, object]:
    with pikepdf.open(BytesIO(bytes(paper.document.data))) as pdf:
        assert list(pdf.attachments) == ["oversikt.json"]
        told: dict[str, object] = json.loads(
            pdf.attachments["oversikt.json"].get_file().read_bytes()
        )
    return told


def test_the_paper_tells_the_figures_of_the_day_and_is_one_page(
    board_answer: Answer, chair: User
) -> None:
    paper = made(Scope(chair, TODAY))

    told = carried(paper)

    assert [row["namn"] for row in told["organ"]] == ["Kommunstyrelsen", "Socialnämnden"]
    assert [row["unjudged"] for row in told["organ"]] == [2, 0]
    assert told["nytt_sedan"]["fatt_svar"] == 2
    with pikepdf.open(BytesIO(bytes(paper.document.data))) as pdf:
        assert len(pdf.pages) == 1


def test_an_official_gets_the_own_body_alone(board_answer: Answer, social_clerk: User) -> None:
    told = carried(made(Scope(social_clerk, TODAY)))

    assert [row["namn"] for row in told["organ"]] == ["Socialnämnden"]


def test_the_same_day_gives_the_same_bytes_and_a_change_another_code(
    handed_over: Audit, board: Body, chair: User
) -> None:
    ordered = overview_papers.order(Scope(chair, TODAY), since=None, at=NOW)
    first, again = (papers.paper(ordered, made_at=NOW) for _ in range(2))

    assert first == again
    before = papers.facts(papers.build(ordered, made_at=NOW))
    verdict = propose_verdict(
        Addressee.objects.filter(body=board)[0],
        value="done",
        note="Sett.",
        at=NOW,
        by=chair,
        ground=SEEN,
    )
    as_decided(verdict, on=TODAY, at=NOW, by=chair)
    assert papers.facts(papers.build(ordered, made_at=NOW)) != before


def test_page_paper_and_excel_of_a_past_day_say_the_same(
    client: Client, board_answer: Answer, chair: User, presidium_member: User
) -> None:
    client.force_login(presidium_member)
    later = dates.at_local(date(2023, 3, 20), 9)
    with dates.told_at(later):
        for day in (date(2023, 2, 13), TODAY, date(2023, 3, 1)):
            scope = Scope(presidium_member, day)
            paper = overview_papers.order(scope, since=None, at=later)
            told = papers.facts(papers.build(paper, made_at=later))
            page = client.get(reverse("reports:overview"), {"per": day.isoformat()})
            query = {"per": day.isoformat(), "bedomning": "oppna"}
            excel = client.get(reverse("reports:register_excel"), query)
            rows = load_workbook(BytesIO(b"".join(excel.streaming_content))).active.max_row - 1

            assert papers.facts(page.context["content"]) == told
            assert sum(row["oppna"] for row in told["organ"]) == rows


def test_who_presses_twice_joins_the_order_that_waits(
    client: Client, handed_over: Audit, presidium_member: User, chair: User
) -> None:
    client.force_login(presidium_member)

    pages = [client.post(ORDER, {"per": "2023-02-13"}) for _ in range(2)]
    client.post(ORDER, {"per": "2023-02-14"})

    assert pages[0].url == pages[1].url
    ordered: QuerySet[OverviewPaper] = OverviewPaper.objects.visible_to(presidium_member)
    assert sorted(paper.per for paper in ordered) == [date(2023, 2, 13), TODAY]
    assert not OverviewPaper.objects.visible_to(chair).exists()


def test_the_page_of_the_paper_waits_and_then_gives_the_file(
    client: Client, handed_over: Audit, presidium_member: User
) -> None:
    client.force_login(presidium_member)
    scope = replace(Scope(presidium_member, TODAY), year=2022)
    paper = overview_papers.order(scope, since=None, at=NOW)
    assert "Papperet görs" in client.get(paper.get_absolute_url()).text
    assert client.get(reverse("reports:overview_paper_file", args=[paper.pk])).status_code == 404

    assert overview_papers.maker.make_waiting() == 1

    assert "Ladda ner PDF" in client.get(paper.get_absolute_url()).text
    file = client.get(reverse("reports:overview_paper_file", args=[paper.pk]))
    assert file.headers["Content-Type"] == "application/pdf"
