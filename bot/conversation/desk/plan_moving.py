"""A due date moved: for whom, to which day, why, then one card that says exactly what will happen.

The state of the dialog is the item's `key`, then what has been answered: `unit` (0: everybody), `day`, `why`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import storage.units
from bot.conversation import dialog
from bot.conversation.desk import audience_choice
from bot.conversation.desk.audience_choice import Asking, Chosen
from bot.conversation.desk.permitting import gone, permitted, refused
from bot.conversation.desk.plan import ACTION, cancel, card, line_of, may_change_all
from bot.conversation.desk.plan_steps import Rows, State, begin, begun, permitted_all, reason_of, why_rows
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from study import audiences, permissions, plan_changes
from study.plan import PlanLine
from study.plan_changes import Move
from study.rules.typed_day import read_day

DIALOG = "plan-due"
DAYS_AHEAD = (7, 14, 30)
REASONS = ("season", "task", "disaster", "system")


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`plandue:start:<key>` begins; `to…`, `day:<ISO>`, `why:<name>` answer; `ok` confirms."""
    what, value = (*parts, "", "")[:2]
    if what == "start":
        line = begin(turn, value)
        return _ask(turn, line, {"key": value}) if isinstance(line, PlanLine) else line
    found = begun(turn, DIALOG)
    if found is None:
        return gone()
    line, state = found
    if what == "to":
        return _whom(turn, line, state, parts[1:])
    if what == "day" and "unit" in state:
        return _day(turn, line, state, value)
    if what == "why" and value in REASONS and "day" in state:
        return _ask(turn, line, {**state, "why": reason_of(turn, value)})
    return _moved(turn, line, state) if what == "ok" else gone()


def typed(turn: Turn, state: State, text: str) -> list[Reply]:
    """A day or a reason, whichever is being asked for."""
    line = line_of(turn, state["key"])
    if line is None:
        return gone()
    if "unit" not in state:
        return _ask(turn, line, state)
    return _ask(turn, line, {**state, "why": text}) if "day" in state else _day(turn, line, state, text)


def _whom(turn: Turn, line: PlanLine, state: State, parts: tuple[str, ...]) -> list[Reply]:
    if parts == ("all",):
        return _ask(turn, line, {"key": state["key"], "unit": 0}) if permitted_all(turn, line) else refused()
    found = audience_choice.step(turn, _asking(turn, line), parts)
    if found is None:
        return refused()
    if isinstance(found, Chosen):
        # The unit above all others is everybody, and then the item itself moves.
        unit_id = found.unit_id if "within" in found.audience else 0
        return _ask(turn, line, {"key": state["key"], "unit": unit_id})
    return [Reply(found)]


def _asking(turn: Turn, line: PlanLine) -> Asking:
    question = (
        say("plan-due-title", bold=True, title=turn.localize(line.title)),
        say("plan-due-now", day=line.due_on),
        say("plan-due-whom"),
    )
    whole = say("plan-due-all") if may_change_all(turn, line) else None
    return Asking("plandue:to", ACTION, question, cancel(), whole, by_group=False)


def _day(turn: Turn, line: PlanLine, state: State, text: str) -> list[Reply]:
    day = read_day(text, turn.county.local_day(turn.now))
    if day is None:
        return [Reply(Message((say("plan-no-day"),)))]
    seen = plan_changes.preview_move(turn.tx, line, state["unit"] or None, day, turn.county, turn.now)
    if not isinstance(seen, Move):
        message = Message((say(f"plan-cannot-{seen}"),), rows=(*_day_rows(turn, line), cancel()))
        return [Reply(message)]
    return _ask(turn, line, {**state, "day": day.isoformat()})


def _day_rows(turn: Turn, line: PlanLine) -> Rows:
    """Days counted from the due date, or from today when that has passed; and the end of the month."""
    today = turn.county.local_day(turn.now)
    base = max(line.due_on, today)
    end = _month_end(base) if base != _month_end(base) else _month_end(base + timedelta(days=1))
    days = sorted({*(base + timedelta(days=ahead) for ahead in DAYS_AHEAD), end})
    buttons = [Button(say("plan-day", day=day), f"plandue:day:{day.isoformat()}") for day in days]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _ask(turn: Turn, line: PlanLine, state: State) -> list[Reply]:
    """Ask for what is missing; with nothing missing, show what would be done."""
    dialog.begin(turn, DIALOG, **state)
    if "unit" not in state:
        found = audience_choice.step(turn, _asking(turn, line), ())
        return [Reply(found)] if isinstance(found, Message) else refused()
    title = say("plan-due-title", bold=True, title=turn.localize(line.title))
    if "day" not in state:
        lines: tuple[Line, ...] = (
            title,
            _whose(turn, state["unit"]),
            say("plan-due-ask-day", day=line.due_on),
        )
        return [Reply(Message(lines, rows=(*_day_rows(turn, line), cancel()), replaces=True))]
    if "why" not in state:
        asked = (title, say("plan-ask-why"))
        rows = (*why_rows(turn, "plandue", REASONS), cancel())
        return [Reply(Message(asked, rows=rows, replaces=True))]
    return [Reply(_move_confirmation(turn, line, state))]


def _whose(turn: Turn, unit_id: int) -> Phrase:
    if not unit_id:
        return say("plan-due-of-all")
    below = len(storage.units.descendants(turn.tx, unit_id)) - 1
    return say("plan-due-of-unit", unit=storage.units.by_id(turn.tx, unit_id).name, below=below)


def _move_confirmation(turn: Turn, line: PlanLine, state: State) -> Message:
    day = date.fromisoformat(state["day"])
    seen = plan_changes.preview_move(turn.tx, line, state["unit"] or None, day, turn.county, turn.now)
    if not isinstance(seen, Move):
        return Message((say(f"plan-cannot-{seen}"),), rows=(cancel(),))
    lines: list[Line] = [
        say("plan-due-title", bold=True, title=turn.localize(line.title)),
        say("plan-due-change", before=seen.from_on, after=seen.due_on),
        _whose(turn, state["unit"]),
    ]
    if line.state == "missed":
        today = turn.county.local_day(turn.now)
        people, units = audiences.size(turn.tx, line.audience, today, joined_by=day)
        lines.append(say("plan-due-opens", people=people, units=units))
    elif line.state == "upcoming":
        lines.append(say("plan-due-not-open", day=line.opens_on))
    else:
        lines.append(say("plan-due-people", people=seen.people))
        if seen.now_on_time:
            lines.append(say("plan-due-on-time", people=seen.now_on_time))
    lines.append(say("plan-why", reason=state["why"]))
    confirm = Button(say("desk-confirm"), "plandue:ok", primary=True)
    return Message(tuple(lines), rows=((confirm, *cancel()),), replaces=True)


def _moved(turn: Turn, line: PlanLine, state: State) -> list[Reply]:
    if not {"unit", "day", "why"} <= state.keys() or dialog.take(turn, DIALOG) is None:
        return gone()
    unit_id = state["unit"]
    allowed = permitted(turn, ACTION, unit_id) if unit_id else permitted_all(turn, line)
    if not allowed:
        return refused()
    day = date.fromisoformat(state["day"])
    actor = permissions.actor_name(turn.me.id)
    if not plan_changes.move(
        turn.tx,
        line,
        unit_id or None,
        day,
        reason=state["why"],
        actor=actor,
        county=turn.county,
        now=turn.now,
    ):
        return gone()
    after = line_of(turn, state["key"]) or line
    return [Reply(card(turn, after, say("plan-move-begun")))]
