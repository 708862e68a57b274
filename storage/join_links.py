"""Links by which the people of a unit ask to come in, and their requests. Of a link's code only the hash is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from storage.listed import few
from storage.transaction import Transaction
from storage.units import at_or_below
from study.rules.frozen import frozen


@frozen
class JoinLink:
    id: int
    unit_id: int
    made_by: int | None
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@frozen
class JoinRequest:
    """Somebody on a chat says they are this person.

    The unit is the person's present one. `is_bound`: the person has a chat already. `rivals`: how many other chats
    say the same and wait. `decided_by` None where it was settled without anybody's decision.
    """

    id: int
    identity_id: int
    channel: str
    person_id: int
    name: str
    staff_no: str
    unit_id: int
    unit_name: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: int | None
    is_bound: bool
    rivals: int


_LINK = "SELECT l.id, l.unit_id, l.made_by, l.made_at, l.expires_at, l.revoked_at FROM join_link l"
_REQUEST = (
    "SELECT r.id, r.identity_id, i.channel, r.person_id, p.name, p.staff_no, p.unit_id, u.name AS unit_name,"
    " r.asked_at, r.decided_at, r.decided_by,"
    " CASE WHEN EXISTS (SELECT 1 FROM channel_identity b WHERE b.person_id = p.id) THEN 1 ELSE 0 END AS is_bound,"
    " (SELECT COUNT(*) FROM join_request o WHERE o.person_id = r.person_id AND o.decided_at IS NULL AND o.id <> r.id)"
    " AS rivals FROM join_request r JOIN channel_identity i ON i.id = r.identity_id"
    " JOIN person p ON p.id = r.person_id JOIN unit u ON u.id = p.unit_id"
)


def insert(
    tx: Transaction,
    unit_id: int,
    code_hash: str,
    made_by: int | None,
    now: datetime,
    expires_at: datetime,
) -> None:
    tx.run(
        "INSERT INTO join_link (unit_id, code_hash, made_by, made_at, expires_at)"
        " VALUES (:unit_id, :code_hash, :made_by, :now, :expires_at)",
        unit_id=unit_id,
        code_hash=code_hash,
        made_by=made_by,
        now=now,
        expires_at=expires_at,
    )


def revoke(tx: Transaction, unit_id: int, now: datetime) -> int:
    """End the unit's links that are not revoked yet; how many would still have opened."""
    rows = tx.all(
        "UPDATE join_link SET revoked_at = :now WHERE unit_id = :unit_id AND revoked_at IS NULL RETURNING expires_at",
        unit_id=unit_id,
        now=now,
    )
    return sum(row["expires_at"] > now for row in rows)


def by_hash(tx: Transaction, code_hash: str) -> JoinLink | None:
    row = tx.one(f"{_LINK} WHERE l.code_hash = :hash", hash=code_hash)
    return JoinLink(**row) if row else None


def in_force(tx: Transaction, unit_id: int, now: datetime) -> JoinLink | None:
    """The unit's link that opens now."""
    row = tx.one(
        f"{_LINK} WHERE l.unit_id = :unit_id AND l.revoked_at IS NULL AND l.expires_at > :now"
        " ORDER BY l.id DESC LIMIT 1",
        unit_id=unit_id,
        now=now,
    )
    return JoinLink(**row) if row else None


def note_opened(tx: Transaction, identity_id: int, link_id: int, now: datetime) -> None:
    """This chat has opened the link: what is typed next may be staff number and name."""
    tx.run(
        "UPDATE channel_identity SET join_link_id = :link_id, join_link_at = :now WHERE id = :id",
        id=identity_id,
        link_id=link_id,
        now=now,
    )


def opened_by(tx: Transaction, identity_id: int, since: datetime, now: datetime) -> JoinLink | None:
    """The link this chat has opened after `since`, if it is good still."""
    row = tx.one(
        f"{_LINK} JOIN channel_identity i ON i.join_link_id = l.id WHERE i.id = :id AND i.join_link_at > :since"
        " AND i.person_id IS NULL AND l.revoked_at IS NULL AND l.expires_at > :now",
        id=identity_id,
        since=since,
        now=now,
    )
    return JoinLink(**row) if row else None


