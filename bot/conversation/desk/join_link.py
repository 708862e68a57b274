"""A unit's join link: made, shown once with words for the unit's own group, or ended."""

from __future__ import annotations

from datetime import timedelta

import storage.join_links
import storage.units
from bot.conversation import dialog
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.desk.summary import units_of
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.units import Unit
from study import front_door, join_links
from study.rules.join_code import grouped_join_code
from study.rules.question import localize
from study.rules.rich_text import RichText

ACTION = "invite"
DIALOG = "joinlink"
GOOD_FOR = timedelta(days=30)
MOST_UNITS = 8


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`joinlink` asks which unit; `joinlink:<unit>` shows how it stands, `…:new` makes a link, `…:end` ends it."""
    if not parts:
        return _which(turn)
    number, what = (*parts, "")[:2]
    unit_id = number_of(number)
    known = {unit.id: unit for unit in storage.units.everything(turn.tx)}
    if unit_id not in known:
        return gone() if holds(turn, ACTION) else refused()
    if not permitted(turn, ACTION, unit_id):
        return refused()
    if what == "new":
        return _make(turn, known[unit_id])
    return _end(turn, known[unit_id]) if what == "end" else _standing(turn, known[unit_id])


def _which(turn: Turn) -> list[Reply]:
    if not holds(turn, ACTION):
        return refused()
    units = [storage.units.by_id(turn.tx, unit_id) for unit_id in units_of(turn)]
    if len(units) == 1:
        return _standing(turn, units[0])
    rows = tuple((Button(unit.name, f"joinlink:{unit.id}"),) for unit in units[:MOST_UNITS])
    return [Reply(Message((say("joinlink-which"),), rows=rows))]


def _standing(turn: Turn, unit: Unit) -> list[Reply]:
    """A link in force cannot be shown again: the record does not have it."""
    dialog.begin(turn, DIALOG, unit=unit.id)
    link = storage.join_links.in_force(turn.tx, unit.id, turn.now)
    lines: list[Line] = [say("joinlink-title", bold=True, unit=unit.name)]
    rows: list[tuple[Button, ...]] = []
    if link is None:
        lines.append(say("joinlink-none"))
        rows.append((Button(say("joinlink-make"), f"joinlink:{unit.id}:new", primary=True),))
    else:
        lines += [
            say("joinlink-since", at=link.made_at, until=link.expires_at),
            say("joinlink-not-kept"),
        ]
        rows.append((Button(say("joinlink-replace"), f"joinlink:{unit.id}:new", primary=True),))
        rows.append((Button(say("joinlink-end"), f"joinlink:{unit.id}:end"),))
    return [Reply(Message(tuple(lines), rows=tuple(rows)))]


def _make(turn: Turn, unit: Unit) -> list[Reply]:
    if dialog.take(turn, DIALOG) != {"unit": unit.id}:
        return gone()
    code = join_links.make_join_link(turn.tx, unit.id, turn.me.id, turn.now, GOOD_FOR, turn.rng)
    return [
        Reply(Message((say("joinlink-made", unit=unit.name),), replaces=True)),
        Reply(_to_forward(turn, unit, code)),
    ]


def _end(turn: Turn, unit: Unit) -> list[Reply]:
    if not join_links.revoke_join_link(turn.tx, unit.id, turn.me.id, turn.now):
        return gone()
    return [Reply(Message((say("joinlink-ended", unit=unit.name),), replaces=True))]


def _to_forward(turn: Turn, unit: Unit, code: str) -> Message:
    settings = turn.county.settings
    garden = localize(settings.name, turn.language, settings.language)
    lines: list[Line] = [say("joinlink-forward-title", bold=True, unit=unit.name, garden=garden)]
    links = front_door.links(turn.tx, turn.county, code)
    lines += [RichText(link) for link in links]
    lines.append(
        say("joinlink-forward-code" if links else "joinlink-forward-type", code=grouped_join_code(code))
    )
    lines.append(say("joinlink-forward-how", at=turn.now + GOOD_FOR))
    return Message(tuple(lines))
