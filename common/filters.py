"""What a long list shows, out of its address. What can't be read there filters nothing, and is told at its field."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict

LONGEST_SEARCH = 120


class WordsFilter(filters.CharFilter):
    """Each word stands in one of the columns."""

    def __init__(self, *columns: str, label: str) -> None:
        super().__init__(label=label, max_length=LONGEST_SEARCH)
        self.columns = columns

    def filter(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        for word in (words or "").split():
            in_one = Q()
            for column in self.columns:
                in_one |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(in_one)
        return rows


class ListFilter(filters.FilterSet):
    """Of the rows that a person may see. The request is for those whose choices depend on who asks."""

    def __init__(
        self, rows: QuerySet[Any], data: QueryDict, request: HttpRequest | None = None
    ) -> None:
        super().__init__(data, rows, request=request)

    @property
    def is_chosen(self) -> bool:
        """Something is left out."""
        return any(self.form.cleaned_data.values())
