"""What both peers keep and show: the same durable work as the garden's, in the fewest statements."""

from __future__ import annotations

from dataclasses import dataclass

import aiosqlite

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS response (
    person INTEGER NOT NULL, question INTEGER NOT NULL, choice INTEGER NOT NULL, PRIMARY KEY (person, question)
);
CREATE TABLE IF NOT EXISTS ledger (
    person INTEGER NOT NULL, cause TEXT NOT NULL, points INTEGER NOT NULL, UNIQUE (person, cause)
);
CREATE TABLE IF NOT EXISTS balance (person INTEGER PRIMARY KEY, points INTEGER NOT NULL);
"""

RIGHT = 0


@dataclass(frozen=True)
class Question:
    """`buttons`: (label, callback data)."""

    text: str
    buttons: tuple[tuple[str, str], ...]


NEXT_QUESTION = Question(
    "2 / 5\nWhich of these does a village meeting decide?\n\nA. The accounts\nB. The weather\nC. The calendar\nD. None",
    (("A", "a:2:0"), ("B", "a:2:1"), ("C", "a:2:2"), ("D", "a:2:3")),
)


async def record(db: aiosqlite.Connection, person: int, question: int, choice: int) -> int:
    """Keep an answer once, and the points it earns; how many."""
    kept = await db.execute(
        "INSERT OR IGNORE INTO response (person, question, choice) VALUES (?, ?, ?)",
        (person, question, choice),
    )
    points = 1 if kept.rowcount and choice == RIGHT else 0
    if points:
        await db.execute(
            "INSERT OR IGNORE INTO ledger (person, cause, points) VALUES (?, ?, ?)",
            (person, f"question:{question}", points),
        )
        await db.execute(
            "INSERT INTO balance (person, points) VALUES (?, ?)"
            " ON CONFLICT (person) DO UPDATE SET points = points + excluded.points",
            (person, points),
        )
    await db.commit()
    return points
