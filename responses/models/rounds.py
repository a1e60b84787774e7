"""Rounds of follow-up: one question to many bodies about what they were recommended earlier."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.models import User
from audit.models import Audit
from common import dates
from responses.wishes import wish_by


class FollowUpRoundQuerySet(models.QuerySet["FollowUpRound"]):
    def visible_to(self, user: User) -> Self:
        """The audit side, by the audits that its requests are about."""
        audits = Audit.objects.written_by(user).filter(requests__round=OuterRef("pk"))
        return self.filter(Exists(audits))


class FollowUpRound(models.Model):
    """Statuses asked of several bodies by one day. Swedish: uppföljningsrunda."""

    name = models.CharField("namn", max_length=120)
    wish = models.TextField("vad revisorerna vill veta", blank=True)
    due_on = models.DateField("läge önskas senast")
    opened_at = models.DateTimeField(editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")

    objects = FollowUpRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("responses:follow_up_round", args=[self.pk])

    @property
    def wish_sentence(self) -> str:
        """Läge önskas senast 31 maj 2023."""
        return wish_by("Läge", self.due_on, past=self.due_on < dates.today())
