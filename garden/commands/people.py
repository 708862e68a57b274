"""`garden roster`, `garden grant`, `garden revoke`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from garden.commands.console import (
    DEFAULT_CONFIG,
    ConfigOption,
    check_kind,
    new_file,
    progress_bar,
    refuse,
    run,
)
from garden.commands.people_words import words
from garden.commands.roster_report import show_difference
from garden.opening import OpenedGarden
from storage.transaction import Transaction
from study import permissions, roster, roster_words
from study.permissions import Scope
from study.roster_columns import in_words, role_of
from study.roster_files import (
    Refused,
    RosterFile,
    export_rows,
    read_roster,
    refused_rows,
    write_table,
)
from study.rules.frozen import frozen
from study.spreadsheets import MOST_BYTES

roster_commands = typer.Typer(no_args_is_help=True, help="Bring the roster in and take it out.")

FileToRead = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="csv or xlsx")]
Unit = Annotated[str, typer.Option("--unit", help="The unit's path, or its name where only one has it.")]


def add_commands(app: typer.Typer) -> None:
    app.add_typer(roster_commands, name="roster")
    app.command("grant")(grant)
    app.command("revoke")(revoke)


@frozen
class _Import:
    file: RosterFile
    difference: roster.RosterDifference
    is_applied: bool

    @property
    def refused(self) -> tuple[Refused, ...]:
        return (*self.file.refused, *self.difference.refused)


@roster_commands.command("import")
def import_roster(
    file: FileToRead,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change.")] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Import the good rows, save the others.")
    ] = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Import a roster. Who is absent from the file stays."""

    async def work(garden: OpenedGarden) -> None:
        language = garden.language
        with progress_bar(2) as begin:
            begin(words("reading", language))
            read = read_roster(file.name, _bytes_of(file))
            begin(words("comparing", language))
            if dry_run:
                difference = await garden.database.read(roster.plan_import, read.rows, today=garden.today)
                done = _Import(read, difference, False)
            else:
                done = await garden.database.write(_import, read, garden, partial)
        _report_import(done, file, dry_run, partial, language)

    run(config, work)


def _import(tx: Transaction, file: RosterFile, garden: OpenedGarden, partial: bool) -> _Import:
    difference = roster.plan_import(tx, file.rows, today=garden.today)
    if (file.refused or difference.refused) and not partial:
        return _Import(file, difference, False)
    roster.apply_import(tx, difference, actor=None, county=garden.county, now=garden.now)
    return _Import(file, difference, True)


def _report_import(done: _Import, file: Path, dry_run: bool, partial: bool, language: str) -> None:
    show_difference(done.difference, language)
    if done.file.ignored:
        typer.echo(words("ignored", language, columns="、".join(done.file.ignored)))
    for refused in done.refused:
        typer.echo(f"{refused.place(language)}: {refused.why(language)}", err=True)
    counts = {"added": len(done.difference.added), "changed": len(done.difference.changed)}
    rows_refused = len({(refused.file, refused.row) for refused in done.refused})
    typer.echo(
        words("summary", language, unchanged=done.difference.unchanged, refused=rows_refused, **counts)
    )
    if any(refused.row == 0 for refused in done.refused):
        refuse(words("file_refused", language))
    if dry_run:
        typer.echo(words("dry_run", language))
        raise typer.Exit(1 if done.refused and not partial else 0)
    if not done.is_applied:
        refuse(words("nothing_imported", language))
    if done.refused:
        typer.echo(words("refused_saved", language, file=_save_refused(done.refused, file, language)))


def _save_refused(refused: Sequence[Refused], file: Path, language: str) -> Path:
    """Beside the file, under a name that is not taken."""
    target, number = file.with_name(f"{file.stem}.refused{file.suffix}"), 1
    while target.exists():
        number += 1
        target = file.with_name(f"{file.stem}.refused-{number}{file.suffix}")
    with new_file(target) as out:
        out.write(write_table(target.name, refused_rows(refused, language)))
    return target


def _bytes_of(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


@roster_commands.command("export")
def export_roster(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="a new csv or xlsx")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Export the whole roster in the garden's language."""
    check_kind(file, ".csv", ".xlsx")

    async def work(garden: OpenedGarden) -> None:
        language = garden.language
        with progress_bar(1) as begin, new_file(file) as out:
            begin(words("writing", language))
            rows = await garden.database.read(export_rows, Scope(everything=True), language)
            out.write(write_table(file.name, rows))
        typer.echo(words("exported", language, count=len(rows) - 1, file=file))

    run(config, work)


def grant(
    staff_no: str,
    role: str,
    unit: Unit,
    expires: Annotated[
        datetime | None, typer.Option("--expires", formats=["%Y-%m-%d"], help="The last day, 2026-12-31.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Give a person a role over a unit and all below; again changes the last day."""

    async def work(garden: OpenedGarden) -> None:
        outcome = await garden.database.write(
            permissions.grant,
            None,
            staff_no,
            role_of(role) or role,
            unit,
            expires_on=expires.date() if expires else None,
            now=garden.now,
            today=garden.today,
        )
        _say_grant(outcome, "granted", garden.language)

    run(config, work)


def revoke(staff_no: str, role: str, unit: Unit, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Take a role over a unit back."""

    async def work(garden: OpenedGarden) -> None:
        outcome = await garden.database.write(
            permissions.revoke,
            None,
            staff_no,
            role_of(role) or role,
            unit,
            now=garden.now,
            today=garden.today,
        )
        _say_grant(outcome, "revoked", garden.language)

    run(config, work)


def _say_grant(outcome: permissions.Granted | permissions.Refusal, key: str, language: str) -> None:
    if isinstance(outcome, permissions.Refusal):
        refuse(roster_words.sentence(outcome.reason, language, outcome.text))
    until = words("until", language, day=outcome.expires_on) if outcome.expires_on else ""
    typer.echo(
        words(
            key,
            language,
            name=outcome.person.name,
            staff_no=outcome.person.staff_no,
            role=in_words("roles", outcome.role, language),
            unit=outcome.unit.path,
            until=until,
        )
    )
