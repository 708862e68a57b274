"""Whether a person is here on a day: leave and a person's own pause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import storage.leaves
from storage.people import Person
from storage.transaction import Transaction

Pause = tuple[date, date]
"""Its first day and its last."""


def pauses(tx: Transaction, person: Person) -> list[Pause]:
    """A person's leaves, and the pause they asked for themselves, which has begun."""
    own = [(date.min, person.paused_until_on)] if person.paused_until_on else []
    return own + [(leave["from_on"], leave["until_on"]) for leave in storage.leaves.of_person(tx, person.id)]


def is_away(tx: Transaction, person: Person, on: date) -> bool:
    """Whether a pause covers that day."""
    return away_until(pauses(tx, person), on) is not None


def away_until(pauses: Sequence[Pause], on: date) -> date | None:
    """The last day of the pause that covers `on`; None when the person is here."""
    return max((until for first, until in pauses if first <= on <= until), default=None)


def next_day_present(pauses: Sequence[Pause], on: date) -> date:
    """`on`, or the first day after the pauses that cover it and follow one another."""
    while (until := away_until(pauses, on)) is not None:
        on = until + timedelta(days=1)
    return on
