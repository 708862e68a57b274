"""Chance that follows from a seed and a name, so that leaving one thing out changes no other."""

from __future__ import annotations

from hashlib import blake2b
from random import Random

_BYTES = 8
_WHOLE = float(1 << 8 * _BYTES)


class Chance:
    """`seed` decides everything; a key is whatever names the occasion."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def share(self, *key: object) -> float:
        """A number from 0 up to 1, always the same for the same occasion."""
        return self.shares(1, *key)[0]

    def shares(self, count: int, *key: object) -> list[float]:
        """So many of them, eight at most, none of which follows from another."""
        digest = blake2b(repr((self.seed, *key)).encode(), digest_size=count * _BYTES).digest()
        return [
            int.from_bytes(digest[start : start + _BYTES]) / _WHOLE for start in range(0, len(digest), _BYTES)
        ]

    def happens(self, likelihood: float, *key: object) -> bool:
        """Whether it happens on this occasion."""
        return likelihood > 0 and self.share(*key) < likelihood

    def rng(self, *key: object) -> Random:
        """A generator for one person or one part of the world."""
        return Random(repr((self.seed, *key)))  # noqa: S311 - a simulation must be reproducible
