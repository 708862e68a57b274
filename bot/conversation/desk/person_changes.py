"""What a supervisor enters about a person, step by step: which item, which day, why, then one card to confirm.

The state of the dialog "person" is `kind` and `person`, then what has been answered: `item`, `start` and `day`,
`why`. `_next` asks for the first thing still missing, so every step is a tap or a few typed words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import storage.assignments
import storage.people
from bot.conversation import dialog
from bot.conversation.desk.permitting import gone, number_of, person_permitted, refused
from bot.conversation.desk.person import card, shares_of
from bot.conversation.desk.person_kinds import KINDS, REASONS
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.assignments import Enrollment
from storage.people import Person
from study import leave
from study import today as study_today
from study.rules.typed_day import read_day

DIALOG = "person"
DAYS_AHEAD = (7, 14, 30, 90)
"""On offer for a leave or an extension."""

LONGEST_LEAVE = timedelta(days=400)
_BETWEEN = re.compile(r"\s*[至到~～—–、,，]\s*|\s+")

State = dict[str, Any]


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`do:<kind>:<person>` begins; `do:item:<share>`, `do:day:<ISO>`, `do:why:<name>` answer; `do:yes` confirms."""
    what, value = (*parts, "", "")[:2]
    if what in KINDS:
        person = person_permitted(turn, KINDS[what].action, value)
        return refused() if person is None else _next(turn, person, {"kind": what, "person": person.id})
    if what == "no":
        dialog.end(turn)
        return [Reply(Message((say("desk-cancelled"),), replaces=True))]
    found = _begun(turn)
    if found is None:
        return gone()
    person, state = found
    if what == "yes":
        return _confirmed(turn, person, state)
    answer = _answered(turn, person, state, what, value)
    return gone() if answer is None else _next(turn, person, {**state, **answer})


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """Words for what is being asked: a day (two for a leave that began before today) or a reason."""
    found = _begun(turn)
    if found is None:
        return gone()
    person, known = found
    missing = _missing(known)
    if missing == "day":
        days = _days_typed(turn, text, known["kind"])
        return (
            [Reply(Message((say("person-no-day"),)))]
            if days is None
            else _next(turn, person, {**known, **days})
        )
    return _next(turn, person, {**known, "why": text} if missing == "why" else known)


def _begun(turn: Turn) -> tuple[Person, State] | None:
    """The person and the state of what has been begun; None when nothing is, or it is no longer permitted."""
    begun = dialog.current(turn)
    if begun is None or begun.name != DIALOG:
        return None
    kind = KINDS[begun.state["kind"]]
    person = person_permitted(turn, kind.action, str(begun.state["person"]))
    return None if person is None else (person, dict(begun.state))


def _missing(state: State) -> str | None:
    return next((need for need in KINDS[state["kind"]].needs if need not in state), None)


def _answered(turn: Turn, person: Person, state: State, what: str, value: str) -> State | None:
    """What a tap answers; None when it does not fit the question."""
    kind = KINDS[state["kind"]]
    if what != _missing(state):
        return None
    if what == "item":
        share = number_of(value)
        return {"item": share} if share in {each.id for each in _items(turn, person, state)} else None
    if what == "day":
        return _days_typed(turn, value, state["kind"])
    return {"why": REASONS[value][turn.county.settings.language]} if value in kind.reasons else None


def _days_typed(turn: Turn, text: str, kind: str) -> State | None:
    """`day`, and `start` for a leave: today, or the first of two days."""
    today = turn.county.local_day(turn.now)
    whole = read_day(text, today)
    days = [whole] if whole else [read_day(part, today) for part in _BETWEEN.split(text.strip())]
    if not 1 <= len(days) <= (2 if kind == "leave" else 1) or None in days:
        return None
    known = [day for day in days if day is not None]
    if kind == "leave":
        start, end = (known[0] if len(known) == 2 else today), known[-1]
        fits = start <= end <= start + LONGEST_LEAVE
        return {"start": start.isoformat(), "day": end.isoformat()} if fits else None
    return {"day": known[0].isoformat()} if known[0] >= today else None


