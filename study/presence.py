"""Whether a person is here on a day: leave and a person's own pause."""

from __future__ import annotations

from datetime import date, timedelta

import storage.leaves
from storage.people import Person
from storage.transaction import Transaction


def away_until(tx: Transaction, person: Person, on: date) -> date | None:
    """The last day of the pause that covers `on`; None when the person is here."""
    until = person.paused_until_on if person.paused_until_on and person.paused_until_on >= on else None
    for leave in storage.leaves.of_person(tx, person.id):
        covers = leave["from_on"] <= on <= leave["until_on"]
        if covers and (until is None or leave["until_on"] > until):
            until = leave["until_on"]
    return until


def next_day_present(tx: Transaction, person: Person, on: date) -> date:
    """`on`, or the first day after the pauses that cover it and follow one another."""
    while (until := away_until(tx, person, on)) is not None:
        on = until + timedelta(days=1)
    return on
