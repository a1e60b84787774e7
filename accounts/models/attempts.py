"""Sign-ins, and those that failed."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from accounts.models.people import User

KEPT = timedelta(days=90)


class SignInQuerySet(models.QuerySet["SignIn"]):
    def recent(self, *, at: datetime) -> Self:
        return self.filter(at__gt=at - KEPT)

    def purge(self, *, at: datetime) -> int:
        return self.filter(at__lte=at - KEPT).delete()[0]


class SignIn(models.Model):
    """Somebody came in, when and how. Swedish: inloggning."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField("när", db_index=True)
    how = models.CharField("hur", max_length=80)
    address = models.GenericIPAddressField("från", null=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.at}"


class FailedSignInQuerySet(models.QuerySet["FailedSignIn"]):
    def recent(self, *, at: datetime) -> Self:
        return self.filter(at__gt=at - KEPT)

    def purge(self, *, at: datetime) -> int:
        return self.filter(at__lte=at - KEPT).delete()[0]


class FailedSignIn(models.Model):
    """A wrong password, without the password. Swedish: misslyckat inloggningsförsök.

    An address that nobody has leaves a row without a person, so that both take the same time.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="failed_sign_ins")
    at = models.DateTimeField("när", db_index=True)
    address = models.GenericIPAddressField("från", null=True)
    known_device = models.BooleanField("en enhet som personen har loggat in på", default=False)
    # The person has been told of this one and those before it.
    is_told = models.BooleanField(default=False)

    objects = FailedSignInQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.at}"
