"""Which mails were about which request: what was sent to a body, and what did not arrive."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef

from mailing.models import OutgoingMail
from responses.models.requests import AnswerRequest


class RequestMailQuerySet(models.QuerySet["RequestMail"]):
    def failed(self) -> Self:
        return self.filter(mail__in=OutgoingMail.objects.failed())


class RequestMail(models.Model):
    """One mail about one request. Swedish: utskick."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="mails")
    # About several requests when it goes to one person on one day.
    mail = models.ForeignKey(OutgoingMail, models.PROTECT, db_index=False, related_name="about")

    objects = RequestMailQuerySet.as_manager()

    class Meta:
        ordering = ["-mail__created_at", "-pk"]
        constraints = [models.UniqueConstraint(F("mail"), F("request"), name="request_mail_once")]

    def __str__(self) -> str:
        return f"{self.request}: {self.mail}"


def with_failed_mail(requests: models.QuerySet[AnswerRequest]) -> models.QuerySet[AnswerRequest]:
    failed = RequestMail.objects.failed().filter(request=OuterRef("pk"))
    return requests.filter(Exists(failed))
