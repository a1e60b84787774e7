"""What a text does not say is not found: shapes that have misled the reader."""

from importer.reader import PrintedAudit, read


def found(*lines: str) -> PrintedAudit:
    return read([("a.txt", "\n".join(lines))])


def test_a_table_of_contents_recommends_nothing() -> None:
    reading = found(
        "Revisionsrapport",
        "Underhåll av gator",
        "Sandå kommun",
        "Innehållsförteckning",
        "Sammanfattande bedömning och rekommendation 1",
        "1. Inledning 2",
        "2. Granskningsresultat 5",
        "Vi rekommenderar kommunstyrelsen att:",
        "• besluta om en plan",
    )

    assert [advice.text for advice in reading.recommendations] == ["besluta om en plan"]
    assert reading.title == "Underhåll av gator"


def test_a_chapter_after_numbered_questions_is_no_question() -> None:
    reading = found(
        "Granskning av mark",
        "Granskningen ska besvara följande revisionsfrågor:",
        "1. Finns tydliga mål?",
        "2. Hur sker uppföljningen?",
        "3. Bedömning",
        "3.1 Finns tydliga mål?",
        "Målen är delvis tydliga.",
    )

    assert [question.text for question in reading.questions] == [
        "Finns tydliga mål?",
        "Hur sker uppföljningen?",
    ]


def test_auditors_who_sign_their_statement_are_no_authors_of_a_report() -> None:
    reading = found(
        "Till Kommunfullmäktige",
        "Revisionsberättelse för år 2022",
        "Vi bedömer sammantaget att kommunstyrelsen har skött sitt uppdrag.",
        "Lillstad den 14 april 2023",
        "Revisor Ett    Revisor Två",
    )

    assert reading.authors == []


def test_a_receiver_for_information_is_asked_for_nothing() -> None:
    reading = found(
        "Missiv",
        "Till:",
        "Barnnämnden",
        "Kommunstyrelsen (för kännedom)",
        "",
        "Granskning av elevregister",
        "Svaret ska ha inkommit senast 1 september 2023.",
    )

    assert reading.addressees == ["Barnnämnden"]
    assert reading.for_information == ["Kommunstyrelsen"]
    assert reading.response_due_on == "2023-09-01"


def test_a_date_in_a_table_or_a_paragraph_is_not_the_documents() -> None:
    reading = found(
        "Granskning av avtal",
        "Lindvika kommun",
        "| Datum | Ärende |",
        "| 2021-03-04 | Avtal |",
        "Revisorerna önskar att kommunstyrelsen lämnar ett yttrande över rapporten senast den",
        "31 januari 2025.",
    )

    assert reading.document_date is None


def test_earlier_recommendations_are_not_new_ones() -> None:
    reading = found(
        "Granskning av avtal",
        "Lindvika kommun",
        "Vid granskningen 2019 lämnades följande rekommendationer till kommunstyrelsen:",
        "• se över avtalen",
    )

    assert reading.recommendations == []
    assert any("tidigare rekommendationer" in doubt.message for doubt in reading.doubts)


def test_a_matrix_of_bodies_and_numbered_questions_answers_none() -> None:
    reading = found(
        "Granskning av intern kontroll",
        "Lindvika kommun",
        "| Nämnd | Fråga 1 | Fråga 2 |",
        "| Socialnämnden | Ja | Nej |",
    )

    assert reading.questions == []
