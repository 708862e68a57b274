"""An announcement reaches whom it is for, each at a permitted time, once, at most one a day; or it is taken back."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from fakes.county import a_person, at, outbox_of, small_county, the_person

import storage.announcements
import storage.audit_log
import storage.claims
import storage.identities
import storage.leaves
import storage.people
import storage.units
from scheduler import jobs
from storage.announcements import Announcement
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import announcements, audiences
from study.announcements import Standing, When
from study.outbox import settle
from study.rules.delivery import SendResult

COUNTY = small_county()
NOW = at("2026-11-23 10:00")  # a Monday
LATE = at("2026-11-23 21:30")
EVERYONE = {"everyone": True}


def unit_id(tx: Transaction, path: str) -> int:
    unit = storage.units.by_path(tx, path)
    assert unit is not None
    return unit.id


def announced(
    tx: Transaction, now: datetime = NOW, when: When = "now", audience: dict[str, object] | None = None
) -> int:
    return announcements.make(
        tx,
        "明天停电",
        audience or EVERYONE,
        when,
        unit_id=unit_id(tx, "县"),
        made_by=the_person(tx).id,
        county=COUNTY,
        now=now,
    )


def queued(tx: Transaction, *staff_nos: str) -> list[list[datetime]]:
    return [
        [row["send_after_at"] for row in outbox_of(tx, the_person(tx, number), "announcement")]
        for number in staff_nos
    ]


def the_announcement(tx: Transaction, announcement_id: int) -> Announcement:
    found = storage.announcements.by_id(tx, announcement_id)
    assert found is not None
    return found


def standing(tx: Transaction, announcement_id: int, now: datetime = NOW) -> Standing:
    return announcements.standing(tx, the_announcement(tx, announcement_id), COUNTY, now)


def a_few(tx: Transaction) -> None:
    """Two who can be reached, one who never joined, one whose chat is blocked, one who left."""
    a_person(tx, "1", "县/甲镇")
    a_person(tx, "2", "县/乙镇", hour="19:30")
    a_person(tx, "3", "县/乙镇", channel=None)
    blocked = a_person(tx, "4", "县/乙镇")
    assert blocked.identity_id is not None
    storage.identities.mark_unreachable(tx, blocked.identity_id, NOW)
    a_person(tx, "5", "县/甲镇", left_on="2026-11-01")


async def test_it_is_queued_once_for_everybody_who_can_be_reached(database: Database) -> None:
    await database.write(a_few)
    seen = await database.read(announcements.preview, EVERYONE, "now", COUNTY, NOW)
    assert (seen.people, seen.reached, seen.away, seen.times) == (4, 2, 0, ((NOW, 2),))
    made = await database.write(announced)
    assert await jobs.announce(database, COUNTY, NOW) == 4
    assert await jobs.announce(database, COUNTY, NOW) == 0
    assert await database.read(queued, "1", "2", "3", "4", "5") == [[NOW], [NOW], [], [], []]
    assert await database.read(standing, made) == Standing(
        pending=2, sent=0, unreached=2, away=0, cancelled=0
    )


async def test_a_crash_between_chunks_neither_skips_nor_repeats_anybody(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcements, "CHUNK", 2)
    for number in "12345":
        await database.write(a_person, number)
    made = await database.write(announced)
    assert await database.write(announcements.run_chunk, made, COUNTY, NOW) == 2
    # Here the process ends; the next tick goes on where the cursor stands.
    assert await jobs.announce(database, COUNTY, NOW) == 3
    assert await database.read(queued, *"12345") == [[NOW]] * 5


async def test_in_quiet_hours_it_waits_for_each_persons_own_hour(database: Database) -> None:
    await database.write(a_few)
    seen = await database.read(announcements.preview, EVERYONE, "now", COUNTY, LATE)
    morning, evening = at("2026-11-24 08:30"), at("2026-11-24 19:30")
    assert seen.times == ((morning, 1), (evening, 1))
    await database.write(announced, LATE)
    await jobs.announce(database, COUNTY, LATE)
    assert await database.read(queued, "1", "2") == [[morning], [evening]]


def test_the_morning_is_that_of_the_next_working_day(inline: InlineDatabase) -> None:
    inline.write_now(a_person)
    friday = at("2026-11-27 15:00")
    seen = inline.read_now(announcements.preview, EVERYONE, "morning", COUNTY, friday)
    assert seen.times == ((at("2026-11-30 08:30"), 1),)


async def test_a_second_one_of_a_day_goes_on_the_next_working_day(database: Database) -> None:
    await database.write(a_person)
    friday = at("2026-11-27 15:00")
    for moment in (friday, at("2026-11-27 16:00"), at("2026-11-27 17:00")):
        await database.write(announced, moment)
        await jobs.announce(database, COUNTY, moment)
    assert await database.read(queued, "1") == [[friday, at("2026-11-30 08:30"), at("2026-12-01 08:30")]]


async def test_one_that_was_taken_back_takes_no_day(database: Database) -> None:
    await database.write(a_person)
    evening = at("2026-11-23 20:59")
    first = await database.write(announced, LATE)
    await jobs.announce(database, COUNTY, LATE)

    def take_back(tx: Transaction) -> bool:
        return announcements.withdraw(tx, the_announcement(tx, first), 1, LATE)

    assert await database.write(take_back) and not await database.write(take_back)
    await jobs.announce(database, COUNTY, LATE)
    assert (await database.read(standing, first)).cancelled == 1
    await database.write(announced, evening)
    await jobs.announce(database, COUNTY, evening)
    assert await database.read(queued, "1") == [[at("2026-11-24 08:30"), evening]]


async def test_nobody_on_leave_or_paused_is_written_to(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        a_person(tx, "1")
        on_leave, paused = a_person(tx, "2"), a_person(tx, "3")
        today = NOW.date()
        storage.leaves.insert(tx, on_leave.id, today, today, "公出", NOW)
        storage.people.update(tx, paused.id, paused_until_on=today)

    await database.write(begin)
    seen = await database.read(announcements.preview, EVERYONE, "now", COUNTY, NOW)
    assert (seen.people, seen.reached, seen.away, seen.times) == (3, 3, 2, ((NOW, 1),))
    tomorrow = await database.read(announcements.preview, EVERYONE, "morning", COUNTY, NOW)
    assert tomorrow.away == 0
    made = await database.write(announced)
    await jobs.announce(database, COUNTY, NOW)
    assert await database.read(queued, "1", "2", "3") == [[NOW], [], []]
    assert (await database.read(standing, made)).away == 2


async def test_taken_back_in_the_middle_nothing_more_is_queued_and_what_went_out_stays(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcements, "CHUNK", 2)
    for number in "1234":
        await database.write(a_person, number)
    made = await database.write(announced)
    await database.write(announcements.run_chunk, made, COUNTY, NOW)

    def one_goes_out(tx: Transaction) -> None:
        [row] = storage.claims.claim(tx, "n", "web", NOW, 1)
        settle(tx, row, SendResult("delivered"), NOW)

    await database.write(one_goes_out)
    await database.write(
        lambda tx: announcements.withdraw(tx, the_announcement(tx, made), the_person(tx).id, NOW)
    )
    await jobs.announce(database, COUNTY, NOW)
    counted = await database.read(standing, made)
    assert (counted.sent, counted.cancelled, counted.pending) == (1, 1, 0)
    assert await database.read(queued, "3", "4") == [[], []]


async def test_audiences_stay_within_the_units_they_were_made_for(database: Database) -> None:
    def begin(tx: Transaction) -> None:
        a_person(tx, "1", "县/甲镇/一村", rank_category="village", tags=("党员",))
        a_person(tx, "2", "县/甲镇", rank_category="leader")
        a_person(tx, "3", "县/乙镇", rank_category="village", tags=("党员",))

    await database.write(begin)

    def sizes(tx: Transaction) -> list[tuple[int, int]]:
        town, county = unit_id(tx, "县/甲镇"), unit_id(tx, "县")
        on = date(2026, 11, 23)
        made = (
            audiences.everyone(tx, [county]),
            audiences.everyone(tx, [town]),
            audiences.of_rank(tx, "village", [county]),
            audiences.of_rank(tx, "village", [town]),
            audiences.of_tag(tx, "党员", [town]),
            audiences.everyone(tx, []),
        )
        assert made[0] == EVERYONE
        return [audiences.size(tx, audience, on) for audience in made]

    assert await database.read(sizes) == [(3, 3), (2, 2), (2, 2), (1, 1), (1, 1), (0, 0)]
