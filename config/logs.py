"""How log lines look: JSON for machines in production, one readable line in the demo. The settings ask it."""

from typing import Any

import structlog

# The only fields that a line may carry beside its text: nothing that people have written is among them.
FIELDS = {"method", "view", "status", "ms"}


def configuration(*, as_json: bool) -> dict[str, Any]:
    before = [
        structlog.contextvars.merge_contextvars,  # request_id, task and task_id
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow=FIELDS),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    console = {"handlers": ["console"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": before,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *(_as_json() if as_json else _readable()),
                ],
            }
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "line",
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        # The web server's own lines, and one for each request, in the same form.
        "loggers": {"gunicorn.error": console, "request": {"level": "INFO"}},
    }


def _as_json() -> list[Any]:
    """A traceback as text: where it was, never the values that were at hand."""
    return [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _readable() -> list[Any]:
    traceback = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=traceback)]
