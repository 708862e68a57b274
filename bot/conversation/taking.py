"""The door between a channel and the conversation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.conversation.incoming import Incoming
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Taken:
    """An event is in the record. `notice` is a short text to show where the tap happened, if any."""

    is_new: bool
    notice: str | None = None


class Reception(Protocol):
    """Takes events for good: when `take` returns, the event is committed; its replies follow in order.

    `also` runs in the same transaction before the handler with (tx, identity_id), only for a new event.
    """

    async def take(
        self, incoming: Incoming, also: Callable[[Transaction, int], None] | None = None
    ) -> Taken: ...

    async def bury(self, channel: str, event_id: str, payload: str, failure: str) -> None:
        """Put an event that cannot be handled into `dead_letter`, for a person to look at."""
        ...
