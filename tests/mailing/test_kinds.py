import pytest

from mailing.kinds import MailKind, choices, kinds
from mailing.models import OutgoingMail


def test_every_kind_has_a_key_of_its_own_and_a_name():
    known = choices()

    assert len(known) >= 15
    assert len({label for _, label in known}) == len(known)
    assert OutgoingMail(kind="reminder").get_kind_display() == "Påminnelse"
    with pytest.raises(ValueError, match="reminder"):
        MailKind("reminder", "En annan påminnelse")


def test_how_each_kind_is_treated():
    assert {kind for kind in kinds() if kind.at_any_hour} == {
        "receipt",
        "invitation",
        "password",
        "security",
        "alarm",
        "letter",
        "sitting",
        "link",
        "link_code",
        "trial",
    }
    assert {kind for kind in kinds() if kind.opens_account} == {
        "invitation",
        "password",
        "link_code",
    }
    assert {kind for kind in kinds() if kind.though_held} == {"alarm"}
