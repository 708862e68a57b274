"""A supervisor's reminder: once in three days over all supervisors, at a permitted time, nobody in vain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from fakes.county import (
    FIRE,
    FLOOD,
    a_person,
    at,
    open_and_enrol,
    outbox_of,
    plan_item,
    remind,
    share_of,
    small_county,
    supervises,
    take_in_small_content,
    the_person,
)

import storage.identities
import storage.outbox
import storage.people
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import exceptions, leave, nudges
from study.nudges import Nudged

COUNTY = small_county(plan=(plan_item("11-02", "11-15"), plan_item("11-02", "12-31", reading=FLOOD)))
TUESDAY = at("2026-11-24 10:00")


def a_town(tx: Transaction) -> None:
    """Two supervisors; 1 and 2 are overdue, 3 is on leave, 4 has no chat, 5 is excused, 6 paused, 7 elsewhere."""
    take_in_small_content(tx)
    for staff_no in ("boss", "chief"):
        supervises(tx, a_person(tx, staff_no, "县"), "县/甲镇")
    for staff_no in "123456":
        a_person(tx, staff_no, "县/甲镇", channel=None if staff_no == "4" else "web")
    a_person(tx, "7", "县/乙镇")
    open_and_enrol(tx, COUNTY, at("2026-11-02 00:00"))
    remind(tx, COUNTY, at("2026-11-16 00:00"))
    tx.run("DELETE FROM outbox")
    days = (date(2026, 11, 20), date(2026, 12, 20))
    leave.record_leave(tx, the_person(tx, "3"), *days, "病假", "x", COUNTY, at("2026-11-20 09:00"))
    exceptions.excuse(
        tx, share_of(tx, the_person(tx, "5"), FIRE).id, "借调", "x", COUNTY, at("2026-11-12 09:00")
    )
    storage.people.update(tx, the_person(tx, "6").id, paused_until_on=date(2026, 11, 30))


def nudge(
    tx: Transaction, now: datetime = TUESDAY, by: str = "boss", units: Sequence[str] = ("县/甲镇",)
) -> Nudged:
    ids = [storage.units.ensure(tx, [unit])[unit].id for unit in units]
    return nudges.nudge(tx, the_person(tx, by).id, ids, COUNTY, now)


def cards(tx: Transaction, staff_no: str) -> list[tuple[str, str, datetime]]:
    rows = outbox_of(tx, the_person(tx, staff_no))
    return [(row["dedup_key"], row["state"], row["send_after_at"]) for row in rows]


async def test_who_can_be_reminded_is_and_nobody_else(database: Database) -> None:
    await database.write(a_town)
    assert await database.write(nudge) == Nudged(2, 0, None, 0, 1, 1)
    for staff_no in "12":
        assert await database.read(cards, staff_no) == [("card:2026-11-24", "pending", TUESDAY)]
    for staff_no in "34567":
        assert await database.read(cards, staff_no) == []


async def test_twice_and_by_two_supervisors_is_once(database: Database) -> None:
    await database.write(a_town)
    await database.write(nudge)
    again = await database.write(nudge, at("2026-11-24 10:01"), "chief")
    assert (again.now, again.later, again.recently) == (0, 0, 2)
    assert len(await database.read(cards, "1")) == 1
    later = await database.write(nudge, at("2026-11-27 09:59"))
    assert (later.now, later.recently) == (0, 2)
    assert (await database.write(nudge, at("2026-11-27 10:00"))).now == 2


def test_a_reminder_waits_for_a_permitted_time(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_town)
    came_to = do(nudge, at("2026-11-27 21:30"))
    assert (came_to.now, came_to.later, came_to.later_at) == (0, 2, at("2026-11-30 07:30"))
    assert do(cards, "1") == [("card:2026-11-30", "pending", at("2026-11-30 07:30"))]


def test_one_card_a_day_holds_here_too(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_town)
    one, two = do(the_person, "1").id, do(the_person, "2").id
    for person_id in (one, two):
        do(_card_today, person_id)
    tx_settle = "UPDATE outbox SET state = 'sent' WHERE person_id = :id"
    do(lambda tx: tx.run(tx_settle, id=one))
    came_to = do(nudge)
    assert (came_to.now, came_to.later) == (0, 2)
    assert [key for key, _, _ in do(cards, "1")] == ["card:2026-11-24", "card:2026-11-25"]
    assert [key for key, _, _ in do(cards, "2")] == ["card:2026-11-24"]


def _card_today(tx: Transaction, person_id: int) -> None:
    storage.outbox.insert(
        tx,
        person_id=person_id,
        identity_id=None,
        dedup_key="card:2026-11-24",
        kind="daily_card",
        is_bulk=True,
        message={},
        send_after=at("2026-11-24 12:30"),
        expires_at=at("2026-11-25 00:00"),
    )


def test_nobody_outside_the_grant_is_reminded_whatever_units_are_named(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_town)
    came_to = do(nudge, TUESDAY, "boss", ["县/乙镇"])
    assert (came_to.now, came_to.later) == (0, 0)
    assert do(cards, "7") == []


def test_what_is_done_meanwhile_takes_the_reminder_back(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_town)
    do(nudge, at("2026-11-27 21:30"))
    for name in (FIRE, FLOOD):
        share = do(share_of, do(the_person, "1"), name)
        do(exceptions.excuse, share.id, "调离", "x", COUNTY, at("2026-11-28 09:00"))
    assert [state for _, state, _ in do(cards, "1")] == ["cancelled"]


def test_one_person_at_a_time_is_told_apart(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_town)
    boss = do(the_person, "boss").id

    def one(staff_no: str) -> str:
        return do(nudges.nudge_person, boss, do(the_person, staff_no).id, COUNTY, TUESDAY)[0]

    assert [one(staff_no) for staff_no in "114657"] == [
        "now",
        "recently",
        "unreached",
        "paused",
        "nothing",
        "not_yours",
    ]
    identity_id = do(the_person, "2").identity_id
    assert identity_id is not None
    do(storage.identities.mark_unreachable, identity_id, TUESDAY)
    assert one("2") == "unreached"
