"""`make bench`: every figure beside its goal, on this machine, now."""

from __future__ import annotations

import statistics

from rich.console import Console
from rich.table import Table

from benchmarks import cold_start, filling, importing, opening, results, roster

MEASURES = (
    roster.measure,
    cold_start.measure,
    opening.measure,
    importing.measure,
    results.measure,
    filling.measure,
)


def main() -> None:
    table = Table("figure", "goal", "least", "median", "most", "unit")
    missed = 0
    for measure in MEASURES:
        for figure in measure():
            missed += statistics.median(figure.values) > figure.goal
            low, middle, high = min(figure.values), statistics.median(figure.values), max(figure.values)
            goal = f"< {figure.goal:g}"
            table.add_row(figure.name, goal, f"{low:.2f}", f"{middle:.2f}", f"{high:.2f}", figure.unit)
    Console().print(table)
    raise SystemExit(1 if missed else 0)


main()
