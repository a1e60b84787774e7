"""The demo's report and missiv, read in through the product's own door."""

from datetime import datetime
from pathlib import Path

from accounts.models import User
from audit.models import Audit
from importer.forms import chosen_as_found
from importer.services import create_audit, read_waiting, take_in

DOCUMENTS = Path(__file__).parent / "documents"
FILES = ("rapport.txt", "missiv.txt")


def read_in(*, at: datetime, by: User) -> Audit:
    """The audit as the two documents tell it, every find kept. A sakkunnig who reads it in is assigned."""
    reading = take_in([(name, (DOCUMENTS / name).read_bytes()) for name in FILES], at=at, by=by)
    read_waiting(reading.pk)
    reading.refresh_from_db()
    return create_audit(reading, chosen_as_found(reading), at=at, by=by)
