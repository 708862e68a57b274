"""Leaving: what ends with the day, what stays, and what comes back with the person."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

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
    the_person,
)

import storage.assignments
import storage.audit_log
import storage.grants
import storage.invites
import storage.people
import storage.plan_changes
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import invites, leaving
from study.roster import apply_import, plan_import
from study.roster_files import read_roster

COUNTY = small_county(plan=(plan_item(), plan_item("11-02", "11-15", reading=FLOOD)))
NOW = at("2026-11-10 09:00")
TODAY = date(2026, 11, 10)


def begin(tx: Transaction) -> None:
    person = a_person(tx)
    supervises(tx, person, "县/甲镇")
    open_and_enrol(tx, COUNTY, at("2026-11-02 00:00"))
    storage.people.update(tx, person.id, dialog_json={"name": "x"})
    remind(tx, COUNTY, at("2026-11-02 08:30"))
    invites.make_invites(tx, None, NOW, timedelta(days=30), Random(1))


def end(tx: Transaction, on: date = TODAY, now: Any = NOW) -> bool:
    return leaving.end(tx, the_person(tx), on, "退休", "person:7", COUNTY, now)


def left(tx: Transaction) -> dict[str, Any]:
    """What there still is of the person."""
    person = the_person(tx)
    return {
        "open": len(storage.assignments.open_of_person(tx, person.id)),
        "roles": len(storage.grants.of_everyone(tx)),
        "cards": [row["state"] for row in outbox_of(tx, person)],
        "dialog": person.dialog_json,
    }


ENDED = {"open": 0, "roles": 0, "cards": ["cancelled"], "dialog": None}


async def test_today_everything_open_ends_at_once(database: Database) -> None:
    await database.write(begin)
    assert await database.write(end)
    assert await database.read(left) == ENDED
    assert not await database.write(end)
    person = await database.read(the_person)
    assert person.left_on == TODAY
    log = await database.read(storage.audit_log.of_person, person.id)
    assert [(entry["action"], entry["reason"]) for entry in log] == [("leaving", "退休"), ("revoke", "退休")]
    assert log[0]["after_json"] == {"left_on": "2026-11-10"}


async def test_a_later_day_ends_everything_when_it_comes(database: Database) -> None:
    await database.write(begin)
    before = await database.read(left)
    assert await database.write(end, date(2026, 11, 20))
    assert await database.read(left) == before
    assert await database.write(leaving.end_due, COUNTY, at("2026-11-19 23:59")) == 0
    assert await database.write(leaving.end_due, COUNTY, at("2026-11-20 00:00")) == 1
    assert await database.write(leaving.end_due, COUNTY, at("2026-11-20 00:00")) == 0
    assert await database.read(left) == ENDED


def test_an_unused_code_of_somebody_who_left_is_void(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person, channel=None)
    [invitation] = do(invites.make_invites, None, NOW, timedelta(days=30), Random(1))
    do(leaving.end, person, TODAY, "退休", "x", COUNTY, NOW)
    kept = do(lambda tx: tx.one("SELECT revoked_at FROM invite"))
    assert kept == {"revoked_at": NOW} and invitation.staff_no == person.staff_no


def test_what_was_completed_after_a_day_entered_afterwards_stays(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    share = do(share_of, do(the_person), FLOOD)
    do(storage.assignments.complete, share.id, at("2026-11-09 09:00"), False)
    assert do(end, date(2026, 11, 5))
    flood, fire = (do(share_of, do(the_person), name) for name in (FLOOD, FIRE))
    assert (flood.completed_at is not None, flood.withdrawn_at) == (True, None)
    assert fire.withdrawn_at == NOW


def test_nobody_leaves_before_they_joined(inline: InlineDatabase) -> None:
    inline.write_now(begin)
    assert not inline.write_now(end, date(2019, 12, 31))


def test_who_comes_back_has_what_still_runs(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    do(end)
    later = at("2026-11-18 09:00")
    assert do(leaving.return_to_work, do(the_person), "返聘", "person:7", COUNTY, later)
    assert not do(leaving.return_to_work, do(the_person), "返聘", "person:7", COUNTY, later)
    [share] = do(storage.assignments.open_of_person, do(the_person).id)
    assert share.name == FIRE and share.next_remind_at is not None and share.next_remind_at > later
    assert do(the_person).left_on is None
    assert do(storage.audit_log.of_person, share.person_id)[-1]["action"] == "return"
    [told] = do(outbox_of, do(the_person), "standing")
    assert told["send_after_at"] == later


def test_an_item_that_was_taken_back_does_not_come_back_with_a_person(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    do(end)
    share = do(share_of, do(the_person), FIRE)
    do(storage.plan_changes.withdraw_item, share.assignment_id, None, NOW)
    do(leaving.return_to_work, do(the_person), "返聘", "x", COUNTY, at("2026-11-18 09:00"))
    assert do(storage.assignments.open_of_person, share.person_id) == []


async def test_a_roster_file_that_says_so_ends_it_and_gives_it_back(database: Database) -> None:
    await database.write(begin)

    def imported(tx: Transaction, left_on: str) -> None:
        file = read_roster("r.csv", f"工号,姓名,单位,离开日期\n1,人1,县/甲镇,{left_on}\n".encode())
        difference = plan_import(tx, file.rows, today=TODAY)
        apply_import(tx, difference, actor=None, county=COUNTY, now=NOW)

    await database.write(imported, "2026-11-10")
    assert await database.read(left) == ENDED
    await database.write(imported, "")
    assert (await database.read(left))["open"] == 2
