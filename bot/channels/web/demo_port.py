"""What a demo offers the web chat: people to be, and time to skip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol, get_args

from storage.transaction import Transaction
from study.rules.frozen import frozen

SkipTo = Literal["hour", "tomorrow", "monday"]
SKIPS: tuple[SkipTo, ...] = get_args(SkipTo)


@frozen
class Persona:
    """Somebody to be; `label` and `description` by language, short enough for a card."""

    id: str
    label: Mapping[str, str]
    description: Mapping[str, str]


class Demo(Protocol):
    """Given to `add_routes` only where the database carries the demo's mark."""

    def personas(self) -> Sequence[Persona]: ...

    def enter(self, tx: Transaction, persona_id: str, address: str, now: datetime) -> None:
        """Bind the web identity at `address`, made a moment ago in `tx`, to that persona's person."""

    async def skip(self, to: SkipTo) -> None:
        """Move the garden's clock on: an hour, to tomorrow 08:30, or to next Monday 08:30."""
