"""What the product costs, each beside the barest that does the same, on a database as in production.

script/bench             all
script/bench mail --json those named, as JSON
"""

import json
import logging
import sys

import django

django.setup()

from common import dates  # noqa: E402 – the models are there now
from tests.bench import baseline, mail, pages, papers, reminders, saving, table  # noqa: E402
from tests.bench.figures import Figures  # noqa: E402
from tests.world import NOW  # noqa: E402

BENCHES = {
    "mail": mail.bench,
    "pages": pages.bench,
    "papers": papers.bench,
    "reminders": reminders.bench,
    "saving": saving.bench,
    "table": table.bench,
}
# Only when it is named: it writes a file of the tree.
NAMED = {"baseline": baseline.bench}
JSON = "--json"


def main(words: list[str]) -> int:
    names = [word for word in words if word != JSON] or list(BENCHES)
    known = BENCHES | NAMED
    if unknown := [name for name in names if name not in known]:
        print(f"script/bench: {', '.join(unknown)}? There are {', '.join(known)}.")
        return 2
    benches = [Figures(name, is_quiet=JSON in words) for name in names]
    logging.disable(logging.WARNING)  # a line for each request would be measured too
    with dates.told_at(NOW):
        for figures in benches:
            known[figures.bench](figures)
    if JSON in words:
        ratios = {name: ratio for told in benches for name, ratio in told.ratios.items()}
        numbers = {told.bench: told.numbers for told in benches}
        print(json.dumps({"ratios": ratios, "figures": numbers}, indent=1))
    return 0


sys.exit(main(sys.argv[1:]))
