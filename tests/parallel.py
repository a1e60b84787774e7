"""A Valkey database for each worker of pytest-xdist: nobody empties another's cache or queue."""

import os

worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if worker:
    os.environ["REDIS_URL"] += f"?db={int(worker.removeprefix('gw')) % 15 + 1}"
