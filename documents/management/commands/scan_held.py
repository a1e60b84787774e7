from typing import Any

from django.core.management.base import BaseCommand

from common import dates
from documents.scanning import scan_held


class Command(BaseCommand):
    help = "Ask the virus scanner about the files that are held."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{scan_held(at=dates.now())} filer")
