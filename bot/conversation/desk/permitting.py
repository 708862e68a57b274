"""The one door of the desk: whatever is asked for there is asked here first."""

from __future__ import annotations

import storage.people
from bot.conversation.messages import Message, Reply, say
from bot.conversation.turn import Turn
from storage.people import Person
from study import permissions


def permitted(turn: Turn, action: str, unit_id: int) -> bool:
    """Whether this person may do it to this unit; a refusal is in the audit log."""
    today = turn.county.local_day(turn.now)
    return permissions.permit(turn.tx, turn.me.id, action, unit_id, today, turn.now)


def person_permitted(turn: Turn, action: str, person_id: str) -> Person | None:
    """The person of this id, when the action is permitted over their present unit; else None.

    `person_id` comes from a button and may be anything.
    """
    person = storage.people.by_id(turn.tx, number_of(person_id))
    if person is None or not permitted(turn, action, person.unit_id):
        return None
    return person


def holds(turn: Turn, action: str) -> bool:
    """Whether this person may do it anywhere; a refusal is in the audit log under their own unit."""
    scope = permissions.scope(turn.tx, turn.me.id, action, turn.county.local_day(turn.now))
    return bool(scope.paths) or permitted(turn, action, turn.me.unit_id)


def number_of(text: str) -> int:
    """A row's id out of a button; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def refused() -> list[Reply]:
    """The answer to whoever may not."""
    return [Reply(Message((say("desk-refused"),)))]


def gone() -> list[Reply]:
    """The answer to a button whose matter is settled."""
    return [Reply(notice=say("desk-gone"))]
