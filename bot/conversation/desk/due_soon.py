"""Before something is due: how many are done, in time and not begun, with a button that reminds."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.messages import Button, Line, Message, say
from bot.conversation.turn import Turn
from study import due_soon
from study.rules.rich_text import RichText


def notice(turn: Turn, assignment_ids: Sequence[int]) -> Message | None:
    """Counted when it is sent; None when nobody is left to be told of."""
    items = due_soon.due_soon(turn.tx, turn.me.id, assignment_ids, turn.county, turn.now)
    if not items:
        return None
    days = turn.county.settings.reminders.supervisor_before_due.days
    lines: list[Line] = [say("due-soon-title", bold=True, days=days), say("me-as-of", at=turn.now)]
    rows: list[tuple[Button, ...]] = []
    for item in items:
        title = turn.localize(item.title)
        lines += [
            RichText(""),
            say("due-soon-item", bold=True, title=title, day=item.due_on),
            say("due-soon-counts", done=item.done, intime=item.in_time, notbegun=item.not_begun),
        ]
        remind = say("due-soon-nudge", people=item.in_time, title=title)
        rows.append((Button(remind, f"nudge:{item.assignment_id}", primary=True),))
    rows.append((Button(say("button-names"), "names:1"), Button(say("button-summary"), "go:summary")))
    return Message(tuple(lines), rows=tuple(rows))
