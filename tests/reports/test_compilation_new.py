from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit
from reports.models import Compilation, CompilationKind, ReportState
from tests.reports.sittings import sitting_on

TODAY = date(2023, 2, 14)


def order(client: Client, query: str = "", **values: object) -> HttpResponse:
    return client.post(
        f"{reverse('reports:compilation_new')}?{query}", {"per": "2023-02-14", **values}
    )


def test_the_page_tells_what_is_chosen(
    client: Client, handed_over: Audit, board: Body, chair: User
) -> None:
    client.force_login(chair)

    page = client.get(reverse("reports:compilation_new"), {"organ": board.pk})

    assert page.context["count"] == board.addressed.count()
    assert "Kommunstyrelsen" in page.text


def test_what_the_address_chooses_is_ordered_and_leads_to_its_page(
    client: Client, handed_over: Audit, board: Body, chair: User, auditor: User
) -> None:
    sitting = sitting_on(TODAY, chair, auditor, by=chair)
    client.force_login(chair)

    page = order(
        client,
        f"organ={board.pk}&sida=2&per=2020-01-01",
        per="2023-02-13",
        text="Svaren dröjer.",
        sitting=sitting.pk,
        paragraph="§ 12",
    )

    paper = Compilation.objects.get()
    assert page.url == paper.get_absolute_url()
    assert (paper.kind, paper.state) == (CompilationKind.ANSWERS, ReportState.WAITING)
    assert (paper.query, paper.title) == (f"organ={board.pk}", "Kommunstyrelsen")
    assert (paper.per, paper.text) == (date(2023, 2, 13), "Svaren dröjer.")
    assert (paper.sitting, paper.paragraph) == (sitting, "§ 12")


def test_a_year_is_called_that(client: Client, handed_over: Audit, chair: User) -> None:
    client.force_login(chair)

    order(client, f"ar={handed_over.audit_year}")

    assert Compilation.objects.get().title == f"Revisionsår {handed_over.audit_year}"


@pytest.mark.parametrize(
    ("query", "values", "words"),
    [
        ("", {"per": "2023-02-15"}, "Läge per kan inte ligga i framtiden."),
        ("", {"per": ""}, "Ange läge per."),
        ("", {"per": "2022-01-01"}, "Urvalet har inga rekommendationer den dagen."),
        ("organ=999999", {}, "Urvalet går inte att läsa."),
        ("", {"paragraph": "§ 12"}, "Välj det sammanträde som paragrafen hör till."),
    ],
)
def test_what_is_wrong_is_told_and_the_text_is_kept(
    client: Client,
    handed_over: Audit,
    chair: User,
    query: str,
    values: dict[str, str],
    words: str,
) -> None:
    client.force_login(chair)

    page = order(client, query, text="Svaren dröjer.", **values)

    assert words in page.text
    assert "Svaren dröjer." in page.text
    assert not Compilation.objects.exists()


def test_the_list_is_of_the_rows_that_are_shown(
    client: Client, handed_over: Audit, board: Body, presidium_member: User
) -> None:
    client.force_login(presidium_member)
    query = f"organ={board.pk}&per=2023-02-13"

    page = client.post(f"{reverse('reports:register_pdf')}?{query}")

    paper = Compilation.objects.get()
    assert page.url == paper.get_absolute_url()
    assert (paper.kind, paper.per) == (CompilationKind.LIST, date(2023, 2, 13))
    assert paper.query == f"organ={board.pk}"


def test_a_list_of_nothing_is_not_made(client: Client, handed_over: Audit, chair: User) -> None:
    client.force_login(chair)

    page = client.post(f"{reverse('reports:register_pdf')}?per=2022-01-01", follow=True)

    assert "Urvalet har inga rekommendationer den dagen." in page.text
    assert not Compilation.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("board_clerk", 403), ("presidium_member", 403), ("administrator", 404), ("stranger", 404)],
)
def test_only_the_audit_side_orders(
    client: Client, handed_over: Audit, request: pytest.FixtureRequest, name: str, status: int
) -> None:
    client.force_login(request.getfixturevalue(name))

    assert order(client).status_code == status
    assert not Compilation.objects.exists()
