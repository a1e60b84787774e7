"""Numbers, with the words that follow them. Singular or plural is decided here and in common.swedish."""

from django import template

from common import swedish

register = template.Library()


@register.filter
def counted(count: int | None, words: str) -> str:
    """{{ n|counted:"svar,svar,ett" }} -> ett svar; the third word is en when left out."""
    singular, plural, *numeral = words.split(",")
    return swedish.counted(count or 0, singular, plural, *numeral)


@register.filter
def count_of(counts: object, part: str) -> int:
    """{{ row.counts|count_of:part }}: how many a part has, where the parts are the columns of a table."""
    return int(getattr(counts, part))


@register.filter
def number(count: int | None) -> str:
    """12 400, with a space that does not break"""
    return "" if count is None else swedish.number(count)


@register.filter
def file_size(size: int | None) -> str:
    """112 kB, 3,4 MB"""
    if size is None:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{swedish.NBSP}kB"
    return f"{size / 1_000_000:.1f}{swedish.NBSP}MB".replace(".", ",")


@register.filter
def plural(count: int | None, words: str) -> str:
    """The word alone, where the number stands elsewhere: {{ n|plural:"rekommendation,rekommendationer" }}"""
    singular, several = words.split(",")
    return singular if count == 1 else several
