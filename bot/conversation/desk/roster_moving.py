"""Transfer to another unit, leaving, coming back: the unit, the day, the reason, and a card that says what changes.

The state of the dialog "roster-move" is `kind` and `person`, then `unit`, `day` and `why` as they are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import storage.people
import storage.units
from bot.conversation import dialog
from bot.conversation.desk import finding
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, person_permitted, refused
from bot.conversation.desk.roster_card import card
from bot.conversation.desk.roster_effects import MOVES, REASONS, carry_out, effects, pending_transfer
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.people import Person
from study.rules.typed_day import read_day

DIALOG = "roster-move"
FURTHEST = timedelta(days=366)

State = dict[str, Any]


def begin(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`roster:move:<kind>:<person>`."""
    kind, number = (*parts, "", "")[:2]
    if kind not in MOVES:
        return gone()
    person = person_permitted(turn, MOVES[kind].action, number)
    if person is None:
        return refused()
    if kind == "leave" and person.id == turn.me.id:
        return [Reply(Message((say("roster-not-oneself"),)))]
    if not is_open(turn, person, kind):
        return gone()
    return _next(turn, person, {"kind": kind, "person": person.id})


def is_open(turn: Turn, person: Person, kind: str) -> bool:
    """Whether somebody can be moved in this way as they now stand."""
    if kind == "return":
        return person.left_on is not None
    return not person.has_left(turn.county.local_day(turn.now)) and (
        kind != "stay" or pending_transfer(turn, person) is not None
    )


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`roster:to:unit:<id>`, `:day:<ISO>`, `:why:<name>` answer; `:yes` confirms, `:no` leaves it."""
    what, value = (*parts, "", "")[:2]
    found = _begun(turn)
    if found is None:
        return gone()
    person, state = found
    if what == "no":
        dialog.end(turn)
        return [Reply(card(turn, person, say("desk-cancelled"), replaces=True))]
    if what == "yes":
        return _confirmed(turn, person, state)
    answer = _answered(turn, state, what, value)
    return gone() if answer is None else _next(turn, person, {**state, **answer})


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """Words for what is being asked for."""
    found = _begun(turn)
    if found is None:
        return refused() if not holds(turn, MOVES[state["kind"]].action) else gone()
    person, known = found
    missing = _missing(known)
    if missing == "unit":
        unit = finding.unit(turn, MOVES["unit"].action, text, "roster:to:unit")
        if isinstance(unit, finding.NotOne):
            return [Reply(Message((unit.line,), rows=(*unit.rows, (_cancel(),))))]
        return _next(turn, person, {**known, "unit": unit.id})
    if missing == "day":
        day = _day(turn, text)
        if day is None:
            return [Reply(Message((say("roster-no-day"),), rows=((_cancel(),),)))]
        return _next(turn, person, {**known, "day": day})
    return _next(turn, person, {**known, "why": text} if missing == "why" else known)


def _begun(turn: Turn) -> tuple[Person, State] | None:
    """The person and what is known of the move; None when nothing is begun, or it is no longer permitted."""
    begun = dialog.current(turn)
    if begun is None or begun.name != DIALOG:
        return None
    person = person_permitted(turn, MOVES[begun.state["kind"]].action, str(begun.state["person"]))
    return None if person is None else (person, dict(begun.state))


def _missing(state: Mapping[str, Any]) -> str | None:
    return next((need for need in MOVES[state["kind"]].needs if need not in state), None)


def _answered(turn: Turn, state: State, what: str, value: str) -> State | None:
    if what != _missing(state):
        return None
    if what == "unit":
        is_mine = permitted(turn, MOVES[state["kind"]].action, number_of(value))
        return {"unit": number_of(value)} if is_mine else None
    if what == "day":
        day = _day(turn, value)
        return {"day": day} if day else None
    reasons = MOVES[state["kind"]].reasons
    return {"why": REASONS[value][turn.county.settings.language]} if value in reasons else None


def _day(turn: Turn, text: str) -> str | None:
    """A day up to a year ago or ahead, as ISO text."""
    today = turn.county.local_day(turn.now)
    day = read_day(text, today)
    return day.isoformat() if day and abs(day - today) <= FURTHEST else None


def _cancel() -> Button:
    return Button(say("desk-cancel"), "roster:to:no")


def _next(turn: Turn, person: Person, state: State) -> list[Reply]:
    """Ask for what is missing; with nothing missing, show what would change."""
    missing = _missing(state)
    dialog.begin(turn, DIALOG, **state)
    if missing is None:
        return _confirmation(turn, person, state)
    about = say(f"roster-about-{state['kind']}", bold=True, name=person.name, staffno=person.staff_no)
    question = say(f"roster-ask-{missing}-{state['kind']}")
    rows = {"unit": (), "day": _days(turn), "why": _whys(turn, state)}[missing]
    return [Reply(Message((about, question), rows=(*rows, (_cancel(),))))]


def _days(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    today = turn.county.local_day(turn.now)
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return (
        (Button(say("roster-today"), f"roster:to:day:{today.isoformat()}"),),
        (Button(say("roster-next-month", day=first), f"roster:to:day:{first.isoformat()}"),),
    )


def _whys(turn: Turn, state: State) -> tuple[tuple[Button, ...], ...]:
    reasons = MOVES[state["kind"]].reasons
    return (tuple(Button(REASONS[name][turn.language], f"roster:to:why:{name}") for name in reasons),)


def _confirmation(turn: Turn, person: Person, state: State) -> list[Reply]:
    lines: list[Line] = [
        say(f"roster-about-{state['kind']}", bold=True, name=person.name, staffno=person.staff_no)
    ]
    if "unit" in state:
        path = storage.units.by_id(turn.tx, state["unit"]).path
        lines.append(say("roster-from-to", before=person.unit_path, after=path))
    if "day" in state:
        lines.append(say(f"roster-from-day-{state['kind']}", day=state["day"]))
    lines += effects(turn, person, state)
    lines.append(say("roster-why", reason=state["why"]))
    confirm = Button(say("desk-confirm"), "roster:to:yes", primary=True)
    return [Reply(Message(tuple(lines), rows=((confirm, _cancel()),)))]


def _confirmed(turn: Turn, person: Person, state: State) -> list[Reply]:
    if _missing(state) is not None or dialog.take(turn, DIALOG) is None:
        return gone()
    if "unit" in state and not permitted(turn, MOVES[state["kind"]].action, state["unit"]):
        return refused()
    storage.people.lock(turn.tx, person.id)
    why_not = carry_out(turn, person, state)
    after = storage.people.by_id(turn.tx, person.id) or person
    done = why_not or say(f"roster-done-{state['kind']}", bold=True)
    return [Reply(card(turn, after, done, replaces=True))]
