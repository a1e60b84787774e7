import json
import shutil
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from backups import databases, files, services
from backups.files import Backup
from mailing.models import Outbox, OutgoingMail
from mailing.sending import send_outgoing
from tests import factories
from tests.backups.conftest import named_like
from tests.conftest import NOW


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    return tmp_path_factory.mktemp("made")


@pytest.fixture
def backup(person, made_once):
    """A copy of one that is made once, to be harmed."""
    if not list(made_once.iterdir()):
        made = services.make(at=NOW)
        for path in (made.path, made.manifest_path):
            shutil.move(path, made_once)
    for path in made_once.iterdir():
        shutil.copy2(path, files.folder())
    (copied,) = files.every()
    return copied


def restore(backup, *options):
    out = StringIO()
    call_command("restore", str(backup.path), *options, stdout=out)
    return out.getvalue()


def cut_short(backup):
    backup.path.write_bytes(backup.path.read_bytes()[:-100])


def one_byte(backup):
    content = bytearray(backup.path.read_bytes())
    content[len(content) // 2] ^= 1
    backup.path.write_bytes(content)


def manifest_changed(backup):
    manifest = json.loads(backup.manifest_path.read_text())
    manifest["tables"]["accounts_user"]["rows"] = 2
    manifest["tables"]["mailing_outgoingmail"]["content"] = "0" * 64
    backup.manifest_path.write_text(json.dumps(manifest))


def no_manifest(backup):
    backup.manifest_path.unlink()


def another_manifest(backup):
    backup.manifest_path.write_text('{"format": 1}')


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (cut_short, "it is not whole"),
        (one_byte, "has been changed"),
        (
            manifest_changed,
            "accounts_user: 2 rows in the manifest, 1 restored\n"
            "mailing_outgoingmail: the content is not",
        ),
        (no_manifest, "cannot be read"),
        (another_manifest, "no manifest"),
    ],
)
@pytest.mark.parametrize("option", ["--check", "--replace"])
def test_what_is_not_as_it_was_is_refused(backup, installation, harm, words, option):
    harm(backup)

    with pytest.raises(CommandError, match=words):
        restore(backup, option)

    assert named_like(installation) == {installation}
    assert User.objects.get().name == "Åsa Öberg"
    assert Outbox.now().held_at is None


def test_a_whole_one_passes_whatever_has_happened_since(backup):
    User.objects.all().delete()

    assert "all as the manifest says" in restore(backup, "--check")
    assert not User.objects.exists()


def test_a_database_in_use_is_left_alone_unless_told(backup):
    User.objects.update(name="Ändrad")

    with pytest.raises(CommandError, match="--replace"):
        restore(backup)

    assert User.objects.get().name == "Ändrad"


def test_what_was_there_comes_back_and_what_replaced_it_is_set_aside(backup, installation):
    """Sequences go on where they were."""
    User.objects.update(name="Ändrad")
    OutgoingMail.objects.all().delete()

    told = restore(backup, "--replace")

    assert User.objects.get().name == "Åsa Öberg"
    assert OutgoingMail.objects.count() == 1
    (aside,) = named_like(installation) - {installation}
    assert aside in told
    with databases.connected_to(aside):
        assert User.objects.get().name == "Ändrad"
    assert factories.UserFactory().pk > 1


def test_an_unused_database_needs_no_telling(backup, installation):
    User.objects.all().delete()
    User.history.all().delete()
    OutgoingMail.objects.all().delete()

    restore(backup)

    assert User.objects.get().name == "Åsa Öberg"
    assert named_like(installation) == {installation}


def test_no_database_at_all(backup, installation):
    databases.connection.close()
    databases.drop(installation)

    restore(backup)

    assert User.objects.get().name == "Åsa Öberg"


def test_no_mail_goes_before_an_administrator_lets_it(backup, client, sink):
    restore(backup, "--replace")
    client.force_login(factories.person("administrator", name="Administratör"))

    send_outgoing()
    held = len(sink.received)
    page = client.get(reverse("accounts:mail_log")).content.decode()
    client.post(reverse("accounts:outbox_release"))
    send_outgoing()

    assert (held, len(sink.received)) == (0, 1)
    assert "återställts från en säkerhetskopia, gjord 14 februari 2023 kl. 12.00" in page
    assert Outbox.now().released_by == "Administratör"


def test_a_backup_of_a_newer_version_is_refused(backup):
    manifest = json.loads(backup.manifest_path.read_text())
    manifest["migrations"].append("mailing.9999_of_tomorrow")
    backup.manifest_path.write_text(json.dumps(manifest))

    with pytest.raises(CommandError, match="another version"):
        restore(backup, "--replace")

    assert User.objects.exists()


def test_the_longest_reason_fits(backup):
    manifest = backup.manifest()
    late = datetime(2023, 9, 28, 20, 59, tzinfo=UTC)

    said = services.reason(type(manifest)(**{**vars(manifest), "made_at": late}))

    assert len(said) <= Outbox._meta.get_field("hold_reason").max_length


def test_a_file_that_is_not_there(person, tmp_path):
    with pytest.raises(CommandError, match="does not exist"):
        restore(Backup(tmp_path / "revisionsspar-20230101T000000Z.dump"), "--check")
