"""One person added to the roster or changed by hand: a roster of one row, through the door of the import.

So its rules, its numbering and its entries in the audit log are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from storage.people import Person
from storage.transaction import Transaction
from study.roster import RosterDifference, apply_import, plan_import
from study.roster_files import Refused, RosterRow, read_row
from study.rules.county import County
from study.rules.frozen import frozen

PLACE = ("", 1)


@frozen
class Edited:
    """`staff_no` of the person as added or changed; `is_new` where nobody was known by it before."""

    staff_no: str
    is_new: bool
    difference: RosterDifference


def row_of(cells: Mapping[str, str]) -> RosterRow | Refused:
    """The cells of one person by column of the roster, as they were typed; the first that does not fit."""
    row = read_row(*PLACE, cells)
    return row if isinstance(row, RosterRow) else row[0]


def cells_of(person: Person, **changes: str) -> dict[str, str]:
    """What identifies a known person, and the cells that are to change; "" empties one."""
    return {"staff_no": person.staff_no, "name": person.name, "unit": person.unit_path, **changes}


def plan(
    tx: Transaction, cells: Mapping[str, str], actor: int, county: County, now: datetime
) -> RosterDifference | Refused:
    """What it would change, within the actor's grant; nothing touched: it is so already."""
    row = row_of(cells)
    if isinstance(row, Refused):
        return row
    difference = plan_import(tx, [row], today=county.local_day(now), actor=actor)
    return difference.refused[0] if difference.refused else difference


def save(
    tx: Transaction, cells: Mapping[str, str], reason: str, actor: int, county: County, now: datetime
) -> Edited | Refused | None:
    """Make the change; None when it is so already."""
    difference = plan(tx, cells, actor, county, now)
    if isinstance(difference, Refused):
        return difference
    if not difference.touched:
        return None
    apply_import(tx, difference, actor=actor, county=county, now=now, reason=reason)
    if difference.added:
        return Edited(difference.added[0].staff_no, True, difference)
    return Edited(difference.changed[0].person.staff_no, False, difference)
