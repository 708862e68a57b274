"""The audit log as a list that can be searched, within the scope of whoever looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import storage.audit_log
import storage.people
import storage.units
from storage.audit_log import Entry, Search
from storage.transaction import Transaction
from study import audiences
from study.audit_words import KINDS, action_words, asked_words, details, reason_words
from study.permissions import COMMAND_LINE, actor_name
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.question import localize
from study.spreadsheets import Sheet
from study.today import title_of

ACTION = "see_audit_log"
PAGE = 8
MOST_ROWS = 20_000

_FILTERS = re.compile(r"(?P<kind>[pbu])(?P<number>\d{1,18})|d(?P<since>\d{8})-(?P<until>\d{8})")
_HEADER = {
    "zh-Hans": ("时间", "经办人", "办理事项", "人员", "工号", "单位", "内容", "理由"),
    "en": ("time", "by", "what", "person", "staff no.", "unit", "details", "reason"),
}
_ACTORS = {COMMAND_LINE: ("命令行", "command line"), "garden": ("系统", "the garden")}


@frozen
class Told:
    """One entry in words. `whom` and `unit` are empty where it is about none."""

    at: datetime
    who: str
    what: str
    whom: str
    staff_no: str
    unit: str
    details: tuple[str, ...]
    reason: str


def sought(tx: Transaction, person_id: int, filtered: str, county: County, now: datetime) -> Search | None:
    """What a filter means for this person; None for no right to any of it, or a filter there is not.

    `recent`, a name of `KINDS`, `p<id>` about or by a person, `b<id>` by them, `u<id>` a unit and below,
    `d<YYYYMMDD>-<YYYYMMDD>` from one day to another.
    """
    today = county.local_day(now)
    granted = audiences.granted_units(tx, person_id, ACTION, today)
    if not granted:
        return None
    within = None if set(audiences.roots(tx)) <= set(granted) else granted
    if filtered == "recent":
        return Search(within)
    if filtered in KINDS:
        return Search(within, actions=KINDS[filtered])
    match = _FILTERS.fullmatch(filtered)
    if match is None:
        return None
    if match["since"]:
        return _between(within, match["since"], match["until"], county)
    number = int(match["number"])
    if match["kind"] == "u":
        return Search([number]) if _is_below(tx, number, granted) else None
    person = storage.people.by_id(tx, number)
    if person is None or not _is_below(tx, person.unit_id, granted):
        return None
    by_them = match["kind"] == "b"
    return Search(within, actor=actor_name(number)) if by_them else Search(within, concerns=number)


def _between(within: list[int] | None, since: str, until: str, county: County) -> Search | None:
    try:
        first, last = date.fromisoformat(since), date.fromisoformat(until)
        return Search(within, since=county.midnight(first), until=county.midnight(last + timedelta(days=1)))
    except (ValueError, OverflowError):
        return None


def _is_below(tx: Transaction, unit_id: int, granted: list[int]) -> bool:
    return bool(set(storage.units.ancestors(tx, unit_id)) & set(granted))


def page(
    tx: Transaction, found: Search, number: int, language: str, county: County
) -> tuple[list[Told], bool]:
    """A page of entries in words, numbered from 0, and whether there is another after it."""
    entries = storage.audit_log.search(tx, found, PAGE + 1, number * PAGE)
    return list(_told(tx, entries[:PAGE], language, county)), len(entries) > PAGE


def _told(tx: Transaction, entries: list[Entry], language: str, county: County) -> Iterator[Told]:
    @cache
    def title(name: str) -> str:
        text = localize(title_of(tx, name, name, county), language, county.settings.language)
        return f"《{text}》" if language == "zh-Hans" else text

    for entry in entries:
        after = entry.after_json or {}
        what = action_words(entry.action, language)
        if entry.action == "refused":
            what = f"{what}：{asked_words(str(after.get('action', '')), language)}"
        told = details(entry.before_json, after, language, county.zone, title)
        yield Told(
            entry.entered_at,
            _actor(entry, language),
            what,
            entry.person_name or "",
            entry.person_staff_no or "",
            entry.unit_path or "",
            tuple(told),
            reason_words(entry.reason, language),
        )


def _actor(entry: Entry, language: str) -> str:
    if entry.actor_name:
        return entry.actor_name
    return _ACTORS.get(entry.actor, _ACTORS["garden"])[0 if language == "zh-Hans" else 1]


def sheets(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> tuple[Sheet, ...] | None:
    """The newest entries of a filter as a table; None for somebody who may not see them."""
    found = sought(tx, person_id, str(args.get("filter", "recent")), county, now)
    if found is None:
        return None
    entries = storage.audit_log.search(tx, found, MOST_ROWS)
    rows = [
        (
            f"{told.at.astimezone(county.zone):%Y-%m-%d %H:%M}",
            told.who,
            told.what,
            told.whom,
            told.staff_no,
            told.unit,
            ("；" if language == "zh-Hans" else "; ").join(told.details),
            told.reason,
        )
        for told in _told(tx, entries, language, county)
    ]
    return (Sheet("", (_HEADER[language], *rows)),)
