"""Everybody of a supervisor's units in one table, item by item, as of an instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import storage.people
import storage.summaries
from storage.people import Person
from storage.transaction import Transaction
from study import permissions
from study.roster_columns import in_words
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.question import localize
from study.rules.reporting_period import period_of
from study.rules.summary import ItemLine, Summary
from study.spreadsheets import Sheet
from study.unit_groups import topmost
from study.weekly_summary import UNFINISHED_FOR, summarise

FILE_NAME = {"zh-Hans": "学习情况", "en": "Study"}
WORDS = {
    "units": {"zh-Hans": "各单位", "en": "By unit"},
    "people": {"zh-Hans": "名单", "en": "Everybody"},
    "item": {"zh-Hans": "学习项目", "en": "Item"},
    "due": {"zh-Hans": "到期", "en": "Due"},
    "unit": {"zh-Hans": "单位", "en": "Unit"},
    "staff_no": {"zh-Hans": "工号", "en": "Staff no."},
    "name": {"zh-Hans": "姓名", "en": "Name"},
    "rank": {"zh-Hans": "职级类别", "en": "Rank category"},
    "reached": {"zh-Hans": "联系", "en": "Reached"},
    "yes": {"zh-Hans": "已接通", "en": "yes"},
    "no": {"zh-Hans": "尚未联系上", "en": "not yet"},
    "done": {"zh-Hans": "完成", "en": "Done"},
    "late": {"zh-Hans": "补学完成", "en": "Done late"},
    "in_time": {"zh-Hans": "期限内", "en": "In time"},
    "overdue": {"zh-Hans": "过期", "en": "Overdue"},
    "excused": {"zh-Hans": "免学", "en": "Excused"},
    "away": {"zh-Hans": "请假", "en": "On leave"},
    "as_of": {"zh-Hans": "截至", "en": "As of"},
}


@frozen
class _Told:
    """In one language."""

    language: str
    county: County

    def word(self, name: str) -> str:
        return WORDS[name][self.language]

    def title(self, item: ItemLine) -> str:
        return localize(item.title, self.language, self.county.settings.language)

    def day(self, instant: datetime) -> str:
        return self.county.local_day(instant).isoformat()


def weekly_table(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> tuple[Sheet, ...] | None:
    """Two sheets, by unit and by person; None for somebody who supervises nothing.

    Nobody outside the units whose summary this person may see is in it.
    """
    today = county.local_day(now)
    units = permissions.units_granted(tx, person_id, "supervisor", today)
    units = units or permissions.units_granted(tx, person_id, "admin", today)
    if not units:
        return None
    told = _Told(language, county)
    summary = summarise(tx, person_id, units, period_of(now, county.zone), county, now)
    plan = [item for item in summary.items if item.kind == "plan"]
    return (
        Sheet(told.word("units"), tuple(_unit_rows(summary, plan, told, now))),
        Sheet(told.word("people"), tuple(_person_rows(tx, topmost(tx, units), plan, told, now))),
    )


def _unit_rows(
    summary: Summary, plan: Sequence[ItemLine], told: _Told, now: datetime
) -> list[tuple[Any, ...]]:
    heads = ("item", "due", "unit", "done", "in_time", "overdue")
    rows: list[tuple[Any, ...]] = [tuple(told.word(head) for head in heads)]
    for item in plan:
        rows += [
            (told.title(item), item.due_on, unit.unit, unit.done, unit.in_time, unit.overdue)
            for unit in item.units
        ]
    rows.append((told.word("as_of"), now.astimezone(told.county.zone).strftime("%Y-%m-%d %H:%M")))
    return rows


def _person_rows(
    tx: Transaction, units: Sequence[int], plan: Sequence[ItemLine], told: _Told, now: datetime
) -> list[tuple[Any, ...]]:
    heads = ("unit", "staff_no", "name", "rank", "reached")
    rows: list[tuple[Any, ...]] = [
        (*(told.word(head) for head in heads), *(told.title(item) for item in plan))
    ]
    today = told.county.local_day(now)
    for unit_id in units:
        standings = {
            (row["person_id"], row["assignment_id"]): row
            for row in storage.summaries.standings(tx, unit_id, now, now - UNFINISHED_FOR, today)
        }
        for person in storage.people.in_unit(tx, unit_id):
            if not person.has_left(today):
                cells = [_cell(standings.get((person.id, item.assignment_id)), told) for item in plan]
                rows.append((*_who(person, told), *cells))
    return rows


def _who(person: Person, told: _Told) -> tuple[str, ...]:
    reached = person.identity_id is not None and person.unreachable_at is None
    rank = in_words("rank_category", person.rank_category, told.language)
    return person.unit_path, person.staff_no, person.name, rank, told.word("yes" if reached else "no")


def _cell(standing: Mapping[str, Any] | None, told: _Told) -> str:
    if standing is None:
        return ""
    state = standing["state"]
    if state == "done":
        word = told.word("late" if standing["is_late"] else "done")
        return f"{word} {told.day(standing['completed_at'])}"
    return told.word(state)
