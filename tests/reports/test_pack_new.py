"""Underlag to fullmäktiges presidium: what it tells, who reads it when, and that it never changes."""

import json
from datetime import date, timedelta

import page
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit
from reports import compilations
from reports.compilations import PaperWanted
from reports.models import Compilation, CompilationKind
from reports.overview.scope import Scope
from reports.papers import data, pack
from responses import services
from responses.models import Answer, AnswerRequest, ExtensionOutcome
from tests.common.test_pdf import PROFILES, failures, text_of
from tests.conftest import NOW, write_answer
from tests.reports.sittings import sitting_on
from tests.reports.test_compiled import carried
from tests.reviewing import confirm

TODAY = date(2023, 2, 14)
ADDRESS = reverse("reports:pack_new")


def ordered(by: User, on: date = TODAY, text: str = "") -> Compilation:
    query = "mote=2023-03-20&sedan=2022-11-01"
    wanted = PaperWanted(CompilationKind.PACK, query, "Möte 20 mars 2023", on, text=text)
    return compilations.order(wanted, at=NOW, by=by)


def made(by: User, on: date = TODAY, text: str = "") -> Compilation:
    ordered(by, on, text)
    paper = compilations.maker.make()
    assert paper is not None
    assert paper.document is not None, paper.error
    return paper


def test_tells_what_is_new_late_and_asked(
    client: Client, handed_over: Audit, board_answer: Answer, chair: User
) -> None:
    paper = made(chair, date(2023, 3, 5), "När svarar socialnämnden?")
    client.force_login(chair)

    facts = json.loads(paper.content)
    shown = client.get(paper.get_absolute_url()).text.replace("\xa0", " ")
    printed = text_of(bytes(paper.document.data))

    [late] = facts["försenade"]
    assert late["nämnd"] == "Socialnämnden"
    assert "efter svarsdatum 28 februari" in late["dagar"].replace("\xa0", " ")
    for text in (shown, printed):
        for words in (
            "När svarar socialnämnden?",
            "Nytt sedan 1 november 2022",
            "2 har fått svar",
            "4 nya rekommendationer",
            "Försenade svar",
            "Fem dagar efter svarsdatum 28 februari",
        ):
            assert words in text


def test_anstand_and_late_arrivals_are_told_with_their_days(
    board_request: AnswerRequest,
    social_request: AnswerRequest,
    board_clerk: User,
    social_clerk: User,
    chair: User,
) -> None:
    services.submit(write_answer(board_request), at=NOW + timedelta(20), by=board_clerk)
    wished = services.MoreTime(date(2023, 3, 31), "Nämnden möts då.", TODAY)
    waiting = services.ask_extension(social_request, wished, at=NOW, by=social_clerk)
    granted = services.Reply(ExtensionOutcome.GRANTED)
    services.settle_extension(waiting, granted, at=NOW, by=chair)

    facts = pack.build(
        Compilation(
            kind=CompilationKind.PACK,
            query="mote=2023-03-20&sedan=2022-11-01",
            per=date(2023, 3, 10),
            requested_by=chair,
        )
    )

    [arrival] = facts["inkom_efter_svarsdatum"]
    assert arrival["nämnd"] == "Kommunstyrelsen"
    assert "efter svarsdatum" in arrival["dagar"]
    [extended] = facts["anstånd"]
    assert extended["nämnd"] == "Socialnämnden"
    words = extended["dagar"].replace("\xa0", " ")
    assert "31 mars 2023" in words
    assert "28 februari 2023" in words


def test_is_never_changed_by_what_comes_after(
    handed_over: Audit, board_request: AnswerRequest, board_clerk: User, chair: User
) -> None:
    paper = made(chair)
    services.submit(write_answer(board_request), at=NOW, by=board_clerk)

    again = pack.paper(Compilation.objects.get(pk=paper.pk), made_at=paper.finished_at)

    assert again.content == paper.content
    assert carried(again.data) == json.loads(paper.content)
    assert pack.build(paper) != json.loads(paper.content)
    assert (
        pack.paper(Compilation.objects.get(pk=paper.pk), made_at=paper.finished_at).data
        == again.data
    )


def test_presidium_reads_it_when_it_is_released_and_no_body_does(
    client: Client, handed_over: Audit, chair: User, presidium_member: User, board_clerk: User
) -> None:
    paper = made(chair, text="När svarar socialnämnden?")
    addresses = [paper.get_absolute_url(), paper.file_url]
    reader = Client()
    reader.force_login(presidium_member)
    assert [reader.get(address).status_code for address in addresses] == [404, 404]
    client.force_login(chair)

    confirm(client, reverse("reports:compilation_release", args=[paper.pk]))

    assert "När svarar socialnämnden?" in reader.get(addresses[0]).text
    assert reader.get(addresses[1]).status_code == 200
    assert paper.title in reader.get(reverse("reports:reports"), {"slag": "presidiet"}).text
    client.force_login(board_clerk)
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_presidium_sees_the_same_units(
    handed_over: Audit, chair: User, presidium_member: User
) -> None:
    assert set(Scope(chair, TODAY).states()) == set(Scope(presidium_member, TODAY).states())


def test_the_next_one_counts_from_the_last_that_was_released(
    client: Client, handed_over: Audit, chair: User, auditor: User
) -> None:
    sitting_on(date(2023, 2, 1), chair, auditor, by=chair)
    client.force_login(chair)
    assert client.get(ADDRESS).context["form"].initial["sedan"] == "2023-02-01"

    paper = made(chair, date(2023, 2, 10))
    assert client.get(ADDRESS).context["form"].initial["sedan"] == "2023-02-01"
    confirm(client, reverse("reports:compilation_release", args=[paper.pk]))

    assert client.get(ADDRESS).context["form"].initial["sedan"] == "2023-02-10"


def test_is_ordered_before_a_meeting(client: Client, handed_over: Audit, chair: User) -> None:
    client.force_login(chair)
    values = {"mote": "2023-03-20", "per": "2023-02-14", "sedan": "2023-01-01", "text": "Hur?"}

    page = client.post(ADDRESS, values)

    paper = Compilation.objects.get()
    assert page.url == paper.get_absolute_url()
    assert paper.query == "mote=2023-03-20&sedan=2023-01-01"
    assert (paper.kind, paper.per, paper.text) == (CompilationKind.PACK, TODAY, "Hur?")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"mote": ""}, "Ange mötets dag."),
        ({"mote": "2023-02-13"}, "Mötet ligger före den dag som läget gäller."),
        ({"per": "2023-02-15"}, "Läge per kan inte ligga i framtiden."),
        ({"sedan": ""}, "Ange sedan vilken dag."),
        ({"sedan": "2023-02-14"}, "Välj en dag före den som läget gäller."),
    ],
)
def test_what_is_wrong_is_told_and_the_text_is_kept(
    client: Client, handed_over: Audit, chair: User, changed: dict[str, str], words: str
) -> None:
    client.force_login(chair)
    values = {"mote": "2023-03-20", "per": "2023-02-14", "sedan": "2023-01-01", "text": "Hur?"}

    page = client.post(ADDRESS, values | changed)

    assert words in page.text
    assert "Hur?" in page.text
    assert not Compilation.objects.exists()


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_can_be_archived_and_read_by_all(
    handed_over: Audit, board: Body, chair: User, profile: page.ValidationProfile
) -> None:
    paper = made(chair, date(2023, 3, 5), "När svarar socialnämnden?")

    assert failures(bytes(paper.document.data), profile) == []
    assert data.NAME
