"""The demo's own clock and its post."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Body, User


class DemoClock(models.Model):
    """When the story was set, by the story's clock and by the machine's. Swedish: demons klocka."""

    story_at = models.DateTimeField()
    machine_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.story_at}"


class DemoMailQuerySet(models.QuerySet["DemoMail"]):
    def to(self, user: User) -> Self:
        """A person's own mail, and that of the registratorer of the bodies that the person answers for.

        Nobody signs in as a registrator, so this is where their link and code are read.
        """
        bodies = Body.objects.of(user).exclude(registrator_email="")
        return self.filter(
            Q(recipient=user.email) | Q(recipient__in=bodies.values("registrator_email"))
        )


class DemoMail(models.Model):
    """A mail that the demo's SMTP sink has taken. Swedish: demopost."""

    recipient = models.EmailField(db_index=True)
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    message_id = models.CharField(max_length=300)
    received_at = models.DateTimeField()

    objects = DemoMailQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
