"""The rows that keep time exact: job slots, leases, seen events, dead letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from storage.transaction import Transaction
from study.rules.frozen import frozen


def first_sight(tx: Transaction, channel: str, event_id: str, now: datetime) -> bool:
    """Whether this event is new; from now on it is not."""
    changed = tx.run(
        "INSERT INTO seen_update (channel, event_id, seen_at) VALUES (:channel, :event_id, :now)"
        " ON CONFLICT (channel, event_id) DO NOTHING",
        channel=channel,
        event_id=event_id,
        now=now,
    )
    return changed > 0


def forget_seen(tx: Transaction, before: datetime) -> None:
    tx.run("DELETE FROM seen_update WHERE seen_at < :before", before=before)


@frozen
class DeadLetter:
    id: int
    channel: str
    event_id: str
    payload: str
    failure: str
    buried_at: datetime
    retried_at: datetime | None


_DEAD_LETTER = "id, channel, event_id, payload, failure, buried_at, retried_at"


def bury(tx: Transaction, channel: str, event_id: str, payload: str, failure: str, now: datetime) -> None:
    tx.run(
        "INSERT INTO dead_letter (channel, event_id, payload, failure, buried_at)"
        " VALUES (:channel, :event_id, :payload, :failure, :now) ON CONFLICT (channel, event_id) DO NOTHING",
        channel=channel,
        event_id=event_id,
        payload=payload,
        failure=failure,
        now=now,
    )


def dead_letters(tx: Transaction) -> list[DeadLetter]:
    rows = tx.all(f"SELECT {_DEAD_LETTER} FROM dead_letter WHERE retried_at IS NULL ORDER BY id")
    return [DeadLetter(**row) for row in rows]


def mark_retried(tx: Transaction, letter_id: int, now: datetime) -> None:
    tx.run("UPDATE dead_letter SET retried_at = :now WHERE id = :id", id=letter_id, now=now)


def known_slots(tx: Transaction, jobs: Sequence[str]) -> dict[str, tuple[list[datetime], datetime | None]]:
    """By job (the slots left undone, in order, and the latest slot that has a row)."""
    if not jobs:
        return {}
    latest = " UNION ALL ".join(
        f"SELECT CAST(:job{number} AS TEXT) AS job, MAX(slot_at) AS slot_at FROM job_slot WHERE job = :job{number}"
        for number in range(len(jobs))
    )
    rows = tx.all(latest, **{f"job{number}": job for number, job in enumerate(jobs)})
    known: dict[str, tuple[list[datetime], datetime | None]] = {
        row["job"]: ([], row["slot_at"]) for row in rows
    }
    for row in tx.all("SELECT job, slot_at FROM job_slot WHERE done_at IS NULL ORDER BY job, slot_at"):
        if row["job"] in known:
            known[row["job"]][0].append(row["slot_at"])
    return known


def claim_slot(
    tx: Transaction, job: str, slot_at: datetime, node: str, now: datetime, lease: timedelta
) -> bool:
    """Whether this node runs the slot: it is new, or whoever had it let its lease run out undone."""
    changed = tx.run(
        "INSERT INTO job_slot (job, slot_at, node, lease_until_at) VALUES (:job, :slot_at, :node, :until)"
        " ON CONFLICT (job, slot_at) DO UPDATE SET node = excluded.node, lease_until_at = excluded.lease_until_at"
        " WHERE job_slot.done_at IS NULL AND (job_slot.lease_until_at <= :now OR job_slot.node = excluded.node)",
        job=job,
        slot_at=slot_at,
        node=node,
        now=now,
        until=now + lease,
    )
    return changed > 0


def finish_slot(tx: Transaction, job: str, slot_at: datetime, now: datetime, with_earlier: bool) -> None:
    """The slot is done; `with_earlier` those before it too, which it stood for."""
    tx.run(
        "UPDATE job_slot SET done_at = :now WHERE job = :job AND done_at IS NULL"
        " AND (slot_at = :slot_at OR (:with_earlier = 1 AND slot_at < :slot_at))",
        job=job,
        slot_at=slot_at,
        now=now,
        with_earlier=with_earlier,
    )


def hold_lease(tx: Transaction, name: str, node: str, now: datetime, length: timedelta) -> bool:
    """Take or renew a named lease; False while another node holds it."""
    changed = tx.run(
        "INSERT INTO lease (name, node, until_at) VALUES (:name, :node, :until)"
        " ON CONFLICT (name) DO UPDATE SET node = excluded.node, until_at = excluded.until_at"
        " WHERE lease.node = excluded.node OR lease.until_at <= :now",
        name=name,
        node=node,
        now=now,
        until=now + length,
    )
    return changed > 0


def release_lease(tx: Transaction, name: str, node: str) -> None:
    tx.run("DELETE FROM lease WHERE name = :name AND node = :node", name=name, node=node)


def counts(tx: Transaction) -> dict[str, Any]:
    """Figures for /metrics: people, identities, responses, points entries, dead letters."""
    row = tx.one(
        "SELECT (SELECT COUNT(*) FROM person) AS people,"
        " (SELECT COUNT(*) FROM person WHERE enrolled_at IS NOT NULL) AS enrolled,"
        " (SELECT COUNT(*) FROM dead_letter WHERE retried_at IS NULL) AS dead_letters"
    )
    return row or {}
