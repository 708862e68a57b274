"""The weekly summary: one supervisor's units, counted as of one instant, kept as a snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import storage.outbox
import storage.summaries
import storage.units
from storage.transaction import Transaction
from study.rules.county import County
from study.rules.reporting_period import ReportingPeriod
from study.today import title_of

RECENT = timedelta(days=7)
"""How long something past its due date is still told of."""

UNFINISHED_FOR = timedelta(days=90)
"""The same for a plan item that somebody has not done."""

MOST_NAMES = 15
"""Above this many, units stand for names."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """People of one unit: `done` of `assigned`; the excused stand apart."""

    unit: str
    assigned: int
    done: int
    overdue: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One assignment over all the units. `change`: done now less done last week, None in the first week."""

    assignment_id: int
    kind: str
    title: Mapping[str, str]
    due_on: str
    assigned: int
    done: int
    late: int
    overdue: int
    excused: int
    change: int | None
    units: tuple[UnitLine, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a supervisor is told. `as_of`: the instant it was counted, ISO text in UTC."""

    period: str
    as_of: str
    units: tuple[str, ...]
    people: int
    not_reached: int
    items: tuple[ItemLine, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Summary:
        items = tuple(
            ItemLine(
                **{
                    **item,
                    "units": tuple(UnitLine(**unit) for unit in item["units"]),
                    "names": tuple(item["names"]),
                }
            )
            for item in stored["items"]
        )
        return cls(**{**stored, "units": tuple(stored["units"]), "items": items})


def summarise(
    tx: Transaction,
    supervisor_id: int,
    unit_ids: Sequence[int],
    period: ReportingPeriod,
    county: County,
    now: datetime,
) -> Summary:
    """Count everything of these units and those below as of `now`; `period` decides which week came before."""
    on = county.local_day(now)
    before = _done_before(tx, supervisor_id, period)
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    names: dict[int, dict[int, str]] = defaultdict(dict)
    top = topmost(tx, unit_ids)
    for unit_id in top:
        for row in storage.summaries.counts(tx, unit_id, now, now - RECENT, now - UNFINISHED_FOR, on):
            rows[row["assignment_id"], row["unit_id"]] = row
        for person in storage.summaries.overdue_people(tx, unit_id, now, on):
            names[person["assignment_id"]][person["person_id"]] = person["name"]
    by_assignment: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values():
        by_assignment[row["assignment_id"]].append(row)
    told = [group for group in by_assignment.values() if _is_told(group, now)]
    return Summary(
        period=period.label,
        as_of=now.isoformat(),
        units=tuple(storage.units.by_id(tx, unit_id).name for unit_id in top),
        people=sum(storage.summaries.people(tx, unit_id, on) for unit_id in top),
        not_reached=sum(storage.summaries.not_reached(tx, unit_id, on) for unit_id in top),
        items=tuple(_item(tx, group, names[group[0]["assignment_id"]], before, county) for group in told),
    )


def _is_told(rows: Sequence[Mapping[str, Any]], now: datetime) -> bool:
    """What is long past and done by all is no news."""
    return rows[0]["due_at"] > now - RECENT or any(row["done"] < row["assigned"] for row in rows)


def topmost(tx: Transaction, unit_ids: Sequence[int]) -> list[int]:
    """Without the units that another of them covers, so that nobody is counted twice."""
    wanted = set(unit_ids)
    return [
        unit_id
        for unit_id in sorted(wanted)
        if not (set(storage.units.ancestors(tx, unit_id)) - {unit_id}) & wanted
    ]


def _done_before(tx: Transaction, supervisor_id: int, period: ReportingPeriod) -> dict[int, int] | None:
    last = storage.summaries.latest(tx, supervisor_id, period.label)
    if last is None:
        return None
    return {item.assignment_id: item.done for item in Summary.from_json(last["snapshot_json"]).items}


def _item(
    tx: Transaction,
    rows: Sequence[Mapping[str, Any]],
    names: Mapping[int, str],
    before: Mapping[int, int] | None,
    county: County,
) -> ItemLine:
    first = rows[0]
    done = sum(int(row["done"]) for row in rows)
    return ItemLine(
        assignment_id=first["assignment_id"],
        kind=first["kind"],
        title=title_of(tx, first["reading"], first["name"], county),
        due_on=county.local_day(first["due_at"] - timedelta(milliseconds=1)).isoformat(),
        assigned=sum(int(row["assigned"]) for row in rows),
        done=done,
        late=sum(int(row["late"]) for row in rows),
        overdue=sum(int(row["overdue"]) for row in rows) if first["kind"] == "plan" else 0,
        excused=sum(int(row["excused"]) for row in rows),
        change=None if before is None else done - before.get(first["assignment_id"], 0),
        units=tuple(
            UnitLine(row["unit_name"], int(row["assigned"]), int(row["done"]), int(row["overdue"]))
            for row in rows
        ),
        names=tuple(names.values()) if len(names) <= MOST_NAMES else (),
    )


def send_summaries(
    tx: Transaction,
    period: ReportingPeriod,
    county: County,
    now: datetime,
    send_after: datetime,
    expires_at: datetime,
) -> int:
    """Take every supervisor's snapshot of the period and queue their one message; how many are new."""
    granted: dict[int, list[int]] = defaultdict(list)
    for grant in storage.summaries.supervisors(tx, county.local_day(now)):
        granted[grant["person_id"]].append(grant["unit_id"])
    sent = 0
    for person_id, unit_ids in granted.items():
        summary = summarise(tx, person_id, unit_ids, period, county, now)
        if not storage.summaries.insert(tx, person_id, period.label, now, summary.to_json()):
            continue
        queued = storage.outbox.insert(
            tx,
            person_id=person_id,
            identity_id=None,
            dedup_key=f"summary:{period.label}",
            kind="weekly_summary",
            is_bulk=True,
            message={"period": period.label},
            send_after=send_after,
            expires_at=expires_at,
        )
        sent += queued is not None
    return sent


def stored_summary(tx: Transaction, supervisor_id: int, period: str) -> Summary | None:
    """The snapshot that was taken for a period."""
    row = storage.summaries.snapshot(tx, supervisor_id, period)
    return Summary.from_json(row["snapshot_json"]) if row else None
