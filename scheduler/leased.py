"""The record as the one node sees it that ticks: every write holds the lease, or is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Concatenate

import storage.clockwork
from storage.database import Database
from storage.transaction import Dialect, P, T, Transaction

NAME = "tick"
LENGTH = timedelta(seconds=30)


class LeaseLost(Exception):
    """This node stood still for so long that another one ticks now."""


class LeasedDatabase:
    """The same port. The lease is renewed in the transaction of each write, so that a node that was paused past
    it changes nothing when it goes on."""

    def __init__(self, db: Database, node: str, clock: Callable[[], datetime]) -> None:
        self._db, self._node, self._clock = db, node, clock

    @property
    def dialect(self) -> Dialect:
        return self._db.dialect

    async def take(self) -> bool:
        """Whether this node ticks now."""
        return await self._db.write(storage.clockwork.hold_lease, NAME, self._node, self._clock(), LENGTH)

    async def release(self) -> None:
        """The next tick may be any node's."""
        await self._db.write(storage.clockwork.release_lease, NAME, self._node)

    async def write(
        self, use_case: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._db.write(self._held, lambda tx: use_case(tx, *args, **kwargs))

    async def read(
        self, query: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._db.read(query, *args, **kwargs)

    async def close(self) -> None:
        """The record is closed by whoever opened it."""

    def _held(self, tx: Transaction, use_case: Callable[[Transaction], T]) -> T:
        if not storage.clockwork.hold_lease(tx, NAME, self._node, self._clock(), LENGTH):
            raise LeaseLost
        return use_case(tx)
