"""`garden leave`, `excuse`, `extend`: what frees somebody from a due date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

import storage.assignments
import storage.people
from garden.commands import people_words
from garden.commands.console import DEFAULT_CONFIG, ConfigOption, refuse, run
from garden.commands.office_words import words
from garden.opening import OpenedGarden
from storage.people import Person
from storage.transaction import Transaction
from study import assignments, leave

ACTOR = "command line"

StaffNo = Annotated[str, typer.Argument(metavar="STAFF_NO")]
Item = Annotated[str, typer.Argument(metavar="ITEM", help="The name of the plan item.")]
Reason = Annotated[str, typer.Option("--reason", help="Shown to the person and kept in the audit log.")]


def add_commands(app: typer.Typer) -> None:
    app.command("leave")(record_leave)
    app.command("excuse")(excuse)
    app.command("extend")(extend)


def record_leave(
    staff_no: StaffNo,
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"])],
    end: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day.")],
    reason: Reason,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Record a leave: no reminders while it lasts, and the streak pauses."""

    async def work(garden: OpenedGarden) -> None:
        person = await _person(garden, staff_no)
        days = (start.date(), end.date())
        if not await garden.database.write(
            leave.record_leave, person, *days, reason, ACTOR, garden.county, garden.now
        ):
            refuse(words("leave_backwards", garden.language))
        typer.echo(words("leave_recorded", garden.language, name=person.name, start=days[0], end=days[1]))

    run(config, work)


def excuse(staff_no: StaffNo, item: Item, reason: Reason, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Excuse somebody from an open item."""

    async def work(garden: OpenedGarden) -> None:
        person = await _person(garden, staff_no)
        enrollment_id = await _open_share(garden, person, item)
        await garden.database.write(assignments.excuse, enrollment_id, reason, ACTOR, garden.now)
        typer.echo(words("excused", garden.language, name=person.name, item=item))

    run(config, work)


def extend(
    staff_no: StaffNo,
    item: Item,
    to: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day in time.")],
    reason: Reason,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Give somebody longer for an open item."""

    async def work(garden: OpenedGarden) -> None:
        person = await _person(garden, staff_no)
        enrollment_id = await _open_share(garden, person, item)
        day: date = to.date()
        extended = await garden.database.write(
            assignments.extend, enrollment_id, day, reason, ACTOR, garden.county, garden.now
        )
        if extended is None:
            refuse(words("not_later", garden.language, day=day))
        typer.echo(words("extended", garden.language, name=person.name, item=item, day=day))

    run(config, work)


async def _person(garden: OpenedGarden, staff_no: str) -> Person:
    person = await garden.database.read(storage.people.by_staff_no, staff_no)
    if person is None:
        refuse(people_words.words("no_such_person", garden.language, staff_no=staff_no))
    return person


async def _open_share(garden: OpenedGarden, person: Person, item: str) -> int:
    found = await garden.database.read(_open_share_named, person.id, item)
    if found is None:
        refuse(words("no_such_item", garden.language, staff_no=person.staff_no, name=item))
    return found


def _open_share_named(tx: Transaction, person_id: int, item: str) -> int | None:
    shares = storage.assignments.open_of_person(tx, person_id)
    return next((share.id for share in shares if share.kind == "plan" and share.name == item), None)
