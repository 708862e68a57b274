"""A county's roster imported by the command line, from the start of the process to its end."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, run_garden, write_county


def measure(repeats: int = 3) -> list[Figure]:
    seconds = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_county(folder, 8080)
            began = time.perf_counter()
            run_garden(folder, "roster", "import", "roster.csv")
            seconds.append(time.perf_counter() - began)
    return [Figure("roster of 5,649 imported", tuple(seconds), "s", 10)]