def _items(turn: Turn, person: Person, state: State) -> list[Enrollment]:
    return [share for share in shares_of(turn, person) if KINDS[state["kind"]].items(share)]


def _next(turn: Turn, person: Person, state: State) -> list[Reply]:
    """Ask for what is missing; with nothing missing, show what would be done."""
    missing = _missing(state)
    if missing == "item":
        items = _items(turn, person, state)
        if not items:
            return gone()
        if len(items) == 1:
            return _next(turn, person, {**state, "item": items[0].id})
    dialog.begin(turn, DIALOG, **state)
    if missing is None:
        return [Reply(_confirmation(turn, person, state))]
    rows = {"item": _item_rows, "day": _day_rows, "why": _why_rows}[missing](turn, person, state)
    lines = (_about(turn, person, state), say(f"person-ask-{missing}-{state['kind']}"))
    return [Reply(Message(lines, rows=(*rows, _cancel())))]


def _about(turn: Turn, person: Person, state: State) -> Line:
    """What is being entered about whom, so that every step says it."""
    return say(f"person-about-{state['kind']}", bold=True, name=person.name, item=_title(turn, state))


def _title(turn: Turn, state: State) -> str:
    share = storage.assignments.enrollment(turn.tx, state["item"]) if "item" in state else None
    return turn.localize(study_today.item_of(turn.tx, share, turn.county, turn.now).title) if share else ""


def _item_rows(turn: Turn, person: Person, state: State) -> tuple[tuple[Button, ...], ...]:
    items = [
        study_today.item_of(turn.tx, share, turn.county, turn.now) for share in _items(turn, person, state)
    ]
    return tuple((Button(turn.localize(item.title), f"do:item:{item.enrollment.id}"),) for item in items)


def _day_rows(turn: Turn, person: Person, state: State) -> tuple[tuple[Button, ...], ...]:
    today = turn.county.local_day(turn.now)
    days = [today + timedelta(days=ahead) for ahead in DAYS_AHEAD]
    buttons = [Button(say("person-day", day=day), f"do:day:{day.isoformat()}") for day in days]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _why_rows(turn: Turn, person: Person, state: State) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(turn.localize(REASONS[name]), f"do:why:{name}") for name in KINDS[state["kind"]].reasons
    ]
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))


def _cancel() -> tuple[Button, ...]:
    return (Button(say("desk-cancel"), "do:no"),)


def _confirmation(turn: Turn, person: Person, state: State) -> Message:
    lines: list[Line] = [_about(turn, person, state)]
    if state["kind"] == "leave":
        start, end = date.fromisoformat(state["start"]), date.fromisoformat(state["day"])
        lines.append(say("person-leave-days", start=start, end=end))
        lines += _effects(turn, person, start, end)
    elif "day" in state:
        lines.append(say("person-new-day", day=date.fromisoformat(state["day"])))
    lines += [say("person-why", reason=state["why"]), say("person-is-told", name=person.name)]
    confirm = Button(say("desk-confirm"), "do:yes", primary=True)
    return Message(tuple(lines), rows=((confirm, *_cancel()),))


def _effects(turn: Turn, person: Person, start: date, end: date) -> list[Line]:
    """What a leave changes of what is due, before it is confirmed."""
    lines: list[Line] = []
    for each in leave.leave_effects(turn.tx, person, start, end, turn.county, turn.now):
        title = turn.localize(each.title)
        lines.append(say("person-effect-due", title=title, before=each.due_before, after=each.due_after))
        if each.becomes_on_time:
            lines.append(say("person-effect-on-time", title=title))
    return lines


def _confirmed(turn: Turn, person: Person, state: State) -> list[Reply]:
    if _missing(state) is not None or dialog.take(turn, DIALOG) is None:
        return gone()
    storage.people.lock(turn.tx, person.id)
    if not KINDS[state["kind"]].carry_out(turn, person, state):
        return gone()
    after = storage.people.by_id(turn.tx, person.id) or person
    done = Message((say(f"person-done-{state['kind']}", bold=True, name=person.name),), replaces=True)
    return [Reply(done), Reply(card(turn, after))]
