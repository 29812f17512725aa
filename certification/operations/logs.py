"""Log lines: JSON for a collector or a line for people; each with the id of its request, none with personal data.

An access line names the page by its route, never by address: what was searched for and whose page it was stays out of
the log. Who did what stands in the journal, under the same request id.
"""

import logging
import re
from typing import Any, Final

from pythonjsonlogger.json import JsonFormatter

from certification.core.request_ids import request_id

ACCESS: Final = "certification.requests"
LINE: Final = "{asctime} {levelname} {name} [{request_id}]: {message}"
FORMATS: Final = ("line", "json")
#: What Django hangs on a record and would print a person's address or search with it.
DROPPED: Final = ("request", "server_time")
#: PostgreSQL names the values of a row that it refused.
_VALUES: Final = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)
_QUERY: Final = re.compile(r"(/[^\s?'\"]*)\?[^\s'\"]*")
#: A one-time link is a password while it lasts; an id is shorter.
_TOKEN: Final = re.compile(r"/[A-Za-z0-9_:=.~-]{40,}")


def scrubbed(text: str) -> str:
    """Return a message without the values of rows, query strings and the tokens of one-time links."""
    return _TOKEN.sub("/…", _QUERY.sub(r"\1?…", _VALUES.sub(r"\1: …", text)))


class WithRequestId(logging.Filter):
    """Give each record the id of the request that it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id() or "-"
        return True


class Line(logging.Formatter):
    """A line for people."""

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))


class Json(JsonFormatter):
    """One JSON object a line: time, level, logger, message, request_id, what was given as `extra`, exc_info."""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        for name in DROPPED:
            log_data.pop(name, None)
        said = {name: value for name, value in log_data.items() if value is not None}
        return {name: scrubbed(value) if isinstance(value, str) else value for name, value in said.items()}


def logging_config(form: str) -> dict[str, Any]:
    """Return what `LOGGING` is set to.

    Args:
        form: `line` or `json`; with `json` each request is logged too.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": f"{__name__}.WithRequestId"}},
        "formatters": {
            "line": {"()": f"{__name__}.Line", "format": LINE, "style": "{"},
            "json": {
                "()": f"{__name__}.Json",
                "fmt": "{asctime}{levelname}{name}{message}{request_id}{exc_info}",
                "style": "{",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
                "json_ensure_ascii": False,
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["request_id"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            ACCESS: {"level": "INFO" if form == "json" else "WARNING"},
            "axes": {"level": "CRITICAL"},  # it names who typed a wrong password, and from where; we count them
        },
    }
