"""`/roster`: the people of one's units in numbers, finding one of them, the files, and the doors beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import storage.roster_search
import storage.units
from bot.conversation import dialog
from bot.conversation.desk import approvals, finding, grants
from bot.conversation.desk import roster_adding as adding
from bot.conversation.desk import roster_changes as changes
from bot.conversation.desk import roster_moving as moving
from bot.conversation.desk.audience_choice import names
from bot.conversation.desk.permitting import gone, holds, person_permitted, refused
from bot.conversation.desk.roster_card import ACTION, card
from bot.conversation.messages import Button, Document, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.transaction import Transaction
from study import audiences, permissions
from study.roster_columns import COLUMNS
from study.roster_files import export_rows, heading
from study.rules.county import County
from study.spreadsheets import Sheet

FIND = "roster-find"
EXPORT, TEMPLATE = "roster_export", "roster_template"


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/roster`: the home card."""
    return [Reply(_home(turn))] if holds(turn, ACTION) else refused()


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`roster:<what>:<value>…`; every step asks for the right again."""
    if not holds(turn, ACTION):
        return refused()
    what, *rest = (*parts, "")
    step = _STEPS.get(what)
    return step(turn, tuple(rest)) if step else gone()


def _granted(turn: Turn) -> list[int]:
    return audiences.granted_units(turn.tx, turn.me.id, ACTION, turn.county.local_day(turn.now))


def _home(turn: Turn) -> Message:
    today, granted = turn.county.local_day(turn.now), _granted(turn)
    counted = storage.roster_search.counts(turn.tx, granted, today, date(today.year, 1, 1))
    units, more = names(turn, granted)
    lines: list[Line] = [
        say("roster-title", bold=True, units=units, more=more),
        say("roster-people", people=counted.people, units=counted.units),
        say("roster-joined", joined=counted.joined, unreached=counted.unreached),
        say("roster-left", left=counted.left),
    ]
    if ending := grants.ending_soon(turn):
        lines.append(say("roster-grants-ending", count=ending))
    waiting = approvals.waiting(turn)
    rows = (
        (Button(say("roster-find"), "roster:find", primary=True), Button(say("roster-add"), "roster:add")),
        (Button(say("roster-import"), "roster:file"), Button(say("roster-audit"), "audit")),
        (
            Button(say("roster-grants"), "grants"),
            Button(say("roster-approvals", count=waiting), "approvals"),
        ),
        (Button(say("button-year-report"), "go:report"),),
    )
    return Message(tuple(lines), rows=rows)


def _ask_whom(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    dialog.begin(turn, FIND)
    return [Reply(Message((say("roster-find-how"),), rows=((Button(say("desk-back"), "go:roster"),),)))]


def find_typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """Whoever matches the words; the only one at once as a card."""
    return _found(turn, text, "0") if holds(turn, ACTION) else refused()


def _page(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    begun = dialog.current(turn)
    if begun is None or begun.name != FIND or "text" not in begun.state:
        return gone()
    return _found(turn, begun.state["text"], parts[0] if parts else "", replaces=True)


def _found(turn: Turn, text: str, page: str, replaces: bool = False) -> list[Reply]:
    dialog.begin(turn, FIND, text=text)
    found = finding.people(turn, ACTION, text, page, "roster:p", "roster:found")
    if found.only:
        return [Reply(card(turn, found.only))]
    back = (Button(say("desk-back"), "go:roster"),)
    return [Reply(Message(found.lines, rows=(*found.rows, back), replaces=replaces))]


def _person(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    person = person_permitted(turn, ACTION, parts[0])
    return refused() if person is None else [Reply(card(turn, person))]


def _files(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    rows = (
        (
            Button(say("roster-get-template"), "roster:template"),
            Button(say("roster-get-current"), "roster:export"),
        ),
        (Button(say("desk-back"), "go:roster"),),
    )
    return [Reply(Message((say("roster-import-how"),), rows=rows))]


def _template(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    document = Document(_file_name(turn, "template"), TEMPLATE)
    return [Reply(Message((say("roster-template-here"),), document=document))]


def _export(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    document = Document(_file_name(turn, "export"), EXPORT)
    return [Reply(Message((say("roster-export-here"),), document=document))]


def _file_name(turn: Turn, which: str) -> str:
    day = f"{turn.county.local_day(turn.now):%Y%m%d}"
    chinese = {"template": "名册模板", "export": f"名册-{day}"}
    english = {"template": "roster-template", "export": f"roster-{day}"}
    return f"{(chinese if turn.language == 'zh-Hans' else english)[which]}.xlsx"


def export_sheets(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> tuple[Sheet, ...] | None:
    """The roster as it is, of the units whose roster this person keeps."""
    scope = permissions.scope(tx, person_id, ACTION, county.local_day(now))
    if not scope.paths:
        return None
    return (Sheet("", tuple(tuple(row) for row in export_rows(tx, scope, language))),)


def template_sheets(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> tuple[Sheet, ...] | None:
    """The header of a roster file and nothing below it."""
    if not permissions.scope(tx, person_id, ACTION, county.local_day(now)).paths:
        return None
    return (Sheet("", (tuple(heading(column, language) for column in COLUMNS),)),)


_STEPS: dict[str, Callable[[Turn, tuple[str, ...]], list[Reply]]] = {
    "": show,
    "find": _ask_whom,
    "found": _page,
    "p": _person,
    "file": _files,
    "template": _template,
    "export": _export,
    "add": adding.begin,
    "new": adding.act,
    "change": changes.begin,
    "set": changes.act,
    "move": moving.begin,
    "to": moving.act,
}
