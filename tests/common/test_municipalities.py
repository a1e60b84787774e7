import pytest

from common.municipalities import other_municipalities

OURS = "Lindvika kommun"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Revisorerna i Granby kommun har granskat hemtjänsten.", ["Granby kommun"]),
        ("Granby kommuns revisorer", ["Granby kommun"]),
        ("GRANBY KOMMUN", ["Granby kommun"]),
        ("Ekstads stads revisionskontor", ["Ekstads stad"]),
        ("Ekstads Stad", ["Ekstads stad"]),
        ("i Norra Ås kommun och i Malm-Sälens kommun", ["Norra Ås kommun", "Malm-Sälens kommun"]),
        ("Kommunstyrelsen Granby kommun", ["Granby kommun"]),
        ("avtalet med Region Ekvik", ["Region Ekvik"]),
        ("Region Ekviks län och Region Skogen Sjön", ["Region Ekviks län", "Region Skogen Sjön"]),
        ("Granby\nkommun, Granby kommun och Granbys kommun", ["Granby kommun"]),
    ],
)
def test_names_another(text: str, named: list[str]) -> None:
    assert other_municipalities(text, OURS) == named


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Revisorerna i Lindvika kommun",
        "Lindvikas kommun, LINDVIKA KOMMUN och Lindvika stad",
        "Varje kommun ska ha en plan. En stad, ingen kommun.",
        "Sveriges Kommuner och Regioner, andra kommuner, regionen och kommunen",
        "Kommunstyrelsen har uppsikt över kommunens bolag.",
        "Region norr är en del av förvaltningen.",
    ],
)
def test_ours_and_what_is_no_name(text: str) -> None:
    assert other_municipalities(text, OURS) == []


def test_an_audit_may_have_a_municipality_of_its_own() -> None:
    assert other_municipalities("Granby kommun och Ekby kommun", OURS, "Granby kommun") == [
        "Ekby kommun"
    ]


def test_without_ours_every_name_is_another() -> None:
    assert other_municipalities("Lindvika kommun", "") == ["Lindvika kommun"]
