"""People hear what was entered about them: at a permitted time, once a day, nothing left out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from fakes.county import (
    FIRE,
    FLOOD,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import exceptions, leave, standing

COUNTY = small_county(plan=(plan_item(), plan_item("11-02", "11-15", reading=FLOOD)))
FRIDAY = at("2026-11-06 10:00")


def begin(tx: Transaction) -> None:
    take_in_small_content(tx)
    a_person(tx)
    open_and_enrol(tx, COUNTY, at("2026-11-02 00:00"))


def excuse(tx: Transaction, name: str = FIRE, now: datetime = FRIDAY) -> None:
    share = share_of(tx, the_person(tx), name)
    exceptions.excuse(tx, share.id, f"{name} 借调", "person:7", COUNTY, now)


def queued(tx: Transaction) -> list[dict[str, Any]]:
    return tx.all(
        "SELECT id, dedup_key, state, send_after_at, expires_at, message_json FROM outbox"
        " WHERE kind = 'standing' ORDER BY id"
    )


def told(tx: Transaction, row: dict[str, Any]) -> list[tuple[str, str]]:
    since = datetime.fromisoformat(row["message_json"]["since"])
    return [
        (change.action, change.reason)
        for change in standing.changes_since(tx, the_person(tx).id, since, COUNTY)
    ]


async def test_changes_of_one_day_share_a_message(database: Database) -> None:
    await database.write(begin)
    await database.write(excuse)
    await database.write(excuse, FLOOD, at("2026-11-06 10:05"))
    [row] = await database.read(queued)
    assert (row["dedup_key"], row["send_after_at"]) == ("standing:2026-11-06", FRIDAY)
    assert row["expires_at"] == at("2026-11-07 00:00")
    assert await database.read(told, row) == [("excuse", f"{FIRE} 借调"), ("excuse", f"{FLOOD} 借调")]


def test_what_comes_after_the_days_message_waits_for_the_next_working_day(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    do(excuse)
    do(lambda tx: tx.run("UPDATE outbox SET state = 'sent'"))
    do(excuse, FLOOD, at("2026-11-06 11:00"))
    first, second = do(queued)
    assert (second["dedup_key"], second["send_after_at"]) == ("standing:2026-11-09", at("2026-11-09 08:30"))
    assert do(told, second) == [("excuse", f"{FLOOD} 借调")]
    assert do(told, first)[0] == ("excuse", f"{FIRE} 借调")


@pytest.mark.parametrize(
    ("now", "at_"),
    [
        ("2026-11-06 20:59", "2026-11-06 20:59"),
        ("2026-11-06 22:00", "2026-11-09 07:30"),
        ("2026-11-07 10:00", "2026-11-09 07:30"),
    ],
)
def test_nobody_is_told_in_quiet_hours_or_on_a_rest_day(inline: InlineDatabase, now: str, at_: str) -> None:
    inline.write_now(begin)
    inline.write_now(excuse, FIRE, at(now))
    [row] = inline.read_now(queued)
    assert row["send_after_at"] == at(at_)


def test_nobody_without_a_chat_is_queued_anything(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person, channel=None)
    days = (date(2026, 11, 9), date(2026, 11, 10))
    do(leave.record_leave, person, *days, "病", "x", COUNTY, FRIDAY)
    assert do(queued) == []


def test_a_leave_is_told_before_what_it_makes_due_later(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    days = (date(2026, 11, 9), date(2026, 11, 15))
    do(leave.record_leave, do(the_person), *days, "病", "x", COUNTY, FRIDAY)
    [row] = do(queued)
    assert do(told, row) == [("leave", "病"), ("extend", "病")]
