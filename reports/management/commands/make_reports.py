from django.core.management.base import BaseCommand

from reports.tasks import MAKERS


class Command(BaseCommand):
    help = "Make the papers that wait, without the worker."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{sum(maker.make_waiting() for _, maker in MAKERS)}")
