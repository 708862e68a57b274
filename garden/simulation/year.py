"""A county-year: the world on its clock, the program in it, and what is asked of both after every day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import storage.promises
import storage.share_promises
from bot.conversation.incoming import Chose, Command, Event, Said, SentFile
from garden.simulation.cadre import Cadre
from garden.simulation.chance import Chance
from garden.simulation.county import cast
from garden.simulation.faults import NONE, Faults
from garden.simulation.habits import DAY, HOUR
from garden.simulation.invariants import Invariants
from garden.simulation.knowledge import Knowledge
from garden.simulation.lives import Lives
from garden.simulation.offices import Offices, by_time
from garden.simulation.platform import Chat, Platform, Update
from garden.simulation.process import ProcessDied, count_tasks
from garden.simulation.violation import Violation
from storage.database import Database
from study import content
from study.authored import AuthoredContent
from study.rules.county import County
from study.rules.frozen import frozen

START = date(2026, 1, 5)
"""A Monday, the first of the county-year."""

OUTAGE_HOURS = (0.5, 12.0)
OFFICE = frozenset({0, 1})
"""The numbers of those without whom there is no training office."""

NEIGHBOURS = 20
"""People whose screens somebody may come to see."""

LAST_REST = 3 * HOUR
"""After the last day everything on its way may arrive."""


@frozen
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
        self._start = county.midnight(START).astimezone(UTC)
        self._elapsed, self._instant = 0.0, self._start
        self.platform = Platform(self._chance, plan.faults, self.now, self._note if plan.is_told else None)
        self.lives = Lives(db, county, self.platform, self.now, self._chance, plan.faults)
        self.invariants = Invariants(self.platform, county)
        self._outside = copy_context()
        self._doings: set[asyncio.Task[Any]] = set()
        residents = cast(plan.cadres, plan.weeks * 7, self._chance)
        wanted = plan.only or frozenset(range(plan.cadres))
        self._residents = [residents[number] for number in sorted(wanted | OFFICE)]
        self._cadres: dict[str, Cadre] = {}
        self._blocking = by_time((one.blocks, one) for one in self._residents)
        self._offices = Offices(
            self._residents, self._cadres, self.platform, db, county, self._chance, self.now
        )

    def now(self) -> datetime:
        """The simulated instant, to the millisecond as the record keeps it."""
        elapsed = asyncio.get_running_loop().time()
        if elapsed != self._elapsed:  # it is asked for ten times before it changes
            self._elapsed = elapsed
            self._instant = self._start + timedelta(milliseconds=round(elapsed * 1_000))
        return self._instant

    async def run(self) -> list[Violation]:
        """Every day to the end, or to the first day on which a promise was broken; what was broken."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_tell_unless_dead)
        count_tasks(loop)
        await self.db.write(content.take_in, self._authored, self.now())
        self._people_come()
        await self._offices.begin()
        self.lives.begin()
        days = self.plan.weeks * 7
        for day in range(days):
            await self._one_day(day)
            self.violations = await self.db.read(self.invariants.after_day, self.now())
            self.violations += [
                Violation("nothing fails within the program", "", each) for each in self._failures
            ]
            if day % 7 == 6:
                self.story.done_by_week.append(await self.db.read(storage.share_promises.done_of_plan))
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
        if self.plan.is_told:
            self._note(address, f"{_told(event)} ({update.incoming.event_id})")
        return update

    def answered(self, update: Update, prompt: int | None) -> None:
        self.invariants.answered(update, prompt)

    def meant(self, update: Update, prompt: int, is_right: bool) -> None:
        self.invariants.meant(update, prompt, is_right)

    def on_anothers_screen(self, address: str) -> str | None:
        """The button of a choice on somebody else's screen, if one of the next people on the roster is asked."""
        addresses = list(self.platform.chats)
        place = addresses.index(address) + 1
        screens = [self.platform.chats[other].last for other in addresses[place : place + NEIGHBOURS]]
        buttons = (button.data for screen in screens if screen for row in screen[0].rows for button in row)
        return next((data for data in buttons if data.startswith("a:")), None)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        # What a message makes somebody do is no part of the process that sent it, and outlives it.
        task = asyncio.get_running_loop().create_task(work, context=self._outside)
        self._doings.add(task)
        task.add_done_callback(self._doings.discard)

    def _note(self, staff_no: str, what: str) -> None:
        self.story.entries.append((self.now(), staff_no, what))

    # The days -------------------------------------------------------------------------------------------

    def _people_come(self) -> None:
        knowledge = Knowledge(self._authored)
        for one in self._residents:
            chat = self.platform.chats[one.staff_no] = Chat(one.staff_no)
            rng = self._chance.rng("cadre", one.staff_no)
            self._cadres[one.staff_no] = Cadre(one.habit, chat, knowledge, self, rng)

    async def _one_day(self, day: int) -> None:
        self._outage(day)
        for one in self._blocking[day]:
            away = 2 + self._chance.share("away", one.staff_no) * 20
            self._cadres[one.staff_no].block(10 * HOUR, away)
        await asyncio.sleep(9 * HOUR)
        await self._offices.morning(day)
        await asyncio.sleep(3 * HOUR)
        await self._offices.noon(day)
        await asyncio.sleep((day + 1) * DAY - asyncio.get_running_loop().time())
        self.lives.day_ends()

    async def _let_everything_arrive(self) -> None:
        self.platform.is_calm = True
        self._set_out(False)
        self.lives.restart_now()
        await asyncio.sleep(LAST_REST)

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
