"""The simulated county: its units, its people and what its offices enter in a year."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

import storage.assignments
import storage.grants
import storage.people
import storage.units
from garden.simulation.chance import Chance
from garden.simulation.habits import SHARES
from storage.assignments import Enrollment
from storage.people import Person
from storage.transaction import Transaction
from storage.units import Unit
from study import disputes, exceptions, invites, leave, transfers
from study.invites import Invitation
from study.roster import apply_import, plan_import
from study.roster_files import read_roster, write_table
from study.rules.county import County
from study.rules.frozen import frozen

NAME = "禾苗县"
PEOPLE_A_UNIT, FEWEST_UNITS = 94, 4
"""However small a county, heads of units beside the office's two supervise and do nothing else there."""
RANKS = ("ordinary", "ordinary", "professional", "village", "middle")
OFFICE = "simulation"
ADMIN, INSTRUCTOR = "S10000", "S10001"
"""The first two people's staff numbers; they work in the training office besides."""

ROLES = {ADMIN: f"supervisor, admin@{NAME}", INSTRUCTOR: f"supervisor, instructor@{NAME}"}
HEAD = ("staff_no", "name", "unit", "rank_category", "roles", "supervises", "tags", "joined_on", "left_on")

NEVER_BOUND, BLOCKS, JOINS, LEAVES = 0.14, 0.03, 0.03, 0.02
"""Shares of all people who never use their invitation, block the bot once, join or leave during the run."""

TWICE = range(2)
"""Whatever is tapped may be tapped again."""

OFFICE_SHARE = 0.004
"""Of all people, those about whom an office enters something on one day."""


@frozen
class Resident:
    """One person of the cast. Joins and leaves with the roster of that week; weeks and days are counted from 0."""

    staff_no: str
    unit: str
    rank: str
    habit: str
    supervises: str
    is_bound: bool
    joins: int | None
    leaves: int | None
    blocks: int | None
    entered: tuple[int, ...]
    """The days on which an office enters something about them, if it works."""


def cast(cadres: int, days: int, chance: Chance) -> tuple[Resident, ...]:
    """So many people; each follows from the seed and the number alone."""
    units = max(FEWEST_UNITS, round(cadres / PEOPLE_A_UNIT))
    return tuple(_resident(number, units, days, chance) for number in range(cadres))


def _resident(number: int, units: int, days: int, chance: Chance) -> Resident:
    staff_no, rng = f"S{10_000 + number}", chance.rng("resident", number)
    unit, heads = f"{NAME}/第{number % units + 1}单位", number < units
    habit = rng.choices([name for name, _ in SHARES], [share for _, share in SHARES])[0]

    def some_day(share: float, within: int = 1) -> int | None:
        happens, day = rng.random() < share, rng.randrange(2, max(3, days))
        return day // within if happens and not heads else None

    joins, leaves, blocks = some_day(JOINS, 7), some_day(LEAVES, 7), some_day(BLOCKS)
    is_bound = heads or rng.random() >= NEVER_BOUND
    rank = "leader" if heads else RANKS[number % len(RANKS)]
    supervised = NAME if number == 0 else unit if heads else ""
    habit = "keen" if heads else habit
    if joins is not None and leaves is not None and leaves <= joins:
        leaves = None
    entered = tuple(_some_days(OFFICE_SHARE, days, rng))
    return Resident(staff_no, unit, rank, habit, supervised, is_bound, joins, leaves, blocks, entered)


def _some_days(share: float, days: int, rng: Random) -> Iterator[int]:
    """Each day with this likelihood, drawn as the gaps in between."""
    day = -1
    while (day := day + 1 + int(math.log(1 - rng.random()) / math.log(1 - share))) < days:
        yield day


