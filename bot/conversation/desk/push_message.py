"""What somebody is told of a push: looked at again when it is sent, so that nothing stale goes out."""

from __future__ import annotations

import storage.assignments
import storage.attempts
import storage.pushes
import storage.units
from bot.conversation.messages import Button, Line, Message, say
from bot.conversation.today import item_lines
from bot.conversation.turn import Turn
from storage.assignments import Enrollment
from storage.outbox import OutboxMessage
from storage.pushes import KIND, Push
from study import presence
from study import today as study_today

COMPOSED = KIND


def compose(turn: Turn, row: OutboxMessage) -> Message | None:
    """The quiz or the reading, with the button that begins it; nothing for who has begun, is away or has it no more."""
    opening = storage.assignments.by_id(turn.tx, int(row.message["assignment"]))
    push = storage.pushes.by_id(turn.tx, opening.push_id) if opening and opening.push_id else None
    share = storage.pushes.share_of(turn.tx, opening.id, turn.me.id) if opening else None
    if push is None or share is None or not _is_to_be_told(turn, push, share):
        return None
    unit = storage.units.by_id(turn.tx, push.unit_id).name
    item = study_today.item_of(turn.tx, share, turn.county, turn.now)
    lines: list[Line] = []
    if share.reading is not None:
        lines = [say("pushed-reading", unit=unit), *item_lines(item, turn)]
        button = Button(say("pushed-read"), f"read:{share.reading}", primary=True)
    else:
        questions = int((share.quiz_json or {}).get("draw", 0))
        lines = [say("pushed-quiz", unit=unit, questions=questions), *item_lines(item, turn)]
        button = Button(say("button-start"), f"quiz:{share.id}", primary=True)
    return Message(tuple(lines), rows=((button,),))


def _is_to_be_told(turn: Turn, push: Push, share: Enrollment) -> bool:
    today = turn.county.local_day(turn.now)
    if push.withdrawn_at is not None or not share.is_open or turn.now >= share.due_at:
        return False
    if share.read_at is not None or storage.attempts.of_enrollment(turn.tx, share.id):
        return False
    return not (presence.is_away(turn.tx, turn.me, today) or turn.me.has_left(today))
