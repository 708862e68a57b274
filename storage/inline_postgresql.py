"""PostgreSQL on the caller's own thread, one connection: for simulations, like `inline` for SQLite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate

from storage.postgresql import READING, PostgresqlDatabase, connect
from storage.transaction import P, T, Transaction


class InlinePostgresql(PostgresqlDatabase):
    """The same port; every call is finished when it returns. Raises psycopg.Error where it cannot connect."""

    def __init__(self, url: str) -> None:
        super().__init__(url, [connect(url)])

    async def close(self) -> None:
        """Let go of the connection."""
        self._executor.shutdown()
        self._idle.get().close()

    async def _submit(self, call: Callable[[], T]) -> T:
        return call()

    def read_now(
        self, query: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the query on one snapshot."""
        return self._attempt(READING, lambda tx: query(tx, *args, **kwargs))
