"""Every kind of page at a size of the register: how often it asks, how many rows are read for it, how heavy it is."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Right
from demo import scale
from responses.models import AnswerRequest
from tests.bench.figures import Figures, timed

RECOMMENDATIONS = 4000
ROUNDS = 7
# What a signed-in page costs at the least.
FLOOR = "/hjalp/"
LISTS = {
    "todo": "/",
    "audits": "/granskningar/",
    "answers": "/svar/",
    "overview": "/oversikt/",
    "register": "/rekommendationer/",
    "reports": "/rapporter/",
}
BODIES = "accounts_body"
ROLES = ("auditor", "presidium", "official")


def bench(figures: Figures) -> None:
    """Times are multiples of the floor in the same round; of those that are alike the dearest is compared."""
    people = scale.make(RECOMMENDATIONS)
    figures.tell("recommendations", RECOMMENDATIONS)
    dearest: dict[str, float] = {}
    for role in ROLES:
        client = client_of(people[role])
        pages = pages_of(people[role])
        shares = _shares(client, {FLOOR: FLOOR} | pages)
        for name, path in pages.items():
            cost = cost_of(client, path)
            kind = "list" if name in {"audits", "answers", "register", "reports"} else name
            dearest[kind] = max(dearest.get(kind, 0.0), shares[name])
            figures.tell(f"{name}, {role}: × floor", round(shares[name], 1))
            for quality, number in cost.counted.items():
                figures.tell(f"{name}, {role}: {quality}", number)
    for kind, share in dearest.items():
        figures.compare(kind, round(share, 1))


def pages_of(person: User) -> dict[str, str]:
    """Every list, one thing of each kind out of the middle of the register, and what only some work with."""
    return LISTS | things(person)


def client_of(person: User) -> Client:
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(person)
    return client


def things(person: User) -> dict[str, str]:
    answered = AnswerRequest.objects.visible_to(person).answered().order_by("pk")
    waiting = AnswerRequest.objects.visible_to(person).awaited().order_by("-pk")
    middle = answered[answered.count() // 2]
    # A word that few rows have, and where revisorerna judge one recommendation after the other.
    word, judged = middle.audit.title.split()[-1], f"organ={middle.body_id}"
    work = {"board": f"{reverse('responses:board')}?{judged}"}
    return {
        "search": f"{LISTS['register']}?sok={word}",
        "audit": middle.audit.get_absolute_url(),
        "answer": middle.get_absolute_url(),
        "request": waiting[0].get_absolute_url(),
        "recommendation": reverse("reports:unit", args=[middle.items.all()[0].addressee_id]),
        "body": reverse("reports:body", args=[middle.body_id]),
    } | (work if person.has_right(Right.DECIDE) else {})


def _shares(client: Client, pages: dict[str, str]) -> dict[str, float]:
    """Each page once in a round, so that what else the machine does meets them all."""
    seconds: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(ROUNDS + 1):
        for name, path in pages.items():
            worked = timed(lambda path=path: client.get(path))[0]
            if turn:
                seconds[name].append(worked)
    floor = median(seconds[FLOOR])
    return {name: median(times) / floor for name, times in seconds.items()}


@dataclass
class Cost:
    """Of one page."""

    queries: int = 0
    rows: int = 0
    # Of them those about the few dozen bodies of a municipality, which the database prefers to read whole.
    of_bodies: int = 0
    size: int = 0

    @property
    def counted(self) -> dict[str, float]:
        """What is the same on every machine."""
        kilobytes = round(self.size / 1000, 1)
        return {"queries": self.queries, "rows read": self.rows, "kB": kilobytes}


def cost_of(client: Client, path: str) -> Cost:
    cost = Cost()
    with _explained(cost):
        response = client.get(path)
    assert response.status_code == 200, f"{path} gave {response.status_code}"
    cost.size = len(response.content)
    return cost


@contextmanager
def _explained(cost: Cost) -> Iterator[None]:
    """Each SELECT is asked for its plan besides, with what it really read."""

    def explain(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        # In a test, which is a transaction itself, a deed's own transaction is a savepoint.
        cost.queries += not sql.startswith(("SAVEPOINT", "RELEASE"))
        if sql.lstrip().startswith("SELECT"):
            with context["connection"].cursor() as cursor:
                cursor.cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
                plan = cursor.cursor.fetchone()[0]
            scans = list(scans_of((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))
            cost.rows += sum(rows for _, rows in scans)
            cost.of_bodies += sum(rows for table, rows in scans if table == BODIES)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield


def scans_of(node: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Each scan of a plan: its table, and how many rows it looked at, kept or not."""
    if node["Node Type"].endswith("Scan") and "Relation Name" in node:
        passed = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        looked_at = passed + node.get("Rows Removed by Index Recheck", 0)
        yield node["Relation Name"], round(looked_at * node["Actual Loops"])
    for child in node.get("Plans", ()):
        yield from scans_of(child)
