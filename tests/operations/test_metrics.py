"""/metrics: for the machine itself or by a token, and nobody's name in it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from operations import heartbeats

TOKEN = "0123456789abcdef" * 2


@pytest.fixture
def code(client, db):
    """The answer to somebody, by where from and by headers."""
    return lambda remote="127.0.0.1", method="get", **headers: (
        getattr(client, method)("/metrics", REMOTE_ADDR=remote, headers=headers).status_code
    )


def test_the_machine_itself_reads_them_and_nobody_else(code):
    assert {remote: code(remote) for remote in ("127.0.0.1", "::1", "127.8.8.8")} == dict.fromkeys(
        ("127.0.0.1", "::1", "127.8.8.8"), 200
    )
    others = ("10.0.0.1", "172.17.0.1", "203.0.113.9", "", "localhost", "::ffff:10.0.0.1")
    assert {remote: code(remote) for remote in others} == dict.fromkeys(others, 404)
    assert code(method="post") == 404


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"]
)
def test_who_comes_by_a_proxy_is_not_the_machine_itself(code, header):
    assert code(**{header: "127.0.0.1"}) == 404


def test_behind_a_proxy_that_says_nothing_loopback_opens_nothing(code, settings):
    settings.BEHIND_PROXY = True

    assert code() == 404


def test_the_token_opens_from_anywhere_and_is_wanted_from_everybody(code, settings):
    settings.METRICS_TOKEN, settings.BEHIND_PROXY = TOKEN, True

    assert code("203.0.113.9", Authorization=f"Bearer {TOKEN}") == 200
    wrong = ["", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer ", "Bearer å"]
    assert {each: code(Authorization=each) for each in wrong} == dict.fromkeys(wrong, 404)
    settings.BEHIND_PROXY = False
    assert code() == 404


def test_figures_say_what_the_page_says_and_name_nothing(client, handed_over, board, auditor):
    heartbeats.beat("mail", at=timezone.now() - timedelta(minutes=16))

    page = client.get(reverse("operations:metrics"))

    families = {each.name: each for each in text_string_to_metric_families(page.text)}
    figures = {
        (name, *sample.labels.values()): sample.value
        for name, family in families.items()
        for sample in family.samples
    }
    assert figures["revisionsspar_state", "process:mail"] == 2
    assert 950 < figures["revisionsspar_silence_seconds", "mail"] < 980
    assert figures["revisionsspar_oldest_waiting_seconds", "readings"] == 0
    assert figures["revisionsspar_unapplied_migrations",] == 0
    for name in (handed_over.title, board.name, auditor.name, auditor.email):
        assert name not in page.text
    labels = {value for key in figures for value in key[1:]}
    assert all(re.fullmatch(r"[a-z_:]+", label) for label in labels)
