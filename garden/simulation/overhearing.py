"""What the program complains of while it is simulated: kept instead of written."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Every error that is logged inside goes into the list, and nothing goes anywhere else."""
    root, ear = logging.getLogger(), _Ear()
    handlers, level = root.handlers, root.level
    root.handlers = [ear]
    root.setLevel(logging.ERROR)
    try:
        yield ear.heard
    finally:
        root.handlers = handlers
        root.setLevel(level)


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        failure = record.exc_info[1] if record.exc_info else None
        self.heard.append(f"{record.getMessage()}: {failure!r}" if failure else record.getMessage())
