"""What belongs to a verdict beside its words: files that revisorerna have seen, and who thinks otherwise."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.models import works_on
from documents.models import Document
from recommendations.models.recommendations import Verdict


class VerdictFile(models.Model):
    """A file that a verdict builds on, read on the audit side. Swedish: fil med underlag."""

    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.document}"


class VerdictDissentQuerySet(models.QuerySet["VerdictDissent"]):
    def visible_to(self, user: User) -> Self:
        """With the decision that it is about; until then on the audit side alone."""
        on_audit_side = works_on(user, "verdict__addressee__recommendation__audit")
        decided = Q(verdict__in=Verdict.objects.visible_to(user).filter(decided_at__isnull=False))
        return self.filter(on_audit_side | decided)


class VerdictDissent(models.Model):
    """What one revisor thinks otherwise than a verdict says. Swedish: avvikande mening."""

    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="dissents")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField("avvikande mening")
    recorded_at = models.DateTimeField(editable=False)

    objects = VerdictDissentQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.author}: {self.verdict}"
