"""Where a request stands, and the sentences about it: kind of body × state × before, on or after the date."""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Body, BodyKind, BodyMeeting
from audit.models import Audit
from common import dates
from responses import days
from responses.models import Answer, AnswerRequest
from responses.standing import RequestStanding
from responses.standings import all_arrived, waited_for

OPENED, DUE = date(2022, 11, 24), date(2023, 2, 28)
BEFORE, AFTER = date(2023, 2, 14), date(2023, 3, 10)
FIRST = BodyMeeting(meets_on=date(2022, 12, 6), documents_due_on=date(2022, 11, 18))
FITTING = BodyMeeting(meets_on=date(2023, 2, 15), documents_due_on=date(2023, 2, 3))
LATER = BodyMeeting(meets_on=date(2023, 3, 7), documents_due_on=date(2023, 2, 20))
NAMES = {
    BodyKind.COMMITTEE: "Socialnämnden",
    BodyKind.JOINT: "Gemensamma nämnden",
    BodyKind.EXECUTIVE: "Kommunstyrelsen",
    BodyKind.COMPANY: "Bostäder AB",
    BodyKind.COUNCIL: "Kommunfullmäktige",
    BodyKind.OTHER: "Stiftelsen",
}


def standing(
    on=BEFORE,
    *,
    kind=BodyKind.COMMITTEE,
    occasion="missive",
    opened=OPENED,
    moved_from=DUE,
    **state,
):
    opened_at = datetime(
        opened.year, opened.month, opened.day, 9, tzinfo=ZoneInfo("Europe/Stockholm")
    )
    request = AnswerRequest(
        audit=Audit(title="Granskning av stöd"),
        body=Body(kind=kind, name=NAMES[kind]),
        occasion=occasion,
        opened_at=opened_at,
    )
    return RequestStanding(request, on, DUE, moved_from, **state)


def plain(text):
    return str(text).replace("\xa0", " ")


# One writer


ROOMS = (
    "accounts",
    "audit",
    "backups",
    "common",
    "config",
    "documents",
    "importer",
    "mailing",
    "operations",
    "recommendations",
    "reports",
)
SENTENCE = re.compile(r"önska(?:s|des) senast|\binkom\b", re.IGNORECASE)
# The class and what it is made of; the reader, which knows how missiv say it; and names of form fields.
WRITERS = {
    "responses/days.py",
    "responses/standing.py",
    "responses/standings.py",
    "responses/wishes.py",
    "importer/reader",
}
LABELS = {
    "audit/models/audits.py",
    "audit/models/people.py",
    "importer/fields.py",
    "importer/finds.py",
    "importer/management/commands/read_report.py",
    "responses/forms/rounding.py",
    "responses/models/answers.py",
    "responses/models/positions.py",
    "responses/models/rounds.py",
}
# A row's label.
ELSEWHERE = {
    '{% summary "Inkom" %}',
    '<th scope="row">Inkom</th>',
}


def test_no_other_line_says_by_when_or_that_it_came():
    root = Path(__file__).resolve().parents[2]
    told = {
        f"{path.relative_to(root)}: {line.strip()[:80]}"
        for room in (*ROOMS, "responses", "templates")
        for path in (root / room).rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts
        for line in _spoken(path)
        if not str(path.relative_to(root)).startswith(tuple(WRITERS | LABELS))
    }

    assert told == set()


def _spoken(path):
    """Lines with the sentence; docstrings and comments may quote it."""
    text = re.sub(r'"""[\s\S]*?"""|^\s*#.*$|\{#.*?#\}', "", path.read_text(), flags=re.MULTILINE)
    for words in ELSEWHERE:
        text = text.replace(words, "")
    return [line for line in text.splitlines() if SENTENCE.search(line)]


# What is wished for


WISHES = [
    # occasion, on, arrived on → tense, whether it is late
    ("missive", BEFORE, None, "Svar önskas senast 28 februari 2023.", False),
    ("missive", DUE, None, "Svar önskas senast 28 februari 2023.", False),
    ("missive", AFTER, None, "Svar önskades senast 28 februari 2023, för tio dagar sedan.", True),
    ("missive", AFTER, date(2023, 2, 10), "Svar önskades senast 28 februari 2023.", False),
    ("missive", AFTER, date(2023, 3, 7), "Svar önskades senast 28 februari 2023.", True),
    ("supplement", BEFORE, None, "Komplettering önskas senast 28 februari 2023.", False),
    (
        "supplement",
        AFTER,
        None,
        "Komplettering önskades senast 28 februari 2023, för tio dagar sedan.",
        True,
    ),
]


