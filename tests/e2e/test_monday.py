"""Eight Mondays of a supervisor of nine units and three hundred people, each recounted by hand from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from fakes.chat import Chat
from fakes.county import (
    FIRE,
    FLOOD,
    ZONE,
    at,
    open_and_enrol,
    plan_item,
    small_county,
    supervises,
    take_in_small_content,
)

import storage.assignments
import storage.claims
import storage.identities
import storage.people
import storage.units
from scheduler.jobs import timetable
from scheduler.runner import tick
from storage.inline import InlineDatabase
from storage.people import Person, RosterEntry
from storage.transaction import Transaction
from study import exceptions, leave, nudges, outbox, pressing, transfers, weekly_summary
from study.rules.delivery import SendResult
from study.rules.quiet_time import may_send_unasked
from study.rules.summary import Summary

UNITS = tuple(
    f"县/{name}" for name in ("一镇", "二镇", "三镇", "四乡", "五乡", "六局", "七局", "八办", "九校")
)
ELSEWHERE = "县/别处"
COUNTY = small_county(
    plan=(
        plan_item("09-01", "10-20", name="first"),
        plan_item("09-15", "11-20", reading=FLOOD, name="second"),
    )
)
START = at("2026-09-01 00:05")
MONDAYS = [at("2026-09-28 08:31") + timedelta(weeks=week) for week in range(9)]
"""Of the nine weeks one Monday lies within the National Day holiday: eight summaries."""


@dataclass
class Life:
    db: InlineDatabase
    rng: Random
    people: list[Person]
    boss: Person

    def do(self, work: Any, *args: Any) -> Any:
        return self.db.write_now(work, *args)


def a_district(tx: Transaction) -> list[Person]:
    """Three hundred people in nine units, thirty of them without a chat, and some elsewhere."""
    take_in_small_content(tx)
    units = storage.units.ensure(tx, [*UNITS, ELSEWHERE])
    for number in range(320):
        unit = units[UNITS[number % 9]] if number < 300 else units[ELSEWHERE]
        name = {7: "吴喆", 8: "<b>&"}.get(number, f"人{number}")
        joined = date(2020, 1, 1)
        entry = RosterEntry(f"N{number:03}", name, unit.id, "ordinary", "", "zh-Hans", joined, None)
        person_id = storage.people.insert(tx, entry, "08:30")
        if number % 10:
            identity = storage.identities.find_or_create(tx, "web", f"w{number}", "zh-Hans", START)
            storage.identities.bind(tx, identity.id, person_id, START)
    return sorted(storage.people.everyone(tx), key=lambda person: person.staff_no)


def begin(inline: InlineDatabase) -> Life:
    people = inline.write_now(a_district)
    boss = people[-1]
    for unit in UNITS:
        inline.write_now(supervises, boss, unit)
    inline.write_now(open_and_enrol, COUNTY, START)
    return Life(inline, Random(3), people, boss)


def a_week(life: Life, monday: datetime) -> None:
    """Some finish, as chance has it; two go on leave, two are excused, five are transferred."""
    for person in life.people:
        for share in life.db.read_now(storage.assignments.open_of_person, person.id):
            if person.identity_id and life.rng.random() < 0.13:
                late = monday >= share.due_at
                life.do(storage.assignments.complete, share.id, monday - timedelta(days=2, hours=3), late)
    before = monday - timedelta(days=1)
    for person in life.rng.sample(life.people[:300], 2):
        for share in life.db.read_now(storage.assignments.open_of_person, person.id)[:1]:
            life.do(exceptions.excuse, share.id, "借调", "x", COUNTY, before)
    for number, person in enumerate(life.rng.sample(life.people[:300], 5)):
        unit = life.db.read_now(storage.units.by_path, ELSEWHERE if number < 3 else UNITS[number])
        here = life.db.read_now(storage.people.by_id, person.id)
        life.do(transfers.record_transfer, here, unit, monday.date(), "调动", "x", COUNTY, before)
    for person in life.rng.sample(life.people[:300], 2):
        days = (monday.date(), monday.date() + timedelta(days=20))
        life.do(leave.record_leave, person, *days, "病假", "x", COUNTY, before)


async def deliver(life: Life, now: datetime) -> None:
    await tick(life.db, COUNTY, timetable(COUNTY), "node", COUNTY.midnight(now.date()))
    await tick(life.db, COUNTY, timetable(COUNTY), "node", now)
    for row in life.do(storage.claims.claim, "node", "web", now, 1_000):
        life.do(outbox.settle, row, SendResult("delivered"), now)


def recount(tx: Transaction, supervised: set[int], now: datetime) -> dict[int, dict[str, int]]:
    """The same figures from the rows themselves, one person at a time, in plain Python."""
    today = now.astimezone(ZONE).date()
    away = {
        row["person_id"]
        for row in tx.all("SELECT person_id, from_on, until_on FROM leave")
        if row["from_on"] <= today <= row["until_on"]
    }
    counted: dict[int, dict[str, int]] = {}
    for share in tx.all("SELECT * FROM enrollment"):
        if share["unit_id"] not in supervised or share["opened_at"] > now:
            continue
        groups = counted.setdefault(
            share["assignment_id"], dict.fromkeys(("done", "in_time", "overdue", "excused", "away"), 0)
        )
        groups[_group(share, share["person_id"] in away, now)] += 1
    return counted


def _group(share: Mapping[str, Any], away: bool, now: datetime) -> str:
    if share["completed_at"] is not None:
        return "done"
    if share["excused_at"] is not None:
        return "excused"
    if away:
        return "away"
    return "overdue" if share["due_at"] <= now else "in_time"


def open_and_here(tx: Transaction, now: datetime) -> set[str]:
    """The names of those who work in the nine units now, are not on leave and have something open."""
    today, supervised = now.astimezone(ZONE).date(), units_of(tx)
    away = {
        row["person_id"]
        for row in tx.all("SELECT person_id, from_on, until_on FROM leave")
        if row["from_on"] <= today <= row["until_on"]
    }
    still = {
        share["person_id"]
        for share in tx.all("SELECT person_id, completed_at, excused_at FROM enrollment")
        if share["completed_at"] is None and share["excused_at"] is None
    }
    people = storage.people.everyone(tx)
    return {p.name for p in people if p.unit_id in supervised and p.id in still and p.id not in away}


def units_of(tx: Transaction) -> set[int]:
    return {unit.id for path, unit in storage.units.ensure(tx, UNITS).items() if path in UNITS}


def assert_equal(life: Life, summary: Summary, now: datetime) -> None:
    by_hand = life.db.read_now(recount, life.db.read_now(units_of), now)
    told = {
        item.assignment_id: {
            "done": item.done,
            "in_time": item.in_time,
            "overdue": item.overdue,
            "excused": item.excused,
            "away": item.away,
        }
        for item in summary.items
    }
    assert told == by_hand
    may_be_named = life.db.read_now(open_and_here, now)
    for item in summary.items:
        assert set(item.names) <= may_be_named
        assert item.pressing <= item.overdue + item.in_time
        sums = [sum(getattr(unit, group) for unit in item.units) for group in ("done", "in_time", "overdue")]
        assert sums == [item.done, item.in_time, item.overdue]


async def test_eight_mondays_equal_a_recount_and_a_reminder_reaches_only_whom_it_should(
    inline: InlineDatabase,
) -> None:
    life = begin(inline)
    await deliver(life, START)
    told = 0
    for monday in MONDAYS:
        await deliver(life, monday - timedelta(days=3))
        a_week(life, monday)
        await deliver(life, monday)
        period = period_label(monday - timedelta(weeks=1))
        summary = inline.read_now(weekly_summary.stored_summary, life.boss.id, period)
        if summary is not None:
            told += 1
            assert_equal(life, summary, monday)
        one_tap(life, monday + timedelta(hours=2))
    assert told == 8


def period_label(day: datetime) -> str:
    year, week, _ = day.date().isocalendar()
    return f"{year}-W{week:02}"


def one_tap(life: Life, now: datetime) -> None:
    """Twice by the supervisor: nobody on leave, excused or unreached gets one, nobody gets two."""
    units = sorted(life.db.read_now(units_of))
    pressing_now = life.db.read_now(pressing.people, units, COUNTY, now)
    first = life.do(nudges.nudge, life.boss.id, units, COUNTY, now)
    again = life.do(nudges.nudge, life.boss.id, units, COUNTY, now + timedelta(minutes=1))
    assert (again.now, again.later) == (0, 0)
    reachable = {person.person_id for person in pressing_now if person.is_reached}
    assert first.now + first.later + first.recently <= len(pressing_now)
    rows = life.db.read_now(_nudged_cards)
    assert {row["person_id"] for row in rows if row["nudged_at"] == now} <= reachable
    for row in life.db.read_now(_cards):
        permitted = (COUNTY.zone, COUNTY.quiet, COUNTY.calendar, at("2026-01-05 08:30").time())
        assert may_send_unasked(row["send_after_at"], *permitted)


def _nudged_cards(tx: Transaction) -> list[dict[str, Any]]:
    return tx.all("SELECT person_id, nudged_at FROM nudge")


def _cards(tx: Transaction) -> list[dict[str, Any]]:
    return tx.all("SELECT send_after_at FROM outbox WHERE kind = 'daily_card'")


async def test_the_message_fits_a_screen_and_rare_names_read_as_written(inline: InlineDatabase) -> None:
    life = begin(inline)
    for person in life.people[:300]:
        share = inline.read_now(storage.assignments.open_of_person, person.id)[0]
        if person.staff_no not in ("N007", "N008"):
            life.do(storage.assignments.complete, share.id, at("2026-10-10 09:00"), False)
    assert life.boss.identity_id is not None
    chat = Chat(inline, COUNTY, at("2026-10-21 10:00"), channel="web", address="w319")
    text = chat.commands("summary")
    assert "吴喆、<b>&" in text
    assert len(text.splitlines()) <= 25
    assert f"《{FIRE} 读本》" in text
