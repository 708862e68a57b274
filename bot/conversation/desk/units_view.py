"""One item unit by unit, all three groups."""

from __future__ import annotations

from datetime import datetime

from bot.conversation.desk import summary
from bot.conversation.desk.permitting import holds, number_of
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.outbox import OutboxMessage
from study.rules.question import localize
from study.rules.rich_text import RichText

BLANK = RichText("")
MOST_OTHERS = 4


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`byunit:<assignment>`; without one, the first there is."""
    if not holds(turn, "see_unit_summary"):
        return [Reply(summary.not_yours())]
    return [Reply(composed="units_view", facts={"item": number_of(parts[0]) if parts else 0})]


def compose(turn: Turn, row: OutboxMessage) -> Message | None:
    """Every unit's three groups for one item, with buttons to the others."""
    counted = summary.counted(turn)
    if counted is None:
        return None
    languages, wanted = summary.languages_of(turn), int(row.message["item"])
    plan = [item for item in counted.items if item.kind == "plan"]
    chosen = [item for item in plan if item.assignment_id == wanted] or plan[:1]
    if not chosen:
        return Message((say("summary-nothing-open"),))
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
    return Message(tuple(lines), rows=rows, replaces=wanted > 0)
