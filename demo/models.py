"""The demo's own clock and its post."""

from django.db import models


class DemoClock(models.Model):
    """When the story was set, by the story's clock and by the machine's. Swedish: demons klocka."""

    story_at = models.DateTimeField()
    machine_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.story_at}"


class DemoMail(models.Model):
    """A mail that the demo's SMTP sink has taken. Swedish: demopost."""

    recipient = models.EmailField(db_index=True)
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    message_id = models.CharField(max_length=300)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
