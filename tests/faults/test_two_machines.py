"""Two webs, and two of each worker, on one database and one broker: nothing is done twice."""

import subprocess
import sys
import time
from threading import Barrier, Thread

import pytest

import places
import server
from tests.faults import installation
from tests.faults.installation import Person
from tests.faults.test_installation import form_of, wait_for, waiting_papers
from tests.long import only_long

pytestmark = only_long
FORMS, TURNS, MAILS = 6, 4, 200
ENQUEUE = f"""
from mailing import services
from responses.answer_emails import RECEIPT
for number in range({MAILS}):
    services.enqueue(key=f"two:{{number}}", kind=RECEIPT, recipient=f"two{{number}}@demo.example",
                     subject="Kvitto", text="Text")
"""


@pytest.fixture(scope="module")
def product():
    with installation.running() as product:
        mail_port = product.variables["EMAIL_URL"].rpartition(":")[2]
        sink = {"mail": [sys.executable, "manage.py", "demo_mail_sink", "--port", mail_port]}
        with server.children(sink, product.place, product.variables):
            yield product


@pytest.fixture(scope="module")
def sites(product):
    """Of the two machines: the second has all but the scheduler and the mail server, which there is one of."""
    port = server.free_port()
    commands = server.commands(product.place, port, server.free_port())
    second = {f"{name}-2": commands[name] for name in ("web", "worker", "sender", "papers")}
    with server.children(second, product.place, product.variables):
        while not server.healthy(port):
            time.sleep(0.1)
        yield [product.site, f"http://127.0.0.1:{port}"]


@pytest.fixture
def people(sites):
    """One person, at both: the session is in the database."""
    first = Person(sites[0])
    first.sign_in()
    second = Person(sites[1])
    second.session.cookies.update(first.session.cookies)
    assert second.get("/")[0] == 200
    return [first, second]


def at_once(people, deed, *arguments):
    start, answers = Barrier(len(people)), []

    def run(person):
        start.wait()
        answers.append(deed(person, *arguments))

    threads = [Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_form_sent_to_both_is_taken_once(product, people):
    for number in range(FORMS):
        page = people[0].session.get(f"{people[0].site}/granskningar/ny/").text
        fields = {**form_of(people[0]), "once": once_of(page), "title": f"Granskning {number}"}
        answers = at_once(people, Person.post_with, "/granskningar/ny/", fields)

        assert [answer.status_code for answer, _ in answers] == [302, 302]
        assert len({answer.headers["location"] for answer, _ in answers}) == 1
    titles = "SELECT count(*) FROM audit_audit WHERE title LIKE 'Granskning _'"
    assert product.count(titles) == FORMS


def once_of(page):
    return page.partition('name="once" value="')[2].partition('"')[0]


def test_papers_ordered_at_both_are_made_once(product, people):
    audit = product.count("SELECT min(audit_id) FROM responses_answerrequest")
    assert wait_for(lambda: waiting_papers(product) == 0, seconds=240)
    reports, documents = (
        "SELECT count(*) FROM reports_report",
        "SELECT count(*) FROM documents_document",
    )
    before = product.count(reports), product.count(documents)
    path = f"/granskningar/{audit}/rapporter/ny/"
    for _ in range(TURNS):
        at_once(people, lambda person: person.post(path, per="2023-02-14"))

    assert wait_for(lambda: waiting_papers(product) == 0, seconds=240)
    made = product.count(reports) - before[0]
    assert made >= 2  # a person who has enough of them waiting is told so
    assert product.count(f"{reports} WHERE state <> 'done'") == 0
    assert product.count(documents) == before[1] + made


def test_mails_leave_once(product, sites):
    command = [sys.executable, "manage.py", "shell", "-c", ENQUEUE]
    subprocess.run(command, check=True, cwd=places.ROOT, env=product.variables, capture_output=True)
    outgoing = (
        "SELECT count(*) FROM mailing_outgoingmail WHERE key LIKE 'two:%' AND sent_at IS NULL"
    )
    received = "SELECT count(*) FROM demo_demomail WHERE recipient LIKE 'two%'"

    assert wait_for(lambda: product.count(outgoing) == 0, seconds=240)
    time.sleep(2)
    assert product.count(received) == MAILS
    assert product.count(received.replace("*", "DISTINCT recipient")) == MAILS
