"""A list of values in a statement: `IN ({LISTED})`, asked for as many at a time as the statement has places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_PLACES = 200
LISTED = ", ".join(f":v{place}" for place in range(_PLACES))


def lists(values: Sequence[int] | Sequence[str]) -> Iterator[dict[str, Any]]:
    """The parameters of `LISTED`, time after time. The last ones repeat a value, so that the statement is always the
    same and is prepared once."""
    for start in range(0, len(values), _PLACES):
        some = values[start : start + _PLACES]
        yield {f"v{place}": some[place % len(some)] for place in range(_PLACES)}
