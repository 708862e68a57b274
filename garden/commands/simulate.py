"""`garden simulate`: a county-year on a simulated clock, every promise checked after each of its days."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from garden.commands.console import DEFAULT_CONFIG, ConfigOption, refuse
from garden.configuration import load_settings
from storage.database import Refused
from study.authored import read_content
from study.rules.county import County
from study.rules.working_days import WorkCalendar
from study.strict_yaml import Faulty


def add_commands(app: typer.Typer) -> None:
    app.command("simulate")(simulate)


def simulate(
    cadres: Annotated[int, typer.Option(min=2, max=100_000, help="People on the roster.")] = 200,
    weeks: Annotated[int, typer.Option(min=1, max=52)] = 6,
    seed: Annotated[int, typer.Option(help="Everything follows from it.")] = 7,
    faults: Annotated[bool, typer.Option("--faults", help="A bad network, and crashes.")] = False,
    database: Annotated[str, typer.Option(help="An empty PostgreSQL; without, a file for its time.")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Live a county's year, and say whether every promise was kept. Exit 1 when one was broken."""
    from garden.simulation import faults as kinds
    from garden.simulation import report, running
    from garden.simulation.year import Plan

    try:
        settings = load_settings(config, os.environ)
    except Faulty as error:
        refuse("\n".join(str(fault) for fault in error.faults))
    county = County(settings, WorkCalendar())
    authored = read_content(Path(settings.content.readings), Path(settings.content.quizzes))
    plan = Plan(cadres, weeks, seed, kinds.USUAL if faults else kinds.NONE)
    console, errors = Console(), Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(f"{weeks} weeks", total=1.0)
        try:
            outcome = running.simulate(
                plan, county, authored, database or None, lambda share: bar.update(task, completed=share)
            )
        except Refused as error:
            refuse(error.reason)
        smaller = None
        if outcome.violations:
            shrinking = bar.add_task("the smallest history", total=1.0)
            smaller = running.smallest(
                outcome, county, authored, lambda share: bar.update(shrinking, completed=share)
            )
    if as_json:
        typer.echo(json.dumps(report.as_json(outcome), ensure_ascii=False))
    else:
        report.tell(outcome, county, console)
    if outcome.violations:
        report.tell_violations(outcome, smaller, county, errors if as_json else console)
        raise typer.Exit(1)
