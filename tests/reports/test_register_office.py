"""The register taken out in the form that one is read in."""

from datetime import date, datetime
from io import BytesIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Body, User
from recommendations.values import REGISTER_HEADINGS
from responses.models import Answer
from tests.importer.registers import entered
from tests.importer.sheets import FIRST, row

URL = reverse("reports:register_office")


def taken_out(client, query="") -> list[dict[str, object]]:
    book = load_workbook(BytesIO(b"".join(client.get(f"{URL}?{query}"))))
    headings, *lines = book["Rekommendationer"].iter_rows(values_only=True)
    keys = {heading: key for key, heading in REGISTER_HEADINGS.items()}
    return [
        {keys[heading]: as_day(value) for heading, value in zip(headings, line, strict=True)}
        for line in lines
    ]


def as_day(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def test_what_was_read_in_comes_out_alike(client, board: Body, chair: User) -> None:
    judged = row(
        text="Upprätta en plan",
        put_on=date(2019, 10, 3),
        due_on=date(2019, 12, 31),
        answered_on=date(2019, 12, 18),
        status="Delvis åtgärdad",
        decided_on=date(2021, 3, 2),
        remark="Se pärm 4",
    )
    entered(judged, row(), by=chair)
    client.force_login(chair)

    by_text = {line["text"]: line for line in taken_out(client)}

    assert list(by_text["Upprätta en plan"].values()) == judged
    bare = by_text[FIRST["text"]]
    # The office gave no day: it counts from when it was written down here.
    assert bare.pop("put_on") in {None, date(2019, 10, 3)}
    assert bare == FIRST | {
        "due_on": None,
        "answered_on": None,
        "status": "Ej bedömd",
        "decided_on": None,
        "remark": None,
    }


def test_what_was_asked_here_says_where_it_stands(
    client, board_answer: Answer, chair: User
) -> None:
    audit = board_answer.request.audit
    audit.reference = "Rev 7/2022"
    audit.save()
    client.force_login(chair)

    lines = taken_out(client, f"granskning={audit.pk}")

    board = [line for line in lines if line["body"] == "Kommunstyrelsen"]
    assert {line["answered_on"] for line in board} == {board_answer.arrived_on}
    assert {line["due_on"] for line in lines} == {date(2023, 2, 28)}
    assert {line["source"] for line in board} == {
        f"Revisionsrapport, dnr Rev 7/2022, rekommendation {number}" for number in (1, 2)
    }
    assert {line["status"] for line in lines} == {"Ej bedömd"}


def test_the_queries_do_not_grow(client, board: Body, chair: User) -> None:
    entered(row(), by=chair)
    client.force_login(chair)
    taken_out(client)
    with CaptureQueriesContext(connection) as few:
        taken_out(client)

    entered(*(row(title="Granskning av arkivet", text=f"Plan {n}") for n in range(9)), by=chair)
    with CaptureQueriesContext(connection) as many:
        assert len(taken_out(client)) == 10

    assert len(many) == len(few)
