"""Adding somebody to the roster: name, unit, rank category, staff number, and one card to confirm.

The state of the dialog "roster-add" is `cells`, those known so far by column; the first one missing is asked for. A
blank staff number lets one be made, as in a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.people
import storage.units
from bot.conversation import dialog
from bot.conversation.desk import finding
from bot.conversation.desk.audience_choice import short
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.desk.roster_card import ACTION, card
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.people import Person
from study import audiences, roster_edits
from study.roster_columns import RANK_CATEGORIES, Unfit, in_words, read_cell
from study.roster_files import Refused
from study.roster_words import sentence
from study.rules.rich_text import RichText

DIALOG = "roster-add"
NEEDS = ("name", "unit", "rank_category", "staff_no")
MOST_UNITS = 5

State = dict[str, Any]
Rows = tuple[tuple[Button, ...], ...]


def begin(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`roster:add`."""
    return _next(turn, {})


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`roster:new:unit:<id>`, `:rank:<rank>`, `:number` answer; `:yes` confirms, `:no` leaves it."""
    what, value = (*parts, "", "")[:2]
    begun = dialog.current(turn)
    if begun is None or begun.name != DIALOG:
        return gone()
    state = dict(begun.state["cells"])
    if what == "no":
        dialog.end(turn)
        back = (Button(say("desk-back"), "go:roster"),)
        return [Reply(Message((say("desk-cancelled"),), rows=(back,), replaces=True))]
    if what == "yes":
        return gone() if _missing(state) is not None else _confirmed(turn)
    if what == "unit" and permitted(turn, ACTION, number_of(value)):
        return _next(turn, {**state, "unit": storage.units.by_id(turn.tx, number_of(value)).path})
    if what == "rank" and value in RANK_CATEGORIES:
        return _next(turn, {**state, "rank_category": value})
    return (
        _next(turn, {**state, "staff_no": ""})
        if what == "number" and _missing(state) == "staff_no"
        else gone()
    )


def typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """Words for what is being asked for; what does not fit is asked for again."""
    if not holds(turn, ACTION):
        return refused()
    known = dict(state["cells"])
    missing = _missing(known)
    if missing == "unit":
        found = finding.unit(turn, ACTION, text, "roster:new:unit")
        if isinstance(found, finding.NotOne):
            lines = (found.line, say("roster-add-new-unit"))
            return [Reply(Message(lines, rows=(*found.rows, _cancel())))]
        return _next(turn, {**known, "unit": found.path})
    column = missing or "staff_no"
    value = read_cell(column, text)
    if isinstance(value, Unfit):
        why = RichText(sentence(value.reason, turn.language, value.text))
        return [Reply(Message((why,), rows=(*_offered(turn, column, known), _cancel())))]
    if column == "staff_no" and value and (taken := storage.people.by_staff_no(turn.tx, value)):
        return _taken(turn, taken)
    return _next(turn, {**known, column: value})


def _taken(turn: Turn, person: Person) -> list[Reply]:
    """The number is somebody's; who, where that may be seen."""
    here = permitted(turn, ACTION, person.unit_id)
    rows = ((Button(short(person.name), f"roster:p:{person.id}"),),) if here else ()
    line = say("roster-number-taken", number=person.staff_no)
    return [Reply(Message((line, say("roster-ask-staff_no")), rows=(*rows, *_make_number(), _cancel())))]


def _missing(state: Mapping[str, Any]) -> str | None:
    return next((need for need in NEEDS if need not in state), None)


def _cancel() -> tuple[Button, ...]:
    return (Button(say("desk-cancel"), "roster:new:no"),)


def _next(turn: Turn, state: State) -> list[Reply]:
    missing = _missing(state)
    dialog.begin(turn, DIALOG, cells=state)
    if missing is None:
        return _confirmation(turn, state)
    known: list[Line] = [say("roster-adding", bold=True, name=state["name"])] if "name" in state else []
    rows = _offered(turn, missing, state)
    return [Reply(Message((*known, say(f"roster-ask-{missing}")), rows=(*rows, _cancel())))]


