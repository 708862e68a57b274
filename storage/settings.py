"""Named facts about this database itself: the demo's mark, the held outbox, when something was first seen."""

from __future__ import annotations

from datetime import datetime

from storage.transaction import Transaction

DEMO_MARK = "demo"
OUTBOX_HELD = "outbox_held"
DEMO_SKIPPED = "demo_skipped_seconds"
_FIRST_SEEN = "first_seen:"


def get(tx: Transaction, name: str) -> str | None:
    row = tx.one("SELECT value FROM setting WHERE name = :name", name=name)
    return row["value"] if row else None


def put(tx: Transaction, name: str, value: str) -> None:
    tx.run(
        "INSERT INTO setting (name, value) VALUES (:name, :value)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name=name,
        value=value,
    )


def remove(tx: Transaction, name: str) -> None:
    tx.run("DELETE FROM setting WHERE name = :name", name=name)


def first_seen(tx: Transaction, what: str, now: datetime) -> datetime:
    """When this was asked for the first time; now, if it never was."""
    name = f"{_FIRST_SEEN}{what}"
    known = get(tx, name)
    if known is None:
        put(tx, name, now.isoformat())
        return now
    return datetime.fromisoformat(known)


def all_first_seen(tx: Transaction, what: str) -> dict[str, datetime]:
    """When everything whose name begins so was asked for the first time, by the rest of its name."""
    prefix = f"{_FIRST_SEEN}{what}"
    rows = tx.all("SELECT name, value FROM setting WHERE name LIKE :names", names=f"{prefix}%")
    return {row["name"].removeprefix(prefix): datetime.fromisoformat(row["value"]) for row in rows}