@pytest.mark.parametrize(("occasion", "on", "arrived_on", "sentence", "is_late"), WISHES)
def test_the_date_and_its_tense(occasion, on, arrived_on, sentence, is_late):
    stands = standing(on, occasion=occasion, arrived_on=arrived_on)

    assert (plain(stands.due_sentence), stands.is_late) == (sentence, is_late)
    begins = sentence.removesuffix(".").partition(", för")[0]
    assert plain(stands.wish_sentence) == begins.replace(
        "28 februari 2023", "<b>28 februari 2023</b>."
    )


def test_what_is_taken_back_is_not_wished_for():
    stands = standing(AFTER, occasion="supplement", withdrawn_on=date(2023, 2, 20))

    assert not stands.is_late
    assert not stands.is_awaited
    assert stands.due_sentence == ""
    assert stands.wish_sentence == "Komplettering önskas inte längre."
    assert plain(stands.state) == "Begäran om komplettering togs tillbaka 20 februari 2023."


def test_a_moved_date_tells_both():
    stands = standing(AFTER, moved_from=date(2023, 1, 31))

    assert plain(stands.due_sentence) == (
        "Svar önskades senast 28 februari 2023, för tio dagar sedan, först 31 januari 2023."
    )
    assert plain(stands.moved_sentence) == "Första datum var 31 januari 2023."
    assert plain(stands.told_late) == (
        "Svar önskades senast 28 februari 2023, för tio dagar sedan. "
        "Första datum var 31 januari 2023, för 38 dagar sedan."
    )
    # A letter may lie a while before it is sent.
    assert plain(stands.told_by_date) == (
        "Svar önskades senast 28 februari 2023. Första datum var 31 januari 2023."
    )


# Whether it has come


ARRIVALS = [
    # arrived on, decided on → arrival, state, receipt
    (
        date(2023, 2, 28),
        date(2023, 2, 15),
        "Inkom i tid, 28 februari 2023.",
        "Svar inkom 28 februari 2023.",
        "Svaret inkom 28 februari.",
    ),
    (
        date(2023, 3, 3),
        date(2023, 2, 15),
        "Beslutat i tid, inkom tre dagar efter svarsdatum, 3 mars 2023.",
        "Svar inkom 3 mars 2023, beslutat i tid, tre dagar efter svarsdatum.",
        "Svaret inkom 3 mars, tre dagar efter svarsdatum.",
    ),
    (
        date(2023, 3, 1),
        date(2023, 3, 1),
        "Inkom en dag efter svarsdatum, 1 mars 2023.",
        "Svar inkom 1 mars 2023, en dag efter svarsdatum.",
        "Svaret inkom 1 mars, en dag efter svarsdatum.",
    ),
]


@pytest.mark.parametrize(("arrived_on", "decided_on", "arrival", "state", "receipt"), ARRIVALS)
def test_an_answer_that_is_in(arrived_on, decided_on, arrival, state, receipt):
    answer = Answer(decided_on=decided_on)
    stands = standing(AFTER, arrived_on=arrived_on, answer=answer)

    assert plain(stands.arrival) == arrival
    assert plain(stands.state) == state
    assert plain(stands.receipt) == receipt
    assert stands.late_sentence == ""


def test_an_answer_that_is_not_in():
    assert standing(AFTER).state == "Svar har inte inkommit."
    assert plain(standing(AFTER).late_sentence) == "Försenat tio dagar."
    assert standing(DUE).late_sentence == ""
    assert standing(BEFORE).arrival == standing(BEFORE).receipt == ""
    assert standing(AFTER, occasion="supplement").state == "Komplettering har inte inkommit."


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (BEFORE, "Det är 14 dagar före svarsdatumet."),
        (DUE, "Det är på svarsdatumet."),
        (date(2023, 3, 1), "Det är en dag efter svarsdatumet."),
    ],
)
def test_what_handing_in_today_means(on, said):
    assert plain(standing(on).if_handed_in) == said


# The way there


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (BodyKind.COMMITTEE, "nämnden"),
        (BodyKind.JOINT, "nämnden"),
        (BodyKind.EXECUTIVE, "styrelsen"),
        (BodyKind.COMPANY, "styrelsen"),
        (BodyKind.COUNCIL, "fullmäktige"),
        (BodyKind.OTHER, "stiftelsen"),
    ],
)
def test_documents_go_to_where_the_body_decides(kind, table):
    stands = standing(kind=kind, meetings=[FIRST, FITTING, LATER])

    assert plain(stands.way) == (
        f"Handlingar till {table} senast 3 februari – sammanträde 15 februari – svar önskas senast"
    )
    ahead = list(days.ahead(stands))
    assert ahead[1] == (date(2023, 2, 15), f"{table[:1].upper()}{table[1:]} sammanträder")