def take_in(
    tx: Transaction, here: Sequence[Resident], leaving: Sequence[Resident], county: County, now: datetime
) -> None:
    """Those who are here now and those who leave, through the same door as an office's spreadsheet."""
    today = county.local_day(now)
    ago = today - timedelta(days=400)
    rows = [
        list(HEAD),
        *(_row(one, (ago if one.joins is None else today).isoformat(), "") for one in here),
        *(_row(one, "", today.isoformat()) for one in leaving),
    ]
    file = read_roster("roster.csv", write_table("roster.csv", rows))
    difference = plan_import(tx, file.rows, today=today)
    apply_import(tx, difference, actor=None, county=county, now=now)


def _row(one: Resident, joined_on: str, left_on: str) -> list[str]:
    return [
        one.staff_no,
        f"学员{one.staff_no}",
        one.unit,
        one.rank,
        ROLES.get(one.staff_no, "supervisor" if one.supervises else ""),
        one.supervises,
        "village" if one.rank == "village" else "",
        joined_on,
        left_on,
    ]


def invitations(
    tx: Transaction, chance: Chance, now: datetime, staff_nos: list[str] | None = None
) -> dict[str, Invitation]:
    """Codes by staff number, for everybody without a chat or for these people alone."""
    rng, lasts = chance.rng("invitations", now), timedelta(days=30)
    if staff_nos is None:
        made = invites.make_invites(tx, None, now, lasts, rng)
    else:
        made = [code for no in staff_nos for code in invites.make_invite(tx, no, now, lasts, rng)]
    return {invitation.staff_no: invitation for invitation in made}


def office_enters(tx: Transaction, staff_no: str, rng: Random, county: County, now: datetime) -> None:
    """What an office enters on a working day: leave, more time, an excusal, an answer on paper, a transfer; and that
    what it entered before was wrong."""
    person = storage.people.by_staff_no(tx, staff_no)
    if person is not None:
        _enter(tx, person, rng, county, now)


def disputes_something(tx: Transaction, staff_no: str, county: County, now: datetime) -> None:
    """Somebody says that something of theirs in the plan is not entered as it was."""
    person = storage.people.by_staff_no(tx, staff_no)
    if person is not None and (shares := _of_the_plan(tx, person)):
        disputes.open_dispute(tx, person, "completion", shares[-1].id, "记录不对", county, now)


def units_below(tx: Transaction) -> list[Unit]:
    """All units but the county itself."""
    return [unit for unit in storage.units.everything(tx) if unit.parent_id is not None]


def _of_the_plan(tx: Transaction, person: Person) -> list[Enrollment]:
    return [share for share in storage.assignments.of_person(tx, person.id) if share.kind == "plan"]


def _enter(tx: Transaction, person: Person, rng: Random, county: County, now: datetime) -> None:
    today = county.local_day(now)
    mine = _of_the_plan(tx, person)
    shares = [share for share in mine if share.is_open]
    match rng.randrange(7):
        case 0 | 1:
            first = today + timedelta(days=rng.randrange(3))
            days = (first, first + timedelta(days=rng.randrange(2, 25)))
            leave.record_leave(tx, person, *days, "病假", OFFICE, county, now)
        case 2 if shares:
            until = today + timedelta(days=rng.randrange(5, 40))
            exceptions.extend(tx, shares[0].id, until, "驻村工作", OFFICE, county, now)
        case 3 if shares:
            for _ in TWICE:
                exceptions.excuse(tx, shares[0].id, "借调", OFFICE, county, now)
        case 4 if shares:
            for _ in TWICE:
                exceptions.complete_on_paper(tx, shares[0].id, "已交纸质答卷", None, county, now)
        case 5:
            for share in mine:
                exceptions.lift_excusal(tx, share.id, "借调取消", OFFICE, county, now)
                exceptions.undo_on_paper(tx, share.id, OFFICE, "答卷不是本人的", county, now)
        case 6 if not storage.grants.in_force(tx, person.id, today):
            unit = rng.choice(units_below(tx))
            on = today + timedelta(days=rng.randrange(-2, 6))
            transfers.record_transfer(tx, person, unit, on, "工作调动", OFFICE, county, now)
