"""A second step at sign-in: an app, codes to keep, and who must have one."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as configured
from django.urls import reverse

from accounts.emails import SECURITY
from accounts.second_factor import MFAAdapter, second_factors
from common.rules import RuleBroken
from mailing.models import OutgoingMail

PASSWORD = "en lång mening att minnas"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def person(auditor):
    auditor.set_password(PASSWORD)
    auditor.save()
    return auditor


@pytest.fixture
def sign_in(client, person):
    return lambda: client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD}
    )


@pytest.fixture
def app(person):
    return totp.TOTP.activate(person, SECRET).instance


def code(secret=SECRET):
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def is_in(client):
    return "_auth_user_id" in client.session


def test_the_app_is_set_up_by_its_code(client, sign_in, person):
    sign_in()
    page = client.get(reverse("mfa_activate_totp"))

    answer = client.post(reverse("mfa_activate_totp"), {"code": code(page.context["form"].secret)})

    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert second_factors(person) == ["kod i en app", "reservkoder"]


def test_the_picture_is_allowed_by_the_policy(client, sign_in):
    sign_in()

    page = client.get(reverse("mfa_activate_totp"))

    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "img-src 'self' data:" in page["Content-Security-Policy"]


def test_a_wrong_code_sets_up_nothing(client, sign_in, person):
    sign_in()
    client.get(reverse("mfa_activate_totp"))

    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "Kontrollera koden" in page.text
    assert second_factors(person) == []


def test_the_person_is_told_by_mail(client, sign_in, person, django_capture_on_commit_callbacks):
    sign_in()
    page = client.get(reverse("mfa_activate_totp"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code(page.context["form"].secret)})

    mail = OutgoingMail.objects.get(kind=SECURITY)

    assert mail.recipient == person.email
    assert "app för engångskoder" in mail.text


def test_the_password_alone_no_longer_lets_one_in(client, sign_in, app):
    answer = sign_in()

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_the_code_lets_one_in_once(client, sign_in, app):
    sign_in()
    used = code()
    client.post(reverse("mfa_authenticate"), {"code": used})
    assert is_in(client)
    client.post(reverse("account_logout"))

    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": used})

    assert not is_in(client)


def test_a_recovery_code_lets_one_in_once(client, sign_in, person, app):
    spare = RecoveryCodes.activate(person).get_unused_codes()[0]
    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": spare})
    assert is_in(client)
    client.post(reverse("account_logout"))

    sign_in()
    client.post(reverse("mfa_authenticate"), {"code": spare})

    assert not is_in(client)


def test_guessing_codes_is_stopped(client, sign_in, app):
    sign_in()
    for number in range(10):
        client.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})

    client.post(reverse("mfa_authenticate"), {"code": code()})

    assert not is_in(client)


def test_the_second_step_has_no_page_of_its_own(client, db):
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")


def test_secrets_are_not_readable_in_the_database(app, person):
    RecoveryCodes.activate(person)

    stored = " ".join(str(row.data) for row in Authenticator.objects.all())

    assert SECRET not in stored
    assert MFAAdapter().decrypt(app.data["secret"]) == SECRET


def test_another_key_can_not_read_them_unless_the_old_one_is_kept(app, settings):
    old = configured.SECRET_KEY
    settings.SECRET_KEY = "en annan hemlighet"
    with pytest.raises(RuleBroken):
        MFAAdapter().decrypt(app.data["secret"])

    settings.SECRET_KEY_FALLBACKS = [old]

    assert MFAAdapter().decrypt(app.data["secret"]) == SECRET


def test_the_site_of_a_passkey_is_the_configured_one(settings):
    settings.SITE_URL = "https://spar.kommun.example:8443"

    assert MFAAdapter().get_public_key_credential_rp_entity()["id"] == "spar.kommun.example"


def test_a_passkey_is_asked_for_without_script_in_the_page(client, sign_in):
    sign_in()

    page = client.get(reverse("mfa_add_webauthn"))

    assert page.context["js_data"]["creation_options"]["publicKey"]["rp"]["name"] == "Revisionsspår"
    assert "mfa/js/webauthn" in page.text
    assert "js/passkey" in page.text


def test_a_forged_passkey_is_refused(client, sign_in, person):
    sign_in()
    client.get(reverse("mfa_add_webauthn"))

    for credential in ("{}", "inte json", '{"id": "x", "rawId": "x", "type": "public-key"}'):
        page = client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential})
        assert page.status_code == 200

    assert second_factors(person) == []


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_after_a_while_one_is_asked_again(client, sign_in, name, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    sign_in()

    page = client.get(reverse(name))

    assert page["Location"].startswith(reverse("account_reauthenticate"))
    assert "Bekräfta att det är du" in client.get(page["Location"]).text


def test_another_persons_passkey_does_not_exist(client, sign_in, chair):
    sign_in()
    key = Authenticator.objects.create(
        user=chair, type="webauthn", data={"name": "x", "credential": {}}
    )

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[key.pk])).status_code == 404


class TestRequired:
    @pytest.fixture(autouse=True)
    def required(self, settings):
        settings.REQUIRE_SECOND_FACTOR = True

    @pytest.mark.parametrize("who", ["auditor", "expert", "administrator"])
    def test_the_revision_side_is_led_to_set_one_up(self, client, request, who):
        client.force_login(request.getfixturevalue(who))

        for address in (reverse("reports:todo"), reverse("accounts:people"), "/granskningar/"):
            assert client.get(address)["Location"] == reverse("mfa_index")
        assert "Du behöver ett andra steg" in client.get(reverse("mfa_index")).text

    @pytest.mark.parametrize("who", ["board_clerk", "presidium_member", "stranger"])
    def test_others_may(self, client, request, who):
        client.force_login(request.getfixturevalue(who))

        assert client.get(reverse("reports:todo")).status_code == 200
        assert client.get(reverse("mfa_index")).status_code == 200

    def test_it_is_in_force_at_the_next_request(self, client, auditor, settings):
        settings.REQUIRE_SECOND_FACTOR = False
        client.force_login(auditor)
        assert client.get(reverse("reports:todo")).status_code == 200

        settings.REQUIRE_SECOND_FACTOR = True

        assert client.get(reverse("reports:todo")).status_code == 302

    def test_nothing_can_be_sent_either(self, client, auditor, handed_over):
        client.force_login(auditor)
        question = handed_over.questions.first()

        answer = client.post(reverse("audit:assess", args=[question.pk]), {"reasons": "x"})

        assert answer["Location"] == reverse("mfa_index")

    def test_a_part_of_a_page_leads_there_as_a_whole_page(self, client, auditor):
        client.force_login(auditor)

        answer = client.get(reverse("reports:todo"), headers={"hx-request": "true"})

        assert answer["HX-Redirect"] == reverse("mfa_index")

    def test_with_one_everything_is_as_usual(self, client, app, person):
        client.force_login(person)

        assert client.get(reverse("reports:todo")).status_code == 200

    def test_recovery_codes_alone_are_none(self, client, person):
        RecoveryCodes.activate(person)
        client.force_login(person)

        assert client.get(reverse("reports:todo")).status_code == 302

    def test_one_may_sign_out(self, client, auditor):
        client.force_login(auditor)

        client.post(reverse("account_logout"))

        assert not is_in(client)
