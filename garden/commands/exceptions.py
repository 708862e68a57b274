"""`garden leave`, `excuse`, `extend`, `paper`: what frees somebody from a due date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated

import typer

import storage.assignments
import storage.people
from garden.commands import people_words
from garden.commands.console import DEFAULT_CONFIG, ConfigOption, refuse, run
from garden.commands.office_words import words
from garden.opening import OpenedGarden
from storage.assignments import Enrollment
from storage.people import Person
from storage.transaction import Transaction
from study import exceptions, leave
from study.affected import Affected
from study.permissions import COMMAND_LINE
from study.rules.question import localize

StaffNo = Annotated[str, typer.Argument(metavar="STAFF_NO")]
Item = Annotated[str, typer.Argument(metavar="ITEM", help="The name of the plan item.")]
Reason = Annotated[str, typer.Option("--reason", help="Shown to the person and kept in the audit log.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before changing what has been.")]


def add_commands(app: typer.Typer) -> None:
    app.command("leave")(record_leave)
    app.command("excuse")(excuse)
    app.command("extend")(extend)
    app.command("paper")(complete_on_paper)


def record_leave(
    staff_no: StaffNo,
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"])],
    end: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day.")],
    reason: Reason,
    yes: Yes = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Record a leave: no reminders while it lasts, the streak pauses, and what falls due then is due later."""

    async def work(garden: OpenedGarden) -> None:
        person = await person_of(garden, staff_no)
        days = (start.date(), end.date())
        effects = await garden.database.read(leave.leave_effects, person, *days, garden.county, garden.now)
        show(effects, garden)
        if days[0] < garden.today and effects and not yes:
            confirm(garden)
        outcome = await garden.database.write(
            leave.record_leave, person, *days, reason, COMMAND_LINE, garden.county, garden.now
        )
        if isinstance(outcome, leave.Refusal):
            refuse(words(f"leave_{outcome.reason}", garden.language))
        kept = {"start": outcome.from_on, "end": outcome.until_on}
        typer.echo(words("leave_recorded", garden.language, name=person.name, **kept))

    run(config, work)


def excuse(staff_no: StaffNo, item: Item, reason: Reason, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Excuse somebody from an open item."""

    async def work(garden: OpenedGarden) -> None:
        person = await person_of(garden, staff_no)
        share = await _share(garden, person, item, _is_open)
        check_reason(garden, reason)
        await garden.database.write(exceptions.excuse, share, reason, COMMAND_LINE, garden.county, garden.now)
        typer.echo(words("excused", garden.language, name=person.name, item=item))

    run(config, work)


def extend(
    staff_no: StaffNo,
    item: Item,
    to: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day in time.")],
    reason: Reason,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Give somebody longer for an item that is open, or was completed late."""

    async def work(garden: OpenedGarden) -> None:
        person = await person_of(garden, staff_no)
        share = await _share(garden, person, item, lambda each: _is_open(each) or bool(each.is_late))
        check_reason(garden, reason)
        day: date = to.date()
        extended = await garden.database.write(
            exceptions.extend, share, day, reason, COMMAND_LINE, garden.county, garden.now
        )
        if extended is None:
            refuse(words("not_later", garden.language, day=day))
        typer.echo(words("extended", garden.language, name=person.name, item=item, day=day))

    run(config, work)


def complete_on_paper(
    staff_no: StaffNo, item: Item, reason: Reason, config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """Enter an open item as done on paper; it pays what doing it in the chat pays."""

    async def work(garden: OpenedGarden) -> None:
        person = await person_of(garden, staff_no)
        share = await _share(garden, person, item, _is_open)
        check_reason(garden, reason)
        await garden.database.write(
            exceptions.complete_on_paper, share, reason, None, garden.county, garden.now
        )
        typer.echo(words("on_paper", garden.language, name=person.name, item=item))

    run(config, work)


async def person_of(garden: OpenedGarden, staff_no: str) -> Person:
    """Who has this staff number; nobody refuses the command."""
    person = await garden.database.read(storage.people.by_staff_no, staff_no)
    if person is None:
        refuse(people_words.words("no_such_person", garden.language, staff_no=staff_no))
    return person


def check_reason(garden: OpenedGarden, reason: str) -> None:
    if not reason.strip():
        refuse(words("leave_no_reason", garden.language))


def show(effects: Sequence[Affected], garden: OpenedGarden) -> None:
    """A line for each share that would change."""
    for each in effects:
        title = localize(each.title, garden.language, garden.language)
        if each.due_after != each.due_before:
            days = {"before": each.due_before, "after": each.due_after}
            typer.echo(words("effect_due", garden.language, title=title, **days))
        if each.becomes_on_time:
            typer.echo(words("effect_on_time", garden.language, title=title))


def confirm(garden: OpenedGarden) -> None:
    """Go on only when somebody says so."""
    if not typer.confirm(words("confirm", garden.language)):
        refuse(words("left_as_it_was", garden.language))


def _is_open(share: Enrollment) -> bool:
    return share.is_open


async def _share(garden: OpenedGarden, person: Person, item: str, fits: Callable[[Enrollment], bool]) -> int:
    found = await garden.database.read(_share_named, person.id, item, fits)
    if found is None:
        refuse(words("no_such_item", garden.language, staff_no=person.staff_no, name=item))
    return found


def _share_named(
    tx: Transaction, person_id: int, item: str, fits: Callable[[Enrollment], bool]
) -> int | None:
    """The share of this plan item that fits, the one due first."""
    shares = storage.assignments.of_person(tx, person_id)
    return next(
        (share.id for share in shares if share.kind == "plan" and share.name == item and fits(share)), None
    )
