"""The head's monthly card: one number against the target, its trend, the units to ask, those that rose. No names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

import storage.month_cards
import storage.outbox
from storage.transaction import Transaction
from storage.units import Unit
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.reporting_period import period_of
from study.rules.summary import percent
from study.weekly_summary import FALLEN_DUE_FOR

KIND = "monthly_card"
TREND_WEEKS = 8
A_MONTH = timedelta(days=30)
FEWEST_DUE = 5
"""A unit with less than this many things due says nothing by its share."""

UNITS_TOLD = 3


@frozen
class UnitShare:
    """Of what fell due in a unit and those below it: `done` of `due`; `rise` in percentage points over a month."""

    unit: str
    done: int
    due: int
    rise: float = 0.0

    @property
    def percent(self) -> float:
        return percent(self.done, self.due)


@frozen
class MonthCard:
    """`month` as 2026-11; `as_of`: ISO text in UTC; `month_ago`: (done, due) thirty days before."""

    month: str
    as_of: str
    unit: str
    done: int
    due: int
    target: int
    month_ago: tuple[int, int]
    trend: tuple[tuple[str, float], ...]
    to_ask: tuple[UnitShare, ...]
    risen: tuple[UnitShare, ...]

    @property
    def percent(self) -> float:
        return percent(self.done, self.due) if self.due else 0.0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> MonthCard:
        lists = {name: tuple(UnitShare(**unit) for unit in stored[name]) for name in ("to_ask", "risen")}
        trend = tuple((label, share) for label, share in stored["trend"])
        done, due = stored["month_ago"]
        return cls(**{**stored, **lists, "trend": trend, "month_ago": (done, due)})


def month_card(tx: Transaction, root: Unit, county: County, now: datetime) -> MonthCard:
    """Count the whole below `root` as of `now`; units are those right below it, each with all of its own."""
    here, before = _by_child(tx, root, county, now), _by_child(tx, root, county, now - A_MONTH)
    target = county.settings.monthly_card.target
    done, due = _total(here)
    return MonthCard(
        month=f"{county.local_day(now):%Y-%m}",
        as_of=now.isoformat(),
        unit=root.name,
        done=done,
        due=due,
        target=target,
        month_ago=_total(before),
        trend=_trend(tx, root, county, now),
        to_ask=_to_ask(here, target),
        risen=_risen(here, before),
    )


def _by_child(tx: Transaction, root: Unit, county: County, now: datetime) -> dict[str, tuple[int, int]]:
    """Name of a unit right below the root (the root's own for its own people) to (done, due)."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    counted = storage.month_cards.fallen_due_by_unit(
        tx, root.id, now, now - FALLEN_DUE_FOR, county.local_day(now)
    )
    for path, (done, due) in counted.items():
        name = path[len(root.path) :].strip("/").partition("/")[0] or root.name
        found[name] = (found[name][0] + done, found[name][1] + due)
    return dict(found)


def _total(counted: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    return sum(done for done, _ in counted.values()), sum(due for _, due in counted.values())


def _trend(tx: Transaction, root: Unit, county: County, now: datetime) -> tuple[tuple[str, float], ...]:
    """The share at the end of each of the last weeks, and now."""
    week = period_of(now, county.zone)
    instants = [week.starts_at - timedelta(weeks=back) for back in reversed(range(TREND_WEEKS - 1))]
    points = []
    for at in (*instants, now):
        done, due = _total(_by_child(tx, root, county, at))
        if due:
            label = period_of(at - timedelta(milliseconds=1), county.zone).label.partition("-")[2]
            points.append((label, percent(done, due)))
    return tuple(points)


def _to_ask(here: Mapping[str, tuple[int, int]], target: int) -> tuple[UnitShare, ...]:
    """The units furthest below the target; none that has reached it."""
    shares = [UnitShare(name, done, due) for name, (done, due) in here.items() if due >= FEWEST_DUE]
    below = [share for share in shares if share.done * 100 < target * share.due]
    return tuple(
        sorted(below, key=lambda share: (share.percent, share.done - share.due, share.unit))[:UNITS_TOLD]
    )


def _risen(
    here: Mapping[str, tuple[int, int]], before: Mapping[str, tuple[int, int]]
) -> tuple[UnitShare, ...]:
    """The units whose share rose most in a month; only those that had one then and did rise."""
    risen = []
    for name, (done, due) in here.items():
        done_then, due_then = before.get(name, (0, 0))
        if min(due, due_then) >= FEWEST_DUE:
            rise = round(percent(done, due) - percent(done_then, due_then), 1)
            risen.append(UnitShare(name, done, due, rise))
    most = sorted((share for share in risen if share.rise > 0), key=lambda share: (-share.rise, share.unit))
    return tuple(most[:UNITS_TOLD])


def send_card(
    tx: Transaction, person_id: int, card: MonthCard, send_after: datetime, expires_at: datetime
) -> bool:
    """Keep the month's card and queue its one message; False when that month's was taken before."""
    as_of = datetime.fromisoformat(card.as_of)
    if not storage.month_cards.insert(tx, person_id, card.month, as_of, card.to_json()):
        return False
    queued = storage.outbox.insert(
        tx,
        person_id=person_id,
        identity_id=None,
        dedup_key=f"month:{card.month}",
        kind=KIND,
        is_bulk=True,
        message={"month": card.month},
        send_after=send_after,
        expires_at=expires_at,
    )
    return queued is not None


def stored_card(tx: Transaction, person_id: int, month: str) -> MonthCard | None:
    """The card that was sent for a month."""
    kept = storage.month_cards.snapshot(tx, person_id, month)
    return MonthCard.from_json(kept) if kept else None


def root_of(tx: Transaction, person_id: int, on: date) -> Unit | None:
    """The whole this person supervises, if there is one."""
    roots = storage.month_cards.roots_supervised(tx, on)
    return next((unit for holder, unit in roots if holder == person_id), None)
