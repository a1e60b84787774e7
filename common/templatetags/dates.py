"""Dates and times as they are written in Swedish."""

from datetime import date, datetime

from django import template

from common import swedish

register = template.Library()
Day = date | datetime | None


@register.filter
def long_date(value: Day) -> str:
    """28 februari 2023"""
    return swedish.long_date(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """14.32"""
    return swedish.clock(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """14 februari 2023 kl. 14.32"""
    return swedish.moment(value) if value else ""


@register.filter
def state_of_day(day: date, at: datetime | None = None) -> str:
    """14 februari 2023 kl. 09.05 while the day goes on, 13 februari 2023 for a whole day."""
    return swedish.state_of_day(day, at)


@register.filter
def days_until(value: Day, today: Day) -> str:
    """i dag, i morgon, om 14 dagar, för 4 dagar sedan"""
    return swedish.days_from(value, today) if value and today else ""
