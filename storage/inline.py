"""SQLite on the caller's own thread: for simulations, building demo gardens and the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate

from storage.sqlite import connect, roll_back
from storage.transaction import Dialect, P, T, Transaction, run_use_case

_ALONE = ("locking_mode = EXCLUSIVE", "journal_mode = MEMORY", "synchronous = OFF", "mmap_size = 1000000000")
"""Nothing is kept for others or for a crash; a file of half a gigabyte is read without being copied."""

_BESIDE_A_GARDEN = ("wal_autocheckpoint = 0",)
"""A serving garden's writer may hold the same file, and it alone checkpoints."""


class InlineDatabase:
    """The same port; every call is finished when it returns.

    `path` is a file or ":memory:". `is_alone`: nobody else opens the file meanwhile, and it is worth nothing when
    this process dies before it is closed. Raises DatabaseUnusable when the file cannot be used.
    """

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path | str, is_alone: bool = False) -> None:
        self._connection = connect(path, *(_ALONE if is_alone else _BESIDE_A_GARDEN))
        self._transaction = Transaction(self._connection, "sqlite")
        self._is_together = False

    async def write(
        self, use_case: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the use case and commit."""
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
        """Run the use case and commit; an exception undoes all of it."""
        if self._is_together:
            with self._savepoint():
                return run_use_case(lambda tx: use_case(tx, *args, **kwargs), self._transaction)
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            result = run_use_case(lambda tx: use_case(tx, *args, **kwargs), self._transaction)
            self._connection.execute("COMMIT")
        finally:
            roll_back(self._connection)
        return result

    def read_now(
        self, query: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the query; writing is refused."""
        # Not by PRAGMA query_only: each switch of it makes SQLite compile every statement anew.
        written = self._connection.total_changes
        self._connection.execute("SAVEPOINT one_read" if self._is_together else "BEGIN")
        try:
            result = run_use_case(lambda tx: query(tx, *args, **kwargs), self._transaction)
            if self._connection.total_changes != written:
                raise RuntimeError("a query tried to write; the database is readonly to it")
        finally:
            self._undo()
        return result

    def close_now(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Writes inside share one commit at the end; an exception that leaves the block undoes them all."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._is_together = True
        try:
            yield
            self._connection.execute("COMMIT")
        finally:
            self._is_together = False
            roll_back(self._connection)

    def _undo(self) -> None:
        """End a read: alone, or among writes that share a commit."""
        if not self._is_together:
            roll_back(self._connection)
            return
        self._connection.execute("ROLLBACK TO one_read")
        self._connection.execute("RELEASE one_read")

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        self._connection.execute("SAVEPOINT one_write")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO one_write")
                self._connection.execute("RELEASE one_write")
            raise
        self._connection.execute("RELEASE one_write")
