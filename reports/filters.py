"""What the list of granskningar shows, out of its address."""

from typing import cast

import django_filters as filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from accounts.http import Request
from accounts.models import Body
from accounts.roles import Right
from audit.models import Audit
from common.filters import ListFilter, WordsFilter
from recommendations.models import Addressee
from responses.models import UnitState


class PutToBodyFilter(filters.ModelChoiceFilter):
    """Those that something is put to which the person sees."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Body]:
        user = cast("Request", request).user
        if user.has_right(Right.WRITE_AUDITS):
            seen = Exists(Addressee.objects.visible_to(user).filter(body=OuterRef("pk")))
        else:  # no drafts: of what has been handed over there is a state, which is found at once
            states = UnitState.objects.visible_to(user).filter(until=None)
            seen = Exists(states.filter(body=OuterRef("pk")))
        return Body.objects.filter(seen)


class AuditFilter(ListFilter):
    sok = WordsFilter("title", "reference", label="Sök på titel eller diarienummer")
    ar = filters.ChoiceFilter(label="Revisionsår", field_name="audit_year", empty_label="Alla")
    organ = PutToBodyFilter(label="Nämnd", method="put_to", empty_label="Alla")

    class Meta:
        model = Audit
        fields: tuple[str, ...] = ()

    def __init__(self, audits: QuerySet[Audit], request: Request) -> None:
        super().__init__(audits, request.GET, request)
        self.user = request.user
        seen = Audit.objects.visible_to(request.user).order_by("-audit_year").distinct()
        years = seen.values_list("audit_year", flat=True)
        self.filters["ar"].extra["choices"] = [(year, year) for year in years]

    def put_to(self, audits: QuerySet[Audit], name: str, body: Body) -> QuerySet[Audit]:
        addressees = Addressee.objects.visible_to(self.user).filter(body=body)
        return audits.filter(Exists(addressees.filter(recommendation__audit=OuterRef("pk"))))
