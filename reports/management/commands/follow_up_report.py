from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.models import Audit
from common import dates
from common.rules import RuleBroken
from common.text import key_in
from reports.papers import follow_up


class Command(BaseCommand):
    help = "Write the follow-up report of an audit as of a day, as a PDF."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("audit", metavar="AUDIT_ID")
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="today when left out")
        parser.add_argument(
            "--as-known", action="store_true", help="without what has been entered since the day"
        )
        parser.add_argument("--out", metavar="FILE.pdf", required=True, type=Path)

    def handle(
        self, *args: object, audit: str, on: str | None, out: Path, **options: object
    ) -> None:
        day = past_day(on)
        try:
            data = follow_up.paper(
                find(audit), on=day, made_at=dates.now(), as_known=bool(options["as_known"])
            )
        except RuleBroken as refusal:
            raise CommandError(" ".join(refusal.messages), returncode=2) from refusal
        try:
            out.write_bytes(data)
        except OSError as error:
            raise CommandError(
                f"{out} kan inte skrivas: {error.strerror}.", returncode=2
            ) from error
        self.stderr.write(f"{out} är skriven, läge per {day.isoformat()}.")


def past_day(text: str | None) -> date:
    """Raises CommandError unless it is a day up to today."""
    if text is None:
        return dates.today()
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} är inget datum. Skriv ÅÅÅÅ-MM-DD.", returncode=2) from error
    if day > dates.today():
        raise CommandError(f"{text} ligger i framtiden.", returncode=2)
    return day


def find(text: str) -> Audit:
    """Raises CommandError when there is no such audit."""
    key = key_in(text)
    audit = Audit.objects.filter(pk=key).first() if key is not None else None
    if audit is None:
        raise CommandError(f"Granskning {text} finns inte.", returncode=2)
    return audit
