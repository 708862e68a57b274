"""A memory that fades: what nobody has spoken of for some weeks is forgotten, so that a long year stays small."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

DAYS = 28
"""Longer than a message, a question or a tap is of any use."""


class Lately(Generic[K, V]):
    """What was said of each key last, kept for `DAYS` to twice as long after it was said."""

    def __init__(self) -> None:
        self._now: dict[K, V] = {}
        self._before: dict[K, V] = {}
        self._days = 0

    def of(self, key: K, otherwise: V) -> V:
        """What was said of this key last, or `otherwise`."""
        found = self._now.get(key)
        return self._before.get(key, otherwise) if found is None else found

    def say(self, key: K, value: V) -> V:
        """Remember it, and give it back."""
        self._now[key] = value
        return value

    def day_ends(self) -> None:
        """Forget what is old enough."""
        self._days += 1
        if self._days % DAYS == 0:
            self._now, self._before = {}, self._now
