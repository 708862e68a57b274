"""A county-year: the world on its clock, the program in it, and what is asked of both after every day."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import storage.promises
from bot.conversation.incoming import Chose, Command, Event, Said, SentFile
from garden.simulation import county as offices
from garden.simulation.answering import right_answer
from garden.simulation.cadre import DAY, HOUR, Cadre
from garden.simulation.chance import Chance
from garden.simulation.faults import NONE, Faults
from garden.simulation.invariants import Invariants
from garden.simulation.platform import Chat, Platform, Update
from garden.simulation.process import CHANNEL, Process, ProcessDied, count_tasks
from garden.simulation.violation import Violation
from storage.database import Database
from storage.transaction import Transaction
from study import content, invites
from study.authored import AuthoredContent
from study.invites import Invitation
from study.rules.county import County

START = date(2026, 1, 5)
"""A Monday, the first of the county-year."""

RESTART_SECONDS = (2.0, 90.0)
OUTAGE_HOURS = (0.5, 12.0)
JOINING_DAYS = 2.0
OFFICE_SHARE = 0.004
"""Of all people, those about whom an office enters something on one day."""

LAST_REST = 3 * HOUR
"""After the last day everything on its way may arrive."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated. `only`: the numbers of the people who take part; all when empty."""

    cadres: int
    weeks: int
    seed: int
    faults: Faults = NONE
    only: frozenset[int] = frozenset()
    is_told: bool = False
    """Whether everything that happens is written down."""


@dataclass(slots=True)
class Story:
    """What happened: told by the report, and as the history of a violation."""

    events: int = 0
    crashes: list[tuple[datetime, str]] = field(default_factory=list)
    outages: int = 0
    entries: list[tuple[datetime, str, str]] = field(default_factory=list)
    """(instant, staff number or none, what)"""
    done_by_week: list[tuple[int, int]] = field(default_factory=list)
    """(done, all) of the plan's shares at the end of each week."""


