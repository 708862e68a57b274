"""What was entered about a person, told to them: in one message, and at length in `/me`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import storage.exceptions
import storage.leaves
import storage.transfers
import storage.units
from bot.conversation.messages import Button, Line, Message, say
from bot.conversation.turn import Turn
from storage.assignments import Enrollment
from storage.outbox import OutboxMessage
from storage.people import Person
from study import standing
from study.affected import last_day
from study.standing import StandingChange

MOST_CHANGES = 8
MOVED_SHOWN_FOR = timedelta(days=60)


def compose(turn: Turn, row: OutboxMessage) -> Message | None:
    """All that was entered since the message was queued; nothing for somebody who has left."""
    if turn.me.has_left(turn.county.local_day(turn.now)):
        return None
    since = datetime.fromisoformat(row.message["since"])
    changes = standing.changes_since(turn.tx, turn.me.id, since, turn.county)
    if not changes:
        return None
    lines: list[Line] = [say("standing-title", bold=True, name=turn.me.name)]
    for number, change in enumerate(changes[:MOST_CHANGES]):
        lines.append(_WORDS[change.action](turn, change))
        more_of_it = changes[number + 1 : number + 2]
        if change.reason and not any(change.reason == each.reason for each in more_of_it):
            lines.append(say("standing-reason", reason=change.reason))
    if len(changes) > MOST_CHANGES:
        lines.append(say("standing-more", count=len(changes) - MOST_CHANGES))
    return Message(tuple(lines), rows=((Button(say("button-today"), "go:today"),),))


def of_person(turn: Turn, person: Person) -> list[Line]:
    """Leaves that are not over, the transfer to come and the latest one."""
    today = turn.county.local_day(turn.now)
    leaves = storage.leaves.of_person(turn.tx, person.id)
    lines: list[Line] = [
        say("me-leave", start=leave["from_on"], end=leave["until_on"], reason=leave["reason"])
        for leave in leaves
        if leave["until_on"] >= today
    ]
    if person.paused_until_on and person.paused_until_on >= today:
        lines.append(say("me-away", day=person.paused_until_on))
    transfers = [each for each in storage.transfers.of_person(turn.tx, person.id) if not each.cancelled_at]
    applied = [each for each in transfers if each.applied_at]
    if applied and today - applied[-1].effective_on <= MOVED_SHOWN_FOR:
        before = storage.units.by_id(turn.tx, applied[-1].from_unit_id)
        lines.append(say("me-moved", day=applied[-1].effective_on, unit=before.name))
    for coming in transfers:
        if coming.is_pending:
            unit = storage.units.by_id(turn.tx, coming.to_unit_id)
            lines.append(say("me-moves", day=coming.effective_on, unit=unit.name))
    return lines


def of_share(turn: Turn, share: Enrollment) -> list[Line]:
    """What was entered by hand about one share."""
    if share.on_paper_reason is not None:
        return [say("me-on-paper", reason=share.on_paper_reason)]
    given = storage.exceptions.extensions(turn.tx, share.id) if share.is_open else []
    return [say("me-extended", was=last_day(given[0]["due_before_at"], turn.county))] if given else []


def _title(turn: Turn, change: StandingChange) -> str:
    return turn.localize(change.title) if change.title else ""


def _leave(turn: Turn, change: StandingChange) -> Line:
    return say("standing-leave", start=_day(change.after["from"]), end=_day(change.after["until"]))


def _end_leave(turn: Turn, change: StandingChange) -> Line:
    if change.after:
        return say("standing-end-leave", day=_day(change.after["until"]))
    before = change.before
    return say("standing-end-leave-removed", start=_day(before["from"]), end=_day(before["until"]))


def _extend(turn: Turn, change: StandingChange) -> Line:
    day, was = (
        last_day(datetime.fromisoformat(of["due_at"]), turn.county) for of in (change.after, change.before)
    )
    return say("standing-extend", title=_title(turn, change), day=day, was=was)


def _transfer(turn: Turn, change: StandingChange) -> Line:
    unit = change.after["unit"].rpartition("/")[2]
    return say("standing-transfer", day=_day(change.after["on"]), unit=unit)


def _cancel_transfer(turn: Turn, change: StandingChange) -> Line:
    unit = change.after["unit"].rpartition("/")[2]
    return say("standing-cancel-transfer", day=_day(change.after["on"]), unit=unit)


def _day(text: str) -> date:
    return date.fromisoformat(text)


_WORDS: dict[str, Callable[[Turn, StandingChange], Line]] = {
    "leave": _leave,
    "end_leave": _end_leave,
    "excuse": lambda turn, change: say("standing-excuse", title=_title(turn, change)),
    "lift_excusal": lambda turn, change: say("standing-lift-excusal", title=_title(turn, change)),
    "extend": _extend,
    "complete_on_paper": lambda turn, change: say("standing-complete-on-paper", title=_title(turn, change)),
    "undo_on_paper": lambda turn, change: say("standing-undo-on-paper", title=_title(turn, change)),
    "transfer": _transfer,
    "cancel_transfer": _cancel_transfer,
    "return": lambda turn, change: say("standing-return"),
}
"""An action of the audit log, and the line that tells it."""
