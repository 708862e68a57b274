"""Words to forward to a unit's own group: counts and the link, no names."""

from __future__ import annotations

from datetime import date, datetime

from bot.conversation.desk import summary
from bot.conversation.messages import Line, Message, Reply, say
from bot.conversation.turn import Turn
from study import front_door
from study.rules.question import localize


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`group`: one message that says what follows, one to forward as it is."""
    counted = summary.now(turn)
    if counted is None:
        return [Reply(summary.not_yours())]
    languages = summary.languages_of(turn)
    as_of = datetime.fromisoformat(counted.as_of)
    lines: list[Line] = [summary.with_units("group-title", counted.units, turn.language, at=as_of)]
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
    return [Reply(Message((say("group-how"),))), Reply(Message(tuple(lines)))]
