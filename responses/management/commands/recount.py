from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from responses.services import recount


class Command(BaseCommand):
    help = "Compare the kept states of all recommendations with the facts that they are made of."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make those that differ anew")

    def handle(self, *args: Any, **options: Any) -> None:
        differing = recount(repair=options["repair"])
        for addressee in sorted(differing):
            self.stdout.write(f"addressee {addressee}")
        done = "differed and were made anew" if options["repair"] else "differ"
        self.stdout.write(f"{len(differing)} {done}")
