"""Bringing a database to the program's shape, once, and never backwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database, DatabaseUnusable
from storage.inline import InlineDatabase
from storage.migrating import MIGRATIONS, load_migrations, migrate, refuse_newer_schema
from storage.opening import open_database
from storage.transaction import Row, Transaction

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

NOTES = """
-- Notes; only ever added.
CREATE TABLE note (
    id {{id}},
    text TEXT NOT NULL DEFAULT 'a; b -- not a comment'
);
CREATE INDEX note_by_text ON note (text); INSERT INTO note (text) VALUES ('100%: first');
-- The end; really.
"""
GUARD_SQLITE = """
CREATE TRIGGER note_stays BEFORE DELETE ON note
BEGIN
    SELECT RAISE(ABORT, 'note stays; sorry');
END;
"""
GUARD_POSTGRESQL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'note stays; %', TG_TABLE_NAME;
END $$;
CREATE TRIGGER note_stays BEFORE DELETE ON note FOR EACH STATEMENT EXECUTE FUNCTION refuse();
"""
FIRST_TWO = {
    "0001_notes.sql": NOTES,
    "0002_guard.sqlite.sql": GUARD_SQLITE,
    "0002_guard.postgresql.sql": GUARD_POSTGRESQL,
}

Folder = Callable[[dict[str, str]], Path]


def insert(tx: Transaction) -> Row | None:
    return tx.one("INSERT INTO note DEFAULT VALUES RETURNING id, text")


def recorded(tx: Transaction) -> list[Row]:
    return tx.all("SELECT number, name, applied_at FROM schema_migration ORDER BY number")


async def test_pending_migrations_are_applied_in_order_and_recorded(
    empty: Database, migrations: Folder
) -> None:
    folder = migrations(FIRST_TWO)
    assert await migrate(empty, NOW, folder=folder) == ["0001_notes", "0002_guard"]
    assert await migrate(empty, NOW, folder=folder) == []
    assert await empty.read(recorded) == [
        {"number": 1, "name": "0001_notes", "applied_at": NOW},
        {"number": 2, "name": "0002_guard", "applied_at": NOW},
    ]
    assert await empty.write(insert) == {"id": 2, "text": "a; b -- not a comment"}
    with pytest.raises(Exception, match="note stays"):
        await empty.write(lambda tx: tx.run("DELETE FROM note"))


async def test_a_failing_migration_leaves_those_before_it_and_nothing_of_itself(
    empty: Database, migrations: Folder
) -> None:
    folder = migrations(FIRST_TWO | {"0003_broken.sql": "CREATE TABLE half (id BIGINT); CREATE TABLE half;"})
    with pytest.raises(Exception, match=r"half|syntax|incomplete"):
        await migrate(empty, NOW, folder=folder)
    assert [row["number"] for row in await empty.read(recorded)] == [1, 2]
    with pytest.raises(Exception, match="half"):
        await empty.read(lambda tx: tx.all("SELECT id FROM half"))


async def test_the_database_is_saved_before_it_changes_and_only_then(
    empty: Database, migrations: Folder
) -> None:
    saved: list[list[int]] = []

    async def save() -> None:
        saved.append([row["number"] for row in await empty.read(recorded)])

    folder = migrations({"0001_notes.sql": NOTES})
    await migrate(empty, NOW, save, folder)
    await migrate(empty, NOW, save, folder)
    assert saved == []
    migrations({"0002_more.sql": "ALTER TABLE note ADD COLUMN more TEXT;"})
    assert await migrate(empty, NOW, save, folder) == ["0002_more"]
    assert saved == [[1]]


async def test_nothing_changes_when_saving_fails(empty: Database, migrations: Folder) -> None:
    async def fail() -> None:
        raise OSError("disk full")

    folder = migrations({"0001_notes.sql": NOTES})
    await migrate(empty, NOW, folder=folder)
    migrations({"0002_more.sql": "ALTER TABLE note ADD COLUMN more TEXT;"})
    with pytest.raises(OSError, match="disk full"):
        await migrate(empty, NOW, fail, folder)
    assert [row["number"] for row in await empty.read(recorded)] == [1]


async def test_a_database_newer_than_the_program_is_refused(empty: Database, migrations: Folder) -> None:
    folder = migrations(FIRST_TWO)
    await migrate(empty, NOW, folder=folder)
    (folder / f"0002_guard.{empty.dialect}.sql").unlink()
    with pytest.raises(DatabaseUnusable, match=r"\(migration 2\) is newer than this program"):
        await migrate(empty, NOW, folder=folder)
    with pytest.raises(DatabaseUnusable):
        await refuse_newer_schema(empty, folder)


async def test_two_nodes_that_start_together_migrate_once(empty_url: str, migrations: Folder) -> None:
    folder = migrations(FIRST_TWO)
    nodes = [await open_database(empty_url) for _ in range(2)]
    applied = await asyncio.gather(*(migrate(node, NOW, folder=folder) for node in nodes))
    assert sorted(applied[0] + applied[1]) == ["0001_notes", "0002_guard"]
    for node in nodes:
        await node.close()


async def test_the_inline_database_migrates_as_well(migrations: Folder) -> None:
    database = InlineDatabase(":memory:")
    assert await migrate(database, NOW, folder=migrations(FIRST_TWO)) == ["0001_notes", "0002_guard"]
    await database.close()


@pytest.mark.parametrize("name", ["1_notes.sql", "0001-notes.sql", "0001_notes.mysql.sql"])
def test_a_file_that_is_misnamed_is_not_passed_over(migrations: Folder, name: str) -> None:
    with pytest.raises(ValueError, match="not a migration's name"):
        load_migrations(migrations({name: ""}), "sqlite")


def test_a_number_is_used_once_for_each_dialect(migrations: Folder) -> None:
    folder = migrations({"0001_a.sql": "", "0001_b.postgresql.sql": ""})
    assert [step.name for step in load_migrations(folder, "sqlite")] == ["0001_a"]
    with pytest.raises(ValueError, match="two migrations have the number 1"):
        load_migrations(folder, "postgresql")


async def test_the_gardens_own_migrations_apply(database: Database) -> None:
    expected = [step.number for step in load_migrations(MIGRATIONS, database.dialect)]
    assert [row["number"] for row in await database.read(recorded)] == expected
