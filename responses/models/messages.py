"""What a body and revisorerna ask each other about a request, in writing."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import User
from audit.models import works_on
from common.text import LONGEST_MESSAGE
from responses.models.requests import AnswerRequest


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        """The two sides: the body's officials and the audit side."""
        return self.filter(works_on(user, "request__audit") | Q(request__body__in=user.served))

    def unanswered(self) -> Self:
        """The last word about a request, when the body has it: not what was asked before the answer came.

        Also what it says of an answer that is in, for instance that it was read wrongly.
        """
        come_before = AnswerRequest.objects.filter(
            pk=OuterRef("request"),
            withdrawn_at=None,
            answers__submitted_at__lt=OuterRef("sent_at"),
            answers__ended_at=None,
        )
        last = Message.objects.filter(request=OuterRef("request")).order_by("-sent_at", "-pk")
        return self.filter(
            Q(request__in=AnswerRequest.objects.awaited()) | Exists(come_before),
            pk=Subquery(last.values("pk")[:1]),
            from_body=True,
        )


class Message(models.Model):
    """A question or an answer between a body and revisorerna; never changed. Swedish: fråga."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="messages")
    # Otherwise from the audit side.
    from_body = models.BooleanField(editable=False)
    text = models.TextField("meddelande", max_length=LONGEST_MESSAGE)
    sent_at = models.DateTimeField(editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.request}, {self.sent_at:%Y-%m-%d}"
