"""Words to forward to a unit's own group: counts and the link, no names."""

from __future__ import annotations

from datetime import date, datetime

from bot.conversation.desk import summary
from bot.conversation.desk.permitting import holds
from bot.conversation.messages import Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.outbox import OutboxMessage
from study import front_door
from study.rules.question import localize


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`group`: one message that says what follows, one to forward as it is."""
    if not holds(turn, "see_unit_summary"):
        return [Reply(summary.not_yours())]
    return [Reply(Message((say("group-how"),))), Reply(composed="group_words")]


def compose(turn: Turn, row: OutboxMessage) -> Message | None:
    """What is open, in counts, with the garden's address."""
    counted = summary.counted(turn)
    if counted is None:
        return None
    languages = summary.languages_of(turn)
    as_of = datetime.fromisoformat(counted.as_of)
    lines: list[Line] = [
        summary.with_units("group-title", "group-title-many", counted.units, turn.language, at=as_of)
    ]
    open_ = [item for item in counted.items if item.kind == "plan" and item.done < item.assigned]
    for item in open_:
        title, left = localize(item.title, *languages), item.assigned - item.done
        day = date.fromisoformat(item.due_on)
        lines.append(
            say("group-item", title=title, day=day, assigned=item.assigned, done=item.done, left=left)
        )
    if not open_:
        lines.append(say("group-all-done"))
    lines += [say("group-link", link=link) for link in front_door.links(turn.tx, turn.county)[:1]]
    return Message(tuple(lines))
