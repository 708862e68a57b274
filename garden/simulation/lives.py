"""One life of the program after another: begun, ended at whatever moment chance names, begun again from the record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from datetime import datetime

from garden.simulation.chance import Chance
from garden.simulation.faults import Faults
from garden.simulation.lately import Lately
from garden.simulation.platform import Platform
from garden.simulation.process import SENDING, Process
from storage.database import Database
from study.rules.county import County

RESTART_SECONDS = (2.0, 90.0)
LONG_RESTARTS, LONG_RESTART_SECONDS = 0.05, (3_600.0, 36_000.0)
"""How often it is down for hours, over the slots of its timetable."""

OFTEN, SELDOM = ("receive", "settle", "_claim", SENDING), 20
"""The steps of which there are very many. Those of the jobs are few, and a death in them is so much likelier."""


class Lives:
    """`crashes`: when the program died, and where."""

    def __init__(
        self,
        db: Database,
        county: County,
        platform: Platform,
        clock: Callable[[], datetime],
        chance: Chance,
        faults: Faults,
    ) -> None:
        self.crashes: list[tuple[datetime, str]] = []
        self._db, self._county, self._platform, self._clock = db, county, platform, clock
        self._chance, self._faults = chance, faults
        self._outside = copy_context()
        self._number = 0
        self._restart: asyncio.TimerHandle | None = None
        self._tried: Lately[tuple[str, object], int] = Lately()

    def begin(self) -> None:
        """A process comes up, and what waits is handed to it."""
        self._number += 1
        process = Process(
            self._number,
            self._db,
            self._county,
            self._platform,
            self._clock,
            self._chance,
            self._dies_at if self._faults.crash else None,
            self._died,
        )
        self._platform.process = process
        process.spawn(process.live())
        self._platform.hand_over_everything()

    def restart_now(self) -> None:
        """If it is down, somebody starts it, however long it would have taken."""
        process = self._platform.process
        if self._restart and process and not process.is_alive:
            self._restart.cancel()
            self.begin()

    def day_ends(self) -> None:
        self._tried.day_ends()

    def _dies_at(self, boundaries: tuple[str, ...], what: str, occasion: object) -> str:
        """One of the boundaries, or ""; each time something is tried again it may go otherwise."""
        if self._platform.is_calm:
            return ""
        tries = self._tried.say((what, occasion), self._tried.of((what, occasion), 0) + 1)
        likelihood = self._faults.crash * (1 if what in OFTEN else SELDOM)
        number = int(self._chance.share(what, occasion, tries) / likelihood)
        return boundaries[number] if number < len(boundaries) else ""

    def _died(self, where: str) -> None:
        self.crashes.append((self._clock(), where))
        self._platform.note("", f"the program dies {where}")
        is_long = self._chance.happens(LONG_RESTARTS, "long restart", self._number)
        shortest, longest = LONG_RESTART_SECONDS if is_long else RESTART_SECONDS
        after = shortest + self._chance.share("restart", self._number) * (longest - shortest)
        self._restart = asyncio.get_running_loop().call_later(after, self.begin, context=self._outside)
