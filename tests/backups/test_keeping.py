from datetime import UTC, date, datetime, time, timedelta

import pytest

from backups import keeping
from backups.files import Backup, Manifest, named, sha256, write
from common import dates

RULE = (7, 4, 12)


def night(month, day, year=2023, hour=2):
    return datetime(year, month, day, hour, 30, tzinfo=UTC)


def nights(count, last):
    return [last - timedelta(days=number) for number in range(count)]


@pytest.mark.parametrize(
    ("made", "stay"),
    [
        ([], []),
        ([night(2, 14)], [night(2, 14)]),
        # Of one day the newest.
        ([night(2, 14), night(2, 14, hour=9)], [night(2, 14, hour=9)]),
        # A year's nights, told on a Tuesday: the week's, three Sundays, and the last of eleven months.
        (
            nights(365, night(2, 14)),
            [
                *nights(7, night(2, 14)),
                *(night(2, 12), night(2, 5), night(1, 29)),
                *(night(1, 31), night(12, 31, 2022), night(11, 30, 2022), night(10, 31, 2022)),
                *(night(9, 30, 2022), night(8, 31, 2022), night(7, 31, 2022), night(6, 30, 2022)),
                *(night(5, 31, 2022), night(4, 30, 2022), night(3, 31, 2022)),
            ],
        ),
        # After a long stop days are counted that have any: nothing goes because time has passed.
        (
            [night(2, 14), *nights(6, night(6, 30, 2022))],
            [night(2, 14), *nights(6, night(6, 30, 2022))],
        ),
        # A day is Swedish: half past eleven in the evening by UTC is tomorrow.
        ([night(2, 14, hour=23), night(2, 15)], [night(2, 15)]),
    ],
)
def test_what_is_kept(made, stay):
    assert keeping.kept(made, RULE) == set(stay)


@pytest.fixture
def made(settings, tmp_path):
    """A backup file without a database behind it."""
    settings.BACKUP_DIR, settings.BACKUP_KEEP = tmp_path / "backups", [1, 1, 1]

    def make(moment: datetime, content: str = "dump") -> Backup:
        (settings.BACKUP_DIR).mkdir(exist_ok=True)
        backup = named(moment)
        write(backup.path, content)
        manifest = Manifest(moment, "0", "18.0", [], len(content), sha256(backup.path), {})
        write(backup.manifest_path, manifest.as_json())
        return backup

    return make


def test_what_the_rule_does_not_keep_is_removed(made):
    old, new = made(night(2, 13)), made(night(2, 14))

    assert keeping.prune() == [old]
    assert new.is_good()
    assert not old.path.exists() and not old.manifest_path.exists()


def test_the_last_good_one_stays(made):
    """The newest is broken: what it would have replaced stays, and so does the broken one, to be looked at."""
    older, good, broken = made(night(2, 12)), made(night(2, 13)), made(night(2, 14))
    broken.path.write_text("dumb")

    assert keeping.prune() == [older]
    assert good.is_good() and broken.path.exists()


def test_nothing_is_removed_when_none_is_good(made):
    for day in (12, 13, 14):
        made(night(2, day)).path.write_text("dumb")

    assert keeping.prune() == []


@pytest.mark.parametrize(
    ("newest", "turn"),
    [
        (None, "now"),
        (dates.at_local(date(2023, 2, 13), 2, 30), "now"),  # more than a day ago
        (dates.at_local(date(2023, 2, 14), 2, 30), 15),
        (dates.at_local(date(2023, 2, 14), 11), 15),
    ],
)
def test_the_next_turn(newest, turn):
    now = dates.at_local(date(2023, 2, 14), 12)

    due = keeping.next_turn(newest, hour=time(2, 30), now=now)

    assert due == (now if turn == "now" else dates.at_local(date(2023, 2, turn), 2, 30))
