from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Audit
from common import dates
from reports import compilations
from reports.compilations import PaperWanted
from reports.models import LEASE, Compilation, CompilationKind, ReportState
from tests import factories
from tests.common.test_pdf import text_of
from tests.conftest import NOW


def ordered(
    by: User, kind: CompilationKind = CompilationKind.ANSWERS, query: str = ""
) -> Compilation:
    wanted = PaperWanted(kind, query, "Hela registret", NOW.date())
    return compilations.order(wanted, at=NOW, by=by)


def cancel(client: Client, paper: Compilation):
    return client.post(reverse("reports:compilation_cancel", args=[paper.pk]), follow=True)


def test_waits_and_then_gives_the_file(client: Client, handed_over: Audit, chair: User) -> None:
    client.force_login(chair)
    paper = ordered(chair)
    file = reverse("reports:compilation_file", args=[paper.pk])
    assert "Väntar på sin tur." in client.get(paper.get_absolute_url()).text
    assert client.get(file).status_code == 404

    assert compilations.maker.make_waiting() == 1

    assert "Ladda ner PDF" in client.get(paper.get_absolute_url()).text
    assert client.get(file).headers["Content-Type"] == "application/pdf"
    paper.refresh_from_db()
    assert paper.pages == len(pypdfium2.PdfDocument(bytes(paper.document.data)))
    assert [body.name for body in paper.bodies.order_by("name")] == [
        "Kommunstyrelsen",
        "Socialnämnden",
    ]


def test_the_list_has_the_rows_of_the_reader(
    handed_over: Audit, social_clerk: User, chair: User
) -> None:
    ordered(chair, CompilationKind.LIST)
    ordered(social_clerk, CompilationKind.LIST)

    compilations.maker.make_waiting()

    shown = {
        paper.requested_by_id: text_of(bytes(paper.document.data))
        for paper in Compilation.objects.select_related("document")
    }
    assert "Kommunstyrelsen" in shown[chair.pk]
    assert "Socialnämnden" in shown[social_clerk.pk]
    assert "Kommunstyrelsen" not in shown[social_clerk.pk]


def test_pressed_twice_is_one_order(handed_over: Audit, chair: User) -> None:
    assert ordered(chair) == ordered(chair)


def test_a_part_of_the_page_is_fetched_while_it_is_made(
    client: Client, handed_over: Audit, chair: User
) -> None:
    client.force_login(chair)

    part = client.get(ordered(chair).get_absolute_url(), headers={"HX-Request": "true"}).text

    assert 'id="jobb"' in part
    assert "<html" not in part


def test_is_called_off_by_who_ordered_it(client: Client, handed_over: Audit, chair: User) -> None:
    client.force_login(chair)
    paper = ordered(chair)

    page = cancel(client, paper)

    assert "Papperet görs inte." in page.text
    paper.refresh_from_db()
    assert paper.state == ReportState.CANCELLED
    assert compilations.maker.make_waiting() == 0
    assert cancel(client, paper).status_code == 403


def test_what_is_being_made_stops_at_the_next_page(
    handed_over: Audit, chair: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = ordered(chair)
    written = compilations.maker.write

    def called_off_meanwhile(job):
        compilations.cancel(job, at=dates.now())
        return written(job)

    monkeypatch.setattr(compilations.maker, "write", called_off_meanwhile)

    assert compilations.maker.make() is None
    paper.refresh_from_db()
    assert (paper.state, paper.document) == (ReportState.CANCELLED, None)


@pytest.mark.parametrize(
    ("kind", "done", "left"),
    [
        (CompilationKind.ANSWERS, 401, timedelta(seconds=401)),
        (CompilationKind.TABLE, 401, timedelta()),
    ],
)
def test_a_long_paper_is_held_while_it_is_written_after_its_last_page(
    handed_over: Audit, chair: User, kind: CompilationKind, done: int, left: timedelta
) -> None:
    ordered(chair, kind)
    at = timezone.now()
    job = compilations.maker.claim(None, at=at)

    compilations.PagesNoted(job)(done)

    job.refresh_from_db()
    assert job.pages == done
    assert timedelta() <= job.claimed_until - at - LEASE - left < timedelta(seconds=60)


def test_another_revisor_does_not_call_it_off(
    client: Client, handed_over: Audit, chair: User, auditor: User
) -> None:
    client.force_login(auditor)
    paper = ordered(chair)

    assert cancel(client, paper).status_code == 403
    paper.refresh_from_db()
    assert paper.is_pending


def test_a_sakkunnig_reads_the_own_alone(
    client: Client, handed_over: Audit, chair: User, expert: User
) -> None:
    factories.assign(handed_over, expert)
    client.force_login(expert)

    assert client.get(ordered(expert).get_absolute_url()).status_code == 200
    assert client.get(ordered(chair).get_absolute_url()).status_code == 404


def test_a_list_is_read_by_who_ordered_it_alone(
    client: Client, handed_over: Audit, chair: User, auditor: User
) -> None:
    client.force_login(auditor)

    paper = ordered(chair, CompilationKind.LIST)

    assert client.get(paper.get_absolute_url()).status_code == 404


def test_a_choice_that_gives_nothing_any_more_is_told(
    client: Client, handed_over: Audit, chair: User
) -> None:
    client.force_login(chair)
    paper = ordered(chair, query="organ=999999")

    compilations.maker.make_waiting()

    page = client.get(paper.get_absolute_url()).text
    assert "Urvalet går inte att läsa." in page


def test_the_facts_are_read_by_revisorerna_alone(
    client: Client, handed_over: Audit, chair: User, auditor: User, expert: User
) -> None:
    factories.assign(handed_over, expert)
    paper = ordered(chair, CompilationKind.FACTS, f"ar={handed_over.audit_year}")
    compilations.maker.make_waiting()
    addresses = [paper.get_absolute_url(), paper.file_url]

    client.force_login(auditor)
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    client.force_login(expert)
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_queries_on_the_list_do_not_grow_with_papers(
    client: Client, handed_over: Audit, chair: User
) -> None:
    client.force_login(chair)
    address = reverse("reports:reports")

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(address, {"slag": "sammanstallningar"}).status_code == 200
        return len(context)

    ordered(chair)
    queries()
    few = queries()
    for number in range(3):
        ordered(chair, query=f"ar={number}")

    assert queries() == few
