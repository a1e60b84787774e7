"""Birth numbers and addresses: masked in what is shown, absent in what is found."""

import pytest

from importer.reader import mask, read

SIGNING_PAGE = """
# PENNEO

Signaturerna i detta dokument är juridiskt bindande.

## EVA TEST EXEMPEL

Ordförande

Serienummer: 19000101xxxx

IP: 192.0.xxx.xxx

2024-04-11 08:00:00 UTC
"""
LETTER = f"""Missiv

2024-04-10

Till: Tekniska nämnden

Granskning av vatten

Vi rekommenderar tekniska nämnden att:

- följa upp planen

För Ekeby kommuns revisorer

Eva Exempel
Ordförande
{SIGNING_PAGE}"""


@pytest.mark.parametrize(
    "secret",
    [
        "19000101-1234",
        "190001011234",
        "000101-1234",
        "000101+1234",
        "0001011234",
        "19000101xxxx",
        "192.0.2.17",
        "192.0.xxx.xxx",
        "2001:db8:0:0:0:0:0:1",
    ],
)
def test_masked(secret: str) -> None:
    assert secret not in mask(
        f"Namn\nSerienummer: {secret}\nText {secret} mitt i.\nSerienummer:\n\n{secret}"
    )


def test_masking_keeps_the_number_of_lines() -> None:
    assert mask(LETTER).count("\n") == LETTER.count("\n")


@pytest.mark.parametrize(
    "text", ["2024-04-10", "2017–2024", "SOSFS 2014:4", "kl. 13:35:14", "dnr 2024/123", "1 140"]
)
def test_ordinary_figures_are_not_masked(text: str) -> None:
    assert mask(text) == text


def test_signing_time_is_found_by_role_and_name() -> None:
    assert read([("missiv.txt", LETTER)]).signatories[0].signed_at == "2024-04-11T08:00:00Z"


def test_another_persons_signature_gives_no_time_and_a_doubt() -> None:
    reading = read([("missiv.txt", LETTER.replace("EVA TEST EXEMPEL", "ANNAN PERSON"))])

    assert (
        reading.signatories[0].signed_at,
        "signatories" in {doubt.about for doubt in reading.doubts},
    ) == (None, True)


def test_local_time_stamps_become_utc() -> None:
    reading = read([("missiv.txt", LETTER.replace("08:00:00 UTC", "08:00:00 +02:00"))])

    assert reading.signatories[0].signed_at == "2024-04-11T06:00:00Z"


def test_stamp_without_time_zone_is_not_guessed() -> None:
    reading = read([("missiv.txt", LETTER.replace("08:00:00 UTC", "08:00:00"))])

    assert reading.signatories[0].signed_at is None


def test_number_in_a_recommendation_is_hidden_and_told() -> None:
    reading = read([("missiv.txt", LETTER.replace("följa upp planen", "följa upp 19000101-1234"))])

    assert (reading.recommendations[0].text, reading.doubts[-1].about) == (
        "följa upp [dolt]",
        "personal_data",
    )
