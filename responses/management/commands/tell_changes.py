from typing import Any

from django.core.management.base import BaseCommand

from responses import services


class Command(BaseCommand):
    help = "Tell the audit side what administrators have changed about bodies with open requests."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{services.tell_changes()} ändringar")
