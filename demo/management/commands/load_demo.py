"""`load_demo`: fills an empty database with the demo. Does nothing when there is an audit."""

from typing import Any

from django.core.management.base import BaseCommand

from demo import story


class Command(BaseCommand):
    help = "Läser in demon i en tom databas. Gör ingenting om det redan finns en granskning."

    def handle(self, **options: Any) -> None:
        is_loaded = story.load()
        self.stdout.write("Demon är inläst." if is_loaded else "Det finns redan en granskning.")
