"""Whom something is for, chosen with buttons: everybody within one's grant, a unit, a rank category, a tag.

The noun that asks gives the verb its buttons begin with (`ann:to`) and hands what follows it to `step`, until it
gets an audience. Every tap is asked for its right again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width
from zlib import crc32

import storage.audiences
import storage.units
from bot.conversation.desk.permitting import number_of, permitted
from bot.conversation.messages import Button, Line, Message, Phrase, say
from bot.conversation.turn import Turn
from storage.units import Unit
from study import audiences
from study.rules.frozen import frozen

PAGE = 5
WIDEST_LABEL = 28
"""Columns; a Chinese character takes two."""
MOST_UNITS_NAMED = 3
RANKS = ("leader", "middle", "ordinary", "professional", "village")
Rows = tuple[tuple[Button, ...], ...]


@frozen
class Asking:
    """What is asked, how: `question` stands above the buttons, `last` below them.

    `whole` is the label of "all of it", None where that is not on offer; `by_group`: ranks and tags are.
    """

    verb: str
    action: str
    question: tuple[Line, ...]
    last: tuple[Button, ...]
    whole: Phrase | None = None
    by_group: bool = True


@frozen
class Chosen:
    """`unit_id` where one unit was chosen, or nothing but "all of it" (None)."""

    audience: Mapping[str, Any]
    unit_id: int | None = None


def step(turn: Turn, asking: Asking, parts: Sequence[str]) -> Message | Chosen | None:
    """The next question, or what was chosen; None for what is not on offer or not permitted."""
    what, value, page = (*parts, "", "", "")[:3]
    handler = _STEPS.get(what)
    return handler(turn, asking, value, page) if handler else None


def words(turn: Turn, audience: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """An audience in words, a line for each part of it."""
    units, more = names(turn, audiences.units_of(turn.tx, audience))
    lines = [say("aud-words-everyone", units=units, more=more)] if audience.get("everyone") else []
    if named := audience.get("units"):
        joined, others = joined_names([text.rsplit("/", 1)[-1] for text in named], turn.language)
        lines.append(say("aud-words-everyone", units=joined, more=others))
    for rank in audience.get("rank_categories") or ():
        lines.append(say("aud-words-rank", units=units, more=more, rank=rank))
    for tag in audience.get("tags") or ():
        lines.append(say("aud-words-tag", units=units, more=more, tag=tag))
    if people := audience.get("people"):
        lines.append(say("aud-words-people", people=len(people)))
    if lines and (excepted := audience.get("except_people")):
        lines.append(say("aud-words-except", people=len(excepted)))
    return tuple(lines) or (say("aud-words-nobody"),)


def names(turn: Turn, unit_ids: Iterable[int]) -> tuple[str, int]:
    """The first few units by name, and how many more there are."""
    units = [storage.units.by_id(turn.tx, unit_id) for unit_id in unit_ids]
    return joined_names([unit.name for unit in units], turn.language)


def joined_names(found: Sequence[str], language: str) -> tuple[str, int]:
    separator = "、" if language == "zh-Hans" else ", "
    return separator.join(found[:MOST_UNITS_NAMED]), max(0, len(found) - MOST_UNITS_NAMED)


def short(text: str) -> str:
    """A label that fits on a phone."""
    width = 0
    for place, character in enumerate(text):
        width += 2 if east_asian_width(character) in "WF" else 1
        if width > WIDEST_LABEL:
            return f"{text[: place - 1]}…"
    return text


def pages(data: str, page: int, total: int) -> tuple[Button, ...]:
    """The row that turns pages, numbered from 0; none for a single page."""
    if total <= 1:
        return ()
    before, after = (page - 1) % total, (page + 1) % total
    return (
        Button("‹", f"{data}:{before}"),
        Button(f"{page + 1}/{total}", f"{data}:{page}"),
        Button("›", f"{data}:{after}"),
    )


def page_of(text: str, items: int, size: int = PAGE) -> tuple[int, int]:
    """(page, pages) for what a button says; a page there is not is the last one."""
    total = max(1, -(-items // size))
    return min(number_of(text), total - 1), total


def _granted(turn: Turn, asking: Asking) -> list[int]:
    today = turn.county.local_day(turn.now)
    return audiences.granted_units(turn.tx, turn.me.id, asking.action, today)


def _everyone(turn: Turn, asking: Asking) -> dict[str, Any]:
    return audiences.everyone(turn.tx, _granted(turn, asking))


def _message(asking: Asking, rows: Iterable[tuple[Button, ...]], *lines: Line) -> Message:
    kept = tuple(row for row in (*rows, asking.last) if row)
    return Message((*asking.question, *lines), rows=kept, replaces=True)


def _menu(turn: Turn, asking: Asking, value: str, page: str) -> Message | Chosen | None:
    if not _granted(turn, asking):
        return None
    rows: list[tuple[Button, ...]] = []
    if asking.whole:
        rows.append((Button(asking.whole, f"{asking.verb}:all"),))
    rows.append((Button(say("aud-one-unit"), f"{asking.verb}:in:0:0"),))
    if asking.by_group:
        rows.append(
            (
                Button(say("aud-by-rank"), f"{asking.verb}:ranks"),
                Button(say("aud-by-tag"), f"{asking.verb}:tags:0"),
            )
        )
    return _message(asking, rows)


def _all(turn: Turn, asking: Asking, value: str, page: str) -> Message | Chosen | None:
    if asking.whole is None or not _granted(turn, asking):
        return None
    return Chosen(_everyone(turn, asking))


def _in(turn: Turn, asking: Asking, value: str, page: str) -> Message | Chosen | None:
    """The units below one, to choose or to look into; 0 is the top of what is granted."""
    granted = _granted(turn, asking)
    unit_id = number_of(value) or (granted[0] if len(granted) == 1 else 0)
    if unit_id and not permitted(turn, asking.action, unit_id):
        return None
    if unit_id:
        below = storage.units.children(turn.tx, unit_id)
    else:
        below = [storage.units.by_id(turn.tx, each) for each in granted]
    here, total = page_of(page, len(below))
    rows: list[tuple[Button, ...]]
    rows = [(_unit_button(turn, asking, unit),) for unit in below[here * PAGE : (here + 1) * PAGE]]
    rows.append(pages(f"{asking.verb}:in:{unit_id}", here, total))
    if not unit_id:
        return _message(asking, rows)
    unit = storage.units.by_id(turn.tx, unit_id)
    rows.insert(0, (Button(say("aud-whole-unit", unit=short(unit.name)), f"{asking.verb}:unit:{unit.id}"),))
    if unit_id not in granted and unit.parent_id:
        rows.append((Button(say("desk-back"), f"{asking.verb}:in:{unit.parent_id}:0"),))
    return _message(asking, rows)


def _unit_button(turn: Turn, asking: Asking, unit: Unit) -> Button:
    if storage.units.children(turn.tx, unit.id):
        return Button(f"{short(unit.name)} ›", f"{asking.verb}:in:{unit.id}:0")
    return Button(short(unit.name), f"{asking.verb}:unit:{unit.id}")


def _unit(turn: Turn, asking: Asking, value: str, page: str) -> Message | Chosen | None:
    unit_id = number_of(value)
    if not permitted(turn, asking.action, unit_id):
        return None
    return Chosen(audiences.everyone(turn.tx, [unit_id]), unit_id)


def _ranks(turn: Turn, asking: Asking, value: str, page: str) -> Message | Chosen | None:
    today = turn.county.local_day(turn.now)
    counted = storage.audiences.rank_categories(turn.tx, _everyone(turn, asking), today)
    buttons = [
        Button(say(f"aud-rank-{rank}", people=counted[rank]), f"{asking.verb}:rank:{rank}")
        for rank in RANKS
        if rank in counted
    ]
    return _message(asking, [(button,) for button in buttons]) if asking.by_group else None


def _rank(turn: Turn, asking: Asking, value: str, page: str) -> Message | Chosen | None:
    granted = _granted(turn, asking)
    if not asking.by_group or value not in RANKS or not granted:
        return None
    return Chosen(audiences.of_rank(turn.tx, value, granted))


def _tags_of(turn: Turn, asking: Asking) -> dict[str, int]:
    today = turn.county.local_day(turn.now)
    return storage.audiences.tags(turn.tx, _everyone(turn, asking), today) if _granted(turn, asking) else {}


def _tags(turn: Turn, asking: Asking, value: str, page: str) -> Message | Chosen | None:
    if not asking.by_group:
        return None
    counted = list(_tags_of(turn, asking).items())
    here, total = page_of(value, len(counted))
    rows: list[tuple[Button, ...]] = [
        (Button(f"{short(tag)} · {people}", f"{asking.verb}:tag:{_token(tag)}"),)
        for tag, people in counted[here * PAGE : (here + 1) * PAGE]
    ]
    rows.append(pages(f"{asking.verb}:tags", here, total))
    return _message(asking, rows, *(() if counted else (say("aud-no-tags"),)))


def _tag(turn: Turn, asking: Asking, value: str, page: str) -> Message | Chosen | None:
    for tag in _tags_of(turn, asking) if asking.by_group else ():
        if _token(tag) == value:
            return Chosen(audiences.of_tag(turn.tx, tag, _granted(turn, asking)))
    return None


def _token(tag: str) -> str:
    """A tag on a button: tags may be long and are seldom ASCII."""
    return f"{crc32(tag.encode()):08x}"


_STEPS: dict[str, Callable[[Turn, Asking, str, str], Message | Chosen | None]] = {
    "": _menu,
    "all": _all,
    "in": _in,
    "unit": _unit,
    "ranks": _ranks,
    "rank": _rank,
    "tags": _tags,
    "tag": _tag,
}
