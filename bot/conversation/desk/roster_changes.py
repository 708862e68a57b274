"""Changing what the roster says of a person: name, rank category, tags, phone.

The state of the dialog "roster-change" is `field`, `person`, and `value` once it is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.people
from bot.conversation import dialog
from bot.conversation.desk.permitting import gone, holds, person_permitted, refused
from bot.conversation.desk.roster_card import ACTION, card
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.people import Person
from study import roster_edits
from study.roster import Changed
from study.roster_columns import RANK_CATEGORIES, in_words
from study.roster_difference import RosterDifference
from study.roster_files import Refused, heading
from study.rules.rich_text import RichText

DIALOG = "roster-change"
TYPED = ("name", "tags", "phone")
EMPTIED = ("tags", "phone")
_NOTHING = {"zh-Hans": "无", "en": "none"}


def begin(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`roster:change:<field>:<person>`."""
    field, number = (*parts, "", "")[:2]
    person = person_permitted(turn, ACTION, number)
    if person is None:
        return refused()
    if field not in (*TYPED, "rank_category"):
        return gone()
    dialog.begin(turn, DIALOG, field=field, person=person.id)
    lines = (say("roster-person", bold=True, name=person.name, staffno=person.staff_no), _question(field))
    return [Reply(Message(lines, rows=(*_offered(turn, field), (_cancel(),))))]


def _question(field: str) -> Line:
    return say(f"roster-ask-{field}")


def _offered(turn: Turn, field: str) -> tuple[tuple[Button, ...], ...]:
    if field == "rank_category":
        ranks = [
            Button(in_words(field, rank, turn.language), f"roster:set:is:{rank}") for rank in RANK_CATEGORIES
        ]
        return (tuple(ranks[:3]), tuple(ranks[3:]))
    return ((Button(say("roster-empty"), "roster:set:none"),),) if field in EMPTIED else ()


def _cancel() -> Button:
    return Button(say("desk-cancel"), "roster:set:no")


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """The new value in words; again another one before it is confirmed."""
    if not holds(turn, ACTION):
        return refused()
    return _valued(turn, state, text) if state["field"] in (*TYPED, "rank_category") else gone()


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`roster:set:is:<rank>`, `:none` choose a value, `:yes` confirms, `:no` leaves it."""
    what, value = (*parts, "", "")[:2]
    begun = dialog.current(turn)
    if begun is None or begun.name != DIALOG:
        return gone()
    field = begun.state["field"]
    if what == "no":
        return _left(turn, begun.state)
    if what == "is" and field == "rank_category" and value in RANK_CATEGORIES:
        return _valued(turn, begun.state, value)
    if what == "none" and field in EMPTIED:
        return _valued(turn, begun.state, "")
    return _confirmed(turn) if what == "yes" and "value" in begun.state else gone()


def _left(turn: Turn, state: Mapping[str, Any]) -> list[Reply]:
    dialog.end(turn)
    person = person_permitted(turn, ACTION, str(state["person"]))
    if person is None:
        return refused()
    return [Reply(card(turn, person, say("desk-cancelled"), replaces=True))]


def _valued(turn: Turn, state: Mapping[str, Any], value: str) -> list[Reply]:
    person = person_permitted(turn, ACTION, str(state["person"]))
    if person is None:
        return refused()
    field = state["field"]
    dialog.begin(turn, DIALOG, field=field, person=person.id, value=value)
    return _confirm(turn, person, field, value)


def _cells(person: Person, field: str, value: str) -> dict[str, str]:
    return roster_edits.cells_of(person, **{field: value})


def _confirm(turn: Turn, person: Person, field: str, value: str) -> list[Reply]:
    """What would change, or why it cannot."""
    planned = roster_edits.plan(turn.tx, _cells(person, field, value), turn.me.id, turn.county, turn.now)
    if isinstance(planned, Refused):
        lines: tuple[Line, ...] = (RichText(planned.why(turn.language)), _question(field))
        return [Reply(Message(lines, rows=((_cancel(),),)))]
    if not planned.touched:
        return [Reply(Message((say("roster-same"),), rows=((_cancel(),),)))]
    lines = (
        say("roster-confirm", bold=True, name=person.name, staffno=person.staff_no),
        *difference_lines(turn, planned),
    )
    confirm = Button(say("desk-confirm"), "roster:set:yes", primary=True)
    return [Reply(Message(lines, rows=((confirm, _cancel()),)))]


def difference_lines(turn: Turn, difference: RosterDifference) -> tuple[Line, ...]:
    """`column: before → after`, line by line."""
    return tuple(
        RichText(
            f"{heading(change.field, turn.language)}: {_value(turn, change.field, change.before)}"
            f" → {_value(turn, change.field, change.after)}"
        )
        for each in difference.touched
        if isinstance(each, Changed)
        for change in each.changes
    )


def _value(turn: Turn, field: str, value: Any) -> str:
    if not value:
        return _NOTHING[turn.language]
    if isinstance(value, tuple):
        return ("、" if turn.language == "zh-Hans" else ", ").join(value)
    return in_words(field, value, turn.language) if field in ("rank_category", "language") else str(value)


def _confirmed(turn: Turn) -> list[Reply]:
    state = dialog.take(turn, DIALOG)
    person = person_permitted(turn, ACTION, str(state["person"])) if state else None
    if state is None or person is None:
        return gone() if state is None else refused()
    storage.people.lock(turn.tx, person.id)
    cells = _cells(person, state["field"], state["value"])
    outcome = roster_edits.save(turn.tx, cells, "", turn.me.id, turn.county, turn.now)
    if isinstance(outcome, Refused):
        return [Reply(Message((RichText(outcome.why(turn.language)),), replaces=True))]
    if outcome is None:
        return gone()
    after = storage.people.by_id(turn.tx, person.id) or person
    return [Reply(card(turn, after, say("roster-changed"), replaces=True))]
