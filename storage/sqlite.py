"""SQLite for a running garden: one writer's thread with shared commits, and readers on snapshots."""

from __future__ import annotations

import asyncio
import sqlite3
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, TypeVar

import aiosqlite

from storage.database import DatabaseUnusable
from storage.transaction import Dialect, P, T, Transaction, run_use_case

C = TypeVar("C", bound=aiosqlite.Connection)

_READERS = 2
_LARGEST_BATCH = 200
_BUSY_SECONDS = 30
_CACHE_KILOBYTES = 32_768
"""Of pages kept in memory by each connection: of a county, all that is used in an hour."""


@dataclass(slots=True, eq=False)
class _Write:
    """One use case on its way to a commit, and what became of it."""

    use_case: Callable[[Transaction], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def attempt(self, tx: Transaction) -> None:
        self.result, self.error = None, None
        try:
            self.result = run_use_case(self.use_case, tx)
        except BaseException as error:
            # A cursor left open in a dead frame would keep the next savepoint and the commit from happening.
            traceback.clear_frames(error.__traceback__)
            self.error = error


class SqliteDatabase:
    """A database file with one writer, who alone checkpoints, and two readers."""

    dialect: Dialect = "sqlite"

    def __init__(self, writer: _Writer, readers: list[_Reader]) -> None:
        self._writer = writer
        self._idle_readers = readers
        self._reader_is_idle = asyncio.Semaphore(len(readers))
        self._closed = False

    @classmethod
    async def open(cls, path: Path) -> SqliteDatabase:
        """Open or create the file and its folder. Raises DatabaseUnusable."""
        writer = await _started(_Writer(partial(connect, path), iter_chunk_size=1))
        readers: list[_Reader] = []
        try:
            for _ in range(_READERS):
                reading = partial(connect, path, "wal_autocheckpoint = 0", "query_only = ON")
                readers.append(await _started(_Reader(reading, iter_chunk_size=1)))
        except BaseException:
            for connection in (*readers, writer):
                await connection.close()
            raise
        return cls(writer, readers)

    async def write(
        self, use_case: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run on the writer's thread; return once committed. It may share its commit with others waiting."""
        self._refuse_if_closed()
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._writer.enqueue(_Write(lambda tx: use_case(tx, *args, **kwargs), future))
        return await future

    async def read(
        self, query: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run on a reader's thread, on one snapshot."""
        self._refuse_if_closed()
        async with self._reader_is_idle:
            reader = self._idle_readers.pop()
            try:
                return await reader.take_snapshot(lambda tx: query(tx, *args, **kwargs))
            finally:
                self._idle_readers.append(reader)

    async def close(self) -> None:
        """Finish what is queued, then close; the writer goes last and folds the log into the file."""
        if self._closed:
            return
        self._closed = True
        for _ in range(_READERS):
            await self._reader_is_idle.acquire()
        for reader in self._idle_readers:
            await reader.close()
        await self._writer.close()

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise RuntimeError("the database is closed")


async def _started(connection: C) -> C:
    try:
        await connection
    except BaseException:
        # Its thread has one more word to say to this loop, which may be about to close.
        await asyncio.to_thread(connection._thread.join)
        raise
    return connection


class _Writer(aiosqlite.Connection):
    """aiosqlite's connection and thread, handed whole batches instead of single statements."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], iter_chunk_size: int) -> None:
        super().__init__(connector, iter_chunk_size)
        self._waiting: deque[_Write] = deque()

    def enqueue(self, write: _Write) -> None:
        """Queue a write, and wake the thread when it is the only one: it goes on while there are any."""
        self._waiting.append(write)
        if len(self._waiting) == 1:
            self._tx.put_nowait((None, self._commit_waiting))

    def _commit_waiting(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), _LARGEST_BATCH))]
            commit_batch(self._conn, batch)
            batch[0].future.get_loop().call_soon_threadsafe(_deliver, batch)


class _Reader(aiosqlite.Connection):
    """aiosqlite's connection and thread, handed whole queries."""

    async def take_snapshot(self, query: Callable[[Transaction], T]) -> T:
        """Run the query where nothing changes under it."""
        result: T = await self._execute(self._run_on_snapshot, query)  # type: ignore[no-untyped-call]
        return result

    def _run_on_snapshot(self, query: Callable[[Transaction], T]) -> T:
        self._conn.execute("BEGIN")
        try:
            return run_use_case(query, Transaction(self._conn, "sqlite"))
        finally:
            roll_back(self._conn)


def _deliver(batch: list[_Write]) -> None:
    for write in batch:
        if write.future.done():  # whoever waited was cancelled; the write stands
            continue
        if write.error is None:
            write.future.set_result(write.result)
        else:
            write.future.set_exception(write.error)


def commit_batch(connection: sqlite3.Connection, batch: list[_Write]) -> None:
    """Decide every write of the batch: one commit for all, or one each where one of them fails."""
    if len(batch) > 1 and _commit_together(connection, batch):
        return
    for write in batch:
        _commit_alone(connection, write)


def _commit_alone(connection: sqlite3.Connection, write: _Write) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
        write.attempt(Transaction(connection, "sqlite"))
        if write.error is None:
            connection.execute("COMMIT")
    except BaseException as error:
        write.error = error
    roll_back(connection)


def _commit_together(connection: sqlite3.Connection, batch: list[_Write]) -> bool:
    """False when a write failed or the transaction fell on the way: then nothing is kept and nothing decided.

    No savepoint around each: failing is rare, and SQLite would copy every page that each of them touches.
    """
    tx = Transaction(connection, "sqlite")
    try:
        connection.execute("BEGIN IMMEDIATE")
        for write in batch:
            write.attempt(tx)
            if write.error is not None or not connection.in_transaction:
                return False
        connection.execute("COMMIT")
    except BaseException as error:
        for write in batch:
            write.error = error
    finally:
        roll_back(connection)
    return True


def roll_back(connection: sqlite3.Connection) -> None:
    """Undo what is still open; after a commit, or where SQLite undid it already, there is nothing to do."""
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def connect(path: Path | str, /, *pragmas: str) -> sqlite3.Connection:
    """A connection with the garden's settings, or those `pragmas` that differ; makes the file and its folder.

    Raises DatabaseUnusable.
    """
    try:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, cached_statements=512)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnusable(f"{path} cannot be opened: {error}.") from error
    try:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"cache_size = -{_CACHE_KILOBYTES}",
            *pragmas,
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        if "query_only = ON" not in pragmas:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        connection.close()
        raise DatabaseUnusable(_why_unusable(path, error)) from error
    return connection


def _why_unusable(path: Path | str, error: sqlite3.Error) -> str:
    if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
        return f"{path} is not a database file."
    return f"{path} cannot be used: {error}."
