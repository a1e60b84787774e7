from typing import Any

from django.core.management.base import BaseCommand

from importer.services import read_waiting


class Command(BaseCommand):
    help = "Read the documents that wait, without the worker."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{read_waiting()}")
