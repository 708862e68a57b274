"""`/push`: what, whom, when, until when, one card to confirm; then a card that says how far it has come; verb `push`.

`push:new:<kind>` begins, as `push:bank:<slug>` and `push:reading:<slug>` do from elsewhere; `same:<id>` takes the last
one up again; `n`, `to…`, `one`, `who`, `at`, `week`, `day`, `hour`, `close` answer; `set:<part>` asks a part anew; `ok`
sends; `card`, `undo`, `stop` and `again` look after one that was sent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import storage.pushes
import storage.units
from bot.conversation import dialog
from bot.conversation.desk import push_card, push_confirm, push_steps, push_what, push_when, push_whom
from bot.conversation.desk.audience_choice import Chosen
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.desk.push_steps import ACTION, DIALOG, State, missing, without
from bot.conversation.disputed import short
from bot.conversation.messages import Button, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from storage.pushes import Push
from study import audiences, permissions, pushes

SHOWN_FOR = timedelta(days=30)
MOST_SHOWN = 5
LONGEST_TITLE = 16
KINDS = ("quiz", "reading", "announcement")

Answer = dict[str, Any] | Message | Phrase | None


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/push`: the last one again in one tap, a new one, or a look at those sent lately."""
    if not holds(turn, ACTION):
        return refused()
    lines: list[Line] = [say("push-title", bold=True), say("push-how")]
    rows: list[tuple[Button, ...]] = []
    last = storage.pushes.last_of(turn.tx, turn.me.id)
    if last is not None:
        title = short(push_steps.name(turn, last.kind, last.subject), LONGEST_TITLE)
        day = turn.county.local_day(last.starts_at if last.starts_at <= turn.now else last.made_at)
        lines.append(say("push-last", title=title, day=day))
        lines += push_steps.whom(turn, last.audience)
        rows.append((Button(say("push-same"), f"push:same:{last.id}", primary=True),))
    rows.append(push_what.kinds())
    rows += [_open(turn, push) for push in _sent_lately(turn)]
    return [Reply(Message(tuple(lines), rows=tuple(rows)))]


def _sent_lately(turn: Turn) -> list[Push]:
    today = turn.county.local_day(turn.now)
    scope = permissions.scope(turn.tx, turn.me.id, ACTION, today)
    found = storage.pushes.since(turn.tx, turn.now - SHOWN_FOR)
    return [push for push in found if scope.covers(storage.units.by_id(turn.tx, push.unit_id).path)][
        :MOST_SHOWN
    ]


def _open(turn: Turn, push: Push) -> tuple[Button, ...]:
    day = turn.county.local_day(push.starts_at)
    title = short(push_steps.name(turn, push.kind, push.subject), LONGEST_TITLE)
    return (Button(say("push-open", title=title, day=f"{day.month}-{day.day}"), f"push:card:{push.id}"),)


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """Every button of this noun."""
    what, value = (*parts, "", "")[:2]
    if not holds(turn, ACTION):
        return refused()
    if what in ("card", "undo", "stop", "again"):
        return push_card.act(turn, what, value)
    if what in _BEGIN:
        return _answered(turn, _BEGIN[what](turn, _state(turn), value))
    current = dialog.current(turn)
    if current is None or current.name != DIALOG:
        return gone()
    if what == "no":
        dialog.end(turn)
        return [Reply(Message((say("desk-cancelled"),), replaces=True))]
    if what == "ok":
        return _send(turn, current.state)
    if what in ("to", "who", "people"):
        return _whom(turn, current.state, parts)
    if what == "set" and value in push_steps.PARTS:
        return _ask(turn, without(current.state, value))
    handler = _ANSWERS.get((missing(current.state), what))
    return _answered(turn, handler(turn, current.state, value)) if handler else gone()


def typed(turn: Turn, state: State, text: str) -> list[Reply]:
    """What was typed answers the step that is being asked; with nothing to ask, it is new words of an announcement."""
    if not holds(turn, ACTION):
        return refused()
    step = missing(state)
    if step == "count":
        return _answered(turn, push_what.choose_count(turn, state, text) or say("push-no-count"))
    if step == "text" or (step is None and state["kind"] == "announcement"):
        return _ask(turn, {**state, "text": text})
    if step == "whom":
        return _ask(turn, {**state, "person": text})
    if step == "when":
        return _answered(turn, push_when.typed(turn, state, text))
    if step == "closes":
        return _answered(turn, push_when.typed_closing(turn, state, text))
    return _ask(turn, state)


def _state(turn: Turn) -> State:
    """What has been answered so far, where a push is being put together."""
    current = dialog.current(turn)
    return current.state if current and current.name == DIALOG else {}


def _new(turn: Turn, state: State, kind: str) -> Answer:
    """A push begins; where only what is pushed is asked anew, the rest stays as it was answered."""
    kept = state if missing(state) == "what" else {}
    return {**kept, "kind": kind} if kind in KINDS else None


