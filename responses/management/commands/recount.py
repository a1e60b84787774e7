from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from responses.services import recount


class Command(BaseCommand):
    help = "Compare what is kept of recommendations and answers with the facts that it is made of."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make those that differ anew")

    def handle(self, *args: Any, **options: Any) -> None:
        differing = recount(repair=options["repair"])
        for addressee in sorted(differing.addressees):
            self.stdout.write(f"addressee {addressee}")
        for answer in sorted(differing.answers):
            self.stdout.write(f"answer {answer}")
        done = "differed and were made anew" if options["repair"] else "differ"
        self.stdout.write(f"{differing.count} {done}")
