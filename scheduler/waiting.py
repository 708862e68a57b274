"""Whether a tick has anything to look at: one read that asks an index for each thing there may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import storage.announcements
import storage.assignments
import storage.attempts
import storage.credits
import storage.plan_changes
import storage.push_cards
import storage.push_changes
import storage.pushes
import storage.regrades
from storage.transaction import Transaction

Waits = Callable[[Transaction, datetime], object]

WAITS: dict[str, Waits] = {
    "push": lambda tx, now: storage.pushes.to_open(tx, now) or storage.push_changes.to_run(tx),
    "enrol": storage.assignments.to_enrol,
    "change_plan": lambda tx, now: storage.plan_changes.to_run(tx),
    "remind": storage.assignments.is_reminder_due,
    "close_attempts": lambda tx, now: storage.attempts.past_deadline(tx, now, 1),
    "announce": lambda tx, now: storage.announcements.to_queue(tx),
    "credit": lambda tx, now: storage.credits.to_run(tx),
    "regrade": lambda tx, now: storage.regrades.to_run(tx),
    "push_cards": lambda tx, now: storage.push_cards.to_look_at(tx, now, 1),
}
"""For each look of `jobs.EACH_TICK`, whether it would find something."""


def anything(tx: Transaction, now: datetime) -> bool:
    """Most ticks find nothing, and this is all they ask."""
    return any(waits(tx, now) for waits in WAITS.values())
