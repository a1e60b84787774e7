"""What came of each backup, for those who cannot see the folder that they lie in."""

from typing import Self

from django.db import models


class BackupTrouble(models.TextChoices):
    """Why there is no backup, in words for the person who can do something about it."""

    DIFFERS = "differs", "Kopian återställdes på prov och blev inte lik databasen."
    DATABASE = "database", "Databasen svarade inte, eller var upptagen."
    DISK = "disk", "Filen gick inte att skriva. Är disken full?"
    PROGRAM = "program", "Programmet som gör kopian avbröt. Orsaken står i processens logg."


class BackupRunQuerySet(models.QuerySet["BackupRun"]):
    def good(self) -> Self:
        return self.filter(trouble="")


class BackupRun(models.Model):
    """One try to make a backup, written down when it was over. By the machine's clock. Swedish: säkerhetskopiering."""

    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    trouble = models.CharField(max_length=20, choices=BackupTrouble, blank=True)
    file_name = models.CharField(max_length=100, blank=True)
    bytes = models.PositiveBigIntegerField(default=0)
    # Restored into a scratch database and compared.
    is_tried = models.BooleanField(default=False)

    objects = BackupRunQuerySet.as_manager()

    class Meta:
        ordering = ["-ended_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name or self.get_trouble_display()

    @classmethod
    def latest_good(cls) -> "BackupRun | None":
        return cls.objects.good().first()

    @classmethod
    def latest(cls) -> "BackupRun | None":
        return cls.objects.first()
