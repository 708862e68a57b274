"""Who is behind or soon due: the people a supervisor may want to remind, with what is open for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import storage.summaries
from storage.transaction import Transaction
from study.rules.county import County
from study.rules.frozen import frozen
from study.unit_groups import topmost

SOON_DAYS = 7


@frozen
class PressingShare:
    """`overdue`, or due within seven days."""

    enrollment_id: int
    assignment_id: int
    due_at: datetime
    overdue: bool


@frozen
class PressingPerson:
    """Somebody here (not on leave) with plan items that are overdue or due within seven days."""

    person_id: int
    name: str
    staff_no: str
    unit_id: int
    unit_name: str
    is_reached: bool
    shares: tuple[PressingShare, ...]

    @property
    def assignment_ids(self) -> frozenset[int]:
        return frozenset(share.assignment_id for share in self.shares)


def people(
    tx: Transaction, unit_ids: Sequence[int], county: County, now: datetime, days: int = SOON_DAYS
) -> tuple[PressingPerson, ...]:
    """Those of the units and all below, unit by unit; nobody excused, on leave or done.

    `days`: how soon something is due to be counted.
    """
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    here = topmost(tx, unit_ids), now, due_by(county, now, days), county.local_day(now)
    for row in storage.summaries.pressing_shares(tx, *here):
        rows[row["person_id"]].append(row)
    return tuple(_person(shares) for shares in rows.values())


def due_by(county: County, now: datetime, days: int = SOON_DAYS) -> datetime:
    """The end of the day on which something is due soon, just."""
    return county.midnight(county.local_day(now) + timedelta(days=days + 1))


def _person(rows: Sequence[dict[str, Any]]) -> PressingPerson:
    first = rows[0]
    shares = tuple(
        PressingShare(row["enrollment_id"], row["assignment_id"], row["due_at"], row["state"] == "overdue")
        for row in rows
    )
    return PressingPerson(
        first["person_id"],
        first["person"],
        first["staff_no"],
        first["unit_id"],
        first["unit_name"],
        bool(first["is_reached"]),
        shares,
    )
