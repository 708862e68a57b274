"""What every database promises, and the sentences it refuses with."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database, DatabaseUnusable
from storage.migrating import migrate
from storage.opening import open_database
from storage.transaction import Transaction, TransactionEnded

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def create(tx: Transaction) -> None:
    tx.run("CREATE TABLE note (text TEXT NOT NULL UNIQUE)")


def add(tx: Transaction, text: str, *, error: BaseException | None = None) -> str:
    tx.run("INSERT INTO note (text) VALUES (:text)", text=text)
    if error is not None:
        raise error
    return text


def texts(tx: Transaction) -> list[str]:
    return [row["text"] for row in tx.all("SELECT text FROM note ORDER BY text")]


async def test_a_write_returns_its_result_and_is_seen_by_the_next_read(empty: Database) -> None:
    await empty.write(create)
    assert await empty.write(add, "a") == "a"
    assert await empty.read(texts) == ["a"]


@pytest.mark.parametrize("error", [ValueError("no"), KeyError("no"), GeneratorExit()])
async def test_a_failing_write_leaves_nothing_and_its_error_arrives(
    empty: Database, error: BaseException
) -> None:
    await empty.write(create)
    with pytest.raises(type(error)):
        await empty.write(add, "a", error=error)
    assert await empty.read(texts) == []


async def test_stop_iteration_becomes_an_error_the_caller_can_see(empty: Database) -> None:
    await empty.write(create)
    with pytest.raises(RuntimeError, match="StopIteration"):
        await empty.write(add, "a", error=StopIteration())
    with pytest.raises(RuntimeError, match="StopIteration"):
        await empty.read(lambda tx: next(iter(tx.all("SELECT text FROM note"))))
    assert await empty.read(texts) == []


async def test_a_read_cannot_write(empty: Database) -> None:
    await empty.write(create)
    with pytest.raises(Exception, match=r"readonly|read-only"):
        await empty.read(add, "a")
    assert await empty.read(texts) == []


async def test_a_read_sees_one_moment(empty: Database) -> None:
    await empty.write(create)
    looked, written = threading.Event(), threading.Event()

    def look_twice(tx: Transaction) -> tuple[list[str], list[str]]:
        before = texts(tx)
        looked.set()
        assert written.wait(10)
        return before, texts(tx)

    reading = asyncio.create_task(empty.read(look_twice))
    await asyncio.to_thread(looked.wait, 10)
    await empty.write(add, "a")
    written.set()
    assert await reading == ([], [])


async def test_a_write_goes_on_without_its_caller(empty_url: str) -> None:
    database = await open_database(empty_url)
    await database.write(create)
    started, go_on = threading.Event(), threading.Event()

    def slow(tx: Transaction) -> None:
        add(tx, "first half")
        started.set()
        assert go_on.wait(10)
        add(tx, "second half")

    running = asyncio.create_task(database.write(slow))
    await asyncio.to_thread(started.wait, 10)
    waiting = asyncio.create_task(database.write(add, "waiting"))
    await asyncio.sleep(0)
    for task in (running, waiting):
        task.cancel()
    await asyncio.wait([running, waiting])
    assert running.cancelled()
    assert waiting.cancelled()
    go_on.set()
    await database.close()

    reopened = await open_database(empty_url)
    assert await reopened.read(texts) == ["first half", "second half", "waiting"]
    await reopened.close()


async def test_closing_finishes_what_is_queued_and_refuses_what_comes_later(empty_url: str) -> None:
    database = await open_database(empty_url)
    await database.write(create)
    writes = [asyncio.create_task(database.write(add, f"{n:03}")) for n in range(120)]
    reads = [asyncio.create_task(database.read(texts)) for _ in range(10)]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*writes, *reads)
    with pytest.raises(RuntimeError):
        await database.write(add, "late")
    with pytest.raises(RuntimeError):
        await database.read(texts)

    reopened = await open_database(empty_url)
    assert len(await reopened.read(texts)) == 120
    await reopened.close()


async def test_no_statement_commits_by_itself_after_the_transaction_ended(empty: Database) -> None:
    await empty.write(create)

    def end_early(tx: Transaction) -> None:
        tx.run("ROLLBACK")
        add(tx, "stray")

    with pytest.raises(TransactionEnded):
        await empty.write(end_early)
    assert await empty.read(texts) == []


async def test_writes_at_the_same_time_all_arrive(empty: Database) -> None:
    await empty.write(create)
    names = [f"{n:03}" for n in range(130)]
    assert await asyncio.gather(*(empty.write(add, name) for name in names)) == names
    assert await empty.read(texts) == names


@pytest.mark.parametrize("url", ["mysql://host/db", "sqlite:", "garden.db", ""])
async def test_an_unknown_address_is_refused(url: str) -> None:
    with pytest.raises(DatabaseUnusable, match="must be sqlite:path or postgresql://"):
        await open_database(url)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "garden.db"
    path.write_text("学习园地" * 500, encoding="utf-8")
    with pytest.raises(DatabaseUnusable, match=r"garden\.db is not a database file\."):
        await open_database(f"sqlite:{path}")


async def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnusable, match="cannot be opened"):
        await open_database(f"sqlite:{tmp_path / 'file' / 'data' / 'garden.db'}")


async def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:{tmp_path / 'new' / 'data' / 'garden.db'}")
    await database.close()
    assert (tmp_path / "new" / "data" / "garden.db").is_file()


async def test_a_newer_schema_is_refused(empty_url: str) -> None:
    database = await open_database(empty_url)
    await migrate(database, NOW)

    def come_from_the_future(tx: Transaction) -> None:
        insert = "INSERT INTO schema_migration (number, name, applied_at) VALUES (9001, 'later', :now)"
        tx.run(insert, now=NOW)

    await database.write(come_from_the_future)
    await database.close()
    with pytest.raises(DatabaseUnusable, match=r"\(migration 9001\) is newer than this program"):
        await open_database(empty_url)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://user:s3cret@127.0.0.1:1/garden", "cannot be reached"),
        ("postgresql://user:s3cret@127.0.0.1:s3cret/garden", "cannot be understood|cannot be reached"),
    ],
)
async def test_a_failed_connection_never_tells_the_password(url: str, sentence: str) -> None:
    with pytest.raises(DatabaseUnusable, match=sentence) as failure:
        await open_database(url)
    assert "s3cret" not in str(failure.value)
    assert failure.value.__cause__ is None


async def test_a_missing_postgresql_database_is_named_as_such(
    postgresql_address: Callable[[str], str],
) -> None:
    with pytest.raises(DatabaseUnusable, match="no such database"):
        await open_database(postgresql_address("nowhere"))


async def test_without_the_extra_packages_postgresql_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "storage.postgresql", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseUnusable, match=r"learning-garden\[cluster\]"):
        await open_database("postgresql://127.0.0.1/garden")
