"""`create_administrator EMAIL NAME`: the first person of an installation, who invites the others."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.forms.utils import ErrorDict

from accounts import emails, services
from accounts.forms import InviteForm
from accounts.roles import Role
from common import dates
from common.rules import RuleBroken


class Command(BaseCommand):
    help = "Lägger till en administratör och skriver ut länken där lösenordet väljs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="adressen som personen loggar in med")
        parser.add_argument("name", metavar="NAME", help="personens namn")

    def handle(self, *, email: str, name: str, **options: Any) -> None:
        form = InviteForm({"email": email, "name": name, "role": Role.ADMINISTRATOR})
        if not form.is_valid():
            raise CommandError(" ".join(_told(form.errors)))
        try:
            user = services.invite(**form.cleaned_data, at=dates.now())
        except RuleBroken as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(emails.password_link(user))


def _told(errors: ErrorDict) -> list[str]:
    return [f"{field}: {text}" for field, texts in errors.items() for text in texts]
