"""What the long lists show, out of their addresses.

What can't be read there filters nothing, and is told at its field.
"""

from typing import cast

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from accounts.http import Request
from accounts.models import Body
from audit.models import Audit
from recommendations.models import Addressee

LONGEST_SEARCH = 120


class PutToBodyFilter(filters.ModelChoiceFilter):
    """Those that something is put to which the person sees."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Body]:
        put = Addressee.objects.visible_to(cast("Request", request).user).filter(
            body=OuterRef("pk")
        )
        return Body.objects.filter(Exists(put))


class AuditFilter(filters.FilterSet):
    """Of the granskningar that a person sees."""

    sok = filters.CharFilter(
        label="Sök på titel eller diarienummer", method="search", max_length=LONGEST_SEARCH
    )
    ar = filters.ChoiceFilter(label="Revisionsår", field_name="audit_year", empty_label="Alla")
    organ = PutToBodyFilter(label="Nämnd", method="put_to", empty_label="Alla")

    class Meta:
        model = Audit
        fields: tuple[str, ...] = ()

    def __init__(self, queryset: QuerySet[Audit], request: Request) -> None:
        super().__init__(request.GET, queryset, request=request)
        self.user = request.user
        seen = Audit.objects.visible_to(request.user).order_by("-audit_year").distinct()
        years = seen.values_list("audit_year", flat=True)
        self.filters["ar"].extra["choices"] = [(year, year) for year in years]

    @property
    def is_chosen(self) -> bool:
        """Something is left out."""
        return any(self.form.cleaned_data.values())

    def search(self, audits: QuerySet[Audit], name: str, words: str) -> QuerySet[Audit]:
        for word in words.split():
            audits = audits.filter(Q(title__icontains=word) | Q(reference__icontains=word))
        return audits

    def put_to(self, audits: QuerySet[Audit], name: str, body: Body) -> QuerySet[Audit]:
        put = Addressee.objects.visible_to(self.user).filter(body=body)
        return audits.filter(Exists(put.filter(recommendation__audit=OuterRef("pk"))))
