from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate


class ResponsesConfig(AppConfig):
    name = "responses"

    def ready(self) -> None:
        post_migrate.connect(fill_states, sender=self)


def fill_states(using: str, plan: Sequence[Any] = (), **_: Any) -> None:
    """What a migration has left without states gets them, once the database is of today's form."""
    if not plan:
        return
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    import_module("responses.services").fill()  # not before the models are there
