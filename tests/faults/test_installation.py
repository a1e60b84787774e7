"""The whole product while Redis or PostgreSQL is away, frozen, full, locked, cut off or killed."""

import os
import re
import signal
import statistics
import threading
import time
from contextlib import contextmanager, suppress

import psycopg
import pytest
import requests

import processes
from tests.faults import installation
from tests.faults.installation import Person
from tests.long import only_long

pytestmark = only_long
PAGES = ("/", "/granskningar/", "/oversikt/", "/hjalp/")
POST_AT_MOST, LOCKED_AT_MOST, TIMES_AT_MOST = 1.5, 4, 2


@pytest.fixture(scope="module")
def product():
    with installation.running() as product:
        yield product


@pytest.fixture
def person(product):
    person = Person(product.site)
    person.sign_in()
    return person


# Redis


@contextmanager
def killed(product):
    processes.end([product.valkey.pid()], signal.SIGKILL)
    yield
    product.valkey.socket.unlink(missing_ok=True)
    product.valkey.start()


@contextmanager
def frozen(product):
    pid = product.valkey.pid()
    os.kill(pid, signal.SIGSTOP)
    yield
    os.kill(pid, signal.SIGCONT)


@contextmanager
def full(product):
    with product.broker() as broker:
        broker.config_set("maxmemory", "1")
        yield
        broker.config_set("maxmemory", "0")


@contextmanager
def flushed(product):
    with product.broker() as broker:
        broker.flushall()
        yield
        broker.flushall()


@pytest.mark.parametrize("harm", [killed, frozen, full, flushed])
def test_redis_is(product, figures, harm):
    """People sign in, read and save; the papers that they order are made when it is back."""
    audit = product.count("SELECT min(audit_id) FROM responses_answerrequest")
    orders = product.count("SELECT count(*) FROM reports_report")
    somebody = Person(product.site)
    with harm(product):
        signed_in, sign_in = somebody.sign_in()
        pages = [somebody.get(path) for path in PAGES]
        saved, save = somebody.start_audit(f"Granskning när Redis är borta: {harm.__name__}")
        ordered, order = somebody.post(f"/granskningar/{audit}/rapporter/ny/", per="2023-02-14")
    waited = wait_for(lambda: waiting_papers(product) == 0, seconds=240)
    slowest = max(sign_in, save, order)
    lost = product.count("SELECT count(*) FROM reports_report WHERE state <> 'done'")
    figures(f"Redis {harm.__name__}", POST_s_at_most=round(slowest, 2), papers_lost=lost)
    figures(f"Redis {harm.__name__}", page_s_at_most=round(max(took for _, took in pages), 2))

    assert [signed_in.status_code, saved.status_code, ordered.status_code] == [302, 302, 302]
    assert {code for code, _ in pages} == {200}
    assert slowest <= POST_AT_MOST
    assert waited and lost == 0
    assert product.count("SELECT count(*) FROM reports_report") == orders + 1


def waiting_papers(product):
    return product.count(
        "SELECT count(*) FROM reports_report WHERE state NOT IN ('done', 'failed')"
    )


def wait_for(happened, seconds):
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.5)
    return happened()


# PostgreSQL


def medians(person, rounds=7):
    for path in PAGES:
        person.get(path)
    return {path: statistics.median(person.get(path)[1] for _ in range(rounds)) for path in PAGES}


def test_a_locked_table(product, person, figures):
    """Three people wait for it, again and again, while a fourth reads other pages."""
    audit = product.count("SELECT min(audit_id) FROM audit_sample")
    path = f"/granskningar/{audit}/"
    assert person.get(path)[0] == 200
    others = [Person(product.site) for _ in range(3)]
    for other in others:
        other.sign_in()
    before, answers, done = medians(person), [], threading.Event()

    def ask(other):
        while not done.is_set():
            answers.append(other.get(path))

    threads = [threading.Thread(target=ask, args=[other]) for other in others]
    with product.database() as connection, connection.transaction():
        connection.execute("LOCK TABLE audit_sample IN ACCESS EXCLUSIVE MODE")
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        meanwhile = medians(person)
        done.set()
        for thread in threads:
            thread.join()
    times = max(meanwhile[path] / before[path] for path in PAGES)
    slowest = max(took for _, took in answers)
    figures("a locked table", locked_page_s_at_most=round(slowest, 2), asked=len(answers))
    figures("a locked table", other_pages_times_their_own_at_most=round(times, 2))

    assert {code for code, _ in answers} == {503}
    assert slowest <= LOCKED_AT_MOST
    assert times <= TIMES_AT_MOST


def saving(product, person, harm, count=60):
    """Audits are started one after the other while something happens to the database; gives what was acknowledged."""
    hidden, acknowledged, codes = form_of(person), set(), []
    turns = threading.Thread(target=harm)
    turns.start()
    number = 0
    while turns.is_alive() or number < count:
        title = f"Granskning {harm.__name__} {number}"
        with suppress(requests.RequestException):
            answer, _ = person.post_with("/granskningar/ny/", hidden | {"title": title})
            codes.append(answer.status_code)
            if answer.status_code == 302:
                acknowledged.add(title)
        number += 1
    turns.join()
    return acknowledged, codes


def form_of(person):
    page = person.session.get(f"{person.site}/granskningar/ny/").text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    hidden.pop("once", None)
    return hidden | {"audit_year": "2022", "version": "0"}


def test_postgres_is_cut_off_stopped_and_killed(product, person, figures):
    def cut():
        for _ in range(20):
            with suppress(psycopg.OperationalError), product.database() as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            time.sleep(0.2)

    def stopped():
        time.sleep(1)
        product.postgres.stop()
        time.sleep(3)
        product.postgres.start()

    def crashed():
        time.sleep(1)
        product.kill_postgres()
        time.sleep(1)
        product.postgres.start()

    for harm in (cut, stopped, crashed):
        acknowledged, codes = saving(product, person, harm)
        with product.database() as connection:
            titles = {row[0] for row in connection.execute("SELECT title FROM audit_audit")}
        figures(
            f"PostgreSQL {harm.__name__}",
            writes=len(codes),
            acknowledged=len(acknowledged),
            lost=len(acknowledged - titles),
            told_503=codes.count(503),
            told_500=codes.count(500),
        )
        assert acknowledged and acknowledged <= titles
        assert set(codes) <= {302, 503}
        assert person.get("/")[0] == 200
