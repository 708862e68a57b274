"""One-time codes (only their hashes), the tries made with wrong ones, and the binding they allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import storage.identities
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Invite:
    id: int
    person_id: int
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def people_without_identity(tx: Transaction, unit_id: int | None, today: date) -> list[dict[str, Any]]:
    """Rows `person_id, staff_no, name, unit_path`: of a unit and those below, or of all; nobody who left."""
    below, scope = "", {}
    if unit_id is not None:
        below = " AND p.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = :unit_id)"
        scope = {"unit_id": unit_id}
    return tx.all(
        "SELECT p.id AS person_id, p.staff_no, p.name, u.path AS unit_path"
        " FROM person p JOIN unit u ON u.id = p.unit_id WHERE (p.left_on IS NULL OR p.left_on > :today)"
        f" AND NOT EXISTS (SELECT 1 FROM channel_identity i WHERE i.person_id = p.id){below}"
        " ORDER BY u.path, p.staff_no",
        today=today,
        **scope,
    )


def unreached(tx: Transaction, unit_id: int | None, today: date) -> list[dict[str, Any]]:
    """Those no message can get to, of a unit and those below, or of all; nobody who left.

    Rows `person_id, staff_no, name, unit_id, unit_name, unit_path, closed_at` (since when the chat is closed, None
    without a chat) and `made_at, expires_at` of the unused code they have, None without one.
    """
    below, scope = "", {}
    if unit_id is not None:
        below = " AND p.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = :unit_id)"
        scope = {"unit_id": unit_id}
    return tx.all(
        "SELECT p.id AS person_id, p.staff_no, p.name, p.unit_id, u.name AS unit_name, u.path AS unit_path,"
        " i.unreachable_at AS closed_at, v.made_at, v.expires_at"
        " FROM person p JOIN unit u ON u.id = p.unit_id LEFT JOIN channel_identity i ON i.id = p.identity_id"
        " LEFT JOIN (SELECT person_id, MAX(made_at) AS made_at, MAX(expires_at) AS expires_at FROM invite"
        " WHERE used_at IS NULL AND revoked_at IS NULL GROUP BY person_id) v ON v.person_id = p.id"
        " WHERE (p.left_on IS NULL OR p.left_on > :today) AND (i.id IS NULL OR i.unreachable_at IS NOT NULL)"
        f"{below} ORDER BY u.path, p.staff_no",
        today=today,
        **scope,
    )


def revoke_unused(tx: Transaction, person_ids: Iterable[int], now: datetime) -> None:
    tx.many(
        "UPDATE invite SET revoked_at = :now"
        " WHERE person_id = :id AND used_at IS NULL AND revoked_at IS NULL",
        [{"id": person_id, "now": now} for person_id in person_ids],
    )


def insert_many(
    tx: Transaction, rows: Iterable[Mapping[str, Any]], now: datetime, expires_at: datetime
) -> None:
    """Rows of person_id, code_hash."""
    tx.many(
        "INSERT INTO invite (person_id, code_hash, made_at, expires_at)"
        " VALUES (:person_id, :code_hash, :now, :expires_at)",
        [{**row, "now": now, "expires_at": expires_at} for row in rows],
    )


def by_hash(tx: Transaction, code_hash: str) -> Invite | None:
    row = tx.one(
        "SELECT id, person_id, made_at, expires_at, used_at, revoked_at FROM invite WHERE code_hash = :hash",
        hash=code_hash,
    )
    return Invite(**row) if row else None


def record_try(tx: Transaction, identity_id: int, now: datetime) -> None:
    tx.run("INSERT INTO invite_try (identity_id, tried_at) VALUES (:id, :now)", id=identity_id, now=now)


def tries_since(tx: Transaction, since: datetime, identity_id: int | None = None) -> int:
    """Failed tries after `since`, of one identity or of all."""
    row = tx.one(
        "SELECT COUNT(*) AS tries FROM invite_try WHERE tried_at > :since"
        " AND (CAST(:identity_id AS BIGINT) IS NULL OR identity_id = :identity_id)",
        since=since,
        identity_id=identity_id,
    )
    assert row is not None
    return int(row["tries"])


def bind(tx: Transaction, invite: Invite, identity_id: int, now: datetime) -> bool:
    """Use the code up and bind the identity; False, and nothing changed, when somebody else was first."""
    used = tx.run(
        "UPDATE invite SET used_at = :now WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL",
        id=invite.id,
        now=now,
    )
    if not used:
        return False
    storage.identities.bind(tx, identity_id, invite.person_id, now)
    return True