def test_a_late_request_says_onskades_everywhere():
    stands = standing(AFTER, meetings=[FITTING])

    assert stands.way.endswith("svar önskades senast")
    assert plain(stands.way_sentence).endswith("svar önskades senast <b>28 februari 2023</b>.")
    assert list(days.ahead(stands))[-1] == (DUE, "Svar önskades")


def test_a_meeting_before_the_request_is_none_of_its_way():
    """Sent on 14 February: the documents of the meeting on the 15th were due on the 3rd."""
    stands = standing(opened=date(2023, 2, 14), meetings=[FIRST, FITTING, LATER])

    assert stands.meeting is None
    assert plain(stands.way) == (
        "Inget sammanträde före svarsdatumet, nästa 7 mars – svar önskas senast"
    )
    assert stands.meeting_sentence == ""


@pytest.mark.parametrize(
    ("on", "opened", "meetings", "said"),
    [
        # The meeting on the 15th can be reached until its documents day, the 3rd.
        (date(2023, 2, 3), date(2023, 1, 20), [FITTING, LATER], "Be om anstånd"),
        (
            date(2023, 2, 4),
            date(2023, 1, 20),
            [FITTING, LATER],
            "Be om anstånd till sammanträdet 7 mars",
        ),
        (BEFORE, date(2023, 2, 14), [LATER], "Be om anstånd till sammanträdet 7 mars"),
        (BEFORE, date(2023, 2, 14), [], "Be om anstånd"),
        (BEFORE, date(2023, 2, 14), [FITTING], "Be om anstånd"),
    ],
)
def test_where_nothing_fits_more_time_is_offered_to_the_next_meeting(on, opened, meetings, said):
    stands = standing(on, opened=opened, meetings=meetings)

    assert plain(stands.extension_offer) == said
    assert stands.has_missed_its_meeting is ("till" in said)


def test_how_a_request_would_stand_if_it_were_opened_now():
    def planned(*meetings):
        at = dates.at_local(date(2023, 1, 20))
        body = Body(name="Socialnämnden")
        return RequestStanding.planned(body, due=DUE, at=at, meetings=meetings).calendar_sentence

    assert plain(planned(FITTING)) == (
        "Handlingar till nämnden senast 3 februari – sammanträde 15 februari."
    )
    assert plain(planned(LATER)) == "Inget sammanträde före svarsdatumet, nästa 7 mars."
    assert planned() == ""


def test_an_unknown_calendar_says_nothing_of_meetings():
    assert standing().way == "Svar önskas senast"
    assert standing(occasion="supplement").way == "Komplettering önskas senast"
    assert standing(opened=date(2023, 2, 20), meetings=[FITTING]).way == "Svar önskas senast"


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (BEFORE, "Sammanträdet är i morgon, 15 februari."),
        (date(2023, 2, 15), "Sammanträdet är i dag, 15 februari."),
        (date(2023, 2, 16), ""),
    ],
)
def test_how_far_the_meeting_is(on, said):
    assert plain(standing(on, meetings=[FITTING]).meeting_sentence) == said


# Mail


def test_what_a_mail_says_first():
    assert plain(standing().mail_wish) == "Ett beslutat svar önskas senast 28 februari 2023."
    assert plain(standing().mail_reminder) == (
        'Svar på "Granskning av stöd" önskas senast 28 februari 2023. Det är 14 dagar kvar.'
    )
    assert plain(standing(DUE).mail_reminder).endswith("Det är i dag.")
    assert plain(standing(AFTER).mail_reminder) == (
        'Svar på "Granskning av stöd" önskades senast 28 februari 2023. Svar har inte inkommit.'
    )
    assert plain(standing(occasion="supplement").mail_reminder).startswith(
        'Komplettering av svaret på "Granskning av stöd" önskas senast'
    )
    assert plain(standing().reminding) == (
        "Påminnelse till socialnämnden, svar önskas senast 28 februari 2023"
    )
    assert standing(AFTER).reminding == "Svar har inte inkommit från socialnämnden"


# Several of one audit


def test_several_bodies_in_one_sentence():
    board = standing(kind=BodyKind.EXECUTIVE)
    social = standing(kind=BodyKind.COMMITTEE)

    assert plain(waited_for([board, social])) == (
        "Svar önskas från kommunstyrelsen och socialnämnden senast 28 februari 2023."
    )
    assert all_arrived([]) == ""
    come = [standing(arrived_on=date(2023, 2, 10)), standing(arrived_on=date(2023, 2, 11))]
    assert plain(all_arrived(come[:1])) == "Svar från socialnämnden inkom 10 februari 2023."
