"""Who has not come in yet, or whom no message can get to any more, and what stands in between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

import storage.invites
from storage.transaction import Transaction
from study.rules.county import County
from study.rules.frozen import frozen
from study.unit_groups import topmost

State = Literal["none", "waiting", "expired", "closed"]
STATES: tuple[State, ...] = ("none", "waiting", "expired", "closed")
"""No code was made; one is out and unused; one has expired unused; the chat was closed and no new code is out."""


@frozen
class Unreached:
    """`code_made_on`: the local day the unused code was made, None without one."""

    person_id: int
    staff_no: str
    name: str
    unit_id: int
    unit_name: str
    unit_path: str
    state: State
    code_made_on: date | None


def unreached(
    tx: Transaction, unit_ids: Iterable[int] | None, county: County, now: datetime
) -> list[Unreached]:
    """Everybody of these units and those below, or of all (None), unit by unit."""
    today = county.local_day(now)
    if unit_ids is None:
        rows = storage.invites.unreached(tx, None, today)
    else:
        rows = [
            row for unit_id in topmost(tx, unit_ids) for row in storage.invites.unreached(tx, unit_id, today)
        ]
    return [_unreached(row, county, now) for row in rows]


def _unreached(row: dict[str, Any], county: County, now: datetime) -> Unreached:
    made, expires = row["made_at"], row["expires_at"]
    state: State = "closed" if row["closed_at"] else "none"
    if made is not None and expires > now:
        state = "waiting"
    elif made is not None and state == "none":
        state = "expired"
    fields = {
        name: row[name] for name in ("person_id", "staff_no", "name", "unit_id", "unit_name", "unit_path")
    }
    return Unreached(**fields, state=state, code_made_on=county.local_day(made) if made else None)
