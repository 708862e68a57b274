"""`garden report`: a unit's week as the supervisor would read it, a unit's year as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.conversation.desk.summary import message_of
from bot.conversation.outgoing import Capabilities
from bot.conversation.rendering import render
from bot.locales import Words
from garden.commands.console import DEFAULT_CONFIG, ConfigOption, new_file, refuse, run
from garden.commands.office_words import words
from garden.opening import OpenedGarden
from study import roster_words, units, weekly_summary, year_report
from study.rules.reporting_period import parse
from study.spreadsheets import write_book

report_commands = typer.Typer(no_args_is_help=True, help="Reports.")
PLAIN = Capabilities(text_limit=100_000, label_width=0, buttons=0, buttons_per_row=1, page_limit=1)


def add_commands(app: typer.Typer) -> None:
    app.add_typer(report_commands, name="report")


@report_commands.callback()
def reports() -> None:
    """Reports."""


@report_commands.command("weekly")
def weekly(
    unit: Annotated[str, typer.Option("--unit", help="The unit's path, or its name where only one has it.")],
    week: Annotated[str, typer.Option("--week", help="As 2026-W48.")],
    out: Annotated[Path, typer.Option("--out", file_okay=False, help="The folder to write into.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Count a unit and those below it at the end of a week, or as of now while it lasts."""

    async def work(garden: OpenedGarden) -> None:
        try:
            period = parse(week, garden.county.zone)
        except ValueError:
            refuse(words("no_such_week", garden.language, week=week))
        found = await garden.database.read(units.find, unit)
        if isinstance(found, units.Refusal):
            refuse(roster_words.sentence(found.reason, garden.language, found.text))
        as_of = min(garden.now, period.ends_at)
        summary = await garden.database.read(
            weekly_summary.summarise, 0, [found.id], period, garden.county, as_of
        )
        message = message_of(summary, (garden.language, garden.language))
        text = render(message, garden.language, PLAIN, Words(garden.county.zone))[0].text.text
        out.mkdir(parents=True, exist_ok=True)
        file = out / f"weekly-{period.label}-{found.id}.txt"
        file.write_text(text + "\n", encoding="utf-8")
        typer.echo(words("report_written", garden.language, file=file))

    run(config, work)


@report_commands.command("year")
def yearly(
    unit: Annotated[str, typer.Option("--unit", help="The unit's path, or its name where only one has it.")],
    year: Annotated[int, typer.Option("--year", min=2000, max=2100, help="As 2026.")],
    out: Annotated[Path, typer.Option("--out", file_okay=False, help="The folder to write into.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Count a unit's year as of now: by unit, person, rank category, tag and item (xlsx)."""

    async def work(garden: OpenedGarden) -> None:
        found = await garden.database.read(units.find, unit)
        if isinstance(found, units.Refusal):
            refuse(roster_words.sentence(found.reason, garden.language, found.text))
        sheets = await garden.database.read(
            year_report.year_report, found, year, garden.language, garden.county, garden.now
        )
        out.mkdir(parents=True, exist_ok=True)
        target = out / f"year-{year}-{found.id}.xlsx"
        with new_file(target) as file:
            file.write(write_book(sheets))
        typer.echo(words("report_written", garden.language, file=target))

    run(config, work)