def _offered(turn: Turn, column: str, state: State) -> Rows:
    if column == "rank_category":
        ranks = [
            Button(in_words(column, rank, turn.language), f"roster:new:rank:{rank}")
            for rank in RANK_CATEGORIES
        ]
        return (tuple(ranks[:3]), tuple(ranks[3:]))
    if column == "staff_no":
        return _make_number()
    if column != "unit":
        return ()
    granted = audiences.granted_units(turn.tx, turn.me.id, ACTION, turn.county.local_day(turn.now))
    units = [storage.units.by_id(turn.tx, unit_id) for unit_id in granted]
    below = [child for unit in units for child in storage.units.children(turn.tx, unit.id)]
    offered = [*units, *below]
    if len(offered) > MOST_UNITS:
        offered = units[:MOST_UNITS]
    return tuple((Button(short(unit.name), f"roster:new:unit:{unit.id}"),) for unit in offered)


def _make_number() -> Rows:
    return ((Button(say("roster-make-number"), "roster:new:number"),),)


def _confirmation(turn: Turn, state: State) -> list[Reply]:
    """What would be added; a namesake of the same unit is pointed out."""
    planned = roster_edits.plan(turn.tx, state, turn.me.id, turn.county, turn.now)
    if isinstance(planned, Refused):
        return [Reply(Message((RichText(planned.why(turn.language)),), rows=(_cancel(),)))]
    if not planned.added:
        return _known_already(turn, state)
    rank = in_words("rank_category", state["rank_category"], turn.language)
    number = state["staff_no"] or planned.added[0].staff_no
    lines: list[Line] = [
        say("roster-add-confirm", bold=True, name=state["name"], number=number),
        say("roster-unit", unit=state["unit"]),
        say("roster-rank", rank=rank),
        say("roster-add-means", day=planned.added[0].joined_on.isoformat()),
    ]
    rows: list[tuple[Button, ...]] = []
    for each in _namesakes(turn, state)[:2]:
        lines.append(say("roster-namesake", name=each.name, number=each.staff_no))
        rows.append((Button(say("roster-open", number=each.staff_no), f"roster:p:{each.id}"),))
    confirm = Button(say("desk-confirm"), "roster:new:yes", primary=True)
    return [Reply(Message(tuple(lines), rows=(*rows, (confirm, *_cancel()))))]


def _namesakes(turn: Turn, state: State) -> list[Person]:
    unit = storage.units.by_path(turn.tx, state["unit"])
    people = storage.people.in_unit(turn.tx, unit.id) if unit else []
    return [each for each in people if each.name == state["name"] and each.unit_path == state["unit"]]


def _known_already(turn: Turn, state: State) -> list[Reply]:
    """Without a number, the only one of this name in this unit is meant: he or she is on the roster."""
    known = {column: text for column, text in state.items() if column != "staff_no"}
    dialog.begin(turn, DIALOG, cells=known)
    rows = [
        (Button(say("roster-open", number=each.staff_no), f"roster:p:{each.id}"),)
        for each in _namesakes(turn, state)[:3]
    ]
    return [Reply(Message((say("roster-there-already", name=state["name"]),), rows=(*rows, _cancel())))]


def _confirmed(turn: Turn) -> list[Reply]:
    begun = dialog.take(turn, DIALOG)
    if begun is None:
        return gone()
    state = dict(begun["cells"])
    planned = roster_edits.plan(turn.tx, state, turn.me.id, turn.county, turn.now)
    if not isinstance(planned, Refused) and not planned.added:
        return _known_already(turn, state)
    outcome = roster_edits.save(turn.tx, state, "", turn.me.id, turn.county, turn.now)
    if isinstance(outcome, Refused):
        return [Reply(Message((RichText(outcome.why(turn.language)),), replaces=True))]
    person = storage.people.by_staff_no(turn.tx, outcome.staff_no) if outcome and outcome.is_new else None
    return gone() if person is None else [Reply(card(turn, person, say("roster-added"), replaces=True))]
