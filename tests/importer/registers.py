"""A register that has been uploaded, and one that has been entered."""

from datetime import datetime
from typing import Any

from accounts.models import User
from audit.models import Audit
from common import dates
from importer.models import RegisterLoad
from importer.register import parse
from importer.services import load_register, take_register
from tests.importer.sheets import row, xlsx


def uploaded(*rows: list[Any], by: User, at: datetime | None = None) -> RegisterLoad:
    data = xlsx(*(rows or [row()]))
    parsed = parse("Gammalt register.xlsx", data, today=dates.today())
    assert parsed.faults == [], parsed.faults
    return take_register("Gammalt register.xlsx", data, parsed.rows, at=at or dates.now(), by=by)


def entered(*rows: list[Any], by: User) -> list[Audit]:
    return load_register(uploaded(*rows, by=by), at=dates.now(), by=by)
