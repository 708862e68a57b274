"""`/plan`: this year's items as they stand within one's grant, and one item with what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping

import storage.plan_changes
import storage.units
from bot.conversation import dialog
from bot.conversation.desk import audience_choice
from bot.conversation.desk.audience_choice import names, page_of, pages, short
from bot.conversation.desk.permitting import gone, holds, refused
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.plan_changes import PlanChange
from study import audiences, permissions, plan
from study.plan import PlanLine, Progress
from study.rules.rich_text import RichText

ACTION = "change_plan"
PAGE = 4
MOST_CHANGES = 3
BLANK = RichText("")


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/plan`, `plan:page:<n>`: the items; `plan:item:<key>`: one of them; `plan:no`: leave what was begun."""
    what, value = (*parts, "", "")[:2]
    if not holds(turn, ACTION):
        return refused()
    if what == "no":
        dialog.end(turn)
        return [Reply(Message((say("desk-cancelled"),), rows=(_back(),), replaces=True))]
    if what == "item":
        line = line_of(turn, value)
        return gone() if line is None else [Reply(card(turn, line))]
    return [Reply(_list(turn, value, replaces=what == "page"))]


def granted(turn: Turn) -> list[int]:
    """The topmost units whose plan this person runs."""
    return audiences.granted_units(turn.tx, turn.me.id, ACTION, turn.county.local_day(turn.now))


def line_of(turn: Turn, key: str) -> PlanLine | None:
    """The item of a key, when it has to do with this person's units."""
    line = plan.find(turn.tx, key, turn.county, turn.now)
    return line if line and audiences.concerns(turn.tx, line.audience, granted(turn)) else None


def may_change_all(turn: Turn, line: PlanLine) -> bool:
    """Whether every unit an item reaches is within this person's grant."""
    today = turn.county.local_day(turn.now)
    reached = audiences.units_of(turn.tx, line.audience)
    return all(permissions.can(turn.tx, turn.me.id, ACTION, unit_id, today) for unit_id in reached)


def cancel() -> tuple[Button, ...]:
    return (Button(say("desk-cancel"), "plan:no"),)


def _back() -> tuple[Button, ...]:
    return (Button(say("plan-all-items"), "plan:page:0"),)


def _list(turn: Turn, page: str, replaces: bool) -> Message:
    units = granted(turn)
    found = [
        line
        for line in plan.items(turn.tx, turn.county, turn.now)
        if audiences.concerns(turn.tx, line.audience, units)
    ]
    here, total = page_of(page, len(found), PAGE)
    shown = found[here * PAGE : (here + 1) * PAGE]
    counted = plan.progress(turn.tx, shown, units, turn.county, turn.now)
    joined, more = names(turn, units)
    lines: list[Line] = [
        say("plan-title", bold=True, year=str(turn.county.year(turn.now))),
        say("plan-counted", units=joined, more=more),
    ]
    for line in shown:
        lines += [BLANK, *_about(turn, line, counted)]
    if not found:
        lines.append(say("plan-empty"))
    rows = [(Button(short(turn.localize(line.title)), f"plan:item:{line.key}"),) for line in shown]
    turning = pages("plan:page", here, total)
    add = (Button(say("plan-add"), "planadd:start"),)
    return Message(tuple(lines), rows=(*rows, *((turning,) if turning else ()), add), replaces=replaces)


def _about(turn: Turn, line: PlanLine, counted: Mapping[str, Progress]) -> list[Line]:
    year = str(line.year) if line.year != turn.county.year(turn.now) else "this"
    title = turn.localize(line.title)
    lines: list[Line] = [
        say("plan-line", bold=True, title=title, year=year, state=line.state),
        say("plan-dates", opens=line.opens_on, due=line.due_on),
        *audience_choice.words(turn, line.audience),
    ]
    if line.quiz:
        lines.append(say("plan-quiz", draw=line.quiz["draw"], percent=line.quiz["pass_percent"]))
    if progress := counted.get(line.key):
        lines.append(
            say("plan-progress", done=progress.done, assigned=progress.assigned, excused=progress.excused)
        )
    return lines


def card(turn: Turn, line: PlanLine, *before: Line) -> Message:
    """One item, below what has just been done."""
    counted = plan.progress(turn.tx, [line], granted(turn), turn.county, turn.now)
    lines: list[Line] = [*before, *_about(turn, line, counted), *_changes(turn, line)]
    rows: list[tuple[Button, ...]] = []
    if line.state != "withdrawn":
        rows.append((Button(say("plan-move"), f"plandue:start:{line.key}"),))
        if may_change_all(turn, line):
            rows.append((Button(say("plan-withdraw"), f"planoff:start:{line.key}"),))
    return Message(tuple(lines), rows=(*rows, _back()), replaces=True)


def _changes(turn: Turn, line: PlanLine) -> list[Line]:
    """The last changes that have to do with this person's units."""
    if line.assignment_id is None:
        return []
    units = granted(turn)
    told = [
        change
        for change in storage.plan_changes.of_item(turn.tx, line.assignment_id)
        if change.unit_id is None or audiences.concerns(turn.tx, {"within": [change.unit_id]}, units)
    ]
    return [_change(turn, line, change) for change in told[-MOST_CHANGES:]]


def _change(turn: Turn, line: PlanLine, change: PlanChange) -> Line:
    unit = "everybody" if change.unit_id is None else storage.units.by_id(turn.tx, change.unit_id).name
    if change.due_on is None:
        return say("plan-withdrawing" if change.done_at is None else "plan-withdrawn", reason=change.reason)
    if change.done_at is not None:
        return say("plan-moved", unit=unit, day=change.due_on, reason=change.reason)
    key = "plan-move-waits" if line.state == "upcoming" else "plan-moving"
    return say(key, unit=unit, day=change.due_on, reason=change.reason)
