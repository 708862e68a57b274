"""The year's plan as the office runs it: what is in it, a date moved, a reading added, an item taken back.

An item is of the configuration, or was added in the chat. Once it has a row, the row counts: whatever changes a
configured item gives it its row of that year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zlib import crc32

import storage.assignments
import storage.audit_log
import storage.content
import storage.plan
from storage.plan import PlanRow
from storage.transaction import Transaction
from study import audiences, made_readings
from study.assignments import stored_audience
from study.rules.county import County
from study.rules.deadlines import plan_window
from study.rules.frozen import frozen
from study.rules.settings import PlanItem
from study.today import title_of

SHOWN_AFTER_DUE = timedelta(days=90)
"""How long an item of another year stays in the list once it is past due."""

PASS_PERCENT = 60
_DAY = timedelta(days=1)

State = Literal["upcoming", "running", "closed", "withdrawn", "missed"]


@frozen
class PlanLine:
    """One item of one year. `key` names it on a button; `assignment_id` None: it has no row yet.

    `due_on`: the last day in time. State "missed": it was past due when it was first seen in the plan.
    """

    key: str
    assignment_id: int | None
    name: str
    year: int
    reading: str | None
    title: Mapping[str, str]
    opens_on: date
    due_on: date
    audience: Mapping[str, Any]
    quiz: Mapping[str, Any] | None
    state: State


@frozen
class Progress:
    """People: `assigned` are those it is asked of, the `excused` not among them."""

    done: int = 0
    assigned: int = 0
    excused: int = 0


def items(tx: Transaction, county: County, now: datetime) -> list[PlanLine]:
    """This year's items, and those of another year that are not long past, in the order they open."""
    year = county.year(now)
    rows = storage.plan.of_year(tx, year, now - SHOWN_AFTER_DUE)
    known = {(row.name, row.occurrence) for row in rows}
    lines = [_of_row(tx, row, county, now) for row in rows]
    for item in county.settings.plan:
        if (item.name, str(year)) not in known:
            lines.append(_of_configured(tx, item, year, county, now))
    return sorted(lines, key=lambda line: (line.opens_on, line.due_on, line.name))


def find(tx: Transaction, key: str, county: County, now: datetime) -> PlanLine | None:
    """The item of a key; a configured one is found by its first key when it has its row too."""
    for line in items(tx, county, now):
        if key in (line.key, _key(line.name, line.year)):
            return line
    return None


def progress(
    tx: Transaction, lines: Iterable[PlanLine], unit_ids: Sequence[int], county: County, now: datetime
) -> dict[str, Progress]:
    """Key to the counts over these units and those below."""
    ids = {line.assignment_id: line.key for line in lines if line.assignment_id is not None}
    counted = storage.plan.progress(tx, list(ids), unit_ids, county.local_day(now))
    return {ids[assignment_id]: Progress(*counts) for assignment_id, counts in counted.items()}


def addable(
    tx: Transaction, county: County, now: datetime, actor_id: int | None = None
) -> list[tuple[str, Mapping[str, str]]]:
    """(slug, title) of the current readings that are not in this year's plan, as far as they concern the actor."""
    taken = {line.reading for line in items(tx, county, now) if line.year == county.year(now)}
    return [
        (version.slug, version.content["title"])
        for version in made_readings.usable(tx, actor_id, "change_plan", county.local_day(now))
        if version.slug not in taken
    ]


def questions_in_bank(tx: Transaction, slug: str) -> int:
    """How many questions the bank of a reading's own name has; 0 where there is none."""
    banks = {row["slug"]: int(row["questions"]) for row in storage.content.practice_banks(tx)}
    return banks.get(slug, 0)


def add(
    tx: Transaction,
    slug: str,
    audience: Mapping[str, Any],
    opens_on: date,
    due_on: date,
    draw: int,
    *,
    actor: str,
    county: County,
    now: datetime,
) -> int | None:
    """Put a reading into the plan of the year it opens in; None when it is in it. `draw` 0: without a quiz."""
    year = opens_on.year
    if storage.content.current_reading(tx, slug) is None or _is_planned(tx, slug, year, county, now):
        return None
    quiz = {"banks": [slug], "draw": draw, "pass_percent": PASS_PERCENT} if draw else None
    assignment_id = storage.assignments.insert(
        tx,
        kind="plan",
        name=slug,
        occurrence=str(year),
        reading=slug,
        quiz=quiz,
        audience=audience,
        opens_at=county.midnight(opens_on),
        due_at=county.midnight(due_on + _DAY),
    )
    if assignment_id is None:
        return None
    dates = {"opens_on": opens_on.isoformat(), "due_on": due_on.isoformat()}
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor,
        action="plan_add",
        unit_id=audiences.units_of(tx, audience)[0],
        after={"name": slug, "occurrence": str(year), **dates, "quiz": quiz, "audience": dict(audience)},
    )
    return assignment_id


def _is_planned(tx: Transaction, slug: str, year: int, county: County, now: datetime) -> bool:
    configured = any(slug in (item.name, item.reading) for item in county.settings.plan)
    rows = storage.plan.of_year(tx, year, now)
    return configured or any(slug in (row.name, row.reading) for row in rows if row.occurrence == str(year))


def give_row(tx: Transaction, line: PlanLine, county: County) -> int | None:
    """The assignment of an item, made now where it had none; None: somebody else made it meanwhile."""
    if line.assignment_id is not None:
        return line.assignment_id
    return storage.assignments.insert(
        tx,
        kind="plan",
        name=line.name,
        occurrence=str(line.year),
        reading=line.reading,
        quiz=line.quiz,
        audience=line.audience,
        opens_at=county.midnight(line.opens_on),
        due_at=county.midnight(line.due_on + _DAY),
    )


def _of_row(tx: Transaction, row: PlanRow, county: County, now: datetime) -> PlanLine:
    state: State = "running"
    if row.withdrawn_at is not None:
        state = "withdrawn"
    elif now < row.opens_at:
        state = "upcoming"
    elif now >= row.due_at:
        state = "closed"
    return PlanLine(
        str(row.id),
        row.id,
        row.name,
        int(row.occurrence),
        row.reading,
        title_of(tx, row.reading, row.name, county),
        county.local_day(row.opens_at),
        county.local_day(row.due_at - timedelta(milliseconds=1)),
        row.audience,
        row.quiz,
        state,
    )


def _of_configured(tx: Transaction, item: PlanItem, year: int, county: County, now: datetime) -> PlanLine:
    window = plan_window(item.opens, item.due, year, county.zone)
    terms = item.quiz
    quiz = {"banks": [terms.bank], "draw": terms.draw, "pass_percent": terms.pass_percent} if terms else None
    return PlanLine(
        _key(item.name, year),
        None,
        item.name,
        year,
        item.reading,
        title_of(tx, item.reading, item.name, county),
        window.opens_on,
        window.due_on,
        stored_audience(item.audience),
        quiz,
        "missed" if now >= window.due_at else "upcoming",
    )


def _key(name: str, year: int) -> str:
    """Short enough for a button, whatever the item is called."""
    return f"c{crc32(name.encode()):08x}.{year}"
