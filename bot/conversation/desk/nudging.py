"""Reminding: everybody who is behind or soon due with one tap, or one person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.desk.permitting import gone, holds, number_of, person_permitted, refused
from bot.conversation.desk.summary import not_yours, units_of
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from study import nudges, pressing
from study.nudges import Nudged


def ask(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/nudge`: how many there are, and the button that reminds them."""
    if not holds(turn, "remind_unit"):
        return [Reply(not_yours())]
    people = pressing.people(turn.tx, units_of(turn), turn.county, turn.now)
    if not people:
        return [Reply(Message((say("nudge-nobody"),)))]
    remind = Button(say("button-nudge", people=len(people)), "nudge:all", primary=True)
    rows = ((remind,), (Button(say("button-names"), "names:1"),))
    return [Reply(Message((say("nudge-who", people=len(people)),), rows=rows))]


def nudge(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`nudge:all`, `nudge:<assignment>` for one item, `nudge:p:<person>` for one person."""
    if parts[:1] == ("p",):
        return _one(turn, parts[1] if len(parts) > 1 else "")
    if not holds(turn, "remind_unit"):
        return refused()
    assignment_id = None if parts[:1] == ("all",) else number_of(parts[0] if parts else "")
    if assignment_id == 0:
        return gone()
    came_to = nudges.nudge(turn.tx, turn.me.id, units_of(turn), turn.county, turn.now, assignment_id)
    return [Reply(Message(tuple(_told(came_to))))]


def _told(came_to: Nudged) -> Sequence[Line]:
    lines: list[Line] = [_scheduled(came_to)]
    if came_to.recently:
        lines.append(say("nudge-recently", people=came_to.recently))
    if came_to.unreached:
        lines.append(say("nudge-unreached", people=came_to.unreached))
    if came_to.paused:
        lines.append(say("nudge-paused", people=came_to.paused))
    if came_to.left:
        lines.append(say("nudge-left", people=came_to.left))
    return lines


def _scheduled(came_to: Nudged) -> Line:
    if came_to.now and came_to.later and came_to.later_at:
        return say("nudge-done-both", now=came_to.now, later=came_to.later, at=came_to.later_at)
    if came_to.later and came_to.later_at:
        return say("nudge-done-later", people=came_to.later, at=came_to.later_at)
    return say("nudge-done-now", people=came_to.now) if came_to.now else say("nudge-none")


def _one(turn: Turn, person_id: str) -> list[Reply]:
    person = person_permitted(turn, "remind_unit", person_id)
    if person is None:
        return refused()
    outcome, at = nudges.nudge_person(turn.tx, turn.me.id, person.id, turn.county, turn.now)
    if outcome == "not_yours":
        return refused()
    return [Reply(Message((say(f"nudge-one-{outcome}", name=person.name, at=at or turn.now),)))]
