"""Structured logs: one JSON object a line, without secrets."""

import logging
import re
from typing import Any

import structlog

# The address of a survey is its key.
SURVEY_KEY = re.compile(r"(/s/)[^/\s\"']+")


def hide_survey_keys(
    _logger: Any, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Leave the address of a survey in a log recognisable but useless."""
    if isinstance(event.get("event"), str):
        event["event"] = SURVEY_KEY.sub(r"\1…", event["event"])
    return event


def json_formatter() -> logging.Formatter:
    """Return the formatter that turns standard-library records into JSON lines."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            hide_survey_keys,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
    )
