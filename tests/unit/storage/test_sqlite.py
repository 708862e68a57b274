"""The shared commit: those waiting go together, and nobody falls with a neighbour."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.sqlite import SqliteDatabase
from storage.transaction import Transaction, TransactionEnded

REPOSITORY = Path(__file__).parents[3]


def create(tx: Transaction) -> None:
    tx.run("CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL UNIQUE)")
    tx.run(
        "CREATE TRIGGER takes_neighbours_along BEFORE INSERT ON note WHEN NEW.text = 'rollback' "
        "BEGIN SELECT RAISE(ROLLBACK, 'all of it'); END"
    )


def add(tx: Transaction, text: str) -> None:
    tx.run("INSERT INTO note (text) VALUES (:text)", text=text)


def texts(tx: Transaction) -> list[str]:
    return [row["text"] for row in tx.all("SELECT text FROM note ORDER BY text")]


@pytest.fixture
async def notes(sqlite: SqliteDatabase) -> SqliteDatabase:
    await sqlite.write(create)
    return sqlite


async def write_together(database: SqliteDatabase, *use_cases: Callable[[Transaction], Any]) -> list[Any]:
    """Hold the writer until all of them wait; return each one's result or error."""
    holds, let_go = threading.Event(), threading.Event()

    def hold(tx: Transaction) -> None:
        holds.set()
        assert let_go.wait(10)

    first = asyncio.create_task(database.write(hold))
    await asyncio.to_thread(holds.wait, 10)
    waiting = [asyncio.create_task(database.write(use_case)) for use_case in use_cases]
    await asyncio.sleep(0)
    let_go.set()
    await first
    return await asyncio.gather(*waiting, return_exceptions=True)


def adding(text: str, *, then: BaseException | None = None) -> Callable[[Transaction], None]:
    def use_case(tx: Transaction) -> None:
        add(tx, text)
        if then is not None:
            raise then

    return use_case


async def count_commits(database: SqliteDatabase, *use_cases: Callable[[Transaction], Any]) -> int:
    statements: list[str] = []
    await database._writer.set_trace_callback(statements.append)
    await write_together(database, *use_cases)
    await database._writer.set_trace_callback(None)
    return statements.count("COMMIT") - 1  # the one that held the others back


async def test_those_waiting_share_one_commit(notes: SqliteDatabase) -> None:
    assert await count_commits(notes, *(adding(f"{n:02}") for n in range(20))) == 1
    assert len(await notes.read(texts)) == 20


async def test_at_most_two_hundred_share_a_commit(notes: SqliteDatabase) -> None:
    assert await count_commits(notes, *(adding(f"{n:03}") for n in range(500))) == 3
    assert len(await notes.read(texts)) == 500


@pytest.mark.parametrize(
    "error", [ValueError("no"), sqlite3.IntegrityError("no"), SystemError(), GeneratorExit()]
)
async def test_neighbours_survive_a_failing_write(notes: SqliteDatabase, error: BaseException) -> None:
    outcomes = await write_together(notes, adding("a"), adding("lost", then=error), adding("b"))
    assert outcomes == [None, error, None]
    assert await notes.read(texts) == ["a", "b"]


async def test_neighbours_survive_stop_iteration(notes: SqliteDatabase) -> None:
    outcomes = await write_together(notes, adding("a"), adding("lost", then=StopIteration()), adding("b"))
    assert [type(outcome) for outcome in outcomes] == [type(None), RuntimeError, type(None)]
    assert await notes.read(texts) == ["a", "b"]


async def test_a_write_sees_what_its_neighbours_wrote_before_it(notes: SqliteDatabase) -> None:
    outcomes = await write_together(notes, adding("a"), adding("a"), texts)
    assert isinstance(outcomes[1], sqlite3.IntegrityError)
    assert outcomes[2] == ["a"]


async def test_an_unfinished_returning_cursor_takes_no_neighbours_along(notes: SqliteDatabase) -> None:
    def leave_cursor_open(tx: Transaction) -> None:
        cursor = tx._connection.execute("INSERT INTO note (text) VALUES ('x'), ('y') RETURNING id")
        next(cursor)
        raise ValueError("with the cursor still open")

    outcomes = await write_together(notes, adding("a"), leave_cursor_open, adding("b"))
    assert isinstance(outcomes[1], ValueError)
    assert await notes.read(texts) == ["a", "b"]
    await notes.write(add, "c")


async def test_a_row_that_cannot_be_decoded_leaves_no_cursor_behind(notes: SqliteDatabase) -> None:
    def insert_broken_text(tx: Transaction) -> None:
        tx.all("INSERT INTO note (text) VALUES (CAST(x'ff' AS TEXT)), ('x') RETURNING text")

    outcomes = await write_together(notes, adding("a"), insert_broken_text, adding("b"))
    assert isinstance(outcomes[1], sqlite3.OperationalError)
    assert await notes.read(texts) == ["a", "b"]


