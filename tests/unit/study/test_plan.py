"""The year's plan: what is in it, a date moved chunk by chunk, a reading added, an item taken back."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from fakes.county import (
    FIRE,
    FLOOD,
    a_person,
    at,
    enrol_everybody,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.assignments
import storage.units
from scheduler import jobs
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import assignments, audiences, due_dates, plan, plan_changes, readings
from study.plan import PlanLine, Progress
from study.plan_changes import Move
from study.rules.settings import AudienceSpec

COUNTY = small_county(plan=(plan_item("11-02", "11-30"),))
NOW = at("2026-11-23 10:00")
LATER = date(2026, 12, 31)
WHY = {"reason": "农忙时节", "actor": "person:9"}


def unit_id(tx: Transaction, path: str) -> int:
    unit = storage.units.by_path(tx, path)
    assert unit is not None
    return unit.id


def the_line(tx: Transaction, name: str = FIRE, now: datetime = NOW) -> PlanLine:
    [line] = [each for each in plan.items(tx, COUNTY, now) if each.name == name]
    return line


def opened(tx: Transaction) -> None:
    """Five people in two towns; the second has finished."""
    take_in_small_content(tx)
    for number, unit in zip(
        "12345", ["县/甲镇/一村", "县/甲镇", "县/甲镇/二村", "县/乙镇", "县/乙镇"], strict=True
    ):
        a_person(tx, number, unit)
    open_and_enrol(tx, COUNTY, at("2026-11-02 09:00"))
    readings.complete_reading(tx, the_person(tx, "2").id, FIRE, COUNTY, at("2026-11-10 09:00"))


def moved(tx: Transaction, path: str | None = None, due_on: date = LATER, now: datetime = NOW) -> bool:
    unit = unit_id(tx, path) if path else None
    return plan_changes.move(tx, the_line(tx, now=now), unit, due_on, county=COUNTY, now=now, **WHY)


def due_days(tx: Transaction) -> list[date]:
    shares = [share_of(tx, the_person(tx, number)) for number in "12345"]
    return [COUNTY.local_day(share.due_at - at("2026-01-01 00:00").resolution) for share in shares]


def audited(tx: Transaction, action: str) -> list[dict[str, object]]:
    return tx.all(
        "SELECT actor, unit_id, before_json, after_json, reason FROM audit_entry WHERE action = :action",
        action=action,
    )


async def test_an_item_says_how_many_have_done_it_within_the_units_asked_about(database: Database) -> None:
    await database.write(opened)

    def counted(tx: Transaction, path: str) -> Progress:
        line = the_line(tx)
        return plan.progress(tx, [line], [unit_id(tx, path)], COUNTY, NOW)[line.key]

    assert await database.read(counted, "县") == Progress(done=1, assigned=5)
    assert await database.read(counted, "县/甲镇") == Progress(done=1, assigned=3)
    excused = (await database.read(lambda tx: share_of(tx, the_person(tx, "3")))).id
    await database.write(
        lambda tx: tx.run("UPDATE enrollment SET excused_at = :now WHERE id = :id", now=NOW, id=excused)
    )
    assert await database.read(counted, "县") == Progress(done=1, assigned=4, excused=1)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-10-20 10:00", "upcoming"),
        ("2026-11-23 10:00", "running"),
        ("2026-12-01 00:00", "closed"),
        ("2027-01-20 10:00", "closed"),
    ],
)
def test_an_item_is_upcoming_running_or_closed(inline: InlineDatabase, now: str, state: str) -> None:
    if state != "upcoming":
        inline.write_now(opened)
    lines = inline.read_now(plan.items, COUNTY, at(now))
    assert [line.state for line in lines if line.year == 2026] == [state]


def test_what_was_past_due_when_first_seen_was_not_opened(inline: InlineDatabase) -> None:
    assert inline.read_now(the_line, FIRE, at("2026-12-05 10:00")).state == "missed"


async def test_a_date_is_moved_for_one_unit_and_those_below_in_chunks(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_dates, "CHUNK", 1)
    await database.write(opened)

    def preview(tx: Transaction, path: str) -> Move:
        seen = plan_changes.preview_move(tx, the_line(tx), unit_id(tx, path), LATER, COUNTY, NOW)
        assert isinstance(seen, Move)
        return seen

    seen = await database.read(preview, "县/甲镇")
    assert (seen.people, seen.now_on_time, seen.from_on) == (2, 0, date(2026, 11, 30))
    assert await database.write(moved, "县/甲镇")
    before = date(2026, 11, 30)
    assert await database.read(due_days) == [before] * 5
    [change_id] = await database.read(storage.plan_changes.to_run)
    await database.write(plan_changes.run_chunk, change_id, COUNTY, NOW)
    assert sorted(await database.read(due_days)).count(LATER) == 1
    # Here the process ends. The next tick goes on where the cursor stands.
    await jobs.change_plan(database, COUNTY, NOW)
    assert await database.read(due_days) == [LATER, before, LATER, before, before]
    assert await jobs.change_plan(database, COUNTY, NOW) == 0
    assert (await database.read(the_line)).due_on == before
    [entry] = await database.read(audited, "plan_move")
    assert entry["actor"] == "person:9" and entry["reason"] == "农忙时节"


async def test_moved_for_everybody_the_item_itself_moves_too(database: Database) -> None:
    await database.write(opened)
    assert await database.write(moved)
    await jobs.change_plan(database, COUNTY, NOW)
    assert await database.read(due_days) == [LATER, date(2026, 11, 30), LATER, LATER, LATER]
    assert (await database.read(the_line)).due_on == LATER


async def test_while_a_change_is_under_way_there_is_no_other(database: Database) -> None:
    await database.write(opened)
    assert await database.write(moved, "县/甲镇")
    assert not await database.write(moved)
    await jobs.change_plan(database, COUNTY, NOW)
    assert await database.write(moved)


async def test_an_item_past_due_opens_again_for_those_who_have_not_done_it(database: Database) -> None:
    await database.write(opened)
    after = at("2026-12-10 10:00")
    assert (await database.read(the_line, FIRE, after)).state == "closed"
    assert await database.write(moved, None, LATER, after)
    await jobs.change_plan(database, COUNTY, after)
    assert (await database.read(the_line, FIRE, after)).state == "running"
    share = await database.read(lambda tx: share_of(tx, the_person(tx, "1")))
    assert share.due_at > after


async def test_who_finished_late_but_within_the_new_date_is_counted_and_becomes_on_time(
    database: Database,
) -> None:
    await database.write(opened)
    after = at("2026-12-10 10:00")

    def late(tx: Transaction) -> None:
        for number, day in (("1", 3), ("3", 9)):
            read_at = at(f"2026-12-{day:02} 09:00")
            readings.complete_reading(tx, the_person(tx, number).id, FIRE, COUNTY, read_at)

    await database.write(late)
    line = await database.read(the_line, FIRE, after)
    seen = await database.read(plan_changes.preview_move, line, None, date(2026, 12, 10), COUNTY, after)
    assert isinstance(seen, Move) and (seen.people, seen.now_on_time) == (2, 2)
    assert await database.write(moved, None, date(2026, 12, 10), after)
    await jobs.change_plan(database, COUNTY, after)
    shares = [await database.read(lambda tx, n=n: share_of(tx, the_person(tx, n))) for n in "13"]
    assert [share.is_late for share in shares] == [0, 0]


@pytest.mark.parametrize(
    ("due_on", "obstacle"),
    [
        (date(2026, 11, 22), "past"),
        (date(2028, 1, 31), "too_far"),
        (date(2026, 11, 30), "nothing_to_change"),
    ],
)
def test_a_day_that_makes_no_sense_is_not_taken(inline: InlineDatabase, due_on: date, obstacle: str) -> None:
    inline.write_now(opened)
    line = inline.read_now(the_line)
    assert inline.read_now(plan_changes.preview_move, line, None, due_on, COUNTY, NOW) == obstacle
    assert not inline.write_now(moved, None, due_on)


async def test_an_item_not_open_yet_gets_its_row_with_the_new_date_at_once(database: Database) -> None:
    before = at("2026-10-20 10:00")
    for number in "12":
        await database.write(a_person, number, "县/甲镇")
    assert await database.write(moved, None, LATER, before)
    assert await database.read(storage.plan_changes.to_run) == []
    await database.write(open_and_enrol, COUNTY, at("2026-11-02 09:00"))
    share = await database.read(lambda tx: share_of(tx, the_person(tx, "1")))
    assert share.due_at == at("2027-01-01 00:00")


async def test_a_unit_s_own_date_waits_until_there_is_something_to_move(database: Database) -> None:
    before, opening = at("2026-10-20 10:00"), at("2026-11-02 00:00")

    def begin(tx: Transaction) -> None:
        a_person(tx, "1", "县/甲镇")
        a_person(tx, "2", "县/乙镇")

    await database.write(begin)
    assert await database.write(moved, "县/甲镇", LATER, before)
    assert await jobs.change_plan(database, COUNTY, before) == 0
    await database.write(open_and_enrol, COUNTY, opening)
    await jobs.change_plan(database, COUNTY, opening)
    due = [await database.read(lambda tx, n=n: share_of(tx, the_person(tx, n)).due_at) for n in "12"]
    assert due == [at("2027-01-01 00:00"), at("2026-12-01 00:00")]


async def test_taken_back_it_is_asked_of_nobody_and_what_is_done_stays(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_changes, "CHUNK", 1)
    await database.write(opened)

    def withdrawn(tx: Transaction) -> bool:
        return plan_changes.withdraw(tx, the_line(tx), county=COUNTY, now=NOW, **WHY)

    assert await database.write(withdrawn)
    assert not await database.write(withdrawn)
    [change_id] = await database.read(storage.plan_changes.to_run)
    await database.write(plan_changes.run_chunk, change_id, COUNTY, NOW)
    await jobs.change_plan(database, COUNTY, NOW)
    left = [
        await database.read(lambda tx, n=n: storage.assignments.open_of_person(tx, the_person(tx, n).id))
        for n in "12345"
    ]
    assert left == [[]] * 5
    done = await database.read(lambda tx: share_of(tx, the_person(tx, "2")))
    assert done.completed_at is not None and done.withdrawn_at is None
    line = await database.read(the_line)
    assert line.state == "withdrawn"

    def newcomer(tx: Transaction) -> int:
        a_person(tx, "6", "县/甲镇", joined_on="2026-11-20")
        tx.run("UPDATE assignment SET enrolled_at = NULL, enrol_cursor = 0")
        enrol_everybody(tx, COUNTY, NOW)
        return len(storage.assignments.of_person(tx, the_person(tx, "6").id))

    assert await database.write(newcomer) == 0
    assert len(await database.read(audited, "plan_withdraw")) == 1


def added(
    tx: Transaction, opens_on: date = date(2026, 11, 23), path: str = "县", draw: int = 5
) -> int | None:
    audience = audiences.everyone(tx, [unit_id(tx, path)])
    return plan.add(
        tx, FLOOD, audience, opens_on, date(2026, 12, 23), draw, actor="person:9", county=COUNTY, now=NOW
    )


async def test_a_reading_is_added_once_and_opens_on_its_day_for_its_audience(database: Database) -> None:
    await database.write(opened)
    assert [slug for slug, _ in await database.read(plan.addable, COUNTY, NOW)] == [FLOOD]
    assert await database.write(added, date(2026, 11, 25), "县/甲镇")
    assert await database.write(added) is None
    assert await database.read(plan.addable, COUNTY, NOW) == []

    def enrolled(tx: Transaction, now: datetime) -> list[bool]:
        enrol_everybody(tx, COUNTY, now)
        people = [the_person(tx, number) for number in "12345"]
        return [
            any(share.name == FLOOD for share in storage.assignments.of_person(tx, person.id))
            for person in people
        ]

    assert await database.write(enrolled, at("2026-11-24 23:59")) == [False] * 5
    assert await database.write(enrolled, at("2026-11-25 00:00")) == [True, True, True, False, False]
    line = await database.read(the_line, FLOOD)
    assert line.quiz == {"banks": [FLOOD], "draw": 5, "pass_percent": 60}
    share = await database.read(lambda tx: share_of(tx, the_person(tx, "1"), FLOOD))
    assert share.due_at == at("2026-12-24 00:00")
    [entry] = await database.read(audited, "plan_add")
    assert entry["unit_id"] == await database.read(unit_id, "县/甲镇")


def test_what_the_configuration_has_is_not_added_again(inline: InlineDatabase) -> None:
    inline.write_now(take_in_small_content)
    inline.write_now(a_person)
    everyone = {"everyone": True}
    due = date(2027, 3, 1)
    assert not inline.write_now(
        plan.add, FIRE, everyone, date(2027, 1, 4), due, 0, actor="person:1", county=COUNTY, now=NOW
    )


def test_an_item_that_is_found_by_its_first_key_has_its_row_later(inline: InlineDatabase) -> None:
    key = inline.read_now(the_line).key
    inline.write_now(assignments.open_plan_item, COUNTY.settings.plan[0], 2026, COUNTY)
    found = inline.read_now(plan.find, key, COUNTY, NOW)
    assert found is not None and found.assignment_id is not None


def test_an_audience_of_named_units_reaches_those_units_alone(inline: InlineDatabase) -> None:
    inline.write_now(a_person)

    def reached(tx: Transaction) -> list[list[str]]:
        named = assignments.stored_audience(AudienceSpec(units=("县/甲镇", "乙镇")))
        mixed = assignments.stored_audience(AudienceSpec(units=("县/甲镇",), tags=("党员",)))
        return [
            [storage.units.by_id(tx, unit).path for unit in audiences.units_of(tx, audience)]
            for audience in (named, mixed)
        ]

    assert inline.read_now(reached) == [["县/甲镇", "县/乙镇"], ["县"]]
