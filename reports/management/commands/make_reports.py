from django.core.management.base import BaseCommand

from reports import answer_papers
from reports.services import make_waiting_reports


class Command(BaseCommand):
    help = "Make the reports that wait, without the worker."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{make_waiting_reports() + answer_papers.make_waiting()}")
