"""The port to the record: use cases go in, committed results come out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, Protocol

from storage.transaction import Dialect, P, T, Transaction


class Refused(Exception):
    """Something an operator asked for cannot be done; `reason` is one sentence for them."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DatabaseAway(Exception):
    """The database cannot be reached now; whether a write that ended so was committed, nobody can say."""


class DatabaseUnusable(Refused):
    """The database cannot be opened or understood."""


class Database(Protocol):
    """Threaded SQLite, PostgreSQL, or inline for simulations."""

    @property
    def dialect(self) -> Dialect:
        """Which SQL the database speaks."""

    async def write(
        self, use_case: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the use case in a transaction; return once it is committed. An exception undoes all of it.

        It may run more than once before it commits. A cancelled caller does not stop it.
        """

    async def read(
        self, query: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the query on a consistent snapshot; writing is refused."""

    async def close(self) -> None:
        """Finish what was asked for, then let go of every connection."""


def sqlite_path(url: str) -> Path | None:
    """The file of a `sqlite:path` address; None for any other address."""
    scheme, colon, path = url.partition(":")
    return Path(path) if scheme == "sqlite" and colon and path else None