class Year:
    """One run. `progress` is told the share done, from 0 to 1."""

    def __init__(
        self,
        plan: Plan,
        db: Database,
        county: County,
        authored: AuthoredContent,
        failures: list[str],
        progress: Callable[[float], None] = lambda share: None,
    ) -> None:
        self.plan, self.db, self.county = plan, db, county
        self.story = Story()
        self.violations: list[Violation] = []
        self._authored, self._failures, self._progress = authored, failures, progress
        self._chance = Chance(plan.seed)
        self._start = county.midnight(START)
        self.platform = Platform(self._chance, plan.faults, self.now, self._note)
        self.invariants = Invariants(self.platform, county)
        self._outside = copy_context()
        self._lives = 0
        self._tried: Counter[tuple[str, object]] = Counter()
        self._doings: set[asyncio.Task[Any]] = set()
        residents = offices.cast(plan.cadres, plan.weeks * 7, self._chance)
        wanted = plan.only or frozenset(range(plan.cadres))
        self._residents = [residents[number] for number in sorted(wanted | {0})]
        self._cadres: dict[str, Cadre] = {}

    def now(self) -> datetime:
        """The simulated instant, to the millisecond as the record keeps it."""
        elapsed = round(asyncio.get_running_loop().time() * 1_000)
        return self._start.astimezone(UTC) + timedelta(milliseconds=elapsed)

    async def run(self) -> list[Violation]:
        """Every day to the end, or to the first day on which a promise was broken; what was broken."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_tell_unless_dead)
        count_tasks(loop)
        await self.db.write(content.take_in, self._authored, self.now())
        await self._people_come()
        self._begin_life()
        days = self.plan.weeks * 7
        for day in range(days):
            await self._one_day(day)
            self.violations = await self.db.read(self.invariants.after_day, self.now())
            self.violations += [
                Violation("nothing fails within the program", "", each) for each in self._failures
            ]
            if day % 7 == 6:
                self.story.done_by_week.append(await self.db.read(storage.promises.done_of_plan))
            self._progress((day + 1) / days)
            if self.violations:
                return self.violations
        await self._let_everything_arrive()
        self.violations = await self.db.read(self.invariants.at_the_end, self.now())
        return self.violations

    # The world, as people see it ------------------------------------------------------------------------

    def happens(self, address: str, event: Event) -> Update:
        self.story.events += 1
        update = self.platform.happens(address, event)
        self._note(address, f"{_told(event)} ({update.incoming.event_id})")
        return update

    def right_answer(self, address: str) -> tuple[str, list[int]] | None:
        return self.db.read_now(right_answer, CHANNEL, address)  # type: ignore[attr-defined,no-any-return]

    def answered(self, update: Update, prompt: int | None) -> None:
        self.invariants.answered(update, prompt)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        # What a message makes somebody do is no part of the process that sent it, and outlives it.
        task = asyncio.get_running_loop().create_task(work, context=self._outside)
        self._doings.add(task)
        task.add_done_callback(self._doings.discard)

    def _note(self, staff_no: str, what: str) -> None:
        if self.plan.is_told:
            self.story.entries.append((self.now(), staff_no, what))

    # The days -------------------------------------------------------------------------------------------

    async def _people_come(self) -> None:
        now, here = self.now(), [one for one in self._residents if one.joins is None]
        await self.db.write(offices.take_in, tuple(here), None, self.county, now)
        for one in self._residents:
            chat = self.platform.chats[one.staff_no] = Chat(one.staff_no)
            rng = self._chance.rng("cadre", one.staff_no)
            self._cadres[one.staff_no] = Cadre(one.staff_no, one.habit, chat, self, rng)
        codes = await self.db.write(_invitations, self._chance, now)
        for one in here:
            if one.is_bound and one.staff_no in codes:
                share = self._chance.share("joins", one.staff_no)
                self._cadres[one.staff_no].join(
                    codes[one.staff_no].code, 9 * HOUR + share * JOINING_DAYS * DAY
                )

    async def _one_day(self, day: int) -> None:
        self._outage(day)
        for one in self._residents:
            if one.blocks == day:
                away = 2 + self._chance.share("away", one.staff_no) * 20
                self._cadres[one.staff_no].block(10 * HOUR, away)
        await asyncio.sleep(9 * HOUR)
        await self._roster_day(day)
        await asyncio.sleep(3 * HOUR)
        await self._office_day(day)
        await asyncio.sleep((day + 1) * DAY - asyncio.get_running_loop().time())

    async def _roster_day(self, day: int) -> None:
        joining = tuple(one for one in self._residents if one.joins == day)
        if joining:
            await self.db.write(offices.take_in, joining, None, self.county, self.now())
            codes = await self.db.write(
                _invitations, self._chance, self.now(), [one.staff_no for one in joining]
            )
            for one in joining:
                if one.is_bound and one.staff_no in codes:
                    self._cadres[one.staff_no].join(codes[one.staff_no].code, HOUR)
        leaving = tuple(one for one in self._residents if one.leaves == day)
        if leaving:
            today = self.county.local_day(self.now())
            await self.db.write(offices.take_in, leaving, today, self.county, self.now())
        for one in (*joining, *leaving):
            self._note(one.staff_no, "joins the roster" if one.joins == day else "leaves the roster")

    async def _office_day(self, day: int) -> None:
        if not self.county.calendar.is_working_day(self.county.local_day(self.now())):
            return
        for one in self._residents:
            if self._chance.happens(OFFICE_SHARE, "office", day, one.staff_no):
                rng = self._chance.rng("office", day, one.staff_no)
                await self.db.write(offices.office_day, [one.staff_no], rng, self.county, self.now())
                self._note(one.staff_no, "the office enters something")

    async def _let_everything_arrive(self) -> None:
        self.platform.is_out = False
        self.platform.is_calm = True
        self.platform.hand_over_everything()
        await asyncio.sleep(LAST_REST)

    # The program ----------------------------------------------------------------------------------------

    def _begin_life(self) -> None:
        self._lives += 1
        process = Process(
            self._lives,
            self.db,
            self.county,
            self.platform,
            self.now,
            self._chance,
            self._crashes,
            self._died,
        )
        self.platform.process = process
        process.spawn(process.live())
        self.platform.hand_over_everything()

    def _crashes(self, boundary: str, occasion: object) -> bool:
        """Each time something is tried again it may go otherwise."""
        if not self.plan.faults.crash or self.platform.is_calm:
            return False
        self._tried[boundary, occasion] += 1
        return self._chance.happens(
            self.plan.faults.crash, boundary, occasion, self._tried[boundary, occasion]
        )

    def _died(self, where: str) -> None:
        self.story.crashes.append((self.now(), where))
        self._note("", f"the program dies: {where}")
        shortest, longest = RESTART_SECONDS
        after = shortest + self._chance.share("restart", self._lives) * (longest - shortest)
        asyncio.get_running_loop().call_later(after, self._begin_life, context=self._outside)

    def _outage(self, day: int) -> None:
        if not self._chance.happens(self.plan.faults.outages / 30, "outage", day):
            return
        shortest, longest = OUTAGE_HOURS
        loop = asyncio.get_running_loop()
        begins = 6 * HOUR + self._chance.share("outage begins", day) * 15 * HOUR
        lasts = (shortest + self._chance.share("outage lasts", day) * (longest - shortest)) * HOUR
        loop.call_later(begins, self._set_out, True)
        loop.call_later(begins + lasts, self._set_out, False)
        self.story.outages += 1

    def _set_out(self, is_out: bool) -> None:
        self.platform.is_out = is_out
        if not is_out:
            self.platform.hand_over_everything()


def _invitations(
    tx: Transaction, chance: Chance, now: datetime, staff_nos: list[str] | None = None
) -> dict[str, Invitation]:
    """Codes by staff number, for everybody without a chat or for these people alone."""
    rng, lasts = chance.rng("invitations", now), timedelta(days=30)
    if staff_nos is None:
        made = invites.make_invites(tx, None, now, lasts, rng)
    else:
        made = [code for no in staff_nos for code in invites.make_invite(tx, no, now, lasts, rng)]
    return {invitation.staff_no: invitation for invitation in made}


def _told(event: Event) -> str:
    match event:
        case Command(name, argument):
            return f"/{name} {argument}".strip()
        case Said(text):
            return f"types {text}"
        case Chose(data):
            return f"taps {data}"
        case SentFile(name):
            return f"sends {name}"
        case _:
            return type(event).__name__.lower()


def _tell_unless_dead(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    if not isinstance(context.get("exception"), ProcessDied):
        loop.default_exception_handler(context)
