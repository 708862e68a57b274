"""Databases that hold nothing of the garden yet, and little migrations to try on them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from storage.database import Database
from storage.opening import open_database
from storage.sqlite import SqliteDatabase


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once for each dialect."""
    if request.param == "sqlite":
        return f"sqlite:{tmp_path / 'garden.db'}"
    address: str = request.getfixturevalue("new_postgresql")("template0")
    return address


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    """An empty database, once for each dialect."""
    opened = await open_database(empty_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    """An empty threaded SQLite database in `tmp_path / "garden.db"`."""
    opened = await SqliteDatabase.open(tmp_path / "garden.db")
    yield opened
    await opened.close()


@pytest.fixture
def migrations(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Write file name -> SQL into a folder of migrations and return the folder."""

    def write(files: dict[str, str]) -> Path:
        folder = tmp_path / "migrations"
        folder.mkdir(exist_ok=True)
        for name, sql in files.items():
            (folder / name).write_text(sql, encoding="utf-8")
        return folder

    return write
