"""A supervisor reminds: once a person in three days over all supervisors, in the garden's name, at a permitted time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Literal

import storage.daily_cards
import storage.nudges
import storage.people
from storage.people import Person
from storage.transaction import Transaction
from study import permissions, presence, pressing, reminders
from study.permissions import Scope
from study.rules.county import County
from study.rules.frozen import frozen

REST = timedelta(days=3)
"""Between two such reminders of one person."""

MOST_AT_ONCE = 500
"""People reminded in one write: small enough that replies never wait for it."""

WHOLE_ITEM_DAYS = 60
"""How far ahead one item may be due whose people are reminded: a long holiday may lie before it."""

Outcome = Literal["now", "later", "recently", "unreached", "paused", "nothing", "not_yours"]


@frozen
class Nudged:
    """People by what came of it: `now`, or `later` from `later_at` on; the others are not reminded.

    `paused`: by themselves. `left`: how many more there are than one tap may remind.
    """

    now: int
    later: int
    later_at: datetime | None
    recently: int
    unreached: int
    paused: int
    left: int = 0


def nudge(
    tx: Transaction,
    supervisor_id: int,
    unit_ids: Sequence[int],
    county: County,
    now: datetime,
    assignment_id: int | None = None,
) -> Nudged:
    """Remind everybody of these units who is overdue or due within seven days; of one item, all not done."""
    days = pressing.SOON_DAYS if assignment_id is None else WHOLE_ITEM_DAYS
    found = [
        person.person_id
        for person in pressing.people(tx, unit_ids, county, now, days)
        if assignment_id is None or assignment_id in person.assignment_ids
    ]
    fresh = [person_id for person_id in found if not _rests(tx, person_id, now)]
    chosen = sorted(fresh[:MOST_AT_ONCE])
    scope = permissions.scope(tx, supervisor_id, "remind_unit", county.local_day(now))
    came_to = [_nudge_one(tx, supervisor_id, person_id, scope, county, now) for person_id in chosen]
    counted = Counter(outcome for outcome, _ in came_to)
    return Nudged(
        now=counted["now"],
        later=counted["later"],
        later_at=min((at for outcome, at in came_to if outcome == "later" and at), default=None),
        recently=counted["recently"] + len(found) - len(fresh),
        unreached=counted["unreached"],
        paused=counted["paused"] + counted["nothing"],
        left=len(fresh) - len(chosen),
    )


def nudge_person(
    tx: Transaction, supervisor_id: int, person_id: int, county: County, now: datetime
) -> tuple[Outcome, datetime | None]:
    """Remind one person of all that presses; what came of it, and when the reminder goes out."""
    person = storage.people.by_id(tx, person_id)
    if person is None:
        return "not_yours", None
    if person_id not in {each.person_id for each in pressing.people(tx, [person.unit_id], county, now)}:
        return "nothing", None
    scope = permissions.scope(tx, supervisor_id, "remind_unit", county.local_day(now))
    return _nudge_one(tx, supervisor_id, person_id, scope, county, now)


def _nudge_one(
    tx: Transaction, supervisor_id: int, person_id: int, scope: Scope, county: County, now: datetime
) -> tuple[Outcome, datetime | None]:
    storage.people.lock(tx, person_id)
    person = storage.people.by_id(tx, person_id)
    today = county.local_day(now)
    if person is None or not scope.covers(person.unit_path):
        return "not_yours", None
    if presence.is_away(tx, person, today):
        return "paused", None
    if person.identity_id is None or person.unreachable_at is not None:
        return "unreached", None
    if _rests(tx, person_id, now):
        return "recently", None
    at = _next_card(tx, person, county, now)
    storage.nudges.insert(tx, person_id, supervisor_id, now)
    return ("now" if at <= now else "later"), at


def _rests(tx: Transaction, person_id: int, now: datetime) -> bool:
    last = storage.nudges.last(tx, person_id)
    return last is not None and now - last < REST


def _next_card(tx: Transaction, person: Person, county: County, now: datetime) -> datetime:
    """The person's next card, today's if it has not gone out; one a day holds here too."""
    hour = time.fromisoformat(person.daily_hour)
    at = county.next_permitted(now, hour)
    while not reminders.queue_card(tx, person, at, (day := county.local_day(at)), county):
        waiting = storage.daily_cards.waiting(tx, person.id, day)
        if waiting is not None:
            return waiting
        next_day = county.calendar.next_working_day(day + timedelta(days=1))
        next_day = presence.next_day_present(presence.pauses(tx, person), next_day)
        at = county.card_time(county.calendar.next_working_day(next_day), hour)
    return at