def _bank(turn: Turn, state: State, named: str) -> Answer:
    """One more bank where another was asked for, or banks are being asked for anew; else a push begins with it."""
    kept = state if state.get("kind") == "quiz" and missing(state) == "bank" else {}
    return push_what.choose_bank(turn, kept, named)


def _reading(turn: Turn, state: State, named: str) -> Answer:
    kept = state if state.get("kind") == "reading" and missing(state) == "reading" else {}
    return push_what.choose_reading(turn, kept, named)


def _same(turn: Turn, state: State, number: str) -> Answer:
    """The last push of this person, as it was, now."""
    last = storage.pushes.last_of(turn.tx, turn.me.id)
    if last is None or last.id != number_of(number):
        return None
    if not pushes.may_push(
        turn.tx, turn.me.id, last.kind, last.subject, last.audience, turn.county, turn.now
    ):
        return say("push-same-gone")
    kind = "quiz" if last.kind == "draw" else last.kind
    draw = {"draw": int(last.subject.get("draw", 0))} if kind == "quiz" else {}
    closes = {"closes": last.closes_after} if last.closes_after else {}
    return {"kind": kind, **last.subject, **draw, "audience": dict(last.audience), "when": "now", **closes}


_BEGIN: dict[str, Callable[[Turn, State, str], Answer]] = {
    "new": _new,
    "bank": _bank,
    "reading": _reading,
    "same": _same,
}

_ANSWERS: dict[tuple[str | None, str], Callable[[Turn, State, str], Answer]] = {
    ("bank", "banks"): push_what.bank_list,
    ("reading", "readings"): push_what.reading_list,
    ("count", "n"): push_what.choose_count,
    ("count", "more"): lambda turn, state, value: {**state, "adding": True},
    ("whom", "one"): lambda turn, state, value: {**state, "person": ""},
    ("when", "at"): push_when.at,
    ("when", "week"): lambda turn, state, value: push_when.weekdays(turn),
    ("when", "day"): lambda turn, state, value: push_when.day(state, value),
    ("when", "hour"): lambda turn, state, value: push_when.hour(state, value),
    ("closes", "close"): push_when.closing,
}
"""What a button does in the step that is being asked; in any other it is of an earlier card."""

_QUESTIONS: dict[str, Callable[[Turn, State, str], Message]] = {
    "what": push_what.menu,
    "bank": push_what.bank_list,
    "count": push_what.how_many,
    "reading": push_what.reading_list,
    "text": push_what.words,
    "when": lambda turn, state, page: push_when.ask(turn, state),
    "closes": lambda turn, state, page: push_when.ask_closing(turn, state),
}


def _answered(turn: Turn, answer: Answer) -> list[Reply]:
    """A state leads on, a phrase says what is wrong, a message asks the same thing further."""
    if answer is None:
        return gone()
    if isinstance(answer, Phrase):
        return [Reply(Message((answer,)))]
    return [Reply(answer)] if isinstance(answer, Message) else _ask(turn, answer)


def _whom(turn: Turn, state: State, parts: tuple[str, ...]) -> list[Reply]:
    what, value = (*parts, "", "")[:2]
    if missing(state) != "whom":
        return gone()
    if what == "people":
        return [Reply(push_whom.look_for(turn, str(state.get("person", "")), value))]
    if what == "who":
        audience = push_whom.choose_person(turn, value)
        return _ask(turn, {**state, "audience": audience}) if audience else refused()
    found = push_whom.step(turn, parts[1:])
    if found is None:
        return refused()
    return _ask(turn, {**state, "audience": found.audience}) if isinstance(found, Chosen) else [Reply(found)]


def _ask(turn: Turn, state: State) -> list[Reply]:
    """Ask for what is missing; with nothing missing, show what would happen."""
    state = push_steps.fitting(state)
    dialog.begin(turn, DIALOG, **state)
    step = missing(state)
    if step is None:
        return push_confirm.ask(state)
    if step == "whom":
        asked = push_whom.ask(turn, state)
        return [Reply(asked)] if asked else refused()
    return [Reply(_QUESTIONS[step](turn, state, "0"))]


def _send(turn: Turn, state: State) -> list[Reply]:
    if missing(state) is not None or dialog.take(turn, DIALOG) is None:
        return gone()
    audience = state["audience"]
    if not all(permitted(turn, ACTION, unit_id) for unit_id in audiences.units_of(turn.tx, audience)):
        return refused()
    made = pushes.make(
        turn.tx,
        push_steps.push_kind(state),
        push_steps.subject(state),
        audience,
        starts_at=push_steps.starts_at(turn, state),
        weekly=state.get("weekly"),
        closes_after=push_steps.closes_after(state),
        made_by=turn.me.id,
        county=turn.county,
        now=turn.now,
    )
    return push_card.show(turn, made) if made else [Reply(Message((say("push-same-gone"),), replaces=True))]
