"""A register that is uploaded, one that waits and one that has been entered."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Audit
from common import dates
from importer.models import RegisterLoad
from importer.reader import Unreadable
from importer.register import parse
from importer.services import load_register, take_register
from tests.importer.sheets import row, xlsx

TODAY = date(2023, 2, 14)


def upload(client: Client, data: bytes, name: str = "register.xlsx") -> HttpResponse:
    return client.post(reverse("importer:register"), {"file": SimpleUploadedFile(name, data)})


def faults(*rows: Any, **kwargs: Any) -> list[tuple[int, str, str]]:
    found = parse("register.xlsx", xlsx(*rows, **kwargs), today=TODAY).faults
    return [(fault.line, fault.column, fault.said) for fault in found]


def rows_of(*rows: Any) -> list[Any]:
    found = parse("register.xlsx", xlsx(*rows), today=TODAY)
    assert found.faults == []
    return found.rows


def refusal(data: bytes, name: str = "register.xlsx") -> str:
    with pytest.raises(Unreadable) as said:
        parse(name, data, today=TODAY)
    return str(said.value)


def uploaded(*rows: list[Any], by: User, at: datetime | None = None) -> RegisterLoad:
    data = xlsx(*(rows or [row()]))
    parsed = parse("Gammalt register.xlsx", data, today=dates.today())
    assert parsed.faults == [], parsed.faults
    return take_register("Gammalt register.xlsx", data, parsed.rows, at=at or dates.now(), by=by)


def entered(*rows: list[Any], by: User) -> list[Audit]:
    return load_register(uploaded(*rows, by=by), at=dates.now(), by=by)
