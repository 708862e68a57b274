"""A list of values in a statement: a few with a place each, or many, as many at a time as `LISTED` has places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

V = TypeVar("V", bound=int | str)

_PLACES = 200
LISTED = ", ".join(f":v{place}" for place in range(_PLACES))


def few(name: str, values: Iterable[V]) -> tuple[str, dict[str, V]]:
    """What stands within `IN (…)`, and its parameters."""
    named = {f"{name}{place}": value for place, value in enumerate(values)}
    return ", ".join(f":{key}" for key in named), named


def lists(values: Sequence[int] | Sequence[str]) -> Iterator[dict[str, Any]]:
    """The parameters of `LISTED`, time after time. The last ones repeat a value, so that the statement is always the
    same and is prepared once."""
    for start in range(0, len(values), _PLACES):
        some = values[start : start + _PLACES]
        yield {f"v{place}": some[place % len(some)] for place in range(_PLACES)}
