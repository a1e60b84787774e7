from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from operations import services


class Command(BaseCommand):
    help = (
        "Look whether anything stands still, and tell the administrators what has begun or ended."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        services.watch(at=timezone.now())
