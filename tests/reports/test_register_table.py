"""The register as a table that the worker writes: for more rows than a page can send."""

from importlib import import_module
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from openpyxl.worksheet._writer import ALL_TEMP_FILES

from accounts.models import User
from audit.models import Audit
from common import dates
from recommendations.values import REGISTER_HEADINGS
from reports import compilations
from reports.models import Compilation, CompilationKind, ReportState
from reports.register import sheet
from responses.models import Answer

URL = reverse("reports:register_table")


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("reports.views.register"), "MOST_IN_EXCEL", 1)


def made(client: Client, form: CompilationKind, query: str = "") -> Compilation:
    page = client.post(f"{URL}?{query}", {"form": form}, follow=True)
    assert "Väntar på sin tur." in page.text
    compilations.maker.make_waiting()
    return Compilation.objects.select_related("document").get()


def lines(data: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(BytesIO(data)).active.iter_rows(values_only=True))


def test_the_table_is_what_the_page_would_have_sent(
    client: Client, board_answer: Answer, chair: User
) -> None:
    client.force_login(chair)
    sent = b"".join(client.get(f"{reverse('reports:register_excel')}?svar=agrees"))

    paper = made(client, CompilationKind.TABLE, "svar=agrees")

    assert lines(bytes(paper.document.data)) == lines(sent)
    assert paper.document.name.endswith(".xlsx") and paper.document.may_be_secret
    page = client.get(paper.get_absolute_url()).text
    assert "Ladda ner Excel" in page and "Bara du läser tabellen här." in page


@pytest.mark.usefixtures("few_at_once")
def test_the_page_offers_it_where_the_rows_are_many(
    client: Client, handed_over: Audit, chair: User, board_clerk: User
) -> None:
    client.force_login(chair)
    shown = client.get(reverse("reports:register")).text
    told = client.get(reverse("reports:register_excel"), follow=True).text
    client.force_login(board_clerk)
    officials = client.get(reverse("reports:register")).text

    assert 'name="form" value="table"' in shown and 'name="form" value="office"' in shown
    assert f'href="{reverse("reports:register_excel")}' not in shown
    assert "rader skrivs i bakgrunden" in told
    assert 'value="table"' in officials and 'value="office"' not in officials


def test_the_form_of_the_office_has_its_headings(
    client: Client, handed_over: Audit, chair: User
) -> None:
    client.force_login(chair)

    paper = made(client, CompilationKind.OFFICE)

    assert lines(bytes(paper.document.data))[0] == tuple(REGISTER_HEADINGS.values())


def test_only_revisorer_take_the_whole_register(
    client: Client, handed_over: Audit, expert: User
) -> None:
    client.force_login(expert)

    assert client.post(URL, {"form": CompilationKind.OFFICE}).status_code == 404
    assert client.post(URL, {"form": CompilationKind.ANSWERS}).status_code == 400
    assert not Compilation.objects.exists()


def test_nobody_else_reads_it(
    client: Client, handed_over: Audit, chair: User, auditor: User
) -> None:
    client.force_login(chair)
    paper = made(client, CompilationKind.TABLE)
    client.force_login(auditor)

    assert client.get(paper.get_absolute_url()).status_code == 404
    assert client.get(reverse("reports:compilation_file", args=[paper.pk])).status_code == 404


def test_rows_are_told_of_and_the_writing_can_be_called_off(
    client: Client, handed_over: Audit, chair: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.papers.register_table.AT_A_TIME", 2)
    client.force_login(chair)
    client.post(URL, {"form": CompilationKind.TABLE})
    texts, told = sheet._texts, []

    def called_off_meanwhile(*args, **kwargs):
        compilations.cancel(Compilation.objects.get(), at=dates.now())
        return texts(*args, **kwargs)

    def followed(*args, **kwargs):
        yield from written(*args, **kwargs)
        told.append(client.get(Compilation.objects.get().get_absolute_url()).text)

    written = sheet.rows
    forms = {CompilationKind.TABLE: (list(sheet.COLUMNS), followed)}
    monkeypatch.setattr("reports.papers.register_table.FORMS", forms)
    compilations.maker.make_waiting()
    assert "rader är skrivna" in told[0]

    client.post(URL, {"form": CompilationKind.TABLE})
    Compilation.objects.filter(state=ReportState.DONE).delete()
    monkeypatch.setattr(sheet, "_texts", called_off_meanwhile)
    lying = set(ALL_TEMP_FILES)
    assert compilations.maker.make() is None
    assert set(ALL_TEMP_FILES) == lying
    assert Compilation.objects.get().state == ReportState.CANCELLED
