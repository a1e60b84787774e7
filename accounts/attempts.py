"""Wrong passwords: written down, and told to the person whose account it is."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import emails
from accounts.models import FailedSignIn, User

MANY = 5
WITHIN = timedelta(hours=1)  # also the least time between two mails


@transaction.atomic
def note(person: User | None, *, address: str | None, known_device: bool, at: datetime) -> None:
    if person:
        User.objects.select_for_update().get(pk=person.pk)  # two at once tell once
    attempt = FailedSignIn.objects.create(
        user=person, address=address, known_device=known_device, at=at
    )
    recent = FailedSignIn.objects.filter(user=person, at__gt=at - WITHIN)
    count, is_told = recent.count(), recent.filter(is_told=True).exists()
    if person and person.is_active and count >= MANY and not is_told:
        emails.many_failed_sign_ins(person, count=count)
        attempt.is_told = True
        attempt.save()
