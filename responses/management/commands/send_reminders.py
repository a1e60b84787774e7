import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common import dates
from mailing.sending import send_outgoing
from responses.services import remind_of_plans, send_reminders, told_again


def iso_date(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Send the reminders of a day, using only what was known by then."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=iso_date, help="YYYY-MM-DD; today when left out")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be sent, write nothing"
        )
        parser.add_argument("--json", action="store_true", help="print a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or dates.today()
        steps = send_reminders(on=on, dry_run=options["dry_run"])
        steps += remind_of_plans(on=on, dry_run=options["dry_run"])
        if not options["dry_run"]:
            send_outgoing()
            steps = told_again(steps)
        if options["json"]:
            self.stdout.write(
                json.dumps([step.as_dict() for step in steps], ensure_ascii=False, indent=2)
            )
            return
        for step in steps:
            self.stdout.write(f"{step.body}, {step.recipient}: {step.step} dagar, {step.state}")
