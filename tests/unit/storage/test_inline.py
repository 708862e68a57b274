"""The database on the caller's own thread."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.database import DatabaseUnusable
from storage.inline import InlineDatabase
from storage.transaction import Transaction


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


def test_together_is_one_commit_and_a_failing_write_undoes_itself_alone(tmp_path: Path) -> None:
    database, witness = (InlineDatabase(tmp_path / "garden.db") for _ in range(2))
    database.write_now(lambda tx: tx.run("CREATE TABLE setting (name TEXT, value TEXT)"))
    with database.together():
        database.write_now(add, "a")
        with pytest.raises(ValueError, match="b"):
            database.write_now(add, "b", fail=True)
        database.write_now(add, "c")
        assert database.read_now(names) == ["a", "c"]
        assert witness.read_now(names) == []
    assert witness.read_now(names) == ["a", "c"]
    database.close_now()
    witness.close_now()


def test_an_exception_that_leaves_together_undoes_everything(inline: InlineDatabase) -> None:
    with pytest.raises(KeyError), inline.together():
        inline.write_now(add, "a")
        raise KeyError
    assert inline.read_now(names) == []
    inline.write_now(add, "b")
    assert inline.read_now(names) == ["b"]


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "garden.db").write_bytes(b"x" * 4096)
    with pytest.raises(DatabaseUnusable, match="is not a database file"):
        InlineDatabase(tmp_path / "garden.db")
