"""Finding people and units within one's grant by what is typed: part of a name, a staff number, a unit."""

from __future__ import annotations

from datetime import date

import storage.people
import storage.roster_search
import storage.units
from bot.conversation.desk.audience_choice import page_of, pages, short
from bot.conversation.desk.permitting import permitted
from bot.conversation.messages import Button, Line, Phrase, say
from bot.conversation.turn import Turn
from storage.people import Person
from storage.roster_search import FoundPerson
from storage.units import Unit
from study import audiences, units
from study.rules.frozen import frozen

PAGE = 7
MOST_UNITS = 6
MOST_WORDS = 4
LONGEST_WORD = 60


@frozen
class FoundPeople:
    """`only`: the one person who has exactly this staff number, or is the only one found."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[Button, ...], ...]
    only: Person | None = None


def people(turn: Turn, action: str, text: str, page: str, picks: str, turns: str) -> FoundPeople:
    """Those the action reaches. `picks` and `turns` are what the buttons of a person and of a page begin with."""
    today = turn.county.local_day(turn.now)
    granted = audiences.granted_units(turn.tx, turn.me.id, action, today)
    words = [word[:LONGEST_WORD] for word in text.split()[:MOST_WORDS]]
    exact = storage.people.by_staff_no(turn.tx, text.strip())
    if exact and set(granted) & set(storage.units.ancestors(turn.tx, exact.unit_id)):
        return FoundPeople((), (), exact)
    count = storage.roster_search.count_found(turn.tx, granted, words)
    here, total = page_of(page, count, PAGE)
    found = storage.roster_search.search(turn.tx, granted, words, today, PAGE, here * PAGE)
    if not found:
        return FoundPeople((say("find-nobody", text=text[:LONGEST_WORD]),), ())
    if count == 1:
        return FoundPeople((), (), storage.people.by_id(turn.tx, found[0].id))
    rows = [(Button(_label(each, today), f"{picks}:{each.id}"),) for each in found]
    turning = pages(turns, here, total)
    lines = (say("find-people", bold=True, text=text[:LONGEST_WORD], people=count), say("find-again"))
    return FoundPeople(lines, (*rows, *((turning,) if turning else ())))


def _label(each: FoundPerson, today: date) -> Phrase:
    unit = short(each.unit_name)
    if each.left_on is not None and each.left_on <= today:
        return say("find-person-left", name=each.name, unit=unit)
    return say("find-person", name=each.name, unit=unit, number=each.staff_no)


@frozen
class NotOne:
    """No unit, or several: what to say, and those to choose from."""

    line: Line
    rows: tuple[tuple[Button, ...], ...] = ()


def unit(turn: Turn, action: str, text: str, picks: str) -> Unit | NotOne:
    """The unit typed, by path or name, which the action must reach; a refusal is in the audit log."""
    found = units.find(turn.tx, text)
    if isinstance(found, Unit):
        return (
            found if permitted(turn, action, found.id) else NotOne(say("find-unit-outside", unit=found.path))
        )
    granted = audiences.granted_units(turn.tx, turn.me.id, action, turn.county.local_day(turn.now))
    near = storage.units.containing(turn.tx, units.normal_path(text), granted, MOST_UNITS)
    rows = tuple((Button(_two_levels(each.path), f"{picks}:{each.id}"),) for each in near)
    return NotOne(say("find-unit-several" if near else "find-unit-none", text=text[:LONGEST_WORD]), rows)


def _two_levels(path: str) -> str:
    return "/".join(path.split("/")[-2:])
