"""`garden check`, `migrate`, `backup`, `restore`, `audit`, `outbox`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

import storage.clockwork
import storage.outbox
import storage.settings
from garden.clock import system_now
from garden.commands.console import DEFAULT_CONFIG, ConfigOption, refuse, run
from garden.commands.office_words import words
from garden.configuration import load_settings
from garden.opening import OpenedGarden
from storage.backup import backup, restore
from storage.database import Refused
from storage.transaction import Transaction
from study import audit
from study.authored import read_content
from study.content_checks import check_content
from study.content_quality import check_quality
from study.rules.settings import Settings
from study.strict_yaml import Faulty, read_tree

outbox_commands = typer.Typer(no_args_is_help=True, help="Messages on their way out.")


def add_commands(app: typer.Typer) -> None:
    app.command("check")(check)
    app.command("migrate")(migrate)
    app.command("backup")(make_backup)
    app.command("restore")(restore_backup)
    app.command("audit")(recount)
    app.add_typer(outbox_commands, name="outbox")


def check(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Check the configuration and all content; each fault with file and line."""
    try:
        settings = load_settings(config, os.environ)
    except Faulty as error:
        refuse("\n".join(str(fault) for fault in error.faults))
    authored = read_content(Path(settings.content.readings), Path(settings.content.quizzes))
    _, lines = read_tree(config.read_text(encoding="utf-8-sig"), str(config))
    faults = [*authored.faults, *check_content(settings, authored, str(config), lines)]
    faults += check_quality(settings, authored)
    if faults:
        for fault in faults:
            typer.echo(str(fault), err=True)
        refuse(words("check_found", settings.language, count=len(faults)))
    questions = sum(len(bank.sheet.questions) for bank in authored.banks.values())
    counts = {"readings": len(authored.readings), "banks": len(authored.banks), "questions": questions}
    typer.echo(words("check_ok", settings.language, **counts))


def migrate(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Bring the database up to date; serving does so too. A backup is made first."""

    async def work(garden: OpenedGarden) -> None:
        key = "migrated" if garden.migrated else "up_to_date"
        typer.echo(words(key, garden.language, names=", ".join(garden.migrated)))

    run(config, work)


def make_backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="A new file.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Copy the live database, checked, into a new file."""
    settings = _settings(config)
    try:
        backup(settings.database, file)
    except Refused as error:
        refuse(error.reason)
    typer.echo(words("backed_up", settings.language, file=file))


def restore_backup(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A backup.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Put a backup in the place of the database; the outbox is held until released."""
    settings = _settings(config)
    now = system_now()
    try:
        kept = restore(file, settings.database, f"{now:%Y%m%d-%H%M%S}", _hold_outbox)
    except Refused as error:
        refuse(error.reason)
    typer.echo(words("restored", settings.language, file=file))
    if kept:
        typer.echo(words("kept", settings.language, file=kept))


def _settings(config: Path) -> Settings:
    try:
        return load_settings(config, os.environ)
    except Faulty as error:
        refuse("\n".join(str(fault) for fault in error.faults))


def _hold_outbox(tx: Transaction) -> None:
    storage.settings.put(tx, storage.settings.OUTBOX_HELD, "held")


def recount(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Recount all points from responses and completions; exit 1 when anything does not agree."""

    async def work(garden: OpenedGarden) -> None:
        report = await garden.database.read(audit.recount, garden.county)
        for discrepancy in report.discrepancies:
            typer.echo(str(discrepancy), err=True)
        if report.discrepancies:
            refuse(words("audit_found", garden.language, count=len(report.discrepancies)))
        counts = {"people": report.people, "responses": report.responses, "entries": report.entries}
        typer.echo(words("audit_clean", garden.language, **counts))

    run(config, work)


@outbox_commands.command("status")
def outbox_status(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """How many messages are in which state, and whether the outbox is held."""

    async def work(garden: OpenedGarden) -> None:
        for state, count in (await garden.database.read(storage.outbox.status)).items():
            typer.echo(f"{state:>10} {count}")
        held = await garden.database.read(storage.settings.get, storage.settings.OUTBOX_HELD)
        typer.echo(words("outbox_held" if held else "outbox_free", garden.language))

    run(config, work)


@outbox_commands.command("hold")
def hold_outbox(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Send nothing until released: before a garden restored by other means is started."""

    async def work(garden: OpenedGarden) -> None:
        await garden.database.write(_hold_outbox)
        typer.echo(words("outbox_held", garden.language))

    run(config, work)


@outbox_commands.command("release")
def release_outbox(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Let messages go again after a restore."""

    async def work(garden: OpenedGarden) -> None:
        await garden.database.write(storage.settings.remove, storage.settings.OUTBOX_HELD)
        typer.echo(words("outbox_released", garden.language))

    run(config, work)
