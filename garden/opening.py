"""Opening a garden for a command: its settings, its record brought up to date, and the time."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

from garden.clock import system_now
from garden.configuration import load_settings
from storage.backup import backup
from storage.database import Database, sqlite_path
from storage.inline import InlineDatabase
from storage.migrating import migrate
from storage.opening import open_database
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.settings import Settings
from study.rules.working_days import WorkCalendar


@frozen
class OpenedGarden:
    """What a command works with; `now` is the moment it began, `migrated` what opening it has changed."""

    county: County
    database: Database
    now: datetime
    migrated: tuple[str, ...]

    @property
    def settings(self) -> Settings:
        return self.county.settings

    @property
    def language(self) -> str:
        return self.settings.language

    @property
    def today(self) -> date:
        return self.county.local_day(self.now)


@asynccontextmanager
async def opened(config: Path) -> AsyncIterator[OpenedGarden]:
    """The garden of this configuration file, migrated; a database that is about to change is copied before.

    Raises Faulty for the configuration, DatabaseUnusable or Refused for the database.
    """
    settings = load_settings(config, os.environ)
    now = system_now()
    database = await _open(settings.database)
    try:
        migrated = await migrate(database, now, _copy_before_change(settings.database, now))
        yield OpenedGarden(County(settings, WorkCalendar()), database, now, tuple(migrated))
    finally:
        await database.close()


async def _open(url: str) -> Database:
    path = sqlite_path(url)
    if path is None:
        return await open_database(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    return InlineDatabase(path)


def _copy_before_change(url: str, now: datetime) -> Callable[[], Awaitable[None]] | None:
    path = sqlite_path(url)
    if path is None:
        return None
    target = path.with_name(f"{path.name}.before-migration-{now:%Y%m%d-%H%M%S}")

    async def copy() -> None:
        backup(url, target)

    return copy
