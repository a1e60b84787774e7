"""Which backups are kept, and when the next one is made."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from backups import files
from backups.files import Backup

PERIODS: tuple[Callable[[datetime], object], ...] = (
    lambda moment: moment.date(),
    lambda moment: moment.isocalendar()[:2],
    lambda moment: (moment.year, moment.month),
)
DAY = timedelta(days=1)


def kept(moments: Iterable[datetime], rule: Iterable[int]) -> set[datetime]:
    """The newest of each of the latest days, weeks and months that have any: so many of each as the rule says."""
    newest_first = sorted(moments, reverse=True)
    chosen: set[datetime] = set()
    for period, count in zip(PERIODS, rule, strict=True):
        newest: dict[object, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period(timezone.localtime(moment)), moment)
        chosen |= set(list(newest.values())[:count])
    return chosen


def prune() -> list[Backup]:
    """Remove what the rule does not keep. Nothing goes unless a newer or kept one has been read and is good."""
    backups = files.every()
    newest_good = next((backup for backup in backups if backup.is_good()), None)
    if newest_good is None:
        return []
    usable = {backup.made_at for backup in backups if backup.made_at <= newest_good.made_at}
    stay = kept(usable, settings.BACKUP_KEEP) | {newest_good.made_at}
    outdated = [backup for backup in backups if backup.made_at in usable - stay]
    for backup in outdated:
        backup.remove()
    return outdated


def next_turn(newest: datetime | None, *, hour: time, now: datetime) -> datetime:
    """The next time that it is `hour` here; at once where a day has passed without any."""
    if newest is None or now - newest > DAY:
        return now
    local = timezone.localtime(now)
    day = local.date() if local.time() < hour else local.date() + DAY
    return timezone.make_aware(datetime.combine(day, hour))
