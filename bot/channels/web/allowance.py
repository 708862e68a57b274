"""How often somebody may do something: token buckets in memory."""

from __future__ import annotations

from datetime import datetime

MOST_REMEMBERED = 20_000


class Allowance:
    """`burst` at once, then `per_second`, for each key. Who has not been heard of for long is forgotten."""

    def __init__(self, burst: float, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._left: dict[str, tuple[float, datetime]] = {}

    def take(self, key: str, now: datetime) -> bool:
        """Use one up; False when nothing is left."""
        left = self._refilled(key, now)
        allowed = left >= 1
        self._left.pop(key, None)
        self._left[key] = (left - 1 if allowed else left, now)
        if len(self._left) > MOST_REMEMBERED:
            del self._left[next(iter(self._left))]
        return allowed

    def _refilled(self, key: str, now: datetime) -> float:
        left, since = self._left.get(key, (self._burst, now))
        return min(self._burst, left + max(0.0, (now - since).total_seconds()) * self._per_second)
