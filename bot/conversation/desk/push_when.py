"""When to push, and when it closes: with buttons, or as it is typed."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from bot.conversation.desk.permitting import number_of
from bot.conversation.desk.push_steps import Rows, State, cancel, every_week, starts_at
from bot.conversation.messages import Button, Message, Phrase, say
from bot.conversation.turn import Turn
from study import announcements
from study.rules.closing import closes_at, is_closing, until_end_of
from study.rules.local_time import parse_hour
from study.rules.typed_day import read_day
from study.rules.typed_time import WEEKDAYS, read_moment

HOURS = ("08:30", "10:00", "12:30", "15:00", "18:30", "20:00")
OF_A_QUIZ = ("24h", "48h", "168h")
OF_A_READING = ("3d", "7d", "14d")
FARTHEST = timedelta(days=366)


def ask(turn: Turn, state: State) -> Message:
    """Now, the next working morning, every week, or as typed; a weekday that is chosen wants its hour."""
    if day := state.get("day"):
        hours = [Button(hour, f"push:hour:{hour.replace(':', '')}") for hour in HOURS]
        asked = Phrase("push-which-hour", every_week(f"{day} 00:00"))
        return _message(asked, (tuple(hours[:3]), tuple(hours[3:])), back=True)
    morning = announcements.begins("morning", turn.county, turn.now)
    rows: list[tuple[Button, ...]] = [
        (Button(say("push-now"), "push:at:now", primary=True),),
        (Button(say("push-morning", at=morning), "push:at:morning"),),
    ]
    if state["kind"] != "reading":
        rows.append((Button(say("push-every-week"), "push:week"),))
    return _message(say("push-when", bold=True), tuple(rows))


def weekdays(turn: Turn) -> Message:
    """The days of the week."""
    buttons = [Button(say("push-weekday", day=day), f"push:day:{day}") for day in WEEKDAYS]
    return _message(say("push-which-day"), (tuple(buttons[:4]), tuple(buttons[4:])), back=True)


def at(turn: Turn, state: State, named: str) -> dict[str, Any] | None:
    """The state with the time of a button; None for what is not on offer."""
    if named == "now":
        return {**state, "when": "now"}
    morning = announcements.begins("morning", turn.county, turn.now)
    return {**state, "when": morning.isoformat()} if named == "morning" else None


def day(state: State, named: str) -> dict[str, Any] | None:
    return {**state, "day": named} if named in WEEKDAYS and state["kind"] != "reading" else None


def hour(state: State, named: str) -> dict[str, Any] | None:
    """The state with the hour of the weekday, written 2000 or 20:00; None where it is no hour."""
    plain = unicodedata.normalize("NFKC", named).strip()
    plain = plain if ":" in plain else f"{plain[:-2]}:{plain[-2:]}"
    try:
        chosen = parse_hour(plain.rjust(5, "0"))
    except ValueError:
        return None
    kept = {key: value for key, value in state.items() if key != "day"}
    return {**kept, "weekly": f"{state['day']} {chosen:%H:%M}"} if "day" in state else None


def typed(turn: Turn, state: State, text: str) -> dict[str, Any] | Phrase:
    """The state with the time typed, or why it cannot be."""
    if "day" in state:
        return hour(state, text) or say("push-no-hour")
    moment = read_moment(text, turn.now, turn.county.zone)
    if moment is None:
        return say("push-no-moment")
    if moment <= turn.now:
        return say("push-moment-past", at=moment)
    if moment > turn.now + FARTHEST:
        return say("push-moment-far")
    return {**state, "when": moment.isoformat()}


def ask_closing(turn: Turn, state: State) -> Message:
    """After so long, or on a day."""
    opens = starts_at(turn, state)
    is_reading = state["kind"] == "reading"
    rows = []
    for closing in OF_A_READING if is_reading else OF_A_QUIZ:
        ends = closes_at(opens, closing, turn.county.zone)
        label = _closing_label(turn, closing, ends)
        rows.append((Button(label, f"push:close:{closing}"),))
    question = "push-due" if is_reading else ("push-closes-weekly" if "weekly" in state else "push-closes")
    return _message(Phrase(question, bold=True), tuple(rows))


def _closing_label(turn: Turn, closing: str, ends: datetime) -> Phrase:
    number = number_of(closing[:-1])
    if closing.endswith("h"):
        return say("push-closes-hours", hours=number, at=ends)
    return say("push-closes-days", days=number, day=turn.county.local_day(ends - timedelta(seconds=1)))


def closing(turn: Turn, state: State, named: str) -> dict[str, Any] | None:
    """The state with the closing of a button; None where it is none."""
    is_hours = named.endswith("h")
    if not is_closing(named) or is_hours == (state["kind"] == "reading"):
        return None
    return {**state, "closes": named}


def typed_closing(turn: Turn, state: State, text: str) -> dict[str, Any] | Phrase:
    """The state that closes at the end of the day typed, or why it cannot."""
    if "weekly" in state:
        return say("push-closes-by-button")
    opens = starts_at(turn, state)
    day_ = read_day(text, turn.county.local_day(opens))
    closes = until_end_of(day_, opens, turn.county.zone) if day_ else None
    if closes is None:
        return say("push-no-closing", day=turn.county.local_day(opens))
    return {**state, "closes": closes}


def _message(question: Phrase, rows: Rows, back: bool = False) -> Message:
    last = (Button(say("desk-back"), "push:set:when"), *cancel()) if back else cancel()
    return Message((question,), rows=(*rows, last), replaces=True)
