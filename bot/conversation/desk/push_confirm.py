"""The card before a push goes out: what, to exactly whom, when each is told, until when. Counted by a reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import storage.units
from bot.conversation.desk import push_steps
from bot.conversation.desk.push_steps import ACTION, State, cancel, every_week
from bot.conversation.messages import Arg, Button, Line, Message, Phrase, Reply, say
from bot.conversation.today import last_minute
from bot.conversation.turn import Turn
from storage.outbox import OutboxMessage
from study import audiences, push_previews
from study.push_previews import PushPreview
from study.rules.rich_text import RichText

COMPOSED = "push_confirm"
BLANK = RichText("")
MOST_TIMES = 4


def ask(state: State) -> list[Reply]:
    return [Reply(composed=COMPOSED, facts={"state": dict(state)})]


def compose(turn: Turn, row: OutboxMessage) -> Message:
    """What would happen, as of now."""
    state: Mapping[str, Any] = row.message["state"]
    today = turn.county.local_day(turn.now)
    sender = audiences.in_whose_name(turn.tx, turn.me.id, ACTION, state["audience"], today)
    if sender is None:
        return Message((say("desk-refused"),), replaces=True)
    starts_at = push_steps.starts_at(turn, state)
    seen = push_previews.preview(
        turn.tx,
        state["audience"],
        starts_at,
        push_steps.closes_after(state),
        state.get("reading"),
        turn.county,
        turn.now,
    )
    lines: list[Line] = [
        say("push-check", bold=True, unit=storage.units.by_id(turn.tx, sender).name),
        *push_steps.what(turn, push_steps.push_kind(state), push_steps.subject(state)),
        BLANK,
        *push_steps.whom(turn, state["audience"]),
        *_people(seen),
        BLANK,
        *_times(turn, state, starts_at, seen),
        *_closes(turn, state, seen),
    ]
    change = _changes(state)
    if not seen.times:
        return Message((*lines, say("push-nobody")), rows=(*change, cancel()), replaces=True)
    send = Button(say("push-send"), "push:ok", primary=True)
    return Message(tuple(lines), rows=((send, *cancel()), *change), replaces=True)


def _people(seen: PushPreview) -> list[Line]:
    lines: list[Line] = [say("push-people", people=seen.people, units=seen.units)]
    if seen.read_before:
        lines.append(say("push-read-before", people=seen.read_before))
    if seen.unreached:
        lines.append(say("push-unreached", people=seen.unreached))
    if seen.away:
        lines.append(say("push-away", people=seen.away))
    if seen.too_late:
        lines.append(say("push-too-late", people=seen.too_late))
    return lines


def _times(turn: Turn, state: State, starts_at: datetime, seen: PushPreview) -> list[Line]:
    """How many are told when: `212 now, 14 tomorrow 08:30`, then the rest."""
    lines: list[Line] = []
    if weekly := state.get("weekly"):
        lines.append(Phrase("push-first-of-weekly", {**every_week(weekly), "at": starts_at}))
    times = seen.times[:MOST_TIMES]
    if times:
        first, *others = times
        if first[0] <= turn.now and others:
            then = _at(turn, *others.pop(0))
            lines.append(Phrase("push-told-now-then", {"first": first[1], **then}))
        elif first[0] <= turn.now:
            lines.append(say("push-told-now", people=first[1]))
        else:
            lines.append(Phrase("push-told-at", _at(turn, *first)))
        lines += [Phrase("push-told-at", _at(turn, *other)) for other in others]
    if rest := sum(people for _, people in seen.times[MOST_TIMES:]):
        lines.append(say("push-told-later", people=rest))
    if seen.seconds:
        lines.append(say("push-takes", minutes=0 if seen.seconds <= 60 else -(-seen.seconds // 60)))
    return lines


def _at(turn: Turn, at: datetime, people: int) -> dict[str, Arg]:
    days = (turn.county.local_day(at) - turn.county.local_day(turn.now)).days
    day = {0: "today", 1: "tomorrow"}.get(days, "later")
    return {"day": day, "hour": at.astimezone(turn.county.zone).time(), "at": at, "people": people}


def _closes(turn: Turn, state: State, seen: PushPreview) -> list[Line]:
    if seen.due_at is None:
        return []
    closes: str = state["closes"]
    if state["kind"] == "reading":
        return [say("push-due-on", day=turn.county.local_day(seen.due_at - timedelta(seconds=1)))]
    if "weekly" in state and closes.endswith("h"):
        return [say("push-closes-each", hours=int(closes[:-1]))]
    return [say("push-closes-at", at=last_minute(turn, seen.due_at))]


def _changes(state: State) -> tuple[tuple[Button, ...], ...]:
    """A way to each part, to answer it anew."""
    what = (Button(say("push-set-what"), "push:set:what"), Button(say("push-set-whom"), "push:set:whom"))
    when = [Button(say("push-set-when"), "push:set:when")]
    if state["kind"] != "announcement":
        when.append(Button(say("push-set-closes"), "push:set:closes"))
    return (what, tuple(when))
