"""The ledger. Entries are added, never changed; the database itself refuses anything else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class PointsEntry:
    """`earned` by the rule, `counted` after the cap, both in points; `subject` names what it was for."""

    id: int
    person_id: int
    cause: str
    kind: str
    subject: str
    earned: int
    counted: int
    year: int
    entered_on: date
    entered_at: datetime
    reverses_id: int | None
    actor: str
    reason: str


_COLUMNS = (
    "id, person_id, cause, kind, subject, earned, counted, year, entered_on, entered_at,"
    " reverses_id, actor, reason"
)


def insert(
    tx: Transaction,
    *,
    person_id: int,
    cause: str,
    kind: str,
    subject: str,
    earned: int,
    counted: int,
    year: int,
    on: date,
    now: datetime,
    reverses_id: int | None = None,
    actor: str = "garden",
    reason: str = "",
) -> int | None:
    """The entry's id, or None when this cause has an entry already."""
    new_id = tx.insert(
        "INSERT INTO points_entry (person_id, cause, kind, subject, earned, counted, year, entered_on, entered_at,"
        " reverses_id, actor, reason) VALUES (:person_id, :cause, :kind, :subject, :earned, :counted, :year, :on,"
        " :now, :reverses_id, :actor, :reason) ON CONFLICT (person_id, cause) DO NOTHING",
        person_id=person_id,
        cause=cause,
        kind=kind,
        subject=subject,
        earned=earned,
        counted=counted,
        year=year,
        on=on,
        now=now,
        reverses_id=reverses_id,
        actor=actor,
        reason=reason,
    )
    return new_id or None


def by_id(tx: Transaction, entry_id: int) -> PointsEntry | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM points_entry WHERE id = :id", id=entry_id)
    return PointsEntry(**row) if row else None


def is_reversed(tx: Transaction, entry: PointsEntry) -> bool:
    row = tx.one(
        "SELECT id FROM points_entry WHERE person_id = :person_id AND reverses_id = :id",
        person_id=entry.person_id,
        id=entry.id,
    )
    return row is not None


def of_deed(tx: Transaction, person_id: int, kind: str, subject: str, year: int) -> list[PointsEntry]:
    """All entries of a kind for one thing in one year that take nothing back, in order."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM points_entry WHERE person_id = :person_id AND kind = :kind AND subject = :subject"
        " AND year = :year AND reverses_id IS NULL ORDER BY id",
        person_id=person_id,
        kind=kind,
        subject=subject,
        year=year,
    )
    return [PointsEntry(**row) for row in rows]


def of_cause(tx: Transaction, person_id: int, deed: str) -> list[tuple[PointsEntry, str | None]]:
    """Entries whose cause is this or ends with it, each with the cause that took it back, if any; in order."""
    rows = tx.all(
        f"SELECT {_COLUMNS}, (SELECT MIN(back.cause) FROM points_entry back WHERE back.person_id = e.person_id"
        " AND back.reverses_id = e.id) AS taken_back_by FROM points_entry e WHERE person_id = :person_id"
        " AND reverses_id IS NULL AND (cause = :deed OR cause LIKE '%:' || :deed) ORDER BY id",
        person_id=person_id,
        deed=deed,
    )
    found = []
    for row in rows:
        taken_back_by = row.pop("taken_back_by")
        found.append((PointsEntry(**row), taken_back_by))
    return found


def counted_on(tx: Transaction, person_id: int, on: date, kind: str) -> int:
    """Points of a kind counted on a local day, whatever was taken back since."""
    row = tx.one(
        "SELECT COALESCE(SUM(counted), 0) AS counted FROM points_entry"
        " WHERE person_id = :person_id AND entered_on = :on AND kind = :kind AND reverses_id IS NULL",
        person_id=person_id,
        on=on,
        kind=kind,
    )
    return int(row["counted"]) if row else 0


def balance(tx: Transaction, person_id: int, year: int) -> tuple[int, int]:
    """(earned, counted) of a year, in points."""
    row = tx.one(
        "SELECT COALESCE(SUM(earned), 0) AS earned, COALESCE(SUM(counted), 0) AS counted FROM points_entry"
        " WHERE person_id = :person_id AND year = :year",
        person_id=person_id,
        year=year,
    )
    return (int(row["earned"]), int(row["counted"])) if row else (0, 0)


def sums_by_kind(tx: Transaction, person_id: int, year: int) -> dict[str, tuple[int, int]]:
    """Kind to (earned, counted)."""
    rows = tx.all(
        "SELECT kind, SUM(earned) AS earned, SUM(counted) AS counted FROM points_entry"
        " WHERE person_id = :person_id AND year = :year GROUP BY kind ORDER BY kind",
        person_id=person_id,
        year=year,
    )
    return {row["kind"]: (int(row["earned"]), int(row["counted"])) for row in rows}


def entries(
    tx: Transaction, person_id: int, year: int, limit: int, before_id: int | None = None
) -> list[PointsEntry]:
    """Newest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM points_entry WHERE person_id = :person_id AND year = :year"
        " AND (CAST(:before_id AS BIGINT) IS NULL OR id < :before_id) ORDER BY id DESC LIMIT :limit",
        person_id=person_id,
        year=year,
        before_id=before_id,
        limit=limit,
    )
    return [PointsEntry(**row) for row in rows]


def of_day(tx: Transaction, person_id: int, on: date) -> list[PointsEntry]:
    """All entries of a local day, newest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM points_entry WHERE person_id = :person_id AND entered_on = :on ORDER BY id DESC",
        person_id=person_id,
        on=on,
    )
    return [PointsEntry(**row) for row in rows]


def unit_average(tx: Transaction, unit_id: int, year: int, on: date) -> tuple[int, float]:
    """(people counted, mean of their counted points) of a unit and those below it."""
    row = tx.one(
        "SELECT COUNT(*) AS people, AVG(points) AS mean FROM ("
        " SELECT p.id, CAST(COALESCE(SUM(e.counted), 0) AS DOUBLE PRECISION) AS points FROM person p"
        " JOIN unit_ancestor ua ON ua.unit_id = p.unit_id AND ua.ancestor_id = :unit_id"
        " LEFT JOIN points_entry e ON e.person_id = p.id AND e.year = :year"
        " WHERE p.enrolled_at IS NOT NULL AND (p.left_on IS NULL OR p.left_on > :on) GROUP BY p.id) AS each_person",
        unit_id=unit_id,
        year=year,
        on=on,
    )
    return (int(row["people"]), float(row["mean"] or 0)) if row else (0, 0.0)


def required_shares(tx: Transaction, person_id: int, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """Rows `has_quiz` of a person's plan items opened in [start, end), the excused left out."""
    return tx.all(
        "SELECT CASE WHEN a.quiz_json IS NULL THEN 0 ELSE 1 END AS has_quiz FROM enrollment e"
        " JOIN assignment a ON a.id = e.assignment_id AND a.kind = 'plan'"
        " WHERE e.person_id = :person_id AND e.excused_at IS NULL AND e.withdrawn_at IS NULL"
        " AND a.opens_at >= :start AND a.opens_at < :end",
        person_id=person_id,
        start=start,
        end=end,
    )
