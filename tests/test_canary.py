"""Nothing hidden leaks: every page, mail, paper and log line, read by everyone who must not see it."""

import inspect
import io
import json
import logging
from base64 import b64decode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from email.header import decode_header, make_header
from email.message import Message
from itertools import product

import pikepdf
import pypdfium2
import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import get_connection
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from config.celery import app as celery
from mailing.models import OutgoingMail
from reports.papers import missive
from reports.tasks import make_waiting_reports
from tests import canaries
from tests import world as worlds
from tests.access import ROLES, ROWS
from tests.brokers import own_broker
from tests.long import LONG
from tests.watching import Watcher, facts_for, words_in

pytestmark = pytest.mark.django_db

# What the pages that read their query can be asked for.
QUERIES = {
    "accounts:people": "?q=kanarie",
    "accounts:mail_log": "?q=kanarie",
    "reports:audits": "?ar=2022&sok=kanarie",
    "responses:requests": "?sok=kanarie",
    "reports:overview": "?per=2023-02-14&ar=2022",
    "reports:register": "?sok=kanarie&ersatta=med&ordning=organ",
}


def pages(world: worlds.World) -> dict[str, list[str]]:
    """By name: each address about the things of its own kinds and one of another; in the long form all rows."""
    kinds = defaultdict(set)
    for _, name, thing, *_ in ROWS:
        if not name.startswith("account_log"):
            kinds[name].add(kind_of(world.things.get(thing)))
    keys = {kind: keys_of(kind, world) for kind in set.union(*kinds.values())}
    addresses = {}
    for name, own in kinds.items():
        if own == {()}:
            addresses[name] = [reverse(name) + query for query in ("", QUERIES.get(name, ""))]
            continue
        every = sorted(set().union(*(of for kind, of in keys.items() if fits(kind, own))), key=str)
        asked = set().union(*(named(kind, world) for kind in own))
        strangers = [each for each in every if not any(each in keys[kind] for kind in own)]
        asked |= set(every if LONG else strangers[:1])
        addresses[name] = [reverse(name, args=each) for each in sorted(asked, key=str)]
    return addresses


def named(kind: tuple[type, ...], world: worlds.World) -> set[tuple[int, ...]]:
    """Of the things that the world has a name for."""
    return {
        tuple(world.arguments(name))
        for name, thing in world.things.items()
        if kind_of(thing) == kind
    }


def kind_of(thing: object) -> tuple[type, ...]:
    """The model of each key that an address about the thing has."""
    if thing is None:
        return ()
    return tuple(type(part) for part in (thing if isinstance(thing, tuple) else (thing,)))


def fits(kind: tuple[type, ...], others: Iterable[tuple[type, ...]]) -> bool:
    """Whether an address of theirs can hold its keys: the number of a row, or the word of what is no row."""
    return _rows_among(kind) in [_rows_among(other) for other in others]


def _rows_among(kind: tuple[type, ...]) -> list[bool]:
    return [issubclass(part, Model) for part in kind]


def keys_of(kind: tuple[type, ...], world: worlds.World) -> set[tuple[int, ...]]:
    """Of all rows of the model; for two, each parent with each child, its own and foreign."""
    if len(kind) == 1:
        return {(key,) for key in keys_in(kind[0], world)}
    pairs = [thing for thing in world.things.values() if kind_of(thing) == kind]
    return set(product(*({part.pk for part in parts} for parts in zip(*pairs, strict=True))))


def keys_in(model: type, world: worlds.World) -> set[int]:
    rows = model.objects.values_list("pk", flat=True) if issubclass(model, Model) else ()
    return {*rows, *(thing.pk for thing in world.things.values() if type(thing) is model)}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_no_page_leaks(role, world, caplog):
    """Beside what `test_access` asks for: each page as htmx asks for it, other rows, and each form sent empty."""
    caplog.set_level(logging.INFO)
    watcher = Watcher(world.people[role], role)
    rows = {
        reverse(name, args=world.arguments(thing)): int(codes[ROLES.index(role)])
        for method, name, thing, *codes in ROWS
        if method == "GET"
    }
    codes = set()

    for addresses in pages(world).values():
        shown = [address for address in addresses if rows.get(address) == 200]
        for address in shown[:1]:
            codes.add(watcher.ask("GET", address, **{"HX-Request": "true"}).status_code)
        for address in set(addresses) - rows.keys():
            codes.add(watcher.ask("GET", address).status_code)
    hidden = {
        address: watcher.ask("POST", address).status_code
        for address, code in rows.items()
        if not address.startswith("/konto/")
    }

    assert watcher.leaks() == {}
    assert 200 in codes
    assert not {code for code in codes | set(hidden.values()) if code >= 500}
    assert {
        address: code
        for address, code in hidden.items()
        if rows[address] == 404 and code not in (404, 405)
    } == {}
    assert words_in(caplog.text) == set()
    assert words_in(repr(cache._cache)) == set()


