"""Named facts about this database itself: the demo's mark, the held outbox, when something was first seen."""

from __future__ import annotations

from datetime import datetime

from storage.transaction import Transaction

DEMO_MARK = "demo"
OUTBOX_HELD = "outbox_held"
DEMO_SKIPPED = "demo_skipped_seconds"


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


def seen(tx: Transaction, what: str) -> datetime | None:
    """When this was first asked for, if it ever was."""
    known = get(tx, f"first_seen:{what}")
    return datetime.fromisoformat(known) if known else None


def first_seen(tx: Transaction, what: str, now: datetime) -> datetime:
    """When this was asked for the first time; now, if it never was."""
    known = seen(tx, what)
    if known is None:
        put(tx, f"first_seen:{what}", now.isoformat())
    return known or now
