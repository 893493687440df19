"""How log records leave the house: without secrets, and as JSON lines where no terminal reads them.

In: log records. Out: the same, cleaned; one JSON object per line for `jq`. Refuses: passwords and tokens of
addresses, also in the arguments and the traceback of a record.

`flows/logging.yml` names these classes; Prefect reads it in every process that runs a flow.
"""

from __future__ import annotations

import logging
import traceback

from pythonjsonlogger.json import JsonFormatter

from flows.seeds import SeedError
from flows.settings import UsageError
from transforms.secrets import hide_secrets
from warehouse.errors import WarehouseError

LOGGER = "tenor"
MENDABLE = (UsageError, SeedError, WarehouseError)
"""Errors that are one line with the mend."""
SHOWN = ("levelname", "message", "name")
RENAMED = {"levelname": "level", "name": "logger"}
LEFT_OUT = (
    "args", "asctime", "created", "exc_info", "exc_text", "filename", "funcName", "levelno", "lineno",
    "module", "msecs", "msg", "pathname", "process", "processName", "relativeCreated", "stack_info",
    "taskName", "thread", "threadName", "send_to_api", "flow_run_id", "task_run_id", "flow_name", "task_name",
)  # fmt: skip


class NoSecrets(logging.Filter):
    """Rewrite each record so that no handler after this one sees a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: records are cleaned, never dropped."""
        record.msg, record.args = hide_secrets(record.getMessage()), None
        if record.exc_info and record.exc_info[0]:
            record.exc_text = hide_secrets("".join(traceback.format_exception(*record.exc_info)).rstrip())
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = hide_secrets(record.exc_text)
        return True


class OneLine(logging.Filter):
    """Leave out the traceback of what a person can mend: its one line says all. At DEBUG it stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: records are shortened, never dropped."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, MENDABLE) and not logger().isEnabledFor(logging.DEBUG):
            record.exc_info = record.exc_text = None
        return True


class JsonLines(JsonFormatter):
    """One JSON object per record: `time` (UTC), `level`, `logger`, `message`, and what the record adds."""

    def __init__(self) -> None:
        super().__init__(
            list(SHOWN), rename_fields=RENAMED, timestamp="time", reserved_attrs=[*LEFT_OUT, *SHOWN]
        )

    def process_log_record(self, log_data: dict[str, object]) -> dict[str, object]:
        """Leave out what says nothing."""
        return {name: value for name, value in log_data.items() if value is not None}


def logger() -> logging.Logger:
    """Our logger: INFO is what a person wants to read, DEBUG is everything."""
    return logging.getLogger(LOGGER)
