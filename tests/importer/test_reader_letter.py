"""The missiv's own fields: receivers, dates, contact, signatures."""

import pytest

from importer.reader import PrintedAudit, read


def letter(*lines: str) -> PrintedAudit:
    return read(
        [
            (
                "missiv.txt",
                "\n\n".join(["Missiv", "Granskning av hemtjänst", "Till: Socialnämnden", *lines]),
            )
        ]
    )


def abouts(reading: PrintedAudit) -> list[str]:
    return [doubt.about for doubt in reading.doubts]


@pytest.mark.parametrize(
    ("sentence", "due_on"),
    [
        ("Behandlat svar önskas senast den 28 februari 2023.", "2023-02-28"),
        ("Revisionen emotser ett yttrande senast 2024-05-31.", "2024-05-31"),
        ("Vi önskar svar senast 31 maj 2024 från nämnden.", "2024-05-31"),
        ("Revisorerna önskar yttrande senast fredagen den 3 maj 2024.", "2024-05-03"),
        ("Vi önskar få svar senast 31/5 2024.", "2024-05-31"),
    ],
)
def test_when_an_answer_is_asked_for(sentence: str, due_on: str) -> None:
    reading = letter(sentence)

    assert (reading.response_due_on, reading.response_wording) == (due_on, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Revisorerna önskar svar senast den 31 maj.",
        "Revisorerna önskar svar snarast.",
        "Vi önskar svar från socialnämnden senast 31 maj 2024 och från kommunstyrelsen senast 30 juni 2024.",
        "Svar till revisionen önskas senast den 31 februari 2024.",
    ],
)
def test_no_date_is_made_up(sentence: str) -> None:
    reading = letter(sentence)

    assert (reading.response_due_on, abouts(reading)) == (None, ["response_due_on"])


def test_two_sentences_with_different_dates_give_a_doubt_and_no_date() -> None:
    reading = letter(
        "Svar till revisorerna önskas senast 2024-05-31.", "Vi emotser svar senast 2024-06-30."
    )

    assert (reading.response_due_on, abouts(reading)) == (None, ["response_due_on"])


def test_a_date_of_something_else_is_no_response_date() -> None:
    assert letter("Nämnden ska lämna sin årsrapport senast 2024-05-31.").response_due_on is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Till: Kommunstyrelsen och socialnämnden", ["Kommunstyrelsen", "Socialnämnden"]),
        ("Till: Kultur- och fritidsnämnden, kommunstyrelsen samt tekniska nämnden",
         ["Kultur- och fritidsnämnden", "Kommunstyrelsen", "Tekniska nämnden"]),
        ("Till: Nämnden för arbetsmarknad och integration", ["Nämnden för arbetsmarknad och integration"]),
        ("Till: Ekeby Bostäder AB", ["Ekeby Bostäder AB"]),
        ("Till kommunstyrelsen", ["Kommunstyrelsen"]),
        ("Till:\nKommunstyrelsen\nBarn- och utbildningsnämnden", ["Kommunstyrelsen", "Barn- och utbildningsnämnden"]),
    ],
)  # fmt: skip
def test_receivers_as_printed(line: str, names: list[str]) -> None:
    assert read([("m.txt", f"Missiv\n{line}\n\nGranskning av avtal\n\nText.")]).addressees == names


def test_other_bodies_concerned_create_no_receiver() -> None:
    reading = letter("Rapporten överlämnas till socialnämnden och övriga berörda nämnder.")

    assert (reading.addressees, abouts(reading)) == (["Socialnämnden"], ["addressees"])


def test_a_copy_is_not_for_information() -> None:
    reading = letter("För kännedom: Kommunfullmäktige", "Kopia till: Ekeby Bostäder AB")

    assert (reading.for_information, abouts(reading)) == (
        ["Kommunfullmäktige"],
        ["for_information"],
    )


@pytest.mark.parametrize(
    ("sentence", "names", "doubts"),
    [
        ("Kontaktrevisor för granskningen är Eva Exempel.", ["Eva Exempel"], []),
        ("Kontaktrevisorer har varit Eva Exempel och Per Prov.", ["Eva Exempel", "Per Prov"], []),
        ("Kontaktrevisorer: Eva Exempel", ["Eva Exempel"], ["contact_auditors"]),
        ("Kontaktrevisor har deltagit i arbetet.", [], []),
    ],
)
def test_contact_auditors(sentence: str, names: list[str], doubts: list[str]) -> None:
    reading = letter(sentence)

    assert (reading.contact_auditors, abouts(reading)) == (names, doubts)


@pytest.mark.parametrize(
    "block",
    [
        "Eva Exempel\nOrdförande\n\nPer von Prov\nVice ordförande",
        "Eva Exempel          Per von Prov\nOrdförande           Vice ordförande",
        "Eva Exempel, Ordförande\nPer von Prov, Vice ordförande",
    ],
    ids=["below each other", "side by side", "role behind name"],
)
def test_signatories_in_their_order(block: str) -> None:
    reading = letter("För Ekeby kommuns revisorer", block)

    assert [(signer.name, signer.role) for signer in reading.signatories] == [
        ("Eva Exempel", "Ordförande"),
        ("Per von Prov", "Vice ordförande"),
    ]


@pytest.mark.parametrize(
    ("line", "municipality"),
    [
        ("För Ekeby kommuns revisorer", "Ekeby kommun"),
        ("Region Norrmark", "Region Norrmark"),
        ("Revisorerna i Ekeby kommun har granskat hemtjänsten.", "Ekeby kommun"),
        ("Jämförelse har gjorts med Ekeby kommun.", None),
    ],
)
def test_municipality_only_where_it_is_the_auditors_own(
    line: str, municipality: str | None
) -> None:
    assert letter(line).municipality == municipality


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("Revisorerna har i sin riskanalys för 2022 valt området.", 2022),
        ("Granskningen ingår i revisionsplanen för år 2024.", 2024),
        ("Granskningen ingår i 2024 års revisionsplan.", 2024),
        ("Revisionsår: 2023", 2023),
        ("Granskningen gjordes under 2022.", None),
        ("Nämndens budget för 2022 har lästs.", None),
        ("Området fanns med i revisionsplan 2022–2024.", None),
        ("En tidigare granskning ingick i revisionsplan 2019.", None),
    ],
)
def test_revisionsar_only_where_the_text_says_it(sentence: str, year: int | None) -> None:
    assert letter(sentence).audit_year == year


def test_two_revisionsar_are_a_doubt() -> None:
    reading = letter("Det ingår i revisionsplan 2023.", "Det ingår i riskanalys för 2024.")

    assert (reading.audit_year, abouts(reading)) == (None, ["audit_year"])


def test_a_month_is_no_date() -> None:
    assert letter("November 2022").document_date is None
