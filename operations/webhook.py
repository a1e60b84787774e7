"""Telling another system of an alarm, where one is configured."""

import logging

import requests
from django.conf import settings

from operations import emails
from operations.models import Alarm

logger = logging.getLogger(__name__)
SECONDS = 5


def address() -> str:
    return str(settings.ALARM_WEBHOOK)


def tell(alarm: Alarm) -> bool:
    """One POST of JSON, which chat services show by its `text`. False when it was not taken."""
    try:
        answer = requests.post(address(), json=_told(alarm), timeout=SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        logger.warning("the webhook was not told: %s", type(error).__name__)
        return False
    if not answer.ok:
        logger.warning("the webhook answered %s", answer.status_code)
    return bool(answer.ok)


def _told(alarm: Alarm) -> dict[str, str | None]:
    return {
        "event": "ended" if alarm.ended_at else "began",
        "subject": alarm.subject,
        "text": f"{emails.subject(alarm)}. {alarm.text} {emails.link()}",
        "began_at": alarm.began_at.isoformat(),
        "ended_at": alarm.ended_at.isoformat() if alarm.ended_at else None,
        "site": settings.SITE_URL,
    }
