"""Giving somebody a role, step by step: whom, which role, over what, until when, why, and one card to confirm.

The state of the dialog "grants-give" is `person`, `role`, `unit`, `until` (a day, "" for none) and `why`, each
once it is known; the first one missing is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import storage.grants
import storage.people
from bot.conversation import dialog
from bot.conversation.desk import finding
from bot.conversation.desk.audience_choice import short
from bot.conversation.desk.grant_words import role_word
from bot.conversation.desk.granting_confirm import DIALOG as DIALOG
from bot.conversation.desk.granting_confirm import confirmation, confirmed
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.messages import Button, Message, Reply, say
from bot.conversation.turn import Turn
from storage.people import Person
from study import permissions
from study.rules.typed_day import read_day

ACTION = "grant"
NEEDS = ("person", "role", "unit", "until", "why")
ROLES = permissions.ROLES[1:]
REASONS = {
    "post": {"zh-Hans": "岗位分工", "en": "Part of the post"},
    "standin": {"zh-Hans": "临时代管", "en": "Standing in"},
    "moved": {"zh-Hans": "人员调整", "en": "Change of staff"},
}

State = dict[str, Any]


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`grant:who`, `grant:to:<person>`, `grant:again:<grant>` begin; `:p|role|unit|until|why:…` answer; `:yes`."""
    what, value = (*parts, "", "")[:2]
    if not holds(turn, ACTION):
        return refused()
    if what in ("who", "to", "again"):
        state = _begun_with(turn, what, value)
        return gone() if state is None else _next(turn, state)
    begun = dialog.current(turn)
    if begun is None or begun.name != DIALOG:
        return gone()
    state = dict(begun.state)
    if what == "yes":
        return gone() if _missing(state) is not None else confirmed(turn, state)
    if what == "found":
        return _ask_person(turn, state, str(state.get("text", "")), value)
    answer = _answered(turn, state, what, value)
    return gone() if answer is None else _next(turn, {**state, **answer})


def _begun_with(turn: Turn, what: str, value: str) -> State | None:
    if what == "to":
        person = _receiver(turn, number_of(value))
        return {"person": person.id} if person else None
    if what == "again":
        held = storage.grants.held(turn.tx, number_of(value))
        if held is None or not permitted(turn, ACTION, held.unit_id):
            return None
        return {"person": held.person_id, "role": held.role, "unit": held.unit_id}
    return {}


def _receiver(turn: Turn, person_id: int) -> Person | None:
    """Somebody on the roster today, of the units this person grants over."""
    person = storage.people.by_id(turn.tx, person_id)
    if person is None or person.has_left(turn.county.local_day(turn.now)):
        return None
    return person if permitted(turn, ACTION, person.unit_id) else None


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """Words for what is being asked for."""
    if not holds(turn, ACTION):
        return refused()
    known, missing = dict(state), _missing(state)
    if missing == "person":
        return _ask_person(turn, known, text, "0")
    if missing == "unit":
        found = finding.unit(turn, ACTION, text, "grant:unit")
        if isinstance(found, finding.NotOne):
            return [Reply(Message((found.line,), rows=(*found.rows, _cancel())))]
        return _next(turn, {**known, "unit": found.id})
    if missing == "until":
        day = read_day(text, turn.county.local_day(turn.now))
        if day is None or day < turn.county.local_day(turn.now):
            return [Reply(Message((say("grants-no-day"),), rows=(_cancel(),)))]
        return _next(turn, {**known, "until": day.isoformat()})
    return _next(turn, {**known, "why": text} if missing == "why" else known)


def _missing(state: Mapping[str, Any]) -> str | None:
    return next((need for need in NEEDS if need not in state), None)


def _answered(turn: Turn, state: State, what: str, value: str) -> State | None:
    """What a tap answers; None when it does not fit what is asked, or may not be."""
    today = turn.county.local_day(turn.now)
    if what != _missing(state):
        return None
    if what == "person":
        person = _receiver(turn, number_of(value))
        return {"person": person.id} if person else None
    if what == "role":
        return {"role": value} if value in ROLES else None
    if what == "unit":
        return {"unit": number_of(value)} if permitted(turn, ACTION, number_of(value)) else None
    if what == "until":
        if value == "none":
            return {"until": ""}
        day = read_day(value, today)
        return {"until": day.isoformat()} if day and day >= today else None
    return {"why": REASONS[value][turn.county.settings.language]} if value in REASONS else None


def _cancel() -> tuple[Button, ...]:
    return (Button(say("desk-cancel"), "grants:no"),)


def _next(turn: Turn, state: State) -> list[Reply]:
    """Ask for what is missing; with nothing missing, show what would be done."""
    missing = _missing(state)
    dialog.begin(turn, DIALOG, **state)
    if missing == "person":
        return [Reply(Message((say("grants-ask-person"),), rows=(_cancel(),)))]
    person = storage.people.by_id(turn.tx, state["person"])
    if person is None:
        return gone()
    if missing is None:
        return [Reply(confirmation(turn, person, state))]
    rows = {"role": _roles, "unit": _units, "until": _untils, "why": _whys}[missing](turn, person)
    about = say("grants-to", bold=True, name=person.name, staffno=person.staff_no, unit=person.unit_path)
    return [Reply(Message((about, say(f"grants-ask-{missing}")), rows=(*rows, _cancel())))]


Rows = tuple[tuple[Button, ...], ...]


def _ask_person(turn: Turn, state: State, text: str, page: str) -> list[Reply]:
    found = finding.people(turn, ACTION, text, page, "grant:person", "grant:found")
    if found.only and _receiver(turn, found.only.id):
        return _next(turn, {"person": found.only.id})
    dialog.begin(turn, DIALOG, **{**state, "text": text})
    lines = found.lines or (say("grants-has-left"),)
    return [Reply(Message(lines, rows=(*found.rows, _cancel())))]


def _roles(turn: Turn, person: Person) -> Rows:
    return (tuple(Button(role_word(turn, role), f"grant:role:{role}") for role in ROLES),)


def _units(turn: Turn, person: Person) -> Rows:
    label = say("grants-own-unit", unit=short(person.unit_name))
    return ((Button(label, f"grant:unit:{person.unit_id}"),),)


def _untils(turn: Turn, person: Person) -> Rows:
    today = turn.county.local_day(turn.now)
    year_end = date(today.year, 12, 31)
    in_a_year = today + timedelta(days=365)
    return (
        (Button(say("grants-until-none"), "grant:until:none"),),
        (Button(say("grants-until-year-end"), f"grant:until:{year_end.isoformat()}"),),
        (
            Button(
                say("grants-until-one-year", day=in_a_year.isoformat()),
                f"grant:until:{in_a_year.isoformat()}",
            ),
        ),
    )


def _whys(turn: Turn, person: Person) -> Rows:
    return (tuple(Button(words[turn.language], f"grant:why:{name}") for name, words in REASONS.items()),)
