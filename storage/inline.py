"""SQLite on the caller's own thread: for simulations, building demo gardens and the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Concatenate

from storage.sqlite import connect, roll_back
from storage.transaction import Dialect, P, T, Transaction, run_use_case

_ALONE = ("journal_mode = MEMORY", "synchronous = OFF", "mmap_size = 1000000000")
"""Nothing is kept for others or for a crash; a file of half a gigabyte is read without being copied."""

_PARTS_OF_A_COMMIT = 1_000
"""Not all there are: in a transaction that has changed the schema, each undo has every statement compiled anew."""

_BESIDE_A_GARDEN = ("wal_autocheckpoint = 0",)
"""A serving garden's writer may hold the same file, and it alone checkpoints."""


class InlineDatabase:
    """The same port; every call is finished when it returns.

    `path` is a file or ":memory:". `is_alone`: nobody else reads the file before it is closed, and it is worth nothing
    when this process dies earlier; so many writes share a commit. Raises DatabaseUnusable when the file cannot be used.
    """

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path | str, is_alone: bool = False) -> None:
        self._connection = connect(path, *(_ALONE if is_alone else _BESIDE_A_GARDEN))
        self._transaction = Transaction(self._connection, "sqlite")
        self._is_alone = is_alone
        self._parts = 0

    async def write(
        self, use_case: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the use case and keep what it wrote."""
        return self.write_now(use_case, *args, **kwargs)

    async def read(
        self, query: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the query; writing is refused."""
        return self.read_now(query, *args, **kwargs)

    async def close(self) -> None:
        """Let go of the file."""
        self.close_now()

    def write_now(
        self, use_case: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the use case and keep what it wrote; an exception undoes all of it."""
        self._begin("BEGIN IMMEDIATE")
        try:
            result = run_use_case(lambda tx: use_case(tx, *args, **kwargs), self._transaction)
            self._connection.execute("RELEASE part" if self._is_alone else "COMMIT")
        except BaseException:
            self._undo()
            raise
        return result

    def read_now(
        self, query: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the query; writing is refused."""
        # Not by PRAGMA query_only: each switch of it makes SQLite compile every statement anew.
        written = self._connection.total_changes
        self._begin("BEGIN")
        try:
            result = run_use_case(lambda tx: query(tx, *args, **kwargs), self._transaction)
            if self._connection.total_changes != written:
                raise RuntimeError("a query tried to write; the database is readonly to it")
        finally:
            self._undo()
        return result

    def close_now(self) -> None:
        """Let go of the file."""
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        self._connection.close()

    def _begin(self, begin: str) -> None:
        """A transaction; alone, a part of one that goes on."""
        if not self._is_alone:
            self._connection.execute(begin)
            return
        self._parts += 1
        if self._connection.in_transaction and self._parts % _PARTS_OF_A_COMMIT == 0:
            self._connection.execute("COMMIT")
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("SAVEPOINT part")

    def _undo(self) -> None:
        if self._is_alone and self._connection.in_transaction:
            self._connection.execute("ROLLBACK TO part")
            self._connection.execute("RELEASE part")
        else:
            roll_back(self._connection)
