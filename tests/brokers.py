"""A database of the broker's own for a test: others empty the queues of the first."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import redis
from django.conf import settings
from kombu import pools

from config.celery import app as celery


@contextmanager
def own_broker(number: int) -> Iterator[redis.Redis]:
    """What this process enqueues meanwhile lies there; `number` is the test's alone."""
    client = redis.from_url(settings.REDIS_URL, db=number)
    client.flushdb()
    with (
        celery.connection_for_write(virtual_host=str(number)) as connection,
        mock.patch.object(celery.amqp, "_producer_pool", pools.producers[connection]),
    ):
        yield client
    client.flushdb()
