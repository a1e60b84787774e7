"""What the list of answers shows, out of its address."""

from typing import cast

import django_filters as filters
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from accounts.http import Request
from accounts.models import Body
from common.filters import ListFilter, WordsFilter
from responses.models import AnswerRequest


class AskedBodyFilter(filters.ModelChoiceFilter):
    """Those whose requests the person may read."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Body]:
        readable = AnswerRequest.objects.readable_by(cast("Request", request).user)
        return Body.objects.filter(Exists(readable.filter(body=OuterRef("pk"))))


class RequestFilter(ListFilter):
    sok = WordsFilter(
        "audit__title", "audit__reference", label="Sök på granskning eller diarienummer"
    )
    organ = AskedBodyFilter(label="Nämnd", field_name="body", empty_label="Alla")

    class Meta:
        model = AnswerRequest
        fields: tuple[str, ...] = ()
