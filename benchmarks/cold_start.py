"""`garden serve` with a county's roster: until it answers, and the memory it then keeps."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.figures import GARDEN, Figure, run_garden, write_county
from benchmarks.ports import free_ports

PATIENCE = 30.0
SETTLING = 15.0


def measure(repeats: int = 3) -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (port,) = free_ports(1)
        write_county(folder, port)
        run_garden(folder, "roster", "import", "roster.csv")
        starts, sizes = zip(*(_start(folder, port) for _ in range(repeats)), strict=True)
    return [
        Figure("serve answers /healthz from cold", tuple(starts), "s", 2),
        Figure("serve with 5,649 people, resident", tuple(sizes), "MB", 150),
    ]


def _start(folder: Path, port: int) -> tuple[float, float]:
    """(seconds until healthy, megabytes after the first ticks)."""
    began = time.perf_counter()
    with (folder / "serve.log").open("w") as log:
        process = subprocess.Popen([*GARDEN, "serve"], cwd=folder, stdout=log, stderr=log, env=_environ())
    try:
        while not _is_healthy(port):
            if time.perf_counter() - began > PATIENCE or process.poll() is not None:
                raise RuntimeError((folder / "serve.log").read_text())
            time.sleep(0.01)
        started = time.perf_counter() - began
        time.sleep(SETTLING)
        return started, _resident_megabytes(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _environ() -> dict[str, str]:
    secrets = ("DATABASE_URL", "TELEGRAM_BOT_TOKEN")
    return {name: value for name, value in os.environ.items() if name not in secrets}


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
