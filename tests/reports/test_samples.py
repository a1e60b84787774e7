from audit.grid import Grid
from common.swedish import NBSP
from reports.audit.samples import sample_shown

TABLE = (
    "\tÄrende 1 – vuxen\tÄrende 2 – vuxen\tÄrende 3 – barn\n"
    "Finns en plan?\tJa. ASTA [1]\tDet finns en genomförandeplan.\tE/T\n"
    "Följs den upp?\tNej\tDet finns en genomförandeplan.\tPågående\n"
    "Finns skäl?\tDelvis, i en tjänsteanteckning\tVet ej\t\n"
)


def shown(table=TABLE):
    return sample_shown(1, "Prov", "", Grid.pasted(table))


def seen(sample):
    return [
        [(cell.symbol, cell.short, cell.letter, cell.note) for cell in row.cells]
        for row in sample.rows
    ]


def test_what_is_judged_is_a_shape_and_long_words_stand_under_the_table():
    sample = shown()

    assert seen(sample) == [
        [("ja", "ASTA", "", 1), ("annat", "", "a", None), ("", "E/T", "", None)],
        [("nej", "", "", None), ("annat", "", "a", None), ("pagar", "", "", None)],
        [("delvis", "", "b", None), ("", "Vet ej", "", None), ("", "", "", None)],
    ]
    assert sample.words == [
        ("a", "Det finns en genomförandeplan."),
        ("b", "i en tjänsteanteckning"),
    ]


def test_each_cell_keeps_its_whole_text():
    assert [cell.text for cell in shown().rows[0].cells] == [
        "Ja. ASTA",
        "Det finns en genomförandeplan.",
        "E/T",
    ]


def test_a_word_that_all_cases_begin_with_is_said_once():
    sample = shown()

    assert (sample.case_word, sample.cases) == ("Ärende", ["1 – vuxen", "2 – vuxen", "3 – barn"])


def test_cases_with_names_of_their_own_keep_them():
    sample = shown("\tÄrende 1\tB\nFråga?\tJa\tNej")

    assert (sample.case_word, sample.cases) == ("", ["Ärende 1", "B"])


def test_the_legend_has_what_the_table_has():
    sample = shown("\t1\t2\nFråga?\tJa\tE/T")

    assert [(kind.symbol, kind.word) for kind in sample.legend] == [("ja", "Ja")]
    assert sample.has_not_applicable


def test_a_count_stays_with_what_it_counts():
    assert shown("\t1\t2\nFråga?\tJa\tNej").rows[0].sum_words == f"1{NBSP}Ja, 1{NBSP}Nej"
