"""What a file sent to the chat may be for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from storage.transaction import Transaction
from study.rules.county import County
from study.rules.frozen import frozen

Facts = dict[str, Any]
"""JSON values by name."""


@frozen
class Planned:
    """What saving would do, and the doing of it, for one transaction.

    `preview` is what the sender is shown; its `digest` stands for every single change. `apply` makes the change
    and returns what is told of it; None where there is nothing that could be saved.
    """

    preview: Facts
    apply: Callable[[], Facts] | None


@frozen
class Purpose:
    """One use of a file: who may send it (an action of `permissions`), and how its bytes become a change.

    `read` (name, bytes) runs in a process of its own, where a hostile file can do no harm; a file that cannot be
    used at all gives {"refused": {"reason", "text"}}. `plan` (tx, what was read, the sender's id, county, now)
    holds it against the database as it is now, and within what the sender may do. `look_around` (the same) may take
    long: a reader does it once, before the first plan; it gives what was read with what it found. `finds`: whether
    what was read is what such files are for; a file that may be for several things is for the first that finds it.
    """

    action: str
    endings: tuple[str, ...]
    read: Callable[[str, bytes], Facts]
    plan: Callable[[Transaction, Mapping[str, Any], int, County, datetime], Planned]
    look_around: Callable[[Transaction, Mapping[str, Any], int, County, datetime], Facts] | None = None
    finds: Callable[[Facts], bool] = lambda read: True
