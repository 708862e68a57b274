"""Runs a module or a script in this process with milliseconds added to every commit of sqlite3.

`python slow_disk.py 4 -m garden serve …` or `python slow_disk.py 0 script.py …`
"""

from __future__ import annotations

import runpy
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any


def slow_down(seconds: float) -> None:
    """Every connection opened from now on waits after a commit, as for a disk that takes so long to sync."""
    if seconds <= 0:
        return
    connect = sqlite3.connect

    class SlowConnection(sqlite3.Connection):
        def commit(self) -> None:
            super().commit()
            time.sleep(seconds)

        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            cursor = super().execute(sql, *parameters)
            if sql == "COMMIT":
                time.sleep(seconds)
            return cursor

    def slow_connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        return connect(*args, **({"factory": SlowConnection} | kwargs))

    sqlite3.connect = slow_connect


def main() -> None:
    milliseconds, *command = sys.argv[1:]
    slow_down(float(milliseconds) / 1_000)
    if command[0] == "-m":
        sys.argv = command[1:]
        sys.path.insert(0, str(Path.cwd()))
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        sys.path.insert(0, str(Path(command[0]).parent))
        runpy.run_path(command[0], run_name="__main__")


main()
