"""What each page costs at 4 000 recommendations, as it was when somebody last looked: kept as data, and held by a test.

script/bench baseline    measures and writes it anew
"""

import json
import logging
from pathlib import Path

from demo import scale
from tests.bench.figures import Figures
from tests.bench.pages import RECOMMENDATIONS, ROLES, Cost, client_of, cost_of, pages_of

PLACE = Path(__file__).with_name("baseline.json")
# Nothing weighs more, and a page about one thing reads no more.
MOST_KILOBYTES, MOST_ROWS = 150, 300
ONE_THING = {"audit", "answer", "request"}
# What rows read may vary by: where the database has a choice of plans. A question or two are for what is new on a page.
SLACK, MORE_QUERIES = 0.1, 2
Baseline = dict[str, dict[str, float]]


def bench(figures: Figures) -> None:
    costs = measured()
    PLACE.write_text(json.dumps({n: c.counted for n, c in costs.items()}, indent=1) + "\n")
    for name, cost in costs.items():
        for quality, number in cost.counted.items():
            figures.tell(f"{name}: {quality}", number)


def measured() -> dict[str, Cost]:
    """Of each page and role."""
    logging.disable(logging.INFO)
    people = scale.make(RECOMMENDATIONS)
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
        about_it = cost.rows - cost.of_bodies
        if name.partition(",")[0] in ONE_THING and about_it > MOST_ROWS:
            dear.append(f"{name}: reads {about_it} rows about one thing")
    return dear
