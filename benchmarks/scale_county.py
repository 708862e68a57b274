"""A county of any size at the end of its year, filled in SQL: what `benchmarks.scale` measures.

Towns of a hundred units, units of 94 people one after another as a roster lists them, twelve plan items that fell due
a month apart. The last two are open for every third person: one overdue, one due in five days. All else is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import storage.postgresql
from storage.database import Database
from storage.transaction import Transaction

PEOPLE_A_UNIT = 94
UNITS_A_TOWN = 100

ROOT, FIRST_TOWN = 1, 2
_NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "


def towns(size: int) -> int:
    return -(-_units(size) // UNITS_A_TOWN)


def office(size: int) -> int:
    """The id of the first full unit."""
    return FIRST_TOWN + towns(size)


def _units(size: int) -> int:
    return -(-size // PEOPLE_A_UNIT)


async def fill(db: Database, url: str, size: int, readings: Sequence[str], now: datetime) -> None:
    """`readings`: the slugs of the items, in the order they fall due."""
    await db.write(_units_and_people, size, now)
    for number, reading in enumerate(readings, start=1):
        await db.write(_item, number, reading, len(readings) - number, now)
    await db.write(_messages, now)
    if db.dialect == "postgresql":
        # Autovacuum does this after as many changes, at a time of its own.
        with storage.postgresql.connect(url) as connection:
            connection.execute("VACUUM ANALYZE")


def _units_and_people(tx: Transaction, size: int, now: datetime) -> None:
    tx.run("INSERT INTO unit (id, parent_id, name, path) VALUES (1, NULL, 'County', 'County')")
    tx.run(
        f"INSERT INTO unit (id, parent_id, name, path) {_NUMBERS}"
        "SELECT i + 1, 1, 'Town ' || CAST(i AS TEXT), 'County/Town ' || CAST(i AS TEXT) FROM n",
        count=towns(size),
    )
    tx.run(
        f"INSERT INTO unit (id, parent_id, name, path) {_NUMBERS}"
        "SELECT n.i - 1 + :first, town.id, 'Unit ' || CAST(n.i AS TEXT), town.path || '/Unit ' || CAST(n.i AS TEXT)"
        " FROM n JOIN unit town ON town.id = 2 + (n.i - 1) / :units_a_town",
        count=_units(size), first=office(size), units_a_town=UNITS_A_TOWN,
    )  # fmt: skip
    tx.run(
        "INSERT INTO unit_ancestor (unit_id, ancestor_id) SELECT id, id FROM unit UNION SELECT id, 1 FROM unit"
        " UNION SELECT id, parent_id FROM unit WHERE parent_id IS NOT NULL"
    )
    tx.run(
        "INSERT INTO person (id, staff_no, name, unit_id, language, daily_hour, joined_on, enrolled_at, identity_id)"
        f" {_NUMBERS}SELECT i, 'B' || CAST(i AS TEXT), 'Cadre ' || CAST(i AS TEXT), :first + (i - 1) / :people_a_unit,"
        " 'zh-Hans', '08:30', '2020-01-01', :now, i FROM n",
        count=size, first=office(size), people_a_unit=PEOPLE_A_UNIT, now=now,
    )  # fmt: skip
    tx.run(
        "INSERT INTO channel_identity (id, channel, address, person_id, language, last_used_at)"
        " SELECT id, 'telegram', CAST(id AS TEXT), id, 'zh-Hans', :now FROM person",
        now=now,
    )


def _item(tx: Transaction, number: int, reading: str, later_ones: int, now: datetime) -> None:
    """One item and everybody's share of it; `later_ones`: how many fall due after it."""
    if tx.dialect == "postgresql":
        # What is named exists; asking a million times whether it does is half of the filling.
        tx.run("SET LOCAL session_replication_role = replica")
    due = now + timedelta(days=5) - later_ones * timedelta(days=30)
    tx.run(
        "INSERT INTO assignment (id, kind, name, occurrence, reading, audience_json, opens_at, due_at, enrolled_at)"
        " VALUES (:id, 'plan', :reading, '2026', :reading, '{}', :opens, :due, :opens)",
        id=number, reading=reading, opens=due - timedelta(days=45), due=due,
    )  # fmt: skip
    open_for_a_third = "p.id % 3 = 0" if later_ones < 2 else "p.id < 0"
    tx.run(
        "INSERT INTO enrollment (assignment_id, person_id, unit_id, opened_at, due_at, read_at, completed_at,"
        " next_remind_at, next_stage) SELECT a.id, p.id, p.unit_id, a.opens_at, a.due_at,"
        f" CASE WHEN {open_for_a_third} THEN NULL ELSE a.due_at - :before END,"
        f" CASE WHEN {open_for_a_third} THEN NULL ELSE a.due_at - :before END,"
        f" CASE WHEN {open_for_a_third} THEN :remind + p.id END,"
        f" CASE WHEN {open_for_a_third} THEN 'before_due:2' END"
        " FROM assignment a CROSS JOIN person p WHERE a.id = :id ORDER BY p.id",
        id=number, before=6 * 86_400_000, remind=now + timedelta(hours=24 - 12 * later_ones),
    )  # fmt: skip


def _messages(tx: Transaction, now: datetime) -> None:
    """One waits for everybody."""
    tx.run(
        "INSERT INTO outbox (person_id, dedup_key, kind, is_bulk, message_json, state, send_after_at, expires_at)"
        " SELECT id, 'waiting', 'announcement', 1, '{}', 'pending', :now, :later FROM person",
        now=now - timedelta(minutes=1), later=now + timedelta(days=9),
    )  # fmt: skip
