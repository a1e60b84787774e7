"""The Excel file of people, bodies and meetings as they are today: to look at, to change, and to read in again."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from accounts.models import Body, BodyKind, BodyMeeting, Membership
from accounts.roles import Role
from common import dates
from importer.roster import BODIES, COLUMNS, MEETINGS, MOST_LINES, ROLES

NAME = "personer-och-organ.xlsx"
WIDTHS = {"email": 32, "name": 36, "body": 32, "title": 28, "registrator_email": 32}
INSTRUCTIONS = (
    "Bladen visar hur det är i dag. Ändra i dem, lägg till rader och läs in filen igen.",
    "En rad som tas bort ändrar ingenting. Ett uppdrag avslutas med ja i kolumnen Avslutas.",
    "En person har en rad för varje uppdrag. Den som är ny får en inbjudan med e-post.",
    "Kolumner med * måste fyllas i. En annan tom cell betyder som förut.",
    "Ett organs namn ändras på organets sida; ett annat namn i bladet blir ett nytt organ.",
    "Sammanträden från i dag visas. Är en cell fel läses inget in, och varje fel visas.",
)


def workbook() -> bytes:
    book = Workbook()
    book.remove(book.active)
    bodies = Body.objects.valid(on=dates.today())
    for name, rows in {
        BODIES: _bodies(bodies),
        ROLES: _roles(),
        MEETINGS: _meetings(bodies),
    }.items():
        _fill(book.create_sheet(name), rows)
    _offer(book[BODIES], "kind", [str(kind.label) for kind in BodyKind])
    _offer(book[ROLES], "role", [str(role.label) for role in Role])
    _instruct(book.create_sheet("Så gör du"))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _bodies(bodies: Iterable[Body]) -> Iterator[list[Any]]:
    for body in bodies:
        kind = body.get_kind_display()
        yield [body.name, kind, body.position, body.registrator_email, body.valid_from]


def _roles() -> Iterator[list[Any]]:
    memberships = Membership.objects.current().select_related("user", "body")
    for row in memberships.order_by("user__name", "user_id", "pk"):
        body = row.body.name if row.body else ""
        yield [row.user.email, row.user.name, row.get_role_display(), body, row.title]


def _meetings(bodies: Iterable[Body]) -> Iterator[list[Any]]:
    meetings = BodyMeeting.objects.filter(meets_on__gte=dates.today(), body__in=bodies)
    for row in meetings.select_related("body").order_by("body__position", "body__name", "meets_on"):
        yield [row.body.name, row.meets_on, row.documents_due_on]


def _fill(sheet: Any, rows: Iterable[list[Any]]) -> None:
    for place, column in enumerate(COLUMNS[sheet.title], start=1):
        sheet.cell(1, place, column.heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column.key, 18)
    sheet.freeze_panes = "A2"
    for number, values in enumerate(rows, start=2):
        for place, value in enumerate(values, start=1):
            cell = sheet.cell(number, place, value or None)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula, whatever it begins with


def _offer(sheet: Any, key: str, words: list[str]) -> None:
    """The words as a list to choose from, in each row that is read."""
    place = [column.key for column in COLUMNS[sheet.title]].index(key) + 1
    letter = get_column_letter(place)
    offered = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
    sheet.add_data_validation(offered)
    offered.add(f"{letter}2:{letter}{MOST_LINES + 1}")


def _instruct(sheet: Any) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 36, 90
    rows = [(line, "") for line in INSTRUCTIONS]
    for name, columns in COLUMNS.items():
        rows += [("", ""), (f"Bladet {name}", "")]
        rows += [(column.heading, column.hint) for column in columns]
    for number, (first, second) in enumerate(rows, start=1):
        sheet.cell(number, 1, first)
        sheet.cell(number, 2, second).alignment = Alignment(wrap_text=True)
