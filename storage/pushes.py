"""What instructors push: what it is, for whom, when it opens, and its messages' way into the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from storage.assignments import JOINED, Assignment, Enrollment
from storage.assignments import by_id as assignment_by_id
from storage.transaction import Transaction
from study.rules.frozen import frozen

KIND = "pushed"
"""Of the outbox rows that tell people of a push."""

Kind = Literal["quiz", "draw", "reading", "announcement"]


@frozen
class Push:
    """`subject`: `banks` and `draw`, `reading`, or `text`; `closes_after` as in `rules.closing`, None: never.

    `next_at`: when it opens next, None where it does not any more; `weekly` None where it opens once.
    """

    id: int
    kind: Kind
    subject: Mapping[str, Any]
    audience: Mapping[str, Any]
    unit_id: int
    made_by: int
    made_at: datetime
    starts_at: datetime
    weekly: str | None
    closes_after: str | None
    next_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def name(self) -> str:
        """What its assignments are called in the record."""
        return f"{PREFIX}{self.id}"


PREFIX = "push-"
_COLUMNS = (
    "id, kind, subject_json, audience_json, unit_id, made_by, made_at, starts_at, weekly, closes_after, next_at,"
    " withdrawn_at"
)


def _push(row: dict[str, Any]) -> Push:
    row["subject"], row["audience"] = row.pop("subject_json"), row.pop("audience_json")
    return Push(**row)


def insert(
    tx: Transaction,
    *,
    kind: str,
    subject: Mapping[str, Any],
    audience: Mapping[str, Any],
    unit_id: int,
    made_by: int,
    starts_at: datetime,
    weekly: str | None,
    closes_after: str | None,
    now: datetime,
) -> Push:
    row = tx.one(
        "INSERT INTO push (kind, subject_json, audience_json, unit_id, made_by, made_at, starts_at, weekly,"
        " closes_after, next_at) VALUES (:kind, :subject, :audience, :unit_id, :made_by, :now, :starts_at, :weekly,"
        f" :closes_after, :starts_at) RETURNING {_COLUMNS}",
        kind=kind,
        subject=dict(subject),
        audience=dict(audience),
        unit_id=unit_id,
        made_by=made_by,
        now=now,
        starts_at=starts_at,
        weekly=weekly,
        closes_after=closes_after,
    )
    assert row is not None
    return _push(row)


def by_id(tx: Transaction, push_id: int) -> Push | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM push WHERE id = :id", id=push_id)
    return _push(row) if row else None


def named(tx: Transaction, name: str) -> Push | None:
    """The push whose assignments bear this name, if it is a push's name."""
    number = name.removeprefix(PREFIX)
    is_a_push = name.startswith(PREFIX) and number.isascii() and number.isdigit() and len(number) < 19
    return by_id(tx, int(number)) if is_a_push else None


def last_of(tx: Transaction, person_id: int) -> Push | None:
    """What somebody pushed last."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM push WHERE made_by = :person_id ORDER BY id DESC LIMIT 1",
        person_id=person_id,
    )
    return _push(row) if row else None


def since(tx: Transaction, made_after: datetime) -> list[Push]:
    """Pushes made after an instant or that open again, the latest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM push WHERE made_at > :made_after OR next_at IS NOT NULL ORDER BY id DESC",
        made_after=made_after,
    )
    return [_push(row) for row in rows]


def to_open(tx: Transaction, now: datetime) -> list[int]:
    """Those that are to open by now, the first due first."""
    rows = tx.all("SELECT id FROM push WHERE next_at <= :now ORDER BY next_at, id", now=now)
    return [row["id"] for row in rows]


def held(tx: Transaction, push_id: int, now: datetime) -> Push | None:
    """One that is to open, held by this transaction so that no other node opens it too."""
    row = tx.one(
        f"UPDATE push SET next_at = next_at WHERE id = :id AND next_at <= :now RETURNING {_COLUMNS}",
        id=push_id,
        now=now,
    )
    return _push(row) if row else None


def open_next(tx: Transaction, push_id: int, at: datetime | None) -> None:
    tx.run("UPDATE push SET next_at = :at WHERE id = :id", id=push_id, at=at)


def stop(tx: Transaction, push_id: int) -> bool:
    """It opens no more; False when that was so before."""
    return tx.run("UPDATE push SET next_at = NULL WHERE id = :id AND next_at IS NOT NULL", id=push_id) > 0


def withdraw(tx: Transaction, push_id: int, now: datetime) -> bool:
    """It opens no more and is taken back; False when that was done before."""
    changed = tx.run(
        "UPDATE push SET withdrawn_at = :now, next_at = NULL WHERE id = :id AND withdrawn_at IS NULL",
        id=push_id,
        now=now,
    )
    return changed > 0


def latest_opening(tx: Transaction, push_id: int) -> Assignment | None:
    """The assignment it opened last."""
    row = tx.one("SELECT MAX(id) AS id FROM assignment WHERE push_id = :push_id", push_id=push_id)
    return assignment_by_id(tx, row["id"]) if row and row["id"] is not None else None


def share_of(tx: Transaction, assignment_id: int, person_id: int) -> Enrollment | None:
    """Somebody's share of an opening."""
    row = tx.one(
        f"{JOINED} WHERE e.assignment_id = :assignment_id AND e.person_id = :person_id",
        assignment_id=assignment_id,
        person_id=person_id,
    )
    return Enrollment(**row) if row else None


def latest_announcement(tx: Transaction, push_id: int) -> int | None:
    """The announcement it made last."""
    row = tx.one("SELECT MAX(id) AS id FROM announcement WHERE push_id = :push_id", push_id=push_id)
    return row["id"] if row else None


def dedup_key(assignment_id: int, again_on: date | None = None) -> str:
    """Of the message that tells of an opening; `again_on`: of the one sent again that day."""
    again = f":again:{again_on.isoformat()}" if again_on else ""
    return f"{KIND}:{assignment_id}{again}"


def queue(tx: Transaction, assignment_id: int, rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows of `person_id, dedup_key, send_after, expires_at`; whoever has it already keeps that one."""
    tx.many(
        "INSERT INTO outbox (person_id, dedup_key, kind, is_bulk, message_json, state, send_after_at, expires_at)"
        f" VALUES (:person_id, :dedup_key, '{KIND}', 1, :message, 'pending', :send_after, :expires_at)"
        " ON CONFLICT DO NOTHING",
        [{**row, "message": {"assignment": assignment_id}} for row in rows],
    )


def bank_titles(tx: Transaction, slugs: Iterable[str]) -> list[Mapping[str, str]]:
    """What these banks are called, those that have gone too."""
    found = [tx.one("SELECT title_json FROM question_bank WHERE slug = :slug", slug=slug) for slug in slugs]
    return [row["title_json"] for row in found if row]
