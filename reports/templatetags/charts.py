"""Small charts of how many recommendations have come how far."""

from collections.abc import Sequence

from django import template

from reports.overview import bars

register = template.Library()


@register.inclusion_tag("components/bar.html")
def bar(name: str, of: int, parts: Sequence[tuple[str, str, int]]) -> bars.Bar:
    """One body's recommendations as a bar.

    `of` is the largest total of the table, so that all rows have one scale.
    """
    return bars.distribution(name, of, parts)


@register.inclusion_tag("components/boxes.html")
def boxes(name: str, remedied: int, total: int, replaced: int = 0) -> bars.Boxes:
    """One box per recommendation, filled when done."""
    return bars.boxes(name, remedied, total, replaced)
