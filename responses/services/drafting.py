"""A body chooses whether its answers are written here. What has been written stays, whichever it chooses."""

from datetime import datetime

from django.db import transaction

from accounts.models import Body, User
from responses.models import DraftingOff


@transaction.atomic
def switch_drafting(body: Body, *, is_on: bool, at: datetime, by: User) -> None:
    """Says the same twice without harm."""
    Body.objects.select_for_update().get(pk=body.pk)
    pause = DraftingOff.objects.current().filter(body=body).first()
    if is_on and pause:
        pause.end(at=at, by=by)
    elif not is_on and pause is None:
        DraftingOff.objects.create(body=body, began_at=at, began_by=by)
