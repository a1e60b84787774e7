"""A year of meetings out of a pasted list or a calendar file: shown first, saved by the person."""

import re
import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.calendars import from_text

LIST = """Sammanträden
14 mars, handlingar 1 mars
tisdag 11 april kl. 13.00 (handlingar senast 28/3)
efter sommaren
2024
Handlingar 28 december, sammanträde 16 januari
"""
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Kommunen//Kalender//SV
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20230301
SUMMARY:Handlingar till nämnden
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:20230314T230000Z
SUMMARY:Socialnämnden
RRULE:FREQ=MONTHLY;COUNT=2
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20230308T080000Z
SUMMARY:Socialnämndens arbetsutskott
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART:20230613T080000Z
SUMMARY:Socialnämnden
DESCRIPTION:Sal A\\nHandlingar senast 30 maj
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def read(client, social, social_clerk):
    client.force_login(social_clerk)

    def post(**data):
        address = reverse("accounts:meetings_read", args=[social.pk])
        return client.post(address, {"text": "", "year": "2023", **data})

    return post


def calendar(text, name="kalender.ics"):
    return SimpleUploadedFile(name, text.replace("\n", "\r\n").encode(), "text/calendar")


def fields_of(page):
    """What a browser would send from the page."""
    names = re.findall(r'<input type="[a-z]+" name="(meetings-[^"]+)"(?: value="([^"]*)")?', page)
    return {name: value for name, value in names if "__number__" not in name}


def test_a_pasted_year_is_shown_and_then_saved(client, social, read):
    known = social.meetings.create(meets_on=date(2023, 3, 14), documents_due_on=date(2023, 3, 3))

    page = read(text=LIST).text
    assert "Två nya sammanträden och en ny handlingsdag lästes in" in page
    assert "efter sommaren" in page
    known.refresh_from_db()
    assert social.meetings.count() == 1 and known.documents_due_on == date(2023, 3, 3)

    client.post(reverse("accounts:meetings", args=[social.pk]), fields_of(page))

    assert list(social.meetings.values_list("meets_on", "documents_due_on")) == [
        (date(2023, 3, 14), date(2023, 3, 1)),
        (date(2023, 4, 11), date(2023, 3, 28)),
        (date(2024, 1, 16), date(2023, 12, 28)),
    ]


def test_a_calendar_file(client, social, read):
    page = read(file=calendar(ICS)).text

    assert "Socialnämndens arbetsutskott" in page
    client.post(reverse("accounts:meetings", args=[social.pk]), fields_of(page))
    assert list(social.meetings.values_list("meets_on", "documents_due_on")) == [
        (date(2023, 3, 15), date(2023, 3, 1)),
        (date(2023, 4, 15), None),
        (date(2023, 6, 13), date(2023, 5, 30)),
    ]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Klistra in en lista eller välj en fil."),
        ({"text": "Vi ses i mars"}, "Ingen dag känns igen."),
        ({"file": calendar("BEGIN:VCALENDAR")}, "Filen är ingen kalender som kan läsas."),
        ({"file": calendar("hej")}, "Filen är ingen kalender som kan läsas."),
        (
            {"file": calendar("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR")},
            "Filen har inga sammanträden",
        ),
        ({"file": calendar("x" * 1_000_001)}, "Filen är större än 1 MB."),
        ({"text": "14 mars", "year": "99999999999999999999"}, "mindre än eller lika"),
    ],
)
def test_what_cannot_be_read_is_said(social, read, sent, said):
    page = read(**sent)

    assert page.status_code == 200
    assert said in page.text
    assert not social.meetings.exists()


def repeated(rule, *, start="20230301T080000Z", events=1):
    event = f"BEGIN:VEVENT\nUID:1\nDTSTART:{start}\nSUMMARY:Nämnden\nRRULE:{rule}\nEND:VEVENT\n"
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event * events}END:VCALENDAR\n"


@pytest.mark.parametrize(
    "text",
    [
        repeated("FREQ=SECONDLY"),
        repeated("FREQ=HOURLY"),
        repeated("FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0,1,2;BYSECOND=0,1,2"),
        repeated("FREQ=DAILY", start="00010101T080000Z"),
        repeated("FREQ=DAILY", events=51),
        repeated("INTERVAL=2"),
    ],
)
def test_a_file_that_would_hold_up_a_worker_is_refused(social, read, text):
    begun = time.process_time()
    page = read(file=calendar(text))

    assert "Filen är ingen kalender som kan läsas." in page.text
    assert time.process_time() - begun < 2
    assert not social.meetings.exists()


@pytest.mark.parametrize(
    ("line", "meets_on", "documents_due_on"),
    [
        ("14 mars", date(2023, 3, 14), None),
        ("2023-03-14", date(2023, 3, 14), None),
        ("14/3 (handlingar 1/3)", date(2023, 3, 14), date(2023, 3, 1)),
        ("Handlingar 1 mars, sammanträde 14 mars", date(2023, 3, 14), date(2023, 3, 1)),
        ("Handlingar 1 mars, sammanträde 14 mars 2025", date(2025, 3, 14), date(2025, 3, 1)),
        ("13.00-16.30 5 maj", date(2023, 5, 5), None),
        ("kl. 9.12 den 3 maj", date(2023, 5, 3), None),
    ],
)
def test_how_people_write_a_meeting(line, meets_on, documents_due_on):
    (meeting,) = from_text(line, year=2023).meetings

    assert (meeting.meets_on, meeting.documents_due_on) == (meets_on, documents_due_on)


@pytest.mark.parametrize("line", ["Handlingar 3 maj", "1 mars, 2 mars, 3 mars", "31 februari"])
def test_what_names_no_meeting_is_told_back(line):
    assert from_text(line, year=2023).unread == [line]
