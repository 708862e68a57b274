"""One line a record: time, level, where, what, and its facts as key=value. Never names, texts or tokens."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class OneLine(logging.Formatter):
    """`2026-11-23T08:30:00Z INFO scheduler.runner job done job=housekeeping count=3`"""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        facts = " ".join(
            f"{name}={_plain(value)}" for name, value in vars(record).items() if name not in _OWN
        )
        line = f"{at} {record.levelname} {record.name} {record.getMessage()} {facts}".rstrip()
        if record.exc_info and record.exc_info[1]:
            line += " " + _where(record.exc_info[1])
        return " ".join(line.splitlines())


def _plain(value: object) -> str:
    text = str(value)
    return f'"{text}"' if " " in text else text


def _where(error: BaseException) -> str:
    """The kind of an exception and the lines it came through; its text may hold what people wrote."""
    steps, trace = [], error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        steps.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"error={type(error).__name__} at={'>'.join(steps[-6:])}"


def log_to_stderr() -> None:
    """Send the program's records to the error stream, one line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("apscheduler", "aiohttp", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
