"""`garden invites`: one-time codes as a table or as slips to print, and who has not joined. `garden join-link`."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import groupby
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
from garden.commands.joining_words import words as joining_words
from garden.commands.people_words import words
from garden.opening import OpenedGarden
from storage.transaction import Transaction
from storage.units import Unit
from study import front_door, invites, join_links, not_joined, roster_words, units
from study.front_door import TELEGRAM_NAME
from study.invite_slips import Links, slips_csv, slips_html
from study.not_joined import Unreached
from study.rules.join_code import grouped_join_code
from study.rules.question import localize


def add_commands(app: typer.Typer) -> None:
    app.command("invites")(make_invites)
    app.command("join-link")(make_join_link)


def make_invites(
    out: Annotated[
        Path | None, typer.Option("--out", dir_okay=False, help="csv, or html to print; needed unless --who")
    ] = None,
    who: Annotated[
        bool, typer.Option("--who", help="Make nothing: print who has not joined, unit by unit.")
    ] = False,
    unit: Annotated[str | None, typer.Option("--unit", help="Only this unit and those below.")] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", help="One staff number: a fresh code for another phone or channel."),
    ] = None,
    expires: Annotated[str, typer.Option("--expires", help="How long the codes are good: 30d, 12h.")] = "30d",
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Make codes for everybody who has no chat yet; a rerun revokes unused codes."""
    if who:
        if out is not None or person is not None:
            raise typer.BadParameter(
                "it makes no codes and stands without --out and --person", param_hint="--who"
            )
        run(config, lambda garden: _print_who(garden, unit))
        return
    if out is None:
        raise typer.BadParameter("name the file to write, or ask --who has not joined", param_hint="--out")
    check_kind(out, ".csv", ".html")
    _make(out, unit, person, _duration(expires), config)


def _make(out: Path, unit: str | None, person: str | None, duration: timedelta, config: Path) -> None:

    async def work(garden: OpenedGarden) -> None:
        language = garden.language
        last_day = garden.county.local_day(garden.now + duration)
        # Paper says a day, so a code is good until that day ends.
        until = garden.county.midnight(last_day + timedelta(days=1))
        with new_file(out) as file, progress_bar(2) as begin:
            begin(words("making_codes", language))
            made = await garden.database.write(
                _invite, unit, person, garden.now, until - garden.now, garden.today
            )
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
    tx: Transaction, unit: str | None, person: str | None, now: datetime, expires: timedelta, today: date
) -> list[invites.Invitation] | units.Refusal:
    if person is not None:
        return invites.make_invite(tx, person, now, expires, SystemRandom(), today=today)
    found = units.find(tx, unit) if unit is not None else None
    if isinstance(found, units.Refusal):
        return found
    unit_id = found.id if found else None
    return invites.make_invites(tx, unit_id, now, expires, SystemRandom(), today=today)


async def _print_who(garden: OpenedGarden, unit: str | None) -> None:
    """Everybody no message can get to, by unit, with how it stands and since when a code is out."""
    found = await garden.database.read(_who, unit, garden)
    if isinstance(found, units.Refusal):
        refuse(roster_words.sentence(found.reason, garden.language, found.text))
    for path, people in groupby(found, key=lambda each: each.unit_path):
        in_unit = list(people)
        typer.echo(joining_words("who_unit", garden.language, unit=path, count=len(in_unit)))
        for each in in_unit:
            how = joining_words(f"who_{each.state}", garden.language, day=each.code_made_on or "")
            typer.echo(f"  {each.staff_no}  {each.name}  {how}")
    counts = Counter(each.state for each in found)
    typer.echo(
        joining_words(
            "who_total",
            garden.language,
            count=len(found),
            **{state: counts[state] for state in not_joined.STATES},
        )
    )


def _who(tx: Transaction, unit: str | None, garden: OpenedGarden) -> list[Unreached] | units.Refusal:
    found = units.find(tx, unit) if unit is not None else None
    if isinstance(found, units.Refusal):
        return found
    return not_joined.unreached(tx, [found.id] if found else None, garden.county, garden.now)


def make_join_link(
    unit: Annotated[str, typer.Option("--unit", help="The unit whose people may ask to join by it.")],
    expires: Annotated[str, typer.Option("--expires", help="How long the link is good: 30d, 12h.")] = "30d",
    end: Annotated[bool, typer.Option("--end", help="End the unit's link and make no new one.")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Make a unit's join link; an older one of the same unit ends. The unit's supervisor confirms who comes."""
    duration = _duration(expires)

    async def work(garden: OpenedGarden) -> None:
        found = await garden.database.read(units.find, unit)
        if isinstance(found, units.Refusal):
            refuse(roster_words.sentence(found.reason, garden.language, found.text))
        if end:
            ended = await garden.database.write(join_links.revoke_join_link, found.id, None, garden.now)
            typer.echo(joining_words("link_ended" if ended else "no_link", garden.language, unit=found.path))
            return
        await _print_link(garden, found, duration)

    run(config, work)


async def _print_link(garden: OpenedGarden, unit: Unit, duration: timedelta) -> None:
    code = await garden.database.write(
        join_links.make_join_link, unit.id, None, garden.now, duration, SystemRandom()
    )
    until = (garden.now + duration).astimezone(garden.county.zone)
    typer.echo(joining_words("link", garden.language, unit=unit.path, until=f"{until:%Y-%m-%d %H:%M}"))
    for link in await garden.database.read(front_door.links, garden.county, code):
        typer.echo(link)
    typer.echo(joining_words("link_code", garden.language, code=grouped_join_code(code)))
