"""What people say is wrong, until somebody has decided it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from storage.listed import few
from storage.transaction import Transaction
from study.rules.frozen import frozen

Kind = Literal["question", "points", "completion"]


@frozen
class Dispute:
    """`subject_id`: a response, an entry of points or a share, by `kind`. The unit is the person's present one."""

    id: int
    person_id: int
    name: str
    staff_no: str
    unit_id: int
    unit_name: str
    kind: Kind
    subject_id: int
    words: str
    opened_at: datetime
    decided_at: datetime | None
    decided_by: int | None
    decided_by_name: str | None
    is_upheld: bool | None
    answer: str | None


Reach = Mapping[str, Sequence[int]]
"""Kind of dispute to the units (each with all below it) over which somebody may decide it."""

_FROM = (
    "FROM dispute d JOIN person p ON p.id = d.person_id JOIN unit u ON u.id = p.unit_id"
    " LEFT JOIN person b ON b.id = d.decided_by"
)
_SELECT = (
    "SELECT d.id, d.person_id, p.name, p.staff_no, p.unit_id, u.name AS unit_name, d.kind, d.subject_id, d.words,"
    f" d.opened_at, d.decided_at, d.decided_by, b.name AS decided_by_name, d.is_upheld, d.answer {_FROM}"
)


def _dispute(row: Mapping[str, Any]) -> Dispute:
    is_upheld = None if row["is_upheld"] is None else bool(row["is_upheld"])
    return Dispute(**{**row, "is_upheld": is_upheld})


def insert(
    tx: Transaction, *, person_id: int, kind: Kind, subject_id: int, words: str, now: datetime
) -> int | None:
    """The new row's id, or None when this person's dispute about the same thing is open already."""
    new_id = tx.insert(
        "INSERT INTO dispute (person_id, kind, subject_id, words, opened_at)"
        " VALUES (:person_id, :kind, :subject_id, :words, :now)"
        " ON CONFLICT (person_id, kind, subject_id) WHERE decided_at IS NULL DO NOTHING",
        person_id=person_id,
        kind=kind,
        subject_id=subject_id,
        words=words,
        now=now,
    )
    return new_id or None


def by_id(tx: Transaction, dispute_id: int) -> Dispute | None:
    row = tx.one(f"{_SELECT} WHERE d.id = :id", id=dispute_id)
    return _dispute(row) if row else None


def open_of(tx: Transaction, person_id: int) -> list[Dispute]:
    """What this person waits to be answered, the oldest first."""
    rows = tx.all(
        f"{_SELECT} WHERE d.person_id = :person_id AND d.decided_at IS NULL ORDER BY d.id",
        person_id=person_id,
    )
    return [_dispute(row) for row in rows]


def latest_of(tx: Transaction, person_id: int, limit: int) -> list[Dispute]:
    """This person's disputes, decided or not, the newest first."""
    rows = tx.all(
        f"{_SELECT} WHERE d.person_id = :person_id ORDER BY d.id DESC LIMIT :limit",
        person_id=person_id,
        limit=limit,
    )
    return [_dispute(row) for row in rows]


def count_waiting(tx: Transaction, reach: Reach, but_not: int) -> int:
    """How many wait within reach, those of `but_not` left out."""
    condition, values = _within(reach)
    row = tx.one(f"SELECT COUNT(*) AS n {_FROM} WHERE {condition}", but_not=but_not, **values)
    return int(row["n"]) if row else 0


def waiting(tx: Transaction, reach: Reach, but_not: int, limit: int, offset: int) -> list[Dispute]:
    """Those that wait within reach, the oldest first."""
    condition, values = _within(reach)
    rows = tx.all(
        f"{_SELECT} WHERE {condition} ORDER BY d.id LIMIT :limit OFFSET :offset",
        but_not=but_not,
        limit=limit,
        offset=offset,
        **values,
    )
    return [_dispute(row) for row in rows]


def _within(reach: Reach) -> tuple[str, dict[str, Any]]:
    parts, values = ["0 = 1"], dict[str, Any]()
    for number, (kind, unit_ids) in enumerate(reach.items()):
        if not unit_ids:
            continue
        named, keys = few(f"unit{number}_", unit_ids)
        parts.append(
            f"(d.kind = :kind{number} AND p.unit_id IN"
            f" (SELECT unit_id FROM unit_ancestor WHERE ancestor_id IN ({named})))"
        )
        values |= {f"kind{number}": kind, **keys}
    return f"d.decided_at IS NULL AND d.person_id <> :but_not AND ({' OR '.join(parts)})", values


def settle(
    tx: Transaction, dispute_id: int, decided_by: int, is_upheld: bool, answer: str, now: datetime
) -> bool:
    """Decide it; False, and nothing changed, when that was done before."""
    changed = tx.run(
        "UPDATE dispute SET decided_at = :now, decided_by = :decided_by, is_upheld = :is_upheld, answer = :answer"
        " WHERE id = :id AND decided_at IS NULL",
        id=dispute_id,
        decided_by=decided_by,
        is_upheld=is_upheld,
        answer=answer,
        now=now,
    )
    return changed > 0


def answered_between(tx: Transaction, person_id: int, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """Rows `kind, responses, right_ones` of what a person answered in [start, end), by kind of attempt."""
    return tx.all(
        "SELECT a.kind, COUNT(*) AS responses, CAST(SUM(r.is_right) AS BIGINT) AS right_ones FROM response r"
        " JOIN attempt a ON a.id = r.attempt_id WHERE r.person_id = :person_id"
        " AND r.answered_at >= :start AND r.answered_at < :until GROUP BY a.kind ORDER BY a.kind",
        person_id=person_id,
        start=start,
        until=end,
    )
