"""Time that jumps: an event loop on which nobody waits for a clock, and everything happens in one fixed order."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Mapping

MICROSECOND = 1e-6


class NothingLeft(Exception):
    """Everybody waits for somebody else: no timer is set any more."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time()` is seconds since it was made; it moves on only when everything due has been done."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__(_JumpingSelector(self._jump))
        # After some months a float of seconds has no nanoseconds left to count.
        self._clock_resolution = MICROSECOND

    def time(self) -> float:
        return self._now

    def _jump(self, seconds: float) -> None:
        self._now += max(seconds, MICROSECOND)


class _JumpingSelector(selectors.BaseSelector):
    """Where a loop would wait for the network, the time has come already."""

    def __init__(self, jump: Callable[[float], None]) -> None:
        self._kept = selectors.SelectSelector()
        self._jump = jump

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise NothingLeft
        if timeout > 0:
            self._jump(timeout)
        return []

    def register(self, fileobj: int, events: int, data: object = None) -> selectors.SelectorKey:  # type: ignore[override]
        return self._kept.register(fileobj, events, data)

    def unregister(self, fileobj: int) -> selectors.SelectorKey:  # type: ignore[override]
        return self._kept.unregister(fileobj)

    def get_map(self) -> Mapping[object, selectors.SelectorKey]:  # type: ignore[override]
        return self._kept.get_map()  # type: ignore[return-value]

    def close(self) -> None:
        self._kept.close()
