"""`/audit`: who changed what, when and why, the newest first; by kind, by person, by unit, between days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import storage.people
import storage.units
from bot.conversation import dialog
from bot.conversation.desk import finding
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.messages import Button, Document, Line, Message, Phrase, Reply, say
from bot.conversation.turn import Turn
from study import audit_list, units
from study.audit_list import ACTION, Told
from study.rules.rich_text import RichText
from study.rules.typed_day import read_day

FIND = "audit-find"
DOCUMENT = "audit_log"
KINDS = ("recent", "grants", "roster", "corrections", "refused", "exceptions")
LONGEST_DETAIL = 70
MOST_PAGES = 500
_BETWEEN = re.compile(r"\s*(?:to|[至到~～—–])\s*|\s+")


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/audit`; `audit:l:<filter>:<page>` a list, `audit:p:<person>` one person's, `:find`, `:file:<filter>`."""
    if not holds(turn, ACTION):
        return refused()
    what, value, page = (*parts, "", "", "")[:3]
    if what == "find":
        dialog.begin(turn, FIND)
        return [Reply(Message((say("audit-find-how"),), rows=((_home(),),)))]
    if what == "found":
        return _page_found(turn, value)
    if what == "file":
        return _file(turn, value)
    if what == "p":
        return _of_person(turn, number_of(value))
    filtered = value if what == "l" else "recent"
    return _list(turn, filtered, min(number_of(page), MOST_PAGES), replaces=what == "l")


def _home() -> Button:
    return Button(say("audit-kind-recent"), "audit:l:recent:0")


def _list(turn: Turn, filtered: str, page: int, replaces: bool = False) -> list[Reply]:
    found = audit_list.sought(turn.tx, turn.me.id, filtered, turn.county, turn.now)
    if found is None:
        return gone()
    entries, is_more = audit_list.page(turn.tx, found, page, turn.language, turn.county)
    lines: list[Line] = [_title(turn, filtered)]
    for entry in entries:
        lines += [RichText(""), *_entry(entry)]
    if not entries:
        lines.append(say("audit-none"))
    turning = [
        Button(say("audit-newer"), f"audit:l:{filtered}:{page - 1}") if page else None,
        Button(say("audit-older"), f"audit:l:{filtered}:{page + 1}") if is_more else None,
    ]
    kinds = [
        Button(say(f"audit-kind-{kind}"), f"audit:l:{kind}:0", primary=kind == filtered) for kind in KINDS
    ]
    if filtered.startswith("p"):
        turning.append(Button(say("audit-by-alone"), f"audit:l:b{filtered[1:]}:0"))
    last = (Button(say("audit-find"), "audit:find"), Button(say("audit-file"), f"audit:file:{filtered}"))
    rows = (tuple(each for each in turning if each), tuple(kinds[:3]), tuple(kinds[3:]), last)
    return [Reply(Message(tuple(lines), rows=tuple(row for row in rows if row), replaces=replaces))]


def _title(turn: Turn, filtered: str) -> Phrase:
    """What the list shows; a filter that names a person, a unit or days says which."""
    if filtered in KINDS:
        return say(f"audit-title-{filtered}", bold=True)
    if filtered.startswith("u"):
        unit = storage.units.by_id(turn.tx, number_of(filtered[1:]))
        return say("audit-title-unit", bold=True, unit=unit.path)
    if filtered.startswith("d"):
        first, last = (date.fromisoformat(text).isoformat() for text in filtered[1:].split("-"))
        return say("audit-title-days", bold=True, first=first, last=last)
    person = storage.people.by_id(turn.tx, number_of(filtered[1:]))
    key = "audit-title-by" if filtered.startswith("b") else "audit-title-person"
    return say(key, bold=True, name=person.name if person else "")


def _entry(entry: Told) -> list[Line]:
    about = " · ".join(part for part in (entry.whom, entry.unit.rpartition("/")[2]) if part)
    key = "audit-entry-about" if about else "audit-entry"
    lines: list[Line] = [say(key, at=entry.at, who=entry.who, what=entry.what, about=about)]
    details, reason = _cut("；".join(entry.details)), _cut(entry.reason)
    if details and reason:
        lines.append(say("audit-details-reason", details=details, reason=reason))
    elif details:
        lines.append(RichText(details))
    elif reason:
        lines.append(say("audit-reason", reason=reason))
    return lines


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_DETAIL else f"{text[: LONGEST_DETAIL - 1]}…"


def _file(turn: Turn, filtered: str) -> list[Reply]:
    if audit_list.sought(turn.tx, turn.me.id, filtered, turn.county, turn.now) is None:
        return gone()
    day = f"{turn.county.local_day(turn.now):%Y%m%d}"
    name = f"审计记录-{day}.xlsx" if turn.language == "zh-Hans" else f"audit-log-{day}.xlsx"
    document = Document(name, DOCUMENT, {"filter": filtered})
    return [Reply(Message((say("audit-file-here"), _title(turn, filtered)), document=document))]


def _of_person(turn: Turn, person_id: int) -> list[Reply]:
    """About or by one person: all of it that lies within one's own scope."""
    person = storage.people.by_id(turn.tx, person_id)
    if person is None or not permitted(turn, ACTION, person.unit_id):
        return refused()
    return _list(turn, f"p{person.id}", 0)


def find_typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """A name, a staff number, a unit, a day or two days."""
    if not holds(turn, ACTION):
        return refused()
    if storage.people.by_staff_no(turn.tx, text):
        return _people(turn, text, "0")
    if days := _days(turn, text):
        return _list(turn, days, 0)
    unit = units.find(turn.tx, text)
    if not isinstance(unit, units.Refusal) and permitted(turn, ACTION, unit.id):
        return _list(turn, f"u{unit.id}", 0)
    return _people(turn, text, "0")


def _days(turn: Turn, text: str) -> str:
    """One day or two as a filter; "" when these are no days."""
    today = turn.county.local_day(turn.now)
    whole = read_day(text, today)
    days = [whole, whole] if whole else [read_day(part, today) for part in _BETWEEN.split(text.strip())]
    if len(days) != 2 or days[0] is None or days[1] is None:
        return ""
    first, last = sorted(day for day in days if day)
    return f"d{first:%Y%m%d}-{last:%Y%m%d}"


def _page_found(turn: Turn, page: str) -> list[Reply]:
    begun = dialog.current(turn)
    if begun is None or begun.name != FIND or "text" not in begun.state:
        return gone()
    return _people(turn, begun.state["text"], page)


def _people(turn: Turn, text: str, page: str) -> list[Reply]:
    dialog.begin(turn, FIND, text=text)
    found = finding.people(turn, ACTION, text, page, "audit:p", "audit:found")
    if found.only:
        return _of_person(turn, found.only.id)
    return [Reply(Message(found.lines, rows=(*found.rows, (_home(),))))]
