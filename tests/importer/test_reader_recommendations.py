"""Recommendations in the shapes that houses write them."""

import pytest

from importer.reader import PrintedAudit, read


def report(*lines: str) -> PrintedAudit:
    return read([("rapport.txt", "\n".join(["Granskning av avtal", "", *lines]))])


def found(reading: PrintedAudit) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.text, entry.addressees) for entry in reading.recommendations]


def abouts(reading: PrintedAudit) -> list[str]:
    return [doubt.about for doubt in reading.doubts]


@pytest.mark.parametrize("mark", ["►", "▶", "•", "–", "-", "./", "- ▶", "*", "\uf0b7"])
def test_bullets(mark: str) -> None:
    reading = report(
        "Vi rekommenderar kommunstyrelsen att:", f"{mark} följa avtalen", f"{mark} pröva nya avtal"
    )

    assert found(reading) == [
        ("följa avtalen", ("Kommunstyrelsen",)),
        ("pröva nya avtal", ("Kommunstyrelsen",)),
    ]


@pytest.mark.parametrize("marks", ["1. 2.", "1) 2)", "a) b)"])
def test_numbered(marks: str) -> None:
    first, second = marks.split()
    reading = report(
        "Vi rekommenderar kommunstyrelsen att:",
        f"{first} följa avtalen",
        f"{second} pröva nya avtal",
    )

    assert [text for text, _ in found(reading)] == ["följa avtalen", "pröva nya avtal"]


@pytest.mark.parametrize(
    ("lead", "addressees"),
    [
        ("Med utgångspunkt i granskningen rekommenderas kommunstyrelsen:", ("Kommunstyrelsen",)),
        ("Efter granskningen rekommenderar vi socialnämnden att:", ("Socialnämnden",)),
        (
            "Vi rekommenderar kommunstyrelsen och socialnämnden att:",
            ("Kommunstyrelsen", "Socialnämnden"),
        ),
        ("Vi rekommenderar att kultur- och fritidsnämnden:", ("Kultur- och fritidsnämnden",)),
        ("Socialnämnden rekommenderas att:", ("Socialnämnden",)),
        ("Rekommendationer till tekniska nämnden", ("Tekniska nämnden",)),
        (
            "Styrelsen för Ekeby Bostäder AB rekommenderas att:",
            ("Styrelsen för Ekeby Bostäder AB",),
        ),
        (
            "Mot bakgrund av granskningen av socialnämnden rekommenderas kommunstyrelsen:",
            ("Kommunstyrelsen",),
        ),
    ],
)
def test_who_a_recommendation_is_put_to(lead: str, addressees: tuple[str, ...]) -> None:
    assert found(report(lead, "• följa avtalen")) == [("följa avtalen", addressees)]


@pytest.mark.parametrize(
    ("lead", "addressees"),
    [
        ("Vi rekommenderar nämnderna att:", ("Nämnderna",)),
        ("Vi rekommenderar berörda nämnder att:", ("Berörda nämnder",)),
        ("Vi rekommenderar nämnden att:", ("Nämnden",)),
        ("Mot bakgrund av granskningen av socialnämnden rekommenderas:", ()),
        ("Våra rekommendationer:", ()),
    ],
)
def test_no_body_is_made_up(lead: str, addressees: tuple[str, ...]) -> None:
    reading = report(lead, "• följa avtalen")

    assert (found(reading), abouts(reading)) == (
        [("följa avtalen", addressees)],
        ["recommendations.1"],
    )


def test_headings_that_only_name_the_body() -> None:
    reading = report(
        "Rekommendationer",
        "",
        "Socialnämnden",
        "• följa avtalen",
        "",
        "Kommunstyrelsen bör:",
        "• pröva nya avtal",
    )

    assert found(reading) == [
        ("följa avtalen", ("Socialnämnden",)),
        ("pröva nya avtal", ("Kommunstyrelsen",)),
    ]


def test_item_that_names_its_own_body() -> None:
    reading = report("Vi lämnar följande rekommendationer:", "• Socialnämnden bör följa avtalen")

    assert found(reading) == [("Socialnämnden bör följa avtalen", ("Socialnämnden",))]


def test_double_spaced_item_over_a_page_break() -> None:
    reading = report(
        "Vi rekommenderar kommunstyrelsen att:",
        "",
        "► följa upp de avtal som kommunen har med sina leverantörer av mat till skolor och",
        "",
        "förskolor",
        " ► pröva nya avtal",
        " 1. Inledning",
        "",
        "Kommunen har flera avtal.",
    )

    assert [text for text, _ in found(reading)] == [
        "följa upp de avtal som kommunen har med sina leverantörer av mat till skolor och förskolor",
        "pröva nya avtal",
    ]


def test_text_after_the_list_is_not_part_of_it() -> None:
    reading = report(
        "Vi rekommenderar kommunstyrelsen att:",
        "- pröva nya avtal",
        "",
        "Rapporten har lästs av flera.",
    )

    assert [text for text, _ in found(reading)] == ["pröva nya avtal"]


def test_word_broken_at_the_line_end_is_whole() -> None:
    reading = report(
        "Vi rekommenderar kommunstyrelsen att:", "- samla alla upphand-", "lingar på ett ställe"
    )

    assert [text for text, _ in found(reading)] == ["samla alla upphandlingar på ett ställe"]


def test_earlier_recommendations_are_not_new_ones() -> None:
    reading = report("Följande rekommendationer lämnades i granskningen:", "• följa avtalen", "", "Vi bedömer annat.",
                     "", "Vi rekommenderar kommunstyrelsen att:", "• pröva nya avtal")  # fmt: skip

    assert (found(reading), abouts(reading)) == (
        [("pröva nya avtal", ("Kommunstyrelsen",))],
        ["recommendations"],
    )


def test_recommendation_in_running_text_is_a_doubt() -> None:
    sentence = "Avtalen saknar bilagor, något som vi rekommenderar att nämnden ser över."
    reading = report(
        "Vi rekommenderar kommunstyrelsen att:", "• pröva nya avtal", "", "Bakgrund", "", sentence
    )

    assert [sentence in doubt.message for doubt in reading.doubts] == [True]


def test_same_list_in_report_and_missiv_counts_once() -> None:
    text = "Granskning av avtal\n\nVi rekommenderar kommunstyrelsen att:\n• följa avtalen\n"

    assert len(read([("a.txt", text), ("b.txt", "Missiv\n" + text)]).recommendations) == 1


def test_different_wording_in_the_missiv_is_a_doubt() -> None:
    one = "Granskning av avtal\n\nMetod\n\nVi rekommenderar kommunstyrelsen att:\n• följa upp alla viktiga avtal\n"
    two = "Missiv\n\nVi rekommenderar kommunstyrelsen att:\n• följa upp viktiga avtal\n"
    reading = read([("a.txt", one), ("b.txt", two)])

    assert (found(reading), abouts(reading)) == (
        [("följa upp alla viktiga avtal", ("Kommunstyrelsen",))],
        ["recommendations.1"],
    )


def test_recommendation_of_one_document_only_is_kept_with_a_doubt() -> None:
    one = "Granskning av avtal\n\nVi rekommenderar kommunstyrelsen att:\n• följa avtalen\n• utbilda chefer\n"
    two = "Missiv\n\nVi rekommenderar kommunstyrelsen att:\n• följa avtalen\n"
    reading = read([("a.txt", one), ("b.txt", two)])

    assert (len(reading.recommendations), abouts(reading)) == (2, ["recommendations.2"])
