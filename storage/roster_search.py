"""The roster as the office looks at it: counts over some units, and people found by what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from storage.transaction import Transaction
from storage.units import at_or_below
from study.rules.frozen import frozen


@frozen
class RosterCounts:
    """`joined`: once bound to a chat; `unreached`: of those here, nobody can be written to. `left`: since a day."""

    people: int
    joined: int
    unreached: int
    left: int
    units: int


@frozen
class FoundPerson:
    id: int
    staff_no: str
    name: str
    unit_name: str
    unit_path: str
    left_on: date | None


def counts(tx: Transaction, unit_ids: Sequence[int], today: date, since: date) -> RosterCounts:
    """Of these units and those below; `left` counts those who left from `since` on."""
    if not unit_ids:
        return RosterCounts(0, 0, 0, 0, 0)
    below, keys = at_or_below(unit_ids)
    here = "(p.left_on IS NULL OR p.left_on > :today)"
    row = tx.one(
        f"SELECT COUNT(CASE WHEN {here} THEN 1 END) AS people,"
        f" COUNT(CASE WHEN {here} AND p.enrolled_at IS NOT NULL THEN 1 END) AS joined,"
        f" COUNT(CASE WHEN {here} AND (i.id IS NULL OR i.unreachable_at IS NOT NULL) THEN 1 END) AS unreached,"
        " COUNT(CASE WHEN p.left_on <= :today AND p.left_on >= :since THEN 1 END) AS departed"
        " FROM person p LEFT JOIN channel_identity i ON i.id = p.identity_id"
        f" WHERE p.unit_id IN {below}",
        today=today,
        since=since,
        **keys,
    )
    units = tx.one(f"SELECT COUNT(*) AS units FROM unit WHERE id IN {below}", **keys)
    assert row is not None and units is not None
    return RosterCounts(row["people"], row["joined"], row["unreached"], row["departed"], units["units"])


def search(
    tx: Transaction, unit_ids: Sequence[int], words: Sequence[str], today: date, limit: int, offset: int
) -> list[FoundPerson]:
    """People of these units and below who match every word by name, staff number or unit.

    Whose number or name is just the first word stands first, whoever has left last.
    """
    if not unit_ids or not words:
        return []
    below, keys = at_or_below(unit_ids)
    condition, values = _matching(words)
    rows = tx.all(
        "SELECT p.id, p.staff_no, p.name, u.name AS unit_name, u.path AS unit_path, p.left_on"
        " FROM person p JOIN unit u ON u.id = p.unit_id"
        f" WHERE p.unit_id IN {below} AND {condition}"
        " ORDER BY CASE WHEN p.left_on <= :today THEN 1 ELSE 0 END,"
        " CASE WHEN LOWER(p.staff_no) = :whole OR LOWER(p.name) = :whole THEN 0"
        " WHEN LOWER(p.name) LIKE :word0 ESCAPE '!' THEN 1 ELSE 2 END,"
        " u.path, p.staff_no LIMIT :limit OFFSET :offset",
        today=today,
        whole=words[0].lower(),
        limit=limit,
        offset=offset,
        **keys,
        **values,
    )
    return [FoundPerson(**row) for row in rows]


def count_found(tx: Transaction, unit_ids: Sequence[int], words: Sequence[str]) -> int:
    """How many people `search` finds."""
    if not unit_ids or not words:
        return 0
    below, keys = at_or_below(unit_ids)
    condition, values = _matching(words)
    row = tx.one(
        "SELECT COUNT(*) AS people FROM person p JOIN unit u ON u.id = p.unit_id"
        f" WHERE p.unit_id IN {below} AND {condition}",
        **keys,
        **values,
    )
    return int(row["people"]) if row else 0


def _matching(words: Sequence[str]) -> tuple[str, dict[str, str]]:
    columns = ("p.name", "p.staff_no", "u.path")
    values = {f"word{index}": f"%{_escaped(word.lower())}%" for index, word in enumerate(words)}
    each = [" OR ".join(f"LOWER({column}) LIKE :{key} ESCAPE '!'" for column in columns) for key in values]
    return " AND ".join(f"({condition})" for condition in each), values


def _escaped(word: str) -> str:
    for mark in "!%_":
        word = word.replace(mark, f"!{mark}")
    return word


def chats(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `channel, bound_at, last_used_at, unreachable_at` of a person's chats, the one used last first."""
    return tx.all(
        "SELECT channel, bound_at, last_used_at, unreachable_at FROM channel_identity"
        " WHERE person_id = :person_id ORDER BY last_used_at DESC, id",
        person_id=person_id,
    )
