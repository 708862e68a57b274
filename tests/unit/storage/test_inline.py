"""The database on the caller's own thread."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import DatabaseUnusable
from storage.inline import InlineDatabase
from storage.migrating import migrate
from storage.transaction import Transaction, TransactionEnded

AT = datetime(2026, 1, 1, tzinfo=UTC)


def add(tx: Transaction, name: str, *, fail: bool = False) -> str:
    tx.run("INSERT INTO setting (name, value) VALUES (:name, '')", name=name)
    if fail:
        raise ValueError(name)
    return name


def names(tx: Transaction) -> list[str]:
    return [row["name"] for row in tx.all("SELECT name FROM setting ORDER BY name")]


async def test_writes_and_reads_are_done_when_they_return(inline: InlineDatabase) -> None:
    assert inline.write_now(add, "a") == "a"
    assert await inline.write(add, "b") == "b"
    assert inline.read_now(names) == await inline.read(names) == ["a", "b"]


def test_a_failing_write_leaves_nothing(inline: InlineDatabase) -> None:
    with pytest.raises(ValueError, match="a"):
        inline.write_now(add, "a", fail=True)
    assert inline.read_now(names) == []


def test_a_read_cannot_write(inline: InlineDatabase) -> None:
    with pytest.raises(Exception, match="readonly"):
        inline.read_now(add, "a")
    assert inline.write_now(add, "b") == "b"
    assert inline.read_now(names) == ["b"]


async def test_alone_a_failing_write_undoes_itself_alone(tmp_path: Path) -> None:
    database = InlineDatabase(tmp_path / "garden.db", is_alone=True)
    await migrate(database, AT)
    database.write_now(add, "a")
    with pytest.raises(ValueError, match="b"):
        database.write_now(add, "b", fail=True)
    with pytest.raises(RuntimeError, match="readonly"):
        database.read_now(add, "c")
    database.write_now(add, "d")
    assert database.read_now(names) == ["a", "d"]
    database.close_now()


async def test_alone_everything_is_in_the_file_once_it_is_closed(tmp_path: Path) -> None:
    database = InlineDatabase(tmp_path / "garden.db", is_alone=True)
    await migrate(database, AT)
    expected = [database.write_now(add, f"{number:04}") for number in range(2_100)]
    database.close_now()
    reopened = InlineDatabase(tmp_path / "garden.db")
    assert reopened.read_now(names) == expected
    reopened.close_now()


async def test_alone_a_write_that_ends_the_transaction_is_refused_and_the_next_is_kept(
    tmp_path: Path,
) -> None:
    database = InlineDatabase(tmp_path / "garden.db", is_alone=True)
    await migrate(database, AT)

    def ends_it(tx: Transaction) -> None:
        tx.run("COMMIT")
        add(tx, "lost")

    with pytest.raises(TransactionEnded):
        database.write_now(ends_it)
    database.write_now(add, "kept")
    assert database.read_now(names) == ["kept"]
    database.close_now()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "garden.db").write_bytes(b"x" * 4096)
    with pytest.raises(DatabaseUnusable, match="is not a database file"):
        InlineDatabase(tmp_path / "garden.db")
