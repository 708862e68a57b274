"""`python -m benchmarks.flood`: a county answers at once, on this project's bot and on its peers, in one run."""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.flood.chart import draw
from benchmarks.flood.running import BOTS, Flood, Prepared, prepare, run

KILLED_AT = 0.4
SLOW_DISK = 4.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--chart", type=Path, help="A picture of the speeds, to be written there.")
    args = parser.parse_args()
    console = Console(width=140)
    with tempfile.TemporaryDirectory() as name:
        prepared = prepare(Path(name), args.people)
        console.print(f"{args.people:,} people press at once; {args.repeats} repeats, least–median–most")
        # Turn by turn, so that a machine that slows down slows all of them.
        runs = [{bot: run(bot, prepared) for bot in BOTS} for _ in range(args.repeats)]
        console.print(_speeds(runs))
        if args.chart:
            draw({bot: [each[bot].per_second for each in runs] for bot in BOTS}, args.chart)
        console.print(_slow_disk(prepared))
        console.print(_kills(prepared))


def _speeds(runs: list[dict[str, Flood]]) -> Table:
    table = Table("bot", "answers/s", "garden is", "p50 s", "p99 s", "CPU ms an answer", "MB", "API calls")
    for bot in BOTS:
        mine = [each[bot] for each in runs]
        ratios = [each["garden"].per_second / each[bot].per_second for each in runs]
        table.add_row(
            bot,
            _spread(flood.per_second for flood in mine),
            "" if bot == "garden" else f"{_spread(ratios, '.1f')} ×",
            _spread((flood.p50 for flood in mine), ".1f"),
            _spread((flood.p99 for flood in mine), ".1f"),
            _spread((flood.cpu for flood in mine), ".2f"),
            _spread(flood.megabytes for flood in mine),
            f"{mine[0].calls:,}",
        )
    return table


def _slow_disk(prepared: Prepared) -> Table:
    table = Table("bot", f"answers/s, {SLOW_DISK:g} ms added to every commit", "garden is")
    floods = {bot: run(bot, prepared, SLOW_DISK) for bot in BOTS}
    for bot, flood in floods.items():
        ratio = "" if bot == "garden" else f"{floods['garden'].per_second / flood.per_second:.1f} ×"
        table.add_row(bot, f"{flood.per_second:.0f}", ratio)
    return table


def _kills(prepared: Prepared) -> Table:
    table = Table(
        "bot", f"killed with −9 when {KILLED_AT:.0%} were answered", "acknowledged and not in the database"
    )
    for bot in BOTS:
        flood = run(bot, prepared, kill_at=KILLED_AT)
        table.add_row(bot, f"{flood.stored:,} stored", f"{flood.lost:,}")
    return table


def _spread(values: Iterable[float], form: str = ".0f") -> str:
    told = sorted(values)
    return "–".join(f"{value:{form}}" for value in (told[0], statistics.median(told), told[-1]))


main()
