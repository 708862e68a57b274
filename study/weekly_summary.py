"""The weekly summary: one supervisor's units, counted as of one instant, kept as a snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import storage.outbox
import storage.summaries
import storage.units
from storage.transaction import Transaction
from storage.units import Unit
from study import pressing
from study.rules.county import County
from study.rules.reporting_period import ReportingPeriod
from study.rules.summary import ItemLine, Summary, UnitLine, percent
from study.today import title_of
from study.unit_groups import grouped, topmost

RECENT = timedelta(days=7)
"""How long something past its due date is still told of."""

UNFINISHED_FOR = timedelta(days=90)
"""The same for a plan item that somebody has not done."""

FALLEN_DUE_FOR = timedelta(days=365)
"""How far back the share of what fell due and is done looks."""

MOST_NAMES = 15
"""Above this many, units stand for names."""

TREND_WEEKS = 8


def summarise(
    tx: Transaction,
    supervisor_id: int,
    unit_ids: Sequence[int],
    period: ReportingPeriod,
    county: County,
    now: datetime,
) -> Summary:
    """Count everything of these units and those below as of `now`; `period` decides which weeks came before."""
    top = topmost(tx, unit_ids)
    on, soon = county.local_day(now), pressing.due_by(county, now)
    rows = storage.summaries.counts(tx, top, now, now - RECENT, now - FALLEN_DUE_FOR, soon, on)
    recent = [row for row in rows if row["kind"] != "plan" or row["item_due_at"] > now - UNFINISHED_FOR]
    told = _told(recent, now)
    below = {unit.id: unit for unit in storage.units.all_below(tx, top)}
    units = grouped(below.values(), top, {row["unit_id"] for row in recent})
    heads = storage.summaries.head_count(tx, top, on)
    few = [group[0]["assignment_id"] for group in told if 0 < _sum(group, "pressing") <= MOST_NAMES]
    names = storage.summaries.names_pressing(tx, top, few, now, soon, on) if few else {}
    earlier, fallen_due = _earlier(tx, supervisor_id, period), _fallen_due(rows)
    return Summary(
        period=period.label,
        as_of=now.isoformat(),
        units=tuple(below[unit_id].name for unit_id in top),
        is_whole=any(below[unit_id].parent_id is None for unit_id in top),
        people=heads["people"],
        not_reached=heads["not_reached"],
        away=heads["away"],
        pressing=storage.summaries.people_pressing(tx, top, now, soon, on),
        fallen_due=fallen_due,
        trend=(*_percent_by_week(earlier), *_percent(period.label, fallen_due)),
        items=tuple(_item(tx, group, units, names, earlier, county) for group in told),
    )


def _fallen_due(rows: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """(done, all) of the plan's shares that fell due; the excused and those away with it undone left out."""
    plan = [row for row in rows if row["kind"] == "plan"]
    done = _sum(plan, "done_of_due")
    return done, done + _sum(plan, "overdue")


def _sum(rows: Sequence[Mapping[str, Any]], name: str) -> int:
    return sum(int(row[name]) for row in rows)


def _told(rows: Iterable[dict[str, Any]], now: datetime) -> list[list[dict[str, Any]]]:
    """The rows of each assignment worth telling: what is long past and done by all is no news."""
    groups: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["assignment_id"]].append(row)
    told = [
        group
        for group in groups.values()
        if group[0]["item_due_at"] > now - RECENT
        or any(row["in_time"] or row["overdue"] or row["away"] for row in group)
    ]
    return sorted(told, key=lambda group: (group[0]["item_due_at"], group[0]["assignment_id"]))


def _earlier(tx: Transaction, supervisor_id: int, period: ReportingPeriod) -> list[Summary]:
    """The snapshots of the weeks before, the latest first."""
    kept = storage.summaries.before(tx, supervisor_id, period.label, TREND_WEEKS - 1)
    return [summary for row in kept if (summary := Summary.from_json(row["snapshot_json"]))]


def _percent_by_week(earlier: Sequence[Summary]) -> list[tuple[str, float]]:
    return [point for summary in reversed(earlier) for point in _percent(summary.period, summary.fallen_due)]


