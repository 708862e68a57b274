"""A run told to whoever started it: what happened, how far the plan came week by week, what was broken."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table

from garden.simulation.running import Outcome
from study.rules.county import County

WIDTH = 40
LAST_LINES = 60
"""Of a history, those that are shown: what led to the break comes last."""


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The same for a script."""
    return {
        "seed": outcome.plan.seed,
        "cadres": outcome.plan.cadres,
        "weeks": outcome.plan.weeks,
        "events": outcome.story.events,
        "calls": outcome.sent,
        "most_in_a_second": outcome.fastest,
        "crashes": outcome.crashes,
        "outages": outcome.story.outages,
        **outcome.totals,
        "messages": outcome.messages,
        "done_by_week": outcome.story.done_by_week,
        "violations": [
            {"promise": each.promise, "staff_no": each.staff_no, "detail": each.detail}
            for each in outcome.violations
        ],
    }


def tell(outcome: Outcome, county: County, console: Console) -> None:
    """Figures, messages, and completion by week as a chart."""
    plan, story, totals = outcome.plan, outcome.story, outcome.totals
    console.print(
        f"seed {plan.seed}: {totals['people']:,} people, {plan.weeks} weeks; {story.events:,} events,"
        f" {totals['responses']:,} responses, {totals['points']:,} points in {totals['entries']:,} entries;"
        f" {outcome.sent:,} calls for a new message, {outcome.fastest} within one second at most;"
        f" {outcome.crashes} crashes, {story.outages} outages"
    )
    console.print(_messages(outcome))
    for week, (done, all_) in enumerate(story.done_by_week, start=1):
        share = done / all_ if all_ else 0.0
        console.print(f"week {week:2} {'█' * round(share * WIDTH):<{WIDTH}} {share:6.1%} of {all_:,}")
    if not outcome.violations:
        console.print("Every promise was kept.", style="green")


def tell_violations(outcome: Outcome, smaller: Outcome | None, county: County, console: Console) -> None:
    """Seed, day, what was broken, and the smallest history that shows it."""
    day = county.local_day(outcome.ended_at)
    console.print(f"Broken with seed {outcome.plan.seed} by {day}:", style="bold red")
    for promise, times in Counter(each.promise for each in outcome.violations).items():
        first = next(each for each in outcome.violations if each.promise == promise)
        console.print(f"  {first} ({times} in all)", markup=False)
    if smaller is None:
        console.print("It takes the whole county to show it: no smaller history does.")
        return
    plan = smaller.plan
    people = ", ".join(f"S{10_000 + number}" for number in sorted(plan.only))
    console.print(f"The smallest history: {people}; faults: {', '.join(plan.faults.named()) or 'none'}")
    told = [entry for entry in smaller.story.entries if entry[1] in ("", *people.split(", "))]
    for at, staff_no, what in told[-LAST_LINES:]:
        local = at.astimezone(county.zone)
        console.print(f"  {local:%m-%d %H:%M:%S} {staff_no:7} {what}", markup=False, highlight=False)


def _messages(outcome: Outcome) -> Table:
    states = sorted({row["state"] for row in outcome.messages})
    table = Table("message", *states)
    for kind in sorted({row["kind"] for row in outcome.messages}):
        counted = {row["state"]: row["messages"] for row in outcome.messages if row["kind"] == kind}
        table.add_row(kind, *(f"{counted[state]:,}" if state in counted else "" for state in states))
    return table