def test_a_draft_changes_nothing_for_others(world):
    """No progress, no count: the pages are the same before and after the body writes."""
    answer = world.things["social_request"].answers.draft()
    client = Client()
    client.force_login(world.people["auditor"])
    addresses = [
        reverse("reports:todo"),
        reverse("reports:audits"),
        reverse("reports:overview"),
        reverse("reports:register"),
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


def test_no_mail_carries_more_than_a_title(world, sink):
    """Mail leaves the house. A body's goes to the body that the words are about: headers and text, as they arrive."""
    mails = list(OutgoingMail.objects.all())

    get_connection().send_messages([mail.as_message() for mail in mails])

    assert len(sink.received) == len(mails)
    assert {mail.kind for mail in mails} > {"request", "reminder", "receipt", "correction"}
    assert words_in("".join(map(as_read, sink.received))) == facts_for("mail")


def as_read(message: Message) -> str:
    """Every header and the body, decoded, and as it came."""
    headers = [f"{name}: {make_header(decode_header(text))}" for name, text in message.items()]
    body = message.get_payload(decode=True).decode()
    return "\n".join([*headers, body, message.as_string()])


def test_a_task_takes_no_more_than_an_id():
    """So that nothing of an audit lies in the queue."""
    celery.loader.import_default_modules()
    ours = {name: task for name, task in celery.tasks.items() if not name.startswith("celery.")}
    taken = {
        (name, argument.annotation)
        for name, task in ours.items()
        for argument in inspect.signature(task.run).parameters.values()
    }

    assert taken
    assert {kind for _, kind in taken} <= {int, int | None}


def test_the_queue_holds_no_words(world, broker, django_capture_on_commit_callbacks):
    """What really lies in Redis when people have ordered and the scheduler has taken its turn: keys and messages."""
    things, auditor = world.things, Client()
    auditor.force_login(world.people["auditor"])
    report = f"Revisionsrapport\n\n{canaries.READING}".encode()
    with django_capture_on_commit_callbacks(execute=True):
        auditor.post(reverse("reports:missive", args=[things["draft"].pk]))
        auditor.post(
            reverse("reports:report_new", args=[things["audit"].pk]), {"per": "2023-02-14"}
        )
        social = Client()
        social.force_login(world.people["social"])
        social.post(reverse("reports:draft_paper", args=[things["social_request"].pk]))
        upload = SimpleUploadedFile(f"{canaries.READING}.txt", report)
        auditor.post(reverse("importer:read_in"), {"documents": upload})
        make_waiting_reports()
        for turn in settings.CELERY_BEAT_SCHEDULE.values():
            celery.send_task(turn["task"], **turn["options"])

    held = list(held_in(broker))

    for task in {turn["task"] for turn in settings.CELERY_BEAT_SCHEDULE.values()}:
        assert any(task in text for text in held), task
    assert sum("reports.tasks.make_report" in text for text in held) >= 2
    assert sum("reports.tasks.make_answer_paper" in text for text in held) >= 2
    assert sum("importer.tasks.read_waiting" in text for text in held) >= 2
    assert words_in("".join(held)) == set()


@pytest.fixture
def broker():
    with own_broker(15) as client:
        yield client


def held_in(client: redis.Redis) -> Iterator[str]:
    """Each key, and each message with its body decoded."""
    for key in client.scan_iter():
        yield key.decode()
        if client.type(key) == b"list":
            for raw in client.lrange(key, 0, -1):
                body = b64decode(json.loads(raw)["body"])
                yield f"{raw.decode()} {body.decode()}"
        else:
            yield repr(client.dump(key))


def test_the_paper_carries_what_may_be_released(world, tmp_path):
    """Exactly that: what is decided, handed in and not secret."""
    out = tmp_path / "uppfoljning.pdf"

    call_command(
        "follow_up_report",
        str(world.things["audit"].pk),
        "--on",
        "2023-02-14",
        "--out",
        str(out),
    )

    assert words_in(told_in(out.read_bytes())) == facts_for("paper")


def test_the_missiv_carries_what_is_put_to_the_bodies(world):
    """It goes to all who see the audit. That of a draft is the audit side's own, and about that draft alone."""
    audit, draft = world.things["audit"], world.things["draft"]

    sent = words_in(told_in(missive.paper(audit, made_at=worlds.NOW, as_of=audit.handed_over_at)))
    written = words_in(told_in(missive.paper(draft, made_at=worlds.NOW)))

    assert sent == facts_for("missive")
    assert written == facts_for("draft missive")


def told_in(paper: bytes) -> str:
    """Its text, its bookmarks, and every stream that is no picture: what it says of itself and carries along."""
    with pypdfium2.PdfDocument(paper) as pdf:
        told = [page.get_textpage().get_text_range() for page in pdf]
        told += [mark.get_title() for mark in pdf.get_toc()]
        told += pdf.get_metadata_dict().values()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        streams = [found for found in pdf.objects if isinstance(found, pikepdf.Stream)]
        told += [
            stream.read_bytes().decode("utf-8", "replace")
            for stream in streams
            if stream.get("/Subtype") != "/Image"
        ]
    return "\n".join(told)
