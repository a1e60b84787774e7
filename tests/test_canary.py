"""Nothing hidden leaks: every page, mail, paper and log line, read by everyone who must not see it."""

import logging
import os
from collections import defaultdict
from collections.abc import Iterable
from itertools import product

import pypdfium2
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from mailing.models import OutgoingMail
from tests import world as worlds
from tests.test_access import ROWS

# Who may come across each canary.
MAY_SEE = {
    worlds.DRAFT_ANSWER: {"social"},
    worlds.DRAFT_AUDIT: {"auditor", "expert"},
    worlds.PROPOSAL: {"auditor", "expert"},
    worlds.READING: {"auditor", "expert"},
    worlds.REGISTER: {"auditor"},
    worlds.REMARK: {"auditor"},
    worlds.CHECKED: {"auditor", "expert", "board"},
    worlds.NOTE: {"auditor", "expert"},
    worlds.SECRET: {"auditor", "expert", "board"},
}
QUERIES = ("", "?per=2023-02-14", "?ar=2022", "?q=kanarie", "?dokument=1")


EVERYTHING = os.environ.get("CANARY") == "full"


def pages(world: worlds.World) -> list[str]:
    """Every address about each thing of its own kinds and one of another; with CANARY=full about all."""
    kinds = defaultdict(set)
    for _, name, thing, *_ in ROWS:
        if not name.startswith("account_log"):
            kinds[name].add(kind_of(world.things.get(thing)))
    keys = {kind: keys_of(kind, world) for kind in set.union(*kinds.values())}
    found = set()
    for name, own in kinds.items():
        if own == {()}:
            found |= {reverse(name) + query for query in QUERIES}
            continue
        every = sorted(set().union(*(of for kind, of in keys.items() if same_length(kind, own))))
        asked = set().union(*(keys[kind] for kind in own))
        strangers = [each for each in every if each not in asked]
        asked |= set(strangers if EVERYTHING else strangers[:1])
        found |= {reverse(name, args=each) for each in asked}
    return sorted(found)


def kind_of(thing: object) -> tuple[type, ...]:
    """The model of each key that an address about the thing has."""
    if thing is None:
        return ()
    return tuple(type(part) for part in (thing if isinstance(thing, tuple) else (thing,)))


def same_length(kind: tuple[type, ...], others: Iterable[tuple[type, ...]]) -> bool:
    return len(kind) in {len(other) for other in others}


def keys_of(kind: tuple[type, ...], world: worlds.World) -> set[tuple[int, ...]]:
    """Of all rows of the model; for two, each parent with each child, its own and foreign."""
    if len(kind) == 1:
        return {(key,) for key in keys_in(kind[0], world)}
    pairs = [thing for thing in world.things.values() if kind_of(thing) == kind]
    return set(product(*({part.pk for part in parts} for parts in zip(*pairs, strict=True))))


def keys_in(model: type, world: worlds.World) -> set[int]:
    rows = model.objects.values_list("pk", flat=True)
    return {*rows, *(thing.pk for thing in world.things.values() if type(thing) is model)}


@pytest.mark.parametrize(
    "role",
    [
        "stranger",
        "auditor",
        "expert",
        "other_expert",
        "board",
        "social",
        "presidium",
        "administrator",
    ],
)
def test_no_page_leaks(role, world, caplog):
    caplog.set_level(logging.DEBUG)
    client = Client(raise_request_exception=False)
    client.force_login(world.people[role])
    forbidden = [canary for canary, allowed in MAY_SEE.items() if role not in allowed]
    codes = set()

    leaks = []
    for address in pages(world):
        response = client.get(address)
        codes.add(response.status_code)
        leaks += found_in(response, forbidden, address)
        if response.status_code == 200:
            leaks += found_in(
                client.get(address, headers={"HX-Request": "true"}), forbidden, address
            )
    leaks += [("log", canary) for canary in MAY_SEE if canary in caplog.text]

    assert leaks == []
    assert 500 not in codes
    assert 200 in codes


def found_in(response, canaries, address):
    text = response.content + str(response.headers).encode()
    return [(address, canary) for canary in canaries if canary.encode() in text]


def test_a_draft_changes_nothing_for_others(world):
    """No progress, no count: the pages are the same before and after the body writes."""
    answer = world.things["social_request"].answer
    client = Client()
    client.force_login(world.people["auditor"])
    addresses = [
        reverse("reports:todo"),
        reverse("reports:audits"),
        reverse("reports:overview"),
        reverse("responses:requests"),
        reverse("responses:request", args=[answer.request_id]),
        reverse("reports:audit", args=[answer.request.audit_id]),
    ]
    before = [_without_token(client.get(address)) for address in addresses]

    for item in answer.items.all():
        item.planned.all().delete()
        item.stance, item.text = "", ""
        item.save()

    assert [_without_token(client.get(address)) for address in addresses] == before


def _without_token(response) -> str:
    """The page without what differs each time it is drawn."""
    return "\n".join(
        line for line in response.content.decode().splitlines() if "csrf" not in line.lower()
    )


def test_no_mail_carries_what_is_hidden(world):
    texts = "".join(mail.subject + mail.text for mail in OutgoingMail.objects.all())

    assert [canary for canary in MAY_SEE if canary in texts] == []


def test_no_paper_carries_what_is_hidden(world, tmp_path):
    out = tmp_path / "uppfoljning.pdf"

    call_command(
        "follow_up_report", str(world.things["audit"].pk), "--on", "2023-02-14", "--out", str(out)
    )

    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out))
    assert "rutin" in text
    assert [canary for canary in MAY_SEE if canary in text] == []


def test_the_canaries_are_there(world):
    """Negative control: those who may see a canary do."""
    seen = {
        worlds.DRAFT_ANSWER: (
            "social",
            reverse("responses:request", args=world.arguments("social_request")),
        ),
        worlds.DRAFT_AUDIT: ("auditor", reverse("reports:audit", args=world.arguments("draft"))),
        worlds.PROPOSAL: ("auditor", reverse("responses:decide")),
        worlds.READING: ("expert", reverse("importer:check", args=world.arguments("reading"))),
        worlds.REGISTER: (
            "auditor",
            reverse("importer:register_check", args=world.arguments("load")),
        ),
        worlds.REMARK: ("auditor", reverse("reports:audit", args=world.arguments("entered"))),
        worlds.SECRET: (
            "board",
            reverse("responses:request", args=world.arguments("board_request")),
        ),
    }
    for canary, (role, address) in seen.items():
        client = Client()
        client.force_login(world.people[role])

        assert canary in client.get(address).content.decode()
