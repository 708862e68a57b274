"""`garden invites`: one-time codes as a table or as slips to print."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from random import SystemRandom
from typing import Annotated

import typer

import storage.settings
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
from garden.opening import OpenedGarden
from storage.transaction import Transaction
from study import invites, roster_words, units
from study.invite_slips import Links, slips_csv, slips_html
from study.rules.question import localize

TELEGRAM_NAME = "telegram_name"
"""The setting under which a serving garden keeps its bot's name, for the links on slips."""


def add_commands(app: typer.Typer) -> None:
    app.command("invites")(make_invites)


def make_invites(
    out: Annotated[Path, typer.Option("--out", dir_okay=False, help="csv, or html to print")],
    unit: Annotated[str | None, typer.Option("--unit", help="Only this unit and those below.")] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", help="One staff number: a fresh code for another phone or channel."),
    ] = None,
    expires: Annotated[str, typer.Option("--expires", help="How long the codes are good: 30d, 12h.")] = "30d",
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Make codes for everybody who has no chat yet; a rerun revokes unused codes."""
    check_kind(out, ".csv", ".html")
    duration = _duration(expires)

    async def work(garden: OpenedGarden) -> None:
        language = garden.language
        last_day = garden.county.local_day(garden.now + duration)
        # Paper says a day, so a code is good until that day ends.
        until = garden.county.midnight(last_day + timedelta(days=1))
        with new_file(out) as file, progress_bar(2) as begin:
            begin(words("making_codes", language))
            made = await garden.database.write(_invite, unit, person, garden.now, until - garden.now)
            if isinstance(made, units.Refusal):
                refuse(roster_words.sentence(made.reason, language, made.text))
            if person is not None and not made:
                refuse(words("no_such_person", language, staff_no=person))
            begin(words("writing", language))
            file.write(await _slips(garden, made, out.suffix.lower(), last_day))
        typer.echo(words("invited", language, count=len(made), file=out, day=last_day))

    run(config, work)


async def _slips(garden: OpenedGarden, made: list[invites.Invitation], suffix: str, last_day: date) -> bytes:
    name = await garden.database.read(storage.settings.get, TELEGRAM_NAME)
    web = garden.settings.channels.web
    links = Links(name, web.public_url if web else None)
    if suffix == ".csv":
        return slips_csv(made, links)
    return slips_html(
        made, links, garden.language, localize(garden.settings.name, garden.language, "en"), last_day
    )


def _duration(text: str) -> timedelta:
    match = re.fullmatch(r"([1-9]\d{0,3})([dh])", text)
    if match is None:
        raise typer.BadParameter("write a time such as 30d or 12h", param_hint="--expires")
    return int(match[1]) * (timedelta(days=1) if match[2] == "d" else timedelta(hours=1))


def _invite(
    tx: Transaction, unit: str | None, person: str | None, now: datetime, expires: timedelta
) -> list[invites.Invitation] | units.Refusal:
    if person is not None:
        return invites.make_invite(tx, person, now, expires, SystemRandom())
    found = units.find(tx, unit) if unit is not None else None
    if isinstance(found, units.Refusal):
        return found
    return invites.make_invites(tx, found.id if found else None, now, expires, SystemRandom())