async def test_a_trigger_that_rolls_back_takes_no_neighbours_along(notes: SqliteDatabase) -> None:
    outcomes = await write_together(notes, adding("a"), adding("rollback"), adding("b"))
    assert [type(outcome) for outcome in outcomes] == [type(None), sqlite3.IntegrityError, type(None)]
    assert await notes.read(texts) == ["a", "b"]


async def test_a_use_case_that_hides_such_a_rollback_keeps_nothing(notes: SqliteDatabase) -> None:
    def hide_it(tx: Transaction, then: Callable[[Transaction], None]) -> None:
        try:
            add(tx, "rollback")
        except sqlite3.IntegrityError:
            then(tx)

    outcomes = await write_together(
        notes,
        adding("a"),
        lambda tx: hide_it(tx, adding("stray")),
        lambda tx: hide_it(tx, lambda tx: None),
        adding("b"),
    )
    assert outcomes[0] is None
    assert isinstance(outcomes[1], TransactionEnded)
    assert isinstance(outcomes[2], sqlite3.OperationalError)
    assert outcomes[3] is None
    assert await notes.read(texts) == ["a", "b"]


async def test_when_the_commit_fails_nobody_is_told_it_was_kept(notes: SqliteDatabase) -> None:
    def refuse_commit(action: int, what: str | None, *_: str | None) -> int:
        is_commit = action == sqlite3.SQLITE_TRANSACTION and what == "COMMIT"
        return sqlite3.SQLITE_DENY if is_commit else sqlite3.SQLITE_OK

    def break_it(tx: Transaction) -> None:
        tx._connection.set_authorizer(refuse_commit)

    outcomes = await write_together(notes, break_it, adding("a"), adding("b"))
    assert all(isinstance(outcome, sqlite3.DatabaseError) for outcome in outcomes)
    await notes._writer.set_authorizer(None)
    assert await notes.read(texts) == []
    await notes.write(add, "c")


async def test_a_read_waits_for_a_reader_and_not_for_the_writer(notes: SqliteDatabase) -> None:
    holds, let_go = threading.Event(), threading.Event()

    def hold(tx: Transaction) -> None:
        holds.set()
        assert let_go.wait(10)

    writing = asyncio.create_task(notes.write(hold))
    await asyncio.to_thread(holds.wait, 10)
    assert await asyncio.gather(*(notes.read(texts) for _ in range(5))) == [[]] * 5
    let_go.set()
    await writing


async def test_the_file_is_durable_strict_about_references_and_only_the_writer_checkpoints(
    sqlite: SqliteDatabase,
) -> None:
    def settings(tx: Transaction) -> list[Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
        values = [row for name in names if (row := tx.one(f"PRAGMA {name}"))]
        return [next(iter(value.values())) for value in values]

    assert await sqlite.write(settings) == ["wal", 2, 1, 30_000, 0]
    assert await sqlite.read(settings) == ["wal", 2, 1, 30_000, 1]
    assert await sqlite.read(lambda tx: tx.one("PRAGMA wal_autocheckpoint")) == {"wal_autocheckpoint": 0}


async def test_closing_leaves_one_self_contained_file(tmp_path: Path) -> None:
    database = await SqliteDatabase.open(tmp_path / "garden.db")
    await database.write(create)
    await database.close()
    await database.close()
    assert os.listdir(tmp_path) == ["garden.db"]


WRITE_UNTIL_KILLED = """
import asyncio, sys
from pathlib import Path
from storage.sqlite import SqliteDatabase

def add(tx, number):
    tx.run("INSERT INTO note (text) VALUES (:text)", text=str(number))

async def write(database, start):
    for number in range(start, 10**9, 20):
        await database.write(add, number)
        print(number, flush=True)

async def main():
    database = await SqliteDatabase.open(Path(sys.argv[1]))
    await asyncio.gather(*(write(database, start) for start in range(20)))

asyncio.run(main())
"""


def acknowledged_until_killed(path: Path) -> set[str]:
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_UNTIL_KILLED, str(path)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(1000)]
        writer.kill()
        lines += writer.stdout.readlines()
    return {line.strip() for line in lines if line.endswith("\n")}


async def test_every_acknowledged_write_survives_being_killed(sqlite: SqliteDatabase, tmp_path: Path) -> None:
    await sqlite.write(create)
    await sqlite.close()
    path = tmp_path / "garden.db"
    acknowledged = await asyncio.to_thread(acknowledged_until_killed, path)
    with closing(sqlite3.connect(path)) as connection:
        kept = {text for (text,) in connection.execute("SELECT text FROM note")}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(acknowledged) >= 1000
    assert acknowledged <= kept
