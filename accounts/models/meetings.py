"""When bodies meet."""

from django.db import models

from accounts.models.people import Body


class BodyMeeting(models.Model):
    """A day that a body meets. Swedish: sammanträde."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="meetings")
    meets_on = models.DateField("sammanträde")
    documents_due_on = models.DateField("handlingar senast", null=True, blank=True)

    class Meta:
        ordering = ["meets_on"]
        constraints = [
            models.UniqueConstraint(fields=["body", "meets_on"], name="meeting_once_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.meets_on}"
