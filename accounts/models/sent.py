"""What has been sent once already."""

from django.db import models
from django.utils import timezone

from accounts.models.people import User


class SentForm(models.Model):
    """A form that made something, by the key on its page: sent again it makes nothing more. Swedish: sänt formulär."""

    key = models.UUIDField()
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    led_to = models.CharField(max_length=400, default="/")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="form_sent_once")]

    def __str__(self) -> str:
        return str(self.key)