def forget_opened(tx: Transaction, identity_id: int) -> None:
    """Nothing is awaited from this chat any more."""
    tx.run(
        "UPDATE channel_identity SET join_link_id = NULL, join_link_at = NULL WHERE id = :id", id=identity_id
    )


def people_with(
    tx: Transaction, unit_id: int, staff_nos: Sequence[str], today: date
) -> list[tuple[int, str, str]]:
    """(id, staff number, name) of those with one of these numbers in a unit and below; nobody who has left."""
    if not staff_nos:
        return []
    listed, keys = few("staff", staff_nos)
    rows = tx.all(
        f"SELECT p.id, p.staff_no, p.name FROM person p WHERE p.staff_no IN ({listed})"
        " AND (p.left_on IS NULL OR p.left_on > :today)"
        " AND p.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = :unit_id) ORDER BY p.id",
        unit_id=unit_id,
        today=today,
        **keys,
    )
    return [(row["id"], row["staff_no"], row["name"]) for row in rows]


def insert_request(
    tx: Transaction, identity_id: int, person_id: int, unit_id: int, now: datetime
) -> int | None:
    """The request's id; None, and nothing changed, when one of this chat waits already."""
    new_id = tx.insert(
        "INSERT INTO join_request (identity_id, person_id, unit_id, asked_at)"
        " VALUES (:identity_id, :person_id, :unit_id, :now) ON CONFLICT DO NOTHING",
        identity_id=identity_id,
        person_id=person_id,
        unit_id=unit_id,
        now=now,
    )
    return new_id or None


def request(tx: Transaction, request_id: int) -> JoinRequest | None:
    row = tx.one(f"{_REQUEST} WHERE r.id = :id", id=request_id)
    return JoinRequest(**{**row, "is_bound": bool(row["is_bound"])}) if row else None


def is_waiting(tx: Transaction, identity_id: int) -> bool:
    """Whether a request of this chat is undecided."""
    found = tx.one(
        "SELECT 1 AS found FROM join_request WHERE identity_id = :id AND decided_at IS NULL", id=identity_id
    )
    return found is not None


def waiting(tx: Transaction, unit_ids: Sequence[int], today: date) -> list[JoinRequest]:
    """The undecided requests of people now in these units or below, the oldest first."""
    if not unit_ids:
        return []
    below, units = at_or_below(unit_ids)
    rows = tx.all(f"{_REQUEST} WHERE {_OPEN.format(below=below)} ORDER BY r.id", today=today, **units)
    return [JoinRequest(**{**row, "is_bound": bool(row["is_bound"])}) for row in rows]


def count_waiting(tx: Transaction, unit_ids: Sequence[int], today: date) -> int:
    if not unit_ids:
        return 0
    below, units = at_or_below(unit_ids)
    row = tx.one(
        "SELECT COUNT(*) AS waiting FROM join_request r JOIN person p ON p.id = r.person_id"
        f" WHERE {_OPEN.format(below=below)}",
        today=today,
        **units,
    )
    return int(row["waiting"]) if row else 0


_OPEN = "r.decided_at IS NULL AND (p.left_on IS NULL OR p.left_on > :today) AND p.unit_id IN {below}"


def decide(tx: Transaction, request_id: int, decided_by: int, is_accepted: bool, now: datetime) -> bool:
    """False, and nothing changed, when it was decided before."""
    changed = tx.run(
        "UPDATE join_request SET decided_at = :now, decided_by = :decided_by, is_accepted = :is_accepted"
        " WHERE id = :id AND decided_at IS NULL",
        id=request_id,
        decided_by=decided_by,
        is_accepted=is_accepted,
        now=now,
    )
    return changed > 0


def settle_others(tx: Transaction, person_id: int, identity_id: int, now: datetime) -> list[tuple[int, int]]:
    """The person or the chat is bound: what else was asked for either is closed. (request, identity) of each."""
    rows = tx.all(
        "UPDATE join_request SET decided_at = :now, is_accepted = 0"
        " WHERE decided_at IS NULL AND (person_id = :person_id OR identity_id = :identity_id)"
        " RETURNING id, identity_id",
        person_id=person_id,
        identity_id=identity_id,
        now=now,
    )
    return sorted((row["id"], row["identity_id"]) for row in rows)
