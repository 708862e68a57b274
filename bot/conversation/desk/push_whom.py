"""Whom to push to: units, a rank category, a tag, or one person looked for by name; within one's grant alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.desk import audience_choice, finding
from bot.conversation.desk.audience_choice import Asking, Chosen
from bot.conversation.desk.permitting import person_permitted
from bot.conversation.desk.push_steps import ACTION, State, cancel
from bot.conversation.messages import Button, Message, say
from bot.conversation.turn import Turn
from storage.people import Person


def ask(turn: Turn, state: State) -> Message | None:
    """The question; while one person is looked for, the question who. None: nothing is granted any more."""
    if "person" in state:
        return look_for(turn, str(state["person"]), "0") if state["person"] else _who()
    found = audience_choice.step(turn, _asking(), ())
    if not isinstance(found, Message):
        return None
    one = (Button(say("push-one-person"), "push:one"),)
    return replace(found, rows=(*found.rows[:-1], one, found.rows[-1]))


def _asking() -> Asking:
    return Asking("push:to", ACTION, (say("push-whom", bold=True),), cancel(), say("push-all"))


def step(turn: Turn, parts: Sequence[str]) -> Message | Chosen | None:
    """What follows `push:to`; None for what is not on offer or not permitted."""
    return audience_choice.step(turn, _asking(), parts)


def _who() -> Message:
    return Message((say("push-ask-person"),), rows=(_last(),), replaces=True)


def _last() -> tuple[Button, ...]:
    return (Button(say("desk-back"), "push:set:whom"), *cancel())


def look_for(turn: Turn, text: str, page: str) -> Message:
    """Those whom the words may mean."""
    found = finding.people(turn, ACTION, text, page, "push:who", "push:people")
    if found.only is not None:
        only = found.only
        label = say("find-person", name=only.name, unit=only.unit_name, number=only.staff_no)
        rows = ((Button(label, f"push:who:{only.id}", primary=True),), _last())
        return Message((say("push-this-person"),), rows=rows, replaces=True)
    return Message(found.lines, rows=(*found.rows, _last()), replaces=True)


def choose_person(turn: Turn, number: str) -> dict[str, Any] | None:
    """The audience that is one person, whom the grant must reach; None for anybody else, or who has left."""
    person = person_permitted(turn, ACTION, number)
    if person is None or person.has_left(turn.county.local_day(turn.now)):
        return None
    return of_one(person)


def of_one(person: Person) -> dict[str, Any]:
    """Narrowed to where they are now, so that no right over anybody else is needed."""
    return {"people": [person.staff_no], "within": [person.unit_id]}
