"""Open streams, and waking them when there is something new for their transcript."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Ear:
    """One open stream: it waits here between two looks at the record."""

    def __init__(self) -> None:
        self._news = asyncio.Event()
        self.closing = False

    async def wait(self, seconds: float) -> bool:
        """True when there is news, False when the time has passed."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        self._news.clear()
        return True

    def wake(self) -> None:
        self._news.set()

    def close(self) -> None:
        self.closing = True
        self.wake()


class Listeners:
    """The streams of this node by identity; each identity may hold a few, the oldest gives way."""

    MOST_STREAMS = 6

    def __init__(self) -> None:
        self._ears: dict[int, list[Ear]] = {}
        self._closed = False

    @contextmanager
    def listen(self, identity_id: int) -> Iterator[Ear]:
        ear, ears = Ear(), self._ears.setdefault(identity_id, [])
        ears.append(ear)
        if len(ears) > self.MOST_STREAMS:
            ears[0].close()
        if self._closed:
            ear.close()
        try:
            yield ear
        finally:
            ears.remove(ear)
            if not ears and self._ears.get(identity_id) is ears:
                del self._ears[identity_id]

    def wake(self, identity_id: int) -> None:
        for ear in self._ears.get(identity_id, ()):
            ear.wake()

    def close(self) -> None:
        """End every stream, and those still to come."""
        self._closed = True
        for ears in self._ears.values():
            for ear in ears:
                ear.close()
