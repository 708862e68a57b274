"""The end of giving somebody a role: the card to confirm, and what is then done or asked of a second person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import storage.people
import storage.units
from bot.conversation import dialog
from bot.conversation.desk.approvals import who_may
from bot.conversation.desk.grant_words import reach, role_word, until_words
from bot.conversation.desk.permitting import gone, permitted, refused
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.people import Person
from storage.units import Unit
from study import approvals, permissions, roster_words
from study.rules.rich_text import RichText

ACTION = "grant"
DIALOG = "grants-give"

State = Mapping[str, Any]


def _unit_of(turn: Turn, state: State) -> Unit:
    return storage.units.by_id(turn.tx, state["unit"])


def confirmation(turn: Turn, person: Person, state: State) -> Message:
    """What would be done, and for an administrator who has to agree."""
    unit = _unit_of(turn, state)
    lines: list[Line] = [
        say(
            "grants-confirm",
            bold=True,
            name=person.name,
            staffno=person.staff_no,
            role=role_word(turn, state["role"]),
            unit=unit.path,
        ),
        say("grants-until", until=until_words(turn, state["until"] or None)),
        reach(turn, unit.id),
        say("grants-reason", reason=state["why"]),
    ]
    if state["role"] == "admin":
        payload = _payload(person, unit, state)
        lines += [say("grants-two-persons"), who_may(turn, "grant_admin", unit.id, payload)]
    confirm = Button(say("desk-confirm"), "grant:yes", primary=True)
    return Message(tuple(lines), rows=((confirm, Button(say("desk-cancel"), "grants:no")),))


def _payload(person: Person, unit: Unit, state: State) -> dict[str, Any]:
    return {
        "person_id": person.id,
        "staff_no": person.staff_no,
        "name": person.name,
        "role": state["role"],
        "unit": unit.path,
        "expires_on": state["until"] or None,
    }


def confirmed(turn: Turn, state: State) -> list[Reply]:
    """Give the role, or ask a second person; once."""
    person = storage.people.by_id(turn.tx, state["person"])
    if person is None or dialog.take(turn, DIALOG) is None:
        return gone()
    if not permitted(turn, ACTION, state["unit"]):
        return refused()
    unit, role = _unit_of(turn, state), role_word(turn, state["role"])
    if state["role"] == "admin":
        return _asked(turn, person, unit, state)
    outcome = permissions.grant(
        turn.tx,
        turn.me.id,
        person.staff_no,
        state["role"],
        unit.path,
        expires_on=date.fromisoformat(state["until"]) if state["until"] else None,
        now=turn.now,
        today=turn.county.local_day(turn.now),
        reason=state["why"],
    )
    if isinstance(outcome, permissions.Refusal):
        line: Line = RichText(roster_words.sentence(outcome.reason, turn.language, outcome.text))
    else:
        line = say("grants-given", bold=True, name=person.name, role=role, unit=unit.path)
    return [Reply(Message((line,), rows=((Button(say("grants-all"), "grants:page:0"),),), replaces=True))]


def _asked(turn: Turn, person: Person, unit: Unit, state: State) -> list[Reply]:
    """An administrator is not made by one person alone."""
    payload = _payload(person, unit, state)
    asked = approvals.ask(
        turn.tx,
        action="grant_admin",
        unit_id=unit.id,
        payload=payload,
        reason=state["why"],
        asked_by=turn.me.id,
        county=turn.county,
        now=turn.now,
    )
    if asked is None:
        return [Reply(Message((say("grants-asked-already"),), replaces=True))]
    lines = (say("grants-asked", bold=True, name=person.name), who_may(turn, "grant_admin", unit.id, payload))
    return [Reply(Message(lines, rows=((Button(say("grants-all"), "grants:page:0"),),), replaces=True))]
