"""What the list of answers shows, out of its address."""

from typing import cast

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from accounts.http import Request
from accounts.models import Body
from responses.models import AnswerRequest

LONGEST_SEARCH = 120


class AskedBodyFilter(filters.ModelChoiceFilter):
    """Those whose requests the person may read."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Body]:
        readable = AnswerRequest.objects.readable_by(cast("Request", request).user).filter(
            body=OuterRef("pk")
        )
        return Body.objects.filter(Exists(readable))


class RequestFilter(filters.FilterSet):
    """Of the requests that a person may read. What can't be read filters nothing, and is told at its field."""

    sok = filters.CharFilter(
        label="Sök på granskning eller diarienummer", method="search", max_length=LONGEST_SEARCH
    )
    organ = AskedBodyFilter(label="Nämnd", field_name="body", empty_label="Alla")

    class Meta:
        model = AnswerRequest
        fields: tuple[str, ...] = ()

    def __init__(self, queryset: QuerySet[AnswerRequest], request: Request) -> None:
        super().__init__(request.GET, queryset, request=request)

    @property
    def is_chosen(self) -> bool:
        """Something is left out."""
        return any(self.form.cleaned_data.values())

    def search(
        self, requests: QuerySet[AnswerRequest], name: str, words: str
    ) -> QuerySet[AnswerRequest]:
        for word in words.split():
            in_title = Q(audit__title__icontains=word)
            requests = requests.filter(in_title | Q(audit__reference__icontains=word))
        return requests
