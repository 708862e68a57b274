"""Copies of a live database, and the way back."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.backup import backup, restore
from storage.database import Database, Refused
from storage.file_lock import DatabaseInUse, lock_beside
from storage.inline import InlineDatabase
from storage.opening import open_database
from storage.transaction import Transaction

POSTGRESQL = "postgresql://127.0.0.1/garden"


def put(tx: Transaction, name: str) -> None:
    tx.run("INSERT INTO setting (name, value) VALUES (:name, '')", name=name)


def names(tx: Transaction) -> list[str]:
    return [row["name"] for row in tx.all("SELECT name FROM setting ORDER BY name")]


def names_in(path: Path) -> list[str]:
    database = InlineDatabase(path)
    try:
        return database.read_now(names)
    finally:
        database.close_now()


@pytest.fixture
def url(migrated_file: Path, tmp_path: Path) -> str:
    """A garden that holds the name "before"."""
    path = tmp_path / "garden.db"
    path.write_bytes(migrated_file.read_bytes())
    database = InlineDatabase(path)
    database.write_now(put, "before")
    database.close_now()
    return f"sqlite:{path}"


@pytest.fixture
def saved(url: str, tmp_path: Path) -> Path:
    """A backup of it, made in another folder before "later" came to the garden."""
    target = tmp_path / "safe" / "backup.db"
    backup(url, target)
    database = InlineDatabase(tmp_path / "garden.db")
    database.write_now(put, "later")
    database.close_now()
    return target


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


async def test_a_backup_of_a_busy_garden_holds_everything_acknowledged_before_it(
    url: str, tmp_path: Path
) -> None:
    database = await open_database(url)
    stop = False

    async def keep_writing(first: int) -> None:
        number = first
        while not stop:
            await database.write(put, f"{number:07}")
            number += 10

    async def save(target: Path) -> list[str]:
        acknowledged = await database.read(names)
        await asyncio.to_thread(backup, url, target)
        return acknowledged

    writers = [asyncio.create_task(keep_writing(first)) for first in range(10)]
    acknowledged = [await save(tmp_path / f"backup-{n}.db") for n in range(5)]
    stop = True
    await asyncio.gather(*writers)
    await database.close()
    for n, expected in enumerate(acknowledged):
        assert set(expected) <= set(names_in(tmp_path / f"backup-{n}.db"))
    assert len(acknowledged[-1]) > len(acknowledged[0])


def test_a_backup_is_one_file_that_only_its_owner_reads(saved: Path) -> None:
    assert files(saved.parent) == ["backup.db"]
    assert saved.stat().st_mode & 0o777 == 0o600
    assert names_in(saved) == ["before"]


def test_a_backup_never_overwrites(url: str, saved: Path) -> None:
    with pytest.raises(Refused, match=r"backup\.db is already there"):
        backup(url, saved)


def test_there_must_be_a_database_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no database at"):
        backup(f"sqlite:{tmp_path / 'garden.db'}", tmp_path / "backup.db")
    assert files(tmp_path) == []


def test_restoring_brings_back_the_saved_garden_and_keeps_the_replaced_one(
    url: str, saved: Path, tmp_path: Path
) -> None:
    kept = restore(saved, url, "20260301-0800")
    assert kept == tmp_path / "garden.db.before-restore-20260301-0800"
    assert names_in(tmp_path / "garden.db") == ["before"]
    assert names_in(kept) == ["before", "later"]
    assert files(tmp_path) == ["garden.db", "garden.db.before-restore-20260301-0800", "garden.db.lock"]


def test_what_a_killed_garden_left_in_its_log_is_kept_and_never_mixed_in(
    url: str, saved: Path, tmp_path: Path
) -> None:
    garden = tmp_path / "garden.db"
    dead = InlineDatabase(garden)
    dead.write_now(put, "only in the log")
    remains = {suffix: Path(f"{garden}{suffix}").read_bytes() for suffix in ("", "-wal")}
    dead.close_now()
    for suffix, content in remains.items():
        Path(f"{garden}{suffix}").write_bytes(content)

    kept = restore(saved, url, "1")
    assert kept is not None
    assert names_in(garden) == ["before"]
    assert names_in(kept) == ["before", "later", "only in the log"]


def test_a_damaged_garden_can_be_replaced(url: str, saved: Path, tmp_path: Path) -> None:
    (tmp_path / "garden.db").write_bytes(b"damaged" * 1000)
    (tmp_path / "garden.db-wal").write_bytes(b"torn")
    kept = restore(saved, url, "1")
    assert kept is not None
    assert names_in(tmp_path / "garden.db") == ["before"]
    assert kept.read_bytes() == b"damaged" * 1000


def test_a_log_that_cannot_be_folded_is_set_aside_with_its_database(
    url: str, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.backup._fold_log", lambda database: None)
    (tmp_path / "garden.db-wal").write_bytes(b"log")
    kept = restore(saved, url, "1")
    assert Path(f"{kept}-wal").read_bytes() == b"log"
    assert names_in(tmp_path / "garden.db") == ["before"]


def test_restoring_where_there_was_nothing_keeps_nothing(saved: Path, tmp_path: Path) -> None:
    assert restore(saved, f"sqlite:{tmp_path / 'new' / 'garden.db'}", "1") is None
    assert names_in(tmp_path / "new" / "garden.db") == ["before"]


def test_what_must_happen_after_a_restore_is_already_done_when_the_file_takes_its_place(
    url: str, saved: Path, tmp_path: Path
) -> None:
    restore(saved, url, "1", after=lambda tx: put(tx, "held"))
    assert names_in(tmp_path / "garden.db") == ["before", "held"]
    assert names_in(saved) == ["before"]


def test_when_that_fails_the_garden_stays_as_it_is(url: str, saved: Path, tmp_path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        restore(saved, url, "1", after=lambda tx: put(tx, "before"))
    assert names_in(tmp_path / "garden.db") == ["before", "later"]
    assert files(tmp_path) == ["garden.db", "garden.db.lock"]


def test_a_served_garden_is_not_replaced(url: str, saved: Path, tmp_path: Path) -> None:
    with lock_beside(tmp_path / "garden.db"), pytest.raises(DatabaseInUse):
        restore(saved, url, "1")
    assert names_in(tmp_path / "garden.db") == ["before", "later"]


def test_nor_one_that_another_program_has_open(
    url: str, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.backup._BUSY_SECONDS", 0)
    other = InlineDatabase(tmp_path / "garden.db")
    with pytest.raises(DatabaseInUse):
        restore(saved, url, "1")
    other.close_now()
    assert names_in(tmp_path / "garden.db") == ["before", "later"]


def test_only_a_sound_garden_of_this_program_is_restored(url: str, saved: Path, tmp_path: Path) -> None:
    text, empty, newer, damaged = (tmp_path / name for name in ("text", "empty", "newer", "damaged"))
    text.write_text("not a database" * 100, encoding="utf-8")
    empty.touch()
    newer.write_bytes(saved.read_bytes())
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("INSERT INTO schema_migration VALUES (9001, 'later', 0)")
        connection.commit()
    content = bytearray(saved.read_bytes())
    content[4096 : 4096 * 5] = b"\xff" * 4096 * 4
    damaged.write_bytes(content)

    for source, sentence in (
        (text, "cannot be copied: file is not a database"),
        (empty, "is not a garden's database"),
        (newer, "is newer than this program"),
        (damaged, "is damaged|cannot be copied"),
        (tmp_path / "missing", "There is no database at"),
    ):
        with pytest.raises(Refused, match=sentence):
            restore(source, url, "1")
    assert names_in(tmp_path / "garden.db") == ["before", "later"]


def test_postgresql_is_saved_with_its_own_tools(tmp_path: Path) -> None:
    for refused in (
        lambda: backup(POSTGRESQL, tmp_path / "backup.db"),
        lambda: restore(tmp_path / "backup.db", POSTGRESQL, "1"),
    ):
        with pytest.raises(Refused, match="pg_dump and restored with pg_restore"):
            refused()


async def test_a_restored_garden_opens(url: str, saved: Path) -> None:
    restore(saved, url, "1")
    database: Database = await open_database(url)
    assert await database.read(names) == ["before"]
    await database.close()
