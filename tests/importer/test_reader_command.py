"""`manage.py read_report`: one JSON object, or one Swedish line and exit 2."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

DOCUMENTS = Path(__file__).resolve().parents[2] / "demo" / "documents"
FIELDS = (
    "title municipality firm audit_year document_date response_due_on response_wording addressees for_information "
    "signatories contact_auditors authors overall_assessment questions recommendations kind scale "
    "criteria minutes_reviewed sample sources statuses doubts where"
)


def refused(capsys: pytest.CaptureFixture[str], *files: Path) -> tuple[object, str, list[str]]:
    with pytest.raises(SystemExit) as stop:
        call_command("read_report", *map(str, files), "--json")
    printed = capsys.readouterr()
    return stop.value.code, printed.out, printed.err.splitlines()


def test_json_has_the_fields_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    call_command(
        "read_report", str(DOCUMENTS / "rapport.txt"), str(DOCUMENTS / "missiv.txt"), "--json"
    )

    assert list(json.loads(capsys.readouterr().out)) == FIELDS.split()


def test_summary_in_swedish(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("read_report", str(DOCUMENTS / "missiv.txt"))

    assert "Svar önskas senast: 2023-02-28" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("saknas.txt", None, "finns inte"),
        ("rapport.pdf", b"%PDF-1.7", "är skadad"),
        ("bild.txt", b"\x00\x01", "inte en textfil"),
        ("tom.txt", b"", "är tom"),
        ("recept.txt", "Pannkakor\n- 3 ägg".encode(), "ser inte ut som en revisionsrapport"),
    ],
)
def test_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)

    code, out, err = refused(capsys, tmp_path / name)

    assert (code, out, len(err), words in err[0]) == (2, "", 1, True)


def test_folder_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = refused(capsys, tmp_path)

    assert (code, out, len(err)) == (2, "", 1)


def test_no_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = refused(capsys)

    assert (code, out, len(err)) == (2, "", 1)
