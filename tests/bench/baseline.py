"""What each page cost when somebody last looked, at a size of the register that a run of the tests has time for.

Kept as data, and held by a test.

script/bench baseline    measures and writes it anew
"""

import json
from pathlib import Path

from demo import scale
from tests.bench.figures import Figures
from tests.bench.pages import ROLES, Cost, client_of, cost_of, pages_of

PLACE = Path(__file__).with_name("baseline.json")
# Nothing weighs more.
MOST_KILOBYTES = 150
SIZE = 1200
# A page about one thing reads no more, however long the register is. Where it is short the database reads it whole.
MOST_ROWS = {"audit": 400, "answer": 300, "request": 300}
# What rows read may vary by: where the database has a choice of plans. A question or two are for what is new on a page.
SLACK, MORE_QUERIES = 0.5, 2
Baseline = dict[str, dict[str, float]]


def bench(figures: Figures) -> None:
    costs = measured()
    PLACE.write_text(json.dumps({n: c.counted for n, c in costs.items()}, indent=1) + "\n")
    for name, cost in costs.items():
        for quality, number in cost.counted.items():
            figures.tell(f"{name}: {quality}", number)


def measured(size: int = SIZE) -> dict[str, Cost]:
    """Of each page and role."""
    people = scale.make(size)
    costs = {}
    for role in ROLES:
        client = client_of(people[role])
        for name, path in pages_of(people[role]).items():
            client.get(path)  # what is looked up once for all is looked up now
            costs[f"{name}, {role}"] = cost_of(client, path)
    return costs


def faults(costs: dict[str, Cost], baseline: Baseline) -> list[str]:
    """What has become dearer, or breaks a promise."""
    dear = []
    for name, cost in costs.items():
        before = baseline[name]
        for quality, number in cost.counted.items():
            slack = MORE_QUERIES if quality == "queries" else before[quality] * SLACK + 1
            if number > before[quality] + slack:
                dear.append(f"{name}: {number:g} {quality}, not {before[quality]:g}")
        if cost.counted["kB"] > MOST_KILOBYTES:
            dear.append(f"{name}: weighs more than {MOST_KILOBYTES} kB")
    return dear


def wide(costs: dict[str, Cost]) -> list[str]:
    """Which pages about one thing read the register."""
    about = {name: cost.rows - cost.of_bodies for name, cost in costs.items()}
    most = {name: MOST_ROWS.get(name.partition(",")[0]) for name in costs}
    return [
        f"{name}: reads {rows} rows about one thing"
        for name, rows in about.items()
        if (limit := most[name]) and rows > limit
    ]
