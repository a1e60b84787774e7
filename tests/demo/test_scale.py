"""A copied register is as whole as the one that it is copied from."""

from audit.models import Audit, AuditParty
from demo import scale
from recommendations.models import Addressee, Recommendation
from reports.overview.figures import register
from reports.overview.scope import Scope
from responses import services
from responses.models import AnswerItem, UnitState
from tests import factories
from tests.conftest import NOW


def test_a_register_is_made_many_times_over(db, monkeypatch):
    monkeypatch.setattr(scale, "MADE_AT_ONCE", 60)
    people = scale.make(180)

    assert Recommendation.objects.count() == 180
    assert Audit.objects.count() == 30
    assert services.recount(repair=False).count == 0
    units = UnitState.objects.on(NOW.date()).count()
    assert register(Scope(people["auditor"], NOW.date())).counts.total == units > 0
    for item in AnswerItem.objects.select_related(
        "asked__addressee__recommendation", "answer__request"
    ):
        assert item.asked.addressee.recommendation.audit_id == item.answer.request.audit_id
    asked = set(AuditParty.objects.values_list("audit", "body"))
    assert asked >= set(
        Addressee.objects.filter(states__isnull=False).values_list("recommendation__audit", "body")
    )


def test_the_next_row_after_the_copies_has_a_key_of_its_own(db, monkeypatch, board, chair):
    monkeypatch.setattr(scale, "MADE_AT_ONCE", 60)
    scale.make(120)

    assert services.dispatch(factories.draft_audit(board), at=NOW, by=chair)
