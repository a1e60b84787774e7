from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.history import of_year
from audit.models import AuditStep, AuditYear, Stage
from audit.services import arrange_year, take_step
from common.rules import RuleBroken
from recommendations.services import propose_verdict
from responses import services
from tests import factories
from tests.conftest import NOW
from tests.factories import SEEN

URL = reverse("audit:year", args=[2022])


@pytest.fixture
def earlier_revisor(db):
    return factories.person(Role.AUDITOR, name="Revisor i det gamla årets grupp")


@pytest.fixture
def own_year(earlier_revisor):
    year = AuditYear.objects.create(year=2022)
    arrange_year(year, [earlier_revisor])
    return year


def decide(audit, by):
    step = AuditStep(audit=audit, stage=Stage.DECIDED, decided_on=date(2022, 11, 16))
    return take_step(step, at=NOW, by=by)


def test_a_revisor_says_who_the_years_revisorer_are(client, auditor, earlier_revisor):
    client.force_login(auditor)

    client.post(URL, {"version": "0", "revisorer": [earlier_revisor.pk], "starts_on": ""})

    assert AuditYear.objects.get(year=2022).members.get().user == earlier_revisor


def test_a_stale_save_is_refused(client, auditor, own_year):
    client.force_login(auditor)

    assert client.post(URL, {"version": "7", "revisorer": []}).status_code == 409


def test_the_years_own_revisorer_decide(draft, auditor, earlier_revisor, own_year):
    with pytest.raises(RuleBroken, match="årets revisorer"):
        decide(draft, auditor)

    assert decide(draft, earlier_revisor).pk


def test_after_the_revisionsberattelse_the_sitting_ones_decide(draft, auditor, own_year):
    own_year.statement_on = date(2022, 4, 20)
    own_year.save()

    assert decide(draft, auditor).pk


def test_verdicts_are_decided_by_the_years_own(handed_over, auditor, earlier_revisor, own_year):
    addressee = handed_over.recommendations.first().addressees.get()
    verdict = propose_verdict(
        addressee, value="done", note="Sett i rutinen.", at=NOW, by=auditor, ground=SEEN
    )
    chosen = {"positions": [], "verdicts": [verdict.pk], "on": date(2023, 2, 14), "at": NOW}

    with pytest.raises(RuleBroken, match="årets revisorer"):
        services.decide(**chosen, by=auditor)

    assert services.decide(**chosen, by=earlier_revisor) == 1


def test_another_year_is_not_bound(auditor, own_year):
    assert decide(factories.draft_audit(audit_year=2023), auditor).pk


@pytest.mark.parametrize("year", [1, 99999])
def test_years_that_nobody_means_do_not_exist(client, auditor, year):
    client.force_login(auditor)

    assert client.get(f"/revisionsar/{year}/").status_code == 404


def test_the_page_tells_who_changed_what(client, auditor, chair, earlier_revisor):
    client.force_login(auditor)
    for version, person in ((0, earlier_revisor), (1, chair)):
        client.post(URL, {"version": version, "revisorer": [person.pk]})

    told = [entry.what for entry in of_year(AuditYear.objects.get(year=2022))]

    assert "lade till revisionsåret." in told
    assert f"tog bort {earlier_revisor} som revisor för året." in told
    assert f"angav {chair} som revisor för året." in told
    assert f"tog bort {earlier_revisor}" in client.get(URL).content.decode()
