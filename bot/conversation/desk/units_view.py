"""One item unit by unit, all three groups."""

from __future__ import annotations

from datetime import datetime

from bot.conversation.desk import summary
from bot.conversation.desk.permitting import number_of
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from study.rules.question import localize
from study.rules.rich_text import RichText

BLANK = RichText("")
MOST_OTHERS = 4


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`byunit:<assignment>`: every unit's three groups for one item; without an item, the items to choose."""
    counted = summary.now(turn)
    if counted is None:
        return [Reply(summary.not_yours())]
    languages = summary.languages_of(turn)
    plan = [item for item in counted.items if item.kind == "plan"]
    chosen = [item for item in plan if parts and item.assignment_id == number_of(parts[0])] or plan[:1]
    if not chosen:
        return [Reply(Message((say("summary-nothing-open"),)))]
    item = chosen[0]
    lines: list[Line] = [
        say("summary-by-unit", bold=True, title=localize(item.title, *languages)),
        say("summary-as-of", at=datetime.fromisoformat(counted.as_of)),
        BLANK,
        *(
            say("summary-unit", unit=unit.unit, done=unit.done, intime=unit.in_time, overdue=unit.overdue)
            for unit in item.units
        ),
    ]
    others = [
        (Button(localize(other.title, *languages), f"byunit:{other.assignment_id}"),)
        for other in plan
        if other.assignment_id != item.assignment_id
    ]
    rows = (*others[:MOST_OTHERS], (Button(say("button-summary-back"), "go:summary"),))
    return [Reply(Message(tuple(lines), rows=rows, replaces=bool(parts)))]
