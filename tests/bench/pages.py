"""Every kind of page at a size of the register: how often it asks, how many rows are read for it, how heavy it is."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User
from responses.models import AnswerRequest
from tests.bench import register
from tests.bench.figures import Figures, timed

RECOMMENDATIONS = 4000
ROUNDS = 7
# What a signed-in page costs at the least.
FLOOR = "/hjalp/"
LISTS = ("/", "/granskningar/", "/svar/", "/oversikt/", "/rapporter/")


def bench(figures: Figures) -> None:
    """Figures are told of each role and page: the time as a multiple of the floor in the same round."""
    logging.disable(logging.INFO)
    people = register.make(RECOMMENDATIONS)
    figures.tell("recommendations", RECOMMENDATIONS)
    for role in ("auditor", "presidium", "official"):
        client = client_of(people[role])
        pages = {path: path for path in (FLOOR, *LISTS)} | things(people[role])
        shares = _shares(client, pages)
        for name, path in pages.items():
            cost = cost_of(client, path)
            figures.tell(f"{role} {name}: × floor", round(shares[name], 1))
            figures.tell(f"{role} {name}: queries", cost.queries)
            figures.tell(f"{role} {name}: rows read", cost.rows)
            figures.tell(f"{role} {name}: kB", round(cost.size / 1000, 1))


def client_of(person: User) -> Client:
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(person)
    return client


def things(person: User) -> dict[str, str]:
    """A page about one thing of each kind, out of the middle of the register."""
    answered = AnswerRequest.objects.visible_to(person).answered().order_by("pk")
    waiting = AnswerRequest.objects.visible_to(person).awaited().order_by("-pk")
    middle = answered[answered.count() // 2]
    return {
        "one granskning": middle.audit.get_absolute_url(),
        "one answer": middle.get_absolute_url(),
        "one request": waiting[0].get_absolute_url(),
    }


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
    size: int = 0
    # The heaviest query, and how many rows it read.
    heaviest: tuple[int, str] = field(default=(0, ""))


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
        cost.queries += 1
        if sql.lstrip().startswith("SELECT"):
            with context["connection"].cursor() as cursor:
                cursor.cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
                plan = cursor.cursor.fetchone()[0]
            read = rows_of((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
            cost.rows += read
            cost.heaviest = max(cost.heaviest, (read, sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield


def rows_of(node: dict[str, Any]) -> int:
    """What the scans of a plan looked at, kept or not."""
    below = sum(rows_of(child) for child in node.get("Plans", ()))
    if not node["Node Type"].endswith("Scan") or node["Node Type"] in ("CTE Scan", "Subquery Scan"):
        return below
    passed = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return (
        int((passed + node.get("Rows Removed by Index Recheck", 0)) * node["Actual Loops"]) + below
    )
