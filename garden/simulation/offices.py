"""What offices do to people in a year: take them in, send them invitations, enter things about them, push."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from garden.simulation import county as people
from garden.simulation import desk, meddling
from garden.simulation.cadre import Cadre
from garden.simulation.chance import Chance
from garden.simulation.county import Resident
from garden.simulation.habits import DAY, HOUR
from garden.simulation.platform import Platform
from storage.database import Database
from study.rules.county import County

JOINING_DAYS = 2.0
FINDS_A_CODE = 0.3
"""How often somebody who does not use their own invitation tries one that another person has used."""

WORKING_DAYS = 5


class Offices:
    """`cadres` by staff number. Weeks and days are counted from 0."""

    def __init__(
        self,
        residents: Sequence[Resident],
        cadres: Mapping[str, Cadre],
        platform: Platform,
        db: Database,
        county: County,
        chance: Chance,
        clock: Callable[[], datetime],
    ) -> None:
        self._residents, self._cadres, self._platform = residents, cadres, platform
        self._db, self._county, self._chance, self._clock = db, county, chance, clock
        self._joining = by_time((one.joins, one) for one in residents)
        self._leaving = by_time((one.leaves, one) for one in residents)
        self._entered = by_time((day, one) for one in residents for day in one.entered)

    async def begin(self) -> None:
        """The first roster, and an invitation for everybody on it."""
        here = [one for one in self._residents if one.joins is None]
        await self._db.write(people.take_in, here, [], self._county, self._clock())
        codes = await self._db.write(people.invitations, self._chance, self._clock())
        for one in here:
            cadre, share = self._cadres[one.staff_no], self._chance.share("joins", one.staff_no)
            if one.is_bound and one.staff_no in codes:
                cadre.join(codes[one.staff_no].code, 9 * HOUR + share * JOINING_DAYS * DAY)
            elif self._chance.happens(FINDS_A_CODE, "finds a code", one.staff_no):
                # Its owner has used it by then.
                cadre.join(codes[people.ADMIN].code, (2 + share) * JOINING_DAYS * DAY)

    async def morning(self, day: int) -> None:
        """On one working day of each week, its roster, with those who are new on it and those who leave."""
        week, weekday = divmod(day, 7)
        joining, leaving = self._joining[week], self._leaving[week]
        if weekday != int(self._chance.share("roster", week) * WORKING_DAYS) or not (joining or leaving):
            return
        for one in leaving:
            await self._db.write(people.disputes_something, one.staff_no, self._county, self._clock())
        await self._db.write(people.take_in, joining, leaving, self._county, self._clock())
        numbers = [one.staff_no for one in joining]
        codes = await self._db.write(people.invitations, self._chance, self._clock(), numbers)
        for one in joining:
            if one.is_bound and one.staff_no in codes:
                self._cadres[one.staff_no].join(codes[one.staff_no].code, HOUR)
            self._platform.note(one.staff_no, "joins the roster")
        for one in leaving:
            self._platform.note(one.staff_no, "leaves the roster")
            self._cadres[one.staff_no].look_again()

    async def noon(self, day: int) -> None:
        """On a working day, what offices enter about people, and what the training office does, or others try there."""
        if not self._county.calendar.is_working_day(self._county.local_day(self._clock())):
            return
        for one in self._entered[day]:
            rng = self._chance.rng("office", day, one.staff_no)
            await self._db.write(people.office_enters, one.staff_no, rng, self._county, self._clock())
            self._cadres[one.staff_no].look_again()
            self._platform.note(one.staff_no, "the office enters something")
        for does in (desk.works, desk.thinks_again, meddling.meddles):
            rng = self._chance.rng(does.__name__, day)
            if done := await self._db.write(desk.at_the_desk, does, rng, self._county, self._clock()):
                self._platform.note("", f"the training office {done}")
            await asyncio.sleep(HOUR)


def by_time(times: Iterable[tuple[int | None, Resident]]) -> defaultdict[int, list[Resident]]:
    """Who is meant in each week or on each day; some have none."""
    found: defaultdict[int, list[Resident]] = defaultdict(list)
    for time, one in times:
        if time is not None:
            found[time].append(one)
    return found