def _percent(period: str, fallen_due: tuple[int, int]) -> list[tuple[str, float]]:
    """The week's point of the trend; none where nothing had fallen due."""
    done, due = fallen_due
    return [(period, percent(done, due))] if due else []


def _item(
    tx: Transaction,
    rows: Sequence[Mapping[str, Any]],
    units: Mapping[int, Unit],
    names: Mapping[int, Sequence[str]],
    earlier: Sequence[Summary],
    county: County,
) -> ItemLine:
    first = rows[0]
    groups = ("done", "late", "in_time", "overdue", "excused", "away", "pressing")
    total = {name: _sum(rows, name) for name in groups}
    return ItemLine(
        assignment_id=first["assignment_id"],
        kind=first["kind"],
        title=title_of(tx, first["reading"], first["name"], county),
        due_on=county.local_day(first["item_due_at"] - timedelta(milliseconds=1)).isoformat(),
        change=_change(first["assignment_id"], total["done"], earlier),
        names=tuple(names.get(first["assignment_id"], ())),
        units=_unit_lines(rows, units),
        **total,
    )


def _change(assignment_id: int, done: int, earlier: Sequence[Summary]) -> int | None:
    if not earlier:
        return None
    before = {item.assignment_id: item.done for item in earlier[0].items}
    return done - before.get(assignment_id, 0)


def _unit_lines(rows: Sequence[Mapping[str, Any]], units: Mapping[int, Unit]) -> tuple[UnitLine, ...]:
    counted: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    shown: dict[int, Unit] = {}
    for row in rows:
        unit = units[row["unit_id"]]
        shown[unit.id] = unit
        for place, name in enumerate(("done", "in_time", "overdue")):
            counted[unit.id][place] += int(row[name])
    ordered = sorted(shown.values(), key=lambda unit: unit.path)
    labels = {unit.id: _label(unit, ordered) for unit in ordered}
    return tuple(
        UnitLine(unit.id, labels[unit.id], *counted[unit.id]) for unit in ordered if any(counted[unit.id])
    )


def _label(unit: Unit, beside: Sequence[Unit]) -> str:
    """The unit's name; with the one above it where another beside it is called the same."""
    if sum(other.name == unit.name for other in beside) == 1:
        return unit.name
    return "/".join(unit.path.split("/")[-2:])


def supervised(tx: Transaction, county: County, now: datetime) -> dict[int, tuple[int, ...]]:
    """Who supervises which units today."""
    granted: dict[int, tuple[int, ...]] = {}
    for grant in storage.summaries.supervisors(tx, county.local_day(now)):
        granted[grant["person_id"]] = (*granted.get(grant["person_id"], ()), grant["unit_id"])
    return granted


def send_summary(
    tx: Transaction, person_id: int, summary: Summary, send_after: datetime, expires_at: datetime
) -> bool:
    """Keep the snapshot and queue its one message; False when that week's was taken before."""
    as_of = datetime.fromisoformat(summary.as_of)
    if not storage.summaries.insert(tx, person_id, summary.period, as_of, summary.to_json()):
        return False
    queued = storage.outbox.insert(
        tx,
        person_id=person_id,
        identity_id=None,
        dedup_key=f"summary:{summary.period}",
        kind="weekly_summary",
        is_bulk=True,
        message={"period": summary.period},
        send_after=send_after,
        expires_at=expires_at,
    )
    return queued is not None


def stored_summary(tx: Transaction, supervisor_id: int, period: str) -> Summary | None:
    """The snapshot that was taken for a period."""
    row = storage.summaries.snapshot(tx, supervisor_id, period)
    return Summary.from_json(row["snapshot_json"]) if row else None


def latest_summary(tx: Transaction, supervisor_id: int, before_period: str) -> Summary | None:
    """The last snapshot before a period: last Monday's figures."""
    kept = storage.summaries.before(tx, supervisor_id, before_period, 1)
    return Summary.from_json(kept[0]["snapshot_json"]) if kept else None
