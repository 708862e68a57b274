"""`garden serve` as a process: started, asked, refused, stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CANARY = "123456:CANARY-token-of-a-test"


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def configure(folder: Path, port: int, *, demo: bool, extra: str = "") -> Path:
    path = folder / "config.yaml"
    path.write_text(
        f"database: sqlite:{folder}/garden.db\n"
        f"content: {{readings: {ROOT}/content/readings, quizzes: {ROOT}/quizzes}}\n"
        f"channels:\n  web: {{port: {port}, demo: {str(demo).lower()}}}\n"
        "plan:\n  - {reading: acting-by-law, opens: 01-01, due: 12-31}\n" + extra,
        encoding="utf-8",
    )
    return path


def environ(**more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TELEGRAM", "DATABASE", "GARDEN"))
    }
    return kept | more


def garden(config: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "garden", *words, "--config", str(config)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, env=environ(**more), check=False
    )


@contextmanager
def serving(config: Path, port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "garden", "serve", "--config", str(config)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environ(**more)
    )
    try:
        deadline = time.monotonic() + 60
        while not is_open(port):
            assert process.poll() is None and time.monotonic() < deadline, process.communicate()[0]
        yield process
    finally:
        process.kill()
        process.communicate()


def is_open(port: int) -> bool:
    with socket.socket() as sock:
        sock.settimeout(0.2)
        return sock.connect_ex(("127.0.0.1", port)) == 0


def get(port: int, path: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""


@pytest.fixture
def port() -> int:
    return free_port()


def test_an_empty_machine_gets_a_demo_that_answers_and_stops_when_told(tmp_path: Path, port: int) -> None:
    config = configure(tmp_path, port, demo=True)
    with serving(config, port) as process:
        status, health = get(port, "/healthz")
        assert status == 200 and json.loads(health)["ok"] is True
        assert "garden_people 60" in get(port, "/metrics")[1]
        assert get(port, "/metrics", **{"X-Forwarded-For": "1.2.3.4"})[0] == 404
        assert "学习园地" in get(port, "/")[1]
        process.send_signal(signal.SIGTERM)
        assert process.wait(12) == 0
    report = garden(config, "audit")
    assert report.returncode == 0, report.stderr
    refused = garden(config, "serve", TELEGRAM_BOT_TOKEN=CANARY)
    assert refused.returncode == 1 and "demo" in refused.stderr and CANARY not in refused.stderr
    config = configure(tmp_path, port, demo=False)
    refused = garden(config, "serve")
    assert refused.returncode == 1 and "holds the demo county" in refused.stderr


def test_a_second_garden_on_the_same_database_or_port_is_refused(tmp_path: Path, port: int) -> None:
    config = configure(tmp_path, port, demo=False)
    with serving(config, port):
        refused = garden(config, "serve")
        assert refused.returncode == 1 and "using this database" in refused.stderr
        (tmp_path / "other").mkdir()
        refused = garden(configure(tmp_path / "other", port, demo=False), "serve")
        assert refused.returncode == 1 and f"127.0.0.1:{port}" in refused.stderr


def test_a_demo_never_opens_a_countys_own_database(tmp_path: Path, port: int) -> None:
    assert garden(configure(tmp_path, port, demo=False), "migrate").returncode == 0
    refused = garden(configure(tmp_path, port, demo=True), "serve")
    assert refused.returncode == 1 and "not a demo's" in refused.stderr


def test_a_wrong_configuration_is_refused_with_its_line(tmp_path: Path, port: int) -> None:
    refused = garden(configure(tmp_path, port, demo=False, extra="daily_card: 8:30\n"), "serve")
    assert refused.returncode == 1
    assert "config.yaml:7: daily_card" in refused.stderr and "Traceback" not in refused.stderr


def test_telegram_being_away_keeps_nobody_from_the_page_and_the_token_out_of_the_log(
    tmp_path: Path, port: int
) -> None:
    config = configure(tmp_path, port, demo=False)
    away = f"http://127.0.0.1:{free_port()}"
    with serving(config, port, TELEGRAM_BOT_TOKEN=CANARY, TELEGRAM_API_BASE=away) as process:
        assert get(port, "/healthz")[0] == 200
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate(timeout=12)
    assert "Telegram cannot be reached" in told
    assert CANARY not in told and "CANARY" not in told
