"""One flood on one bot: everybody presses at once; how long it took, what it cost, what was lost."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.flood import county
from benchmarks.ports import free_ports

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TOKEN = "1234567:benchmark-token"  # noqa: S105 - names nothing
PEERS_PYTHON = ROOT / ".venv-peers/bin/python"
PATIENCE = 120.0
PLACEHOLDER = 1
"""The port in the configuration that every run copies and gives its own."""

BOTS = ("garden", "python-telegram-bot", "aiogram", "aiogram, acknowledging last")
SCRIPTS = {
    "python-telegram-bot": ("ptb_bot.py",),
    "aiogram": ("aiogram_bot.py",),
    "aiogram, acknowledging last": ("aiogram_bot.py", "--last"),
}


@dataclass(frozen=True)
class Flood:
    """Answers a second; seconds from the press until the next question stood there; CPU milliseconds an answer;
    the most memory in megabytes; API calls; answers stored; those acknowledged and not stored."""

    per_second: float
    p50: float
    p99: float
    cpu: float
    megabytes: float
    calls: int
    stored: int
    lost: int


@dataclass(frozen=True)
class Prepared:
    """A garden's record and the updates that answer its questions, made once for all runs."""

    folder: Path
    updates: list[dict[str, Any]]


def prepare(folder: Path, people: int) -> Prepared:
    config = county.write_configuration(folder, PLACEHOLDER)
    return Prepared(folder, county.build(config, people))


def run(bot: str, prepared: Prepared, sync_milliseconds: float = 0.0, kill_at: float | None = None) -> Flood:
    """`kill_at`: the share of people who have the next question when the bot is killed with -9."""
    with tempfile.TemporaryDirectory() as name:
        folder, (api_port, bot_port) = Path(name), free_ports(2)
        updates, database, command, secret = _work(bot, prepared, folder, api_port, bot_port)
        told = {"updates": updates, "webhook": f"http://127.0.0.1:{bot_port}/telegram", "secret": secret}
        environ = _environ(api_port)
        slowed = [command[0], str(HERE / "slow_disk.py"), str(sync_milliseconds), *command[1:]]
        with people_at(api_port, told) as api, _process(slowed, folder, environ) as process:
            _wait_for_port(bot_port, process)
            return _flood(process, api, database, len(updates), kill_at)


def _work(
    bot: str, prepared: Prepared, folder: Path, api_port: int, bot_port: int
) -> tuple[list[dict[str, Any]], Path, list[str], str]:
    """(updates, database, command, the webhook's secret)."""
    if bot == "garden":
        from bot.channels.telegram.webhook import webhook_secret

        shutil.copytree(prepared.folder, folder, dirs_exist_ok=True)
        config = folder / "config.yaml"
        text = config.read_text("utf-8").replace(str(prepared.folder), str(folder))
        config.write_text(text.replace(f"port: {PLACEHOLDER}", f"port: {bot_port}"), "utf-8")
        command = [sys.executable, "-m", "garden", "serve", "--config", str(config)]
        return prepared.updates, folder / "garden.db", command, webhook_secret(TOKEN)
    people = range(1, len(prepared.updates) + 1)
    updates = [county.update(number, number, "a:1:0") for number in people]
    database = folder / "peer.db"
    script, *options = SCRIPTS[bot]
    api = f"http://127.0.0.1:{api_port}"
    command = [str(PEERS_PYTHON), str(HERE / "peers" / script), "--api", api, "--port", str(bot_port)]
    command += ["--database", str(database), *options]
    return updates, database, command, "none"


def _flood(process: psutil.Process, api: str, database: Path, people: int, kill_at: float | None) -> Flood:
    before = process.cpu_times()
    _ask(f"{api}/press", post=True)
    deadline = time.monotonic() + PATIENCE
    while True:
        results = _ask(f"{api}/results")
        share = len(results["seen"]) / people
        if results["is_done"] or (kill_at is not None and share >= kill_at):
            break
        if time.monotonic() > deadline or not process.is_running():
            raise RuntimeError(f"{len(results['seen'])} of {people} saw the next question")
        time.sleep(0.02 if kill_at is not None else 0.2)
    after, megabytes = process.cpu_times(), _most_memory(process.pid)
    if kill_at is not None:
        process.kill()
        process.wait()
        results = _ask(f"{api}/results")
    spent = after.user + after.system - before.user - before.system
    seen = sorted(results["seen"])
    stored = _stored(database)
    acknowledged = set(results["acknowledged"])
    return Flood(
        per_second=len(seen) / seen[-1],
        p50=seen[len(seen) // 2],
        p99=seen[int(len(seen) * 0.99)],
        cpu=spent * 1_000 / len(seen),
        megabytes=megabytes,
        calls=results["calls"],
        stored=len(stored),
        lost=len(acknowledged - stored),
    )


def _stored(database: Path) -> set[int]:
    """The chats of the people whose answer is in the record, read when nobody writes."""
    garden = (
        "SELECT DISTINCT CAST(i.address AS INTEGER) FROM response r"
        " JOIN channel_identity i ON i.person_id = r.person_id"
    )
    with contextlib.closing(sqlite3.connect(database)) as connection:
        is_garden = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'prompt'").fetchone()
        rows = connection.execute(garden if is_garden else "SELECT person FROM response").fetchall()
    return {row[0] for row in rows}


@contextlib.contextmanager
def people_at(port: int, told: dict[str, Any]) -> Iterator[str]:
    command = [sys.executable, str(HERE / "people.py"), "--port", str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdin
        process.stdin.write(json.dumps(told).encode())
        process.stdin.close()
        _wait_for_port(port, psutil.Process(process.pid))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def _process(command: list[str], folder: Path, environ: dict[str, str]) -> Iterator[psutil.Process]:
    with (folder / "bot.log").open("wb") as log:
        process = psutil.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
    try:
        yield process
    except Exception:
        sys.stderr.write((folder / "bot.log").read_text("utf-8", "replace")[-3_000:])
        raise
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
        process.wait()


def _environ(api_port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": f"http://127.0.0.1:{api_port}"}


def _wait_for_port(port: int, process: psutil.Process) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            time.sleep(1.5)  # menus, the webhook, first ticks: none of it is the flood
            return
        if process.status() == psutil.STATUS_ZOMBIE:
            raise RuntimeError("the bot ended before it listened")
        time.sleep(0.05)
    raise RuntimeError("the bot does not listen")


def _ask(url: str, post: bool = False) -> Any:
    request = urllib.request.Request(url, method="POST" if post else "GET")  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
        raw = response.read()
    return json.loads(raw) if raw else None


def _most_memory(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
