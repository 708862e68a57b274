"""Transfers: what is open follows on the day, past results stay, and the past can be put right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fakes.county import (
    FIRE,
    FLOOD,
    a_person,
    at,
    enrol_everybody,
    open_and_enrol,
    outbox_of,
    plan_item,
    share_of,
    small_county,
    supervises,
    the_person,
)

import storage.assignments
import storage.audit_log
import storage.transfers
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from storage.units import Unit
from study import exceptions, leaving, permissions, transfers
from study.roster import apply_import, plan_import
from study.roster_files import read_roster
from study.rules.settings import AudienceSpec
from study.transfers import Refusal

COUNTY = small_county(plan=(plan_item(), plan_item("11-02", "11-28", reading=FLOOD)))
NOW = at("2026-11-20 09:00")
TODAY = date(2026, 11, 20)
HERE, THERE = "县/甲镇", "县/乙镇"


def begin(tx: Transaction) -> None:
    a_person(tx)
    open_and_enrol(tx, COUNTY, at("2026-11-02 00:00"))
    done = share_of(tx, the_person(tx), FLOOD)
    storage.assignments.complete(tx, done.id, at("2026-11-12 09:00"), False)


def unit(tx: Transaction, path: str = THERE) -> Unit:
    found = storage.units.by_path(tx, path)
    assert found is not None
    return found


def transfer(tx: Transaction, on: date = TODAY, to: str = THERE, reason: str = "工作调动") -> Any:
    return transfers.record_transfer(tx, the_person(tx), unit(tx, to), on, reason, "person:7", COUNTY, NOW)


def places(tx: Transaction) -> list[str]:
    """Where the person is, then where the open and the completed share count."""
    person = the_person(tx)
    shares = [share_of(tx, person, name) for name in (FIRE, FLOOD)]
    return [person.unit_path, *(storage.units.by_id(tx, share.unit_id).path for share in shares)]


def entries(tx: Transaction) -> list[dict[str, Any]]:
    return storage.audit_log.of_person(tx, the_person(tx).id)


async def test_from_today_on_what_is_open_follows_and_what_is_done_stays(database: Database) -> None:
    await database.write(begin)
    done = await database.write(transfer)
    assert not done.is_pending and done.applied_at is not None
    assert await database.read(places) == [THERE, THERE, HERE]
    [entry] = await database.read(entries)
    assert (entry["action"], entry["actor"], entry["reason"]) == ("transfer", "person:7", "工作调动")
    assert (entry["before_json"], entry["after_json"]) == (
        {"unit": HERE},
        {"unit": THERE, "on": "2026-11-20"},
    )
    person = await database.read(the_person)
    assert len(await database.read(outbox_of, person, "standing")) == 1


async def test_one_for_a_later_day_waits_for_it(database: Database) -> None:
    await database.write(begin)
    done = await database.write(transfer, date(2026, 11, 25))
    assert done.is_pending
    assert await database.read(places) == [HERE, HERE, HERE]
    assert await database.write(transfers.apply_due, COUNTY, at("2026-11-24 23:59")) == 0
    midnight = at("2026-11-25 00:00")
    assert await database.write(transfers.apply_due, COUNTY, midnight) == 1
    assert await database.write(transfers.apply_due, COUNTY, midnight) == 0
    assert await database.read(places) == [THERE, THERE, HERE]
    assert [entry["action"] for entry in await database.read(entries)] == ["transfer", "transfer_applied"]


async def test_one_entered_afterwards_takes_along_what_was_done_since(database: Database) -> None:
    await database.write(begin)
    person = await database.read(the_person)
    there = await database.read(unit)
    day = date(2026, 11, 12)
    [listed] = await database.read(transfers.preview, person, there, day, COUNTY, NOW)
    assert listed.enrollment.name == FLOOD
    assert await database.read(transfers.preview, person, there, date(2026, 11, 13), COUNTY, NOW) == ()
    await database.write(transfer, day)
    assert await database.read(places) == [THERE, THERE, THERE]


def test_what_was_excused_before_stays_with_the_unit_that_excused(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    share = do(share_of, do(the_person), FIRE)
    do(exceptions.excuse, share.id, "借调", "x", COUNTY, at("2026-11-19 23:59"))
    do(transfer)
    assert do(places) == [THERE, HERE, HERE]


def test_the_new_units_items_are_given_too_and_the_old_ones_stay(inline: InlineDatabase) -> None:
    do = inline.write_now
    audiences = [AudienceSpec(units=(path,)) for path in (HERE, THERE)]
    county = small_county(
        plan=(plan_item(audience=audiences[0]), plan_item(reading=FLOOD, audience=audiences[1]))
    )
    do(a_person)
    do(open_and_enrol, county, at("2026-11-02 00:00"))
    do(transfer)
    do(enrol_everybody, county, NOW)
    shares = do(storage.assignments.open_of_person, do(the_person).id)
    there = do(unit).id
    assert [(share.name, share.unit_id) for share in shares] == [(FIRE, there), (FLOOD, there)]


def test_the_old_supervisors_sight_ends_and_the_new_ones_begins(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    old, new = do(a_person, "8"), do(a_person, "9")
    do(supervises, old, HERE)
    do(supervises, new, THERE)
    do(transfer)

    def sees(supervisor: int) -> bool:
        return do(permissions.can, supervisor, "see_person", do(the_person).unit_id, TODAY)

    assert (sees(old.id), sees(new.id)) == (False, True)


def test_a_role_over_the_old_unit_is_named_and_does_not_move(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    person = do(the_person)
    do(supervises, person, HERE)
    do(supervises, person, "县/甲镇/一村")
    do(transfer)
    assert do(transfers.roles_left, person.id, person.unit_id, TODAY) == ("supervisor",)


@pytest.mark.parametrize(
    ("on", "to", "reason", "why"),
    [
        ("2026-11-20", HERE, "x", "same_unit"),
        ("2026-11-20", THERE, " ", "no_reason"),
        ("2019-12-31", THERE, "x", "before_joining"),
        ("2026-12-31", THERE, "x", "has_left"),
        ("2026-12-01", "县/甲镇/一村", "x", "already_that_day"),
        ("2026-12-02", THERE, "x", "same_unit"),
    ],
)
def test_what_is_no_transfer_is_refused(
    inline: InlineDatabase, on: str, to: str, reason: str, why: str
) -> None:
    do = inline.write_now
    do(begin)
    do(transfer, date(2026, 12, 1))
    do(leaving.end, do(the_person), date(2026, 12, 31), "退休", "x", COUNTY, NOW)
    before = do(entries)
    assert do(transfer, date.fromisoformat(on), to, reason) == Refusal(why)  # type: ignore[arg-type]
    assert do(entries) == before


def test_nothing_is_entered_behind_a_later_transfer(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    do(transfer)
    assert do(transfer, date(2026, 11, 19), "县/甲镇/一村") == Refusal("before_last")
    assert not isinstance(do(transfer, TODAY, HERE), Refusal)


def test_a_transfer_to_come_can_be_taken_back(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    coming = do(transfer, date(2026, 12, 1))
    assert do(transfers.cancel_transfer, coming.id, "有变", "person:7", COUNTY, NOW)
    assert not do(transfers.cancel_transfer, coming.id, "有变", "person:7", COUNTY, NOW)
    assert do(transfers.apply_due, COUNTY, at("2026-12-01 00:00")) == 0
    assert not do(transfers.cancel_transfer, do(transfer).id, "有变", "person:7", COUNTY, NOW)
    assert do(places)[0] == THERE


async def test_another_unit_in_a_roster_file_is_a_transfer_of_that_day(database: Database) -> None:
    await database.write(begin)
    await database.write(a_person, "2")

    def imported(tx: Transaction) -> None:
        rows = read_roster("r.csv", f"工号,姓名,单位\n1,人1,{THERE}\n2,人2,{HERE}\n".encode()).rows
        difference = plan_import(tx, rows, today=TODAY)
        apply_import(tx, difference, actor=None, county=COUNTY, now=NOW)

    await database.write(imported)
    assert await database.read(places) == [THERE, THERE, HERE]
    person = await database.read(the_person)
    [moved] = await database.read(storage.transfers.of_person, person.id)
    assert (moved.effective_on, moved.reason, moved.is_pending) == (TODAY, "roster file", False)
    [entry] = await database.read(entries)
    assert (entry["action"], entry["reason"]) == ("transfer", "roster file")
    assert len(await database.read(outbox_of, person, "standing")) == 1
