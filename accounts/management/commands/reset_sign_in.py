"""`reset_sign_in EMAIL`: for the administrator who has lost the telephone, when no other can help."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import services
from accounts.models import User


class Command(BaseCommand):
    help = "Tar bort någons andra steg och koppling till kommunens inloggning."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="adressen som personen loggar in med")

    def handle(self, *, email: str, **options: Any) -> None:
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError("Ingen har den adressen.")
        services.reset_sign_in(user, by=None)
        self.stdout.write(f"Inloggningen är nollställd för {user.email}.")
