"""`make_scale_data --recommendations N`: fills an empty database with a register of that size, to measure on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.models import Audit
from demo import scale
from demo.people import PASSWORD


class Command(BaseCommand):
    help = "Fyller en tom databas med ett register av en viss storlek, för mätningar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--recommendations", type=int, default=4000, help="antal rekommendationer (4000)"
        )

    def handle(self, *, recommendations: int, **options: Any) -> None:
        if Audit.objects.exists():
            raise CommandError("Det finns redan en granskning i databasen.")
        people = scale.make(recommendations)
        for person in people.values():
            person.set_password(PASSWORD)
            person.save()
        addresses = ", ".join(person.email for person in people.values())
        self.stdout.write(
            f"{recommendations} rekommendationer. Lösenordet är {PASSWORD}: {addresses}"
        )
