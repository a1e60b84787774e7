from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from audit.models import Audit
from common import dates
from reports import services
from tests.common.test_pdf import text_of
from tests.conftest import NOW


def test_writes_the_report(handed_over: Audit, tmp_path: Path) -> None:
    out = tmp_path / "rapport.pdf"

    call_command("follow_up_report", str(handed_over.pk), on="2023-02-01", out=out)

    assert "Läge per 1 februari 2023." in text_of(out.read_bytes())


@pytest.mark.parametrize(
    ("audit", "on", "message"),
    [
        ("999999", "2023-02-01", "Granskning 999999 finns inte."),
        ("abc", "2023-02-01", "Granskning abc finns inte."),
        ("9" * 40, "2023-02-01", "finns inte."),
        ("own", "2022-11-01", "var inte överlämnad"),
        ("own", "2023-02-15", "ligger i framtiden"),
        ("own", "2023-02-30", "är inget datum"),
        ("own", "0001-01-01", "var inte överlämnad"),
    ],
)
def test_says_why_not(
    handed_over: Audit, tmp_path: Path, audit: str, on: str, message: str
) -> None:
    out = tmp_path / "rapport.pdf"
    name = str(handed_over.pk) if audit == "own" else audit

    with pytest.raises(CommandError, match=message) as refusal:
        call_command("follow_up_report", name, on=on, out=out)

    assert refusal.value.returncode == 2
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_said(handed_over: Audit, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="kan inte skrivas"):
        call_command(
            "follow_up_report", str(handed_over.pk), on="2023-02-01", out=tmp_path / "x" / "y.pdf"
        )


def test_makes_what_waits(handed_over: Audit, chair: User, capsys: pytest.CaptureFixture) -> None:
    services.order_report(handed_over, on=dates.today(), at=NOW, by=chair)

    call_command("make_reports")

    assert capsys.readouterr().out.strip() == "1"
