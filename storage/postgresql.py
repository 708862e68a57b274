"""PostgreSQL for more than one node: the same use cases on psycopg connections, each used by one thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any, Concatenate

import psycopg
from psycopg.adapt import Loader
from psycopg.errors import DeadlockDetected, SerializationFailure
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8Dumper

from storage.database import DatabaseAway, DatabaseUnusable
from storage.transaction import Dialect, P, T, Transaction, TransactionEnded, run_use_case

_CONNECTIONS = 4
_TRIES = 4
_CONNECT_SECONDS = 10
_PREPARED = 500
"""Statements a connection keeps prepared: all of this program's. Of more than are kept, each is prepared anew."""

_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED"
READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

Connection = psycopg.Connection[tuple[Any, ...]]


class _NumericLoader(Loader):
    """SUM of BIGINT is numeric here and an integer on SQLite; this makes them agree."""

    def load(self, data: Any) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text or text == "NaN" else int(text)


class PostgresqlDatabase:
    """Four connections, each transaction its own, READ COMMITTED for writes and one snapshot for reads."""

    dialect: Dialect = "postgresql"

    def __init__(self, url: str, connections: list[Connection]) -> None:
        self._url = url
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        for connection in connections:
            self._idle.put(connection)
        self._executor = ThreadPoolExecutor(len(connections), thread_name_prefix="postgresql")

    @classmethod
    async def open(cls, url: str) -> PostgresqlDatabase:
        """Connect. Raises DatabaseUnusable with a reason that tells nothing of the address."""
        connections: list[Connection] = []
        try:
            for _ in range(_CONNECTIONS):
                connections.append(await asyncio.to_thread(connect, url))
        except psycopg.Error as error:
            for connection in connections:
                connection.close()
            raise DatabaseUnusable(_why_unusable(error)) from None
        return cls(url, connections)

    async def write(
        self, use_case: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run on a connection's thread; return once committed. Deadlocks are tried again, three times."""
        return await self._submit(partial(self._write, lambda tx: use_case(tx, *args, **kwargs)))

    async def read(
        self, query: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run on a connection's thread, on one snapshot."""
        return await self._submit(partial(self._attempt, READING, lambda tx: query(tx, *args, **kwargs)))

    async def close(self) -> None:
        """Finish what is queued, then close every connection."""
        await asyncio.to_thread(self._executor.shutdown)
        while not self._idle.empty():
            self._idle.get().close()

    async def _submit(self, call: Callable[[], T]) -> T:
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._executor, _known, call))

    def _write(self, use_case: Callable[[Transaction], T]) -> T:
        for _ in range(_TRIES - 1):
            with suppress(SerializationFailure, DeadlockDetected):
                return self._attempt(_WRITING, use_case)
        return self._attempt(_WRITING, use_case)

    def _attempt(self, begin: str, use_case: Callable[[Transaction], T]) -> T:
        connection = self._idle.get()
        try:
            connection = self._begin(connection, begin)
            try:
                result = run_use_case(use_case, Transaction(connection, "postgresql"))
                _commit(connection)
                return result
            finally:
                _roll_back(connection)
        finally:
            self._idle.put(connection)

    def _begin(self, connection: Connection, begin: str) -> Connection:
        try:
            connection.execute(begin.encode())
            return connection
        except psycopg.OperationalError:
            # The server went away while the connection idled; nothing was asked of it yet.
            connection.close()
            fresh = connect(self._url)
            fresh.execute(begin.encode())
            return fresh


def _known(call: Callable[[], T]) -> T:
    """Whoever asked need not know psycopg to see that it was not their doing. Raises DatabaseAway."""
    try:
        return call()
    except (SerializationFailure, DeadlockDetected):
        raise
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise DatabaseAway(type(error).__name__) from error


def connect(url: str) -> Connection:
    """A connection with the garden's types. Raises psycopg.Error."""
    connection = psycopg.connect(url, autocommit=True, connect_timeout=_CONNECT_SECONDS)
    # One integer type for parameters: the default takes the smallest that fits, and arithmetic overflows it.
    connection.adapters.register_dumper(int, Int8Dumper)
    connection.adapters.register_loader("numeric", _NumericLoader)
    connection.prepared_max = _PREPARED
    return connection


def _commit(connection: Connection) -> None:
    # COMMIT of a failed transaction would roll back without saying so.
    if connection.info.transaction_status != TransactionStatus.INTRANS:
        raise TransactionEnded("a use case went on after a statement of it had failed")
    connection.execute("COMMIT")


def _roll_back(connection: Connection) -> None:
    if connection.info.transaction_status != TransactionStatus.IDLE:
        with suppress(psycopg.OperationalError):
            connection.execute("ROLLBACK")


def _why_unusable(error: psycopg.Error) -> str:
    # libpq's own words may quote a piece of a mistyped password.
    words = str(error)
    if isinstance(error, psycopg.ProgrammingError):
        return "The postgresql:// address cannot be understood."
    if "authentication failed" in words or "no password" in words:
        return "PostgreSQL refused the user name or the password."
    if "does not exist" in words:
        return "PostgreSQL has no such database or user."
    return "PostgreSQL cannot be reached at the given address."
