"""The measures as figures for the municipality's own monitoring (Prometheus). Nothing that people have written."""

import ipaddress
import secrets
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from operations import measures
from operations.measures import Indicator, IndicatorState
from operations.models import Alarm

# By subject, or by the part of it before the colon: name, what it is, and the label for the rest.
FIGURES = {
    "process": ("silence_seconds", "Since the latest sign of life.", "process"),
    "mail": ("oldest_waiting_seconds", "Age of what has waited longest.", "queue"),
    "readings": ("oldest_waiting_seconds", "Age of what has waited longest.", "queue"),
    "papers": ("oldest_waiting_seconds", "Age of what has waited longest.", "queue"),
    "failed_mail": ("failed", "Given up, and waiting for a person.", "kind"),
    "failed_readings": ("failed", "Given up, and waiting for a person.", "kind"),
    "failed_papers": ("failed", "Given up, and waiting for a person.", "kind"),
    "reminders": ("age_seconds", "Since the latest that went well.", "job"),
    "backup": ("age_seconds", "Since the latest that went well.", "job"),
    "jobs": ("failing_jobs", "Scheduled jobs whose latest turn failed.", ""),
    "broker": ("broker_up", "Whether Redis takes what it is given.", ""),
    "disk": ("disk_free_bytes", "Free on the disk of the service.", ""),
    "migrations": ("unapplied_migrations", "Changes of the tables that are not made.", ""),
}
LEVELS = {
    IndicatorState.WELL: 0.0,
    IndicatorState.WATCH: 1.0,
    IndicatorState.STOPPED: 2.0,
    IndicatorState.UNKNOWN: float("nan"),
}
# What a proxy says of whom it asks for: then the nearest address is not who asks.
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded", "Via")


def may_be_read(request: HttpRequest) -> bool:
    """With the token; without any token configured, by the machine itself.

    Behind a proxy everybody comes from the machine itself, so there the token alone opens.
    """
    if settings.METRICS_TOKEN:
        authorization = request.headers.get("Authorization", "").encode("utf-8", "replace")
        return secrets.compare_digest(authorization, f"Bearer {settings.METRICS_TOKEN}".encode())
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return not settings.BEHIND_PROXY and not is_forwarded and _is_loopback(request)


def _is_loopback(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # by a socket: nobody's address
        return False


def text(*, at: datetime) -> bytes:
    registry = CollectorRegistry()
    gauges: dict[str, Gauge] = {}
    state = _gauge("state", "0 well, 1 watch, 2 stopped, NaN not known.", "subject", registry)
    alarms = _gauge("open_alarms", "Alarms that are not over.", "", registry)
    alarms.set(Alarm.objects.open().count())
    for group in measures.all_of_them(at=at).values():
        for measure in group:
            state.labels(measure.subject).set(LEVELS[measure.state])
            _set(measure, gauges, registry)
    return generate_latest(registry)


def _set(measure: Indicator, gauges: dict[str, Gauge], registry: CollectorRegistry) -> None:
    part, _, label_value = measure.subject.partition(":")
    name, about, label = FIGURES[part]
    if name not in gauges:
        gauges[name] = _gauge(name, about, label, registry)
    if measure.number is not None:
        gauge = (
            gauges[name].labels(label_value or part.removeprefix("failed_"))
            if label
            else gauges[name]
        )
        gauge.set(measure.number)


def _gauge(name: str, about: str, label: str, registry: CollectorRegistry) -> Gauge:
    return Gauge(f"revisionsspar_{name}", about, [label] if label else [], registry=registry)
