"""People for a benchmark, through the same door as an office's spreadsheet."""

from __future__ import annotations

from datetime import datetime

from benchmarks.figures import UNITS
from storage.transaction import Transaction
from study.roster import apply_import, plan_import
from study.roster_files import read_roster, write_table
from study.rules.county import County


def take_in(tx: Transaction, people: int, county: County, now: datetime) -> None:
    """Cadres B1 to B`people` in sixty units."""
    rows = [["staff_no", "name", "unit"]]
    rows += [[f"B{n}", f"Cadre {n}", f"County/Unit {n % UNITS:02}"] for n in range(1, people + 1)]
    file = read_roster("roster.csv", write_table("roster.csv", rows))
    difference = plan_import(tx, file.rows, today=county.local_day(now))
    apply_import(tx, difference, actor=None, county=county, now=now)
