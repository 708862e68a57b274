"""What a chat is told of its request to join, at once: it was asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

import storage.join_links
import storage.outbox
from storage.join_links import JoinRequest
from storage.transaction import Transaction

KIND = "join_answer"
KEPT = timedelta(days=7)
"""How long the answer is worth sending."""


def accepted(tx: Transaction, request: JoinRequest, now: datetime) -> None:
    """Welcome, to the person's new chat; the message's facts: `is_accepted`."""
    _queue(tx, request.id, request.identity_id, request.person_id, True, now)


def refused(tx: Transaction, request_id: int, identity_id: int, now: datetime) -> None:
    """To a chat that stays a stranger's: it names nobody and gives no reason."""
    _queue(tx, request_id, identity_id, None, False, now)


def settle_rest(tx: Transaction, person_id: int, identity_id: int, now: datetime) -> None:
    """Person and chat have found each other: close what else was asked for either, and tell the other chats."""
    for request_id, asked_from in storage.join_links.settle_others(tx, person_id, identity_id, now):
        if asked_from != identity_id:
            refused(tx, request_id, asked_from, now)


def _queue(
    tx: Transaction,
    request_id: int,
    identity_id: int,
    person_id: int | None,
    is_accepted: bool,
    now: datetime,
) -> None:
    storage.outbox.insert(
        tx,
        person_id=person_id,
        identity_id=identity_id,
        dedup_key=f"join:{request_id}",
        kind=KIND,
        is_bulk=False,
        message={"is_accepted": is_accepted},
        send_after=now,
        expires_at=now + KEPT,
    )
