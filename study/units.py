"""Naming units: by their whole path, or by a name that only one unit has."""

from __future__ import annotations

import re
from typing import Literal

import storage.units
from storage.transaction import Transaction
from storage.units import Unit
from study.rules.frozen import frozen

DEEPEST = 8
LONGEST_NAME = 60
_RESERVED = re.compile(r"[、,，;；@＠]")


@frozen
class Refusal:
    """`text` is what was written: no unit is called so, or several are."""

    reason: Literal["unknown_unit", "ambiguous_unit"]
    text: str


def normal_path(text: str) -> str:
    """A path as it is stored: names trimmed, joined by "/", none of them empty."""
    return "/".join(name for part in re.split(r"[/／]", text) if (name := part.strip()))


def is_fit(path: str) -> bool:
    """Whether a normal path may name a new unit; names keep clear of what separates the items of a list."""
    names = path.split("/")
    return (
        1 <= len(names) <= DEEPEST
        and all(1 <= len(name) <= LONGEST_NAME for name in names)
        and not _RESERVED.search(path)
    )


def is_within(path: str, above: str) -> bool:
    """Whether a path is `above` itself or lies below it."""
    return path == above or path.startswith(f"{above}/")


def find(tx: Transaction, text: str) -> Unit | Refusal:
    """The unit of this path, or the only one of this name."""
    path = normal_path(text)
    if unit := storage.units.by_path(tx, path):
        return unit
    namesakes = storage.units.by_name(tx, path)
    if len(namesakes) == 1:
        return namesakes[0]
    return Refusal("ambiguous_unit" if namesakes else "unknown_unit", text)
