"""An item taken back: why, then one card that says exactly what will happen. What is completed stays."""

from __future__ import annotations

import storage.plan
from bot.conversation import dialog
from bot.conversation.desk.permitting import gone, refused
from bot.conversation.desk.plan import cancel, card, line_of
from bot.conversation.desk.plan_steps import State, begin, begun, permitted_all, reason_of, why_rows
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from study import permissions, plan_changes
from study.plan import PlanLine

DIALOG = "plan-off"
REASONS = ("mistake", "content", "instructed")


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`planoff:start:<key>` begins; `why:<name>` answers; `ok` confirms."""
    what, value = (*parts, "", "")[:2]
    if what == "start":
        line = begin(turn, value)
        if not isinstance(line, PlanLine):
            return line
        return _ask(turn, line, {"key": value}) if permitted_all(turn, line) else refused()
    found = begun(turn, DIALOG)
    if found is None:
        return gone()
    if what == "why" and value in REASONS:
        return _ask(turn, found[0], {**found[1], "why": reason_of(turn, value)})
    return _withdrawn(turn, *found) if what == "ok" else gone()


def typed(turn: Turn, state: State, text: str) -> list[Reply]:
    """The reason."""
    line = line_of(turn, state["key"])
    return gone() if line is None else _ask(turn, line, {**state, "why": text})


def _ask(turn: Turn, line: PlanLine, state: State) -> list[Reply]:
    dialog.begin(turn, DIALOG, **state)
    left_open, done = 0, 0
    if line.assignment_id is not None:
        left_open, done = storage.plan.shares(turn.tx, line.assignment_id, turn.county.local_day(turn.now))
    lines: list[Line] = [
        say("plan-off-title", bold=True, title=turn.localize(line.title)),
        say("plan-off-what", people=left_open, done=done),
    ]
    if "why" not in state:
        rows = (*why_rows(turn, "planoff", REASONS), cancel())
        return [Reply(Message((*lines, say("plan-ask-why")), rows=rows, replaces=True))]
    lines.append(say("plan-why", reason=state["why"]))
    confirm = Button(say("desk-confirm"), "planoff:ok", primary=True)
    return [Reply(Message(tuple(lines), rows=((confirm, *cancel()),), replaces=True))]


def _withdrawn(turn: Turn, line: PlanLine, state: State) -> list[Reply]:
    if "why" not in state or dialog.take(turn, DIALOG) is None:
        return gone()
    if not permitted_all(turn, line):
        return refused()
    actor = permissions.actor_name(turn.me.id)
    if not plan_changes.withdraw(
        turn.tx, line, reason=state["why"], actor=actor, county=turn.county, now=turn.now
    ):
        return gone()
    after = line_of(turn, state["key"]) or line
    return [Reply(card(turn, after, say("plan-off-begun")))]
