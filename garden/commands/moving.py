"""`garden transfer`, `garden end`: moving somebody to another unit, and somebody leaving."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from garden.commands.console import DEFAULT_CONFIG, ConfigOption, refuse, run
from garden.commands.exceptions import Reason, StaffNo, Yes, check_reason, confirm, person_of
from garden.commands.office_words import words
from garden.opening import OpenedGarden
from storage.people import Person
from storage.transfers import Transfer
from storage.units import Unit
from study import leaving, roster_words, transfers, units
from study.permissions import COMMAND_LINE
from study.roster_columns import in_words
from study.rules.question import localize


def add_commands(app: typer.Typer) -> None:
    app.command("transfer")(transfer)
    app.command("end")(end)


def transfer(
    staff_no: StaffNo,
    to: Annotated[str, typer.Option("--to", help="The unit's path, or its name where only one has it.")],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The first day there.")],
    reason: Reason,
    yes: Yes = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Transfer somebody to another unit from a day on."""

    async def work(garden: OpenedGarden) -> None:
        person = await person_of(garden, staff_no)
        unit = await garden.database.read(units.find, to)
        if isinstance(unit, units.Refusal):
            refuse(roster_words.sentence(unit.reason, garden.language, to))
        day = on.date()
        affected = await garden.database.read(transfers.preview, person, unit, day, garden.county, garden.now)
        for each in affected:
            title = localize(each.title, garden.language, garden.language)
            typer.echo(words("effect_follows", garden.language, title=title, unit=unit.name))
        if day < garden.today and affected and not yes:
            confirm(garden)
        outcome = await garden.database.write(
            transfers.record_transfer, person, unit, day, reason, COMMAND_LINE, garden.county, garden.now
        )
        if isinstance(outcome, transfers.Refusal):
            refuse(words(f"transfer_{outcome.reason}", garden.language, name=person.name, unit=unit.name))
        await _report(garden, person, unit, outcome)

    run(config, work)


async def _report(garden: OpenedGarden, person: Person, unit: Unit, done: Transfer) -> None:
    key = "transfer_recorded" if done.is_pending else "transferred"
    typer.echo(words(key, garden.language, name=person.name, unit=unit.path, day=done.effective_on))
    for role in await garden.database.read(transfers.roles_left, person.id, person.unit_id, garden.today):
        said = in_words("roles", role, garden.language)
        typer.echo(words("role_left", garden.language, role=said, unit=person.unit_path))


def end(
    staff_no: StaffNo,
    on: Annotated[
        datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The first day they no longer count.")
    ],
    reason: Reason,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Somebody leaves: open items, roles and unused codes end with the day."""

    async def work(garden: OpenedGarden) -> None:
        person = await person_of(garden, staff_no)
        check_reason(garden, reason)
        day = on.date()
        if not await garden.database.write(
            leaving.end, person, day, reason, COMMAND_LINE, garden.county, garden.now
        ):
            refuse(words("not_ended", garden.language, name=person.name))
        typer.echo(words("ended", garden.language, name=person.name, day=day))

    run(config, work)
