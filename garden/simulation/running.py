"""Runs a county-year on a database of its own, and looks for the smallest history that breaks a promise."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import storage.message_promises
import storage.promises
from garden.simulation.overhearing import overheard
from garden.simulation.violation import Violation
from garden.simulation.virtual_time import VirtualLoop
from garden.simulation.year import Plan, Story, Year
from storage.database import Database, Refused
from storage.inline import InlineDatabase
from storage.migrating import migrate
from storage.transaction import Row
from study.authored import AuthoredContent
from study.rules.county import County

Progress = Callable[[float], None]

OBJECTS_BETWEEN_COLLECTIONS = 50_000

OTHERS = (0, 10, 40)
"""How many of the others are there besides, where one person alone does not show what was broken."""


@dataclass(frozen=True)
class Outcome:
    """What a run came to. `ended_at`: the simulated instant; `sent`: calls for a new message, `fastest` within one
    second."""

    plan: Plan
    violations: list[Violation]
    story: Story
    ended_at: datetime
    sent: int
    fastest: int
    crashes: int
    totals: dict[str, int]
    messages: list[Row]


def simulate(
    plan: Plan,
    county: County,
    authored: AuthoredContent,
    url: str | None = None,
    progress: Progress = lambda share: None,
) -> Outcome:
    """One run, on an empty database: a file for its time, or the PostgreSQL at `url`. Raises Refused."""
    with warnings.catch_warnings(), overheard() as failures, seldom_collected():
        # A process that dies leaves work behind that it had not begun.
        warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            return runner.run(_simulate(plan, county, authored, url, failures, progress))


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Thousands of people stay to the end: the garbage collector need not look at them all the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


async def _simulate(
    plan: Plan,
    county: County,
    authored: AuthoredContent,
    url: str | None,
    failures: list[str],
    progress: Progress,
) -> Outcome:
    with TemporaryDirectory(prefix="simulated-county-") as folder:
        # In a file: to a database in memory a commit that adds a page looks at every page there is.
        db = _postgresql(url) if url else InlineDatabase(Path(folder, "garden.db"), is_alone=True)
        return await _live(plan, county, authored, db, failures, progress)


async def _live(
    plan: Plan,
    county: County,
    authored: AuthoredContent,
    db: Database,
    failures: list[str],
    progress: Progress,
) -> Outcome:
    try:
        await migrate(db, datetime(2026, 1, 1, tzinfo=UTC))
        if (await db.read(storage.promises.totals))["people"]:
            raise Refused("The database of a simulation must be empty: this one has people in it.")
        year = Year(plan, db, county, authored, failures, progress)
        violations = await year.run()
        return Outcome(
            plan,
            violations,
            year.story,
            year.now(),
            year.platform.sent,
            year.platform.fastest,
            len(year.lives.crashes),
            await db.read(storage.promises.totals),
            await db.read(storage.message_promises.states_by_kind),
        )
    finally:
        await _end_everything()
        await db.close()


async def _end_everything() -> None:
    """Whatever still sleeps or waits has nobody left to do it for."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _postgresql(url: str) -> Any:
    from storage.inline_postgresql import InlinePostgresql

    return InlinePostgresql(url)


def smallest(
    outcome: Outcome, county: County, authored: AuthoredContent, progress: Progress
) -> Outcome | None:
    """The same promise broken by fewer people and fewer kinds of faults, all of it written down.

    None where it takes the whole county.
    """
    promise = outcome.violations[0].promise
    numbers = {int(each.staff_no[1:]) - 10_000 for each in outcome.violations if each.staff_no}
    days = (outcome.ended_at - datetime(2026, 1, 4, 16, tzinfo=UTC)).days
    shorter = replace(outcome.plan, weeks=days // 7 + 1, is_told=True)
    alone = [frozenset({number}) for number in sorted(numbers)[:3]]
    first, everybody = frozenset(sorted(numbers)[:3]), range(outcome.plan.cadres)
    among_others = [first | frozenset(everybody[:others]) for others in OTHERS]
    found = None
    for only in filter(None, [*alone, *among_others]):
        if found := _breaks(replace(shorter, only=only), promise, county, authored):
            break
        progress(0.0)
    if found is None:
        return None
    kinds = found.plan.faults.named()
    for number, kind in enumerate(kinds):
        plan = replace(found.plan, faults=found.plan.faults.without(kind))
        found = _breaks(plan, promise, county, authored) or found
        progress((number + 1) / len(kinds))
    return found


def _breaks(plan: Plan, promise: str, county: County, authored: AuthoredContent) -> Outcome | None:
    outcome = simulate(plan, county, authored)
    return outcome if any(each.promise == promise for each in outcome.violations) else None
