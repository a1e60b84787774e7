from typing import Any

from django.core.management.base import BaseCommand

from mailing import sending


class Command(BaseCommand):
    help = "Send the mail that waits in the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sending.send_outgoing()} mail sent")
