"""Leave: both days included, what is away is away on any channel, and nobody is late because of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from fakes.county import (
    FLOOD,
    a_person,
    at,
    open_and_enrol,
    outbox_of,
    plan_item,
    remind,
    share_of,
    small_county,
    the_person,
)

import storage.assignments
import storage.audit_log
import storage.leaves
import storage.people
import storage.points
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import exceptions, leave, presence, reminders
from study.leave import Leave, Refusal
from study.rules.county import County

NOW = at("2026-11-23 20:00")
COUNTY = small_county(plan=(plan_item(),))
OPENED = at("2026-11-02 00:00")


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def enter(tx: Transaction, first: str, last: str, now: object = NOW, reason: str = "产假") -> Leave | Refusal:
    return leave.record_leave(tx, the_person(tx), day(first), day(last), reason, "person 7", COUNTY, now)  # type: ignore[arg-type]


def enrolled(tx: Transaction, county: County = COUNTY) -> None:
    a_person(tx)
    open_and_enrol(tx, county, OPENED)


def due_on(tx: Transaction) -> date:
    return reminders.due_on(share_of(tx, the_person(tx)), COUNTY)


async def test_a_leave_is_kept_with_its_reason_and_who_entered_it(database: Database) -> None:
    person = await database.write(a_person)
    assert isinstance(await database.write(enter, "11-24", "11-30"), Leave)
    [kept] = await database.read(storage.leaves.of_person, person.id)
    assert (kept["from_on"], kept["until_on"], kept["reason"]) == (day("11-24"), day("11-30"), "产假")
    [entry] = await database.read(storage.audit_log.of_person, person.id)
    assert (entry["action"], entry["actor"], entry["reason"]) == ("leave", "person 7", "产假")
    assert entry["after_json"] == {"from": "2026-11-24", "until": "2026-11-30", "reason": "产假"}
    assert entry["before_json"] is None


@pytest.mark.parametrize(
    ("first", "days", "reason", "why"),
    [("11-30", -1, "产假", "backwards"), ("01-01", 400, "产假", "too_long"), ("11-24", 2, " ", "no_reason")],
)
def test_what_is_no_leave_is_refused(
    inline: InlineDatabase, first: str, days: int, reason: str, why: str
) -> None:
    do = inline.write_now
    person = do(a_person)
    last = day(first) + timedelta(days=days)
    refused = do(leave.record_leave, person, day(first), last, reason, "x", COUNTY, NOW)
    assert refused == Refusal(why)  # type: ignore[arg-type]
    assert do(storage.leaves.of_person, person.id) == []
    assert do(storage.audit_log.of_person, person.id) == []


async def test_leaves_that_overlap_or_adjoin_become_one(database: Database) -> None:
    person = await database.write(a_person)
    for first, last, reason in (
        ("11-02", "11-04", "病"),
        ("11-10", "11-12", "公差"),
        ("11-20", "11-20", "病"),
    ):
        await database.write(enter, first, last, NOW, reason)
    merged = await database.write(enter, "11-05", "11-11", NOW, "探亲")
    assert isinstance(merged, Leave)
    assert (merged.from_on, merged.until_on, merged.reason) == (day("11-02"), day("11-12"), "病；公差；探亲")
    rows = await database.read(storage.leaves.of_person, person.id)
    assert [(row["from_on"], row["until_on"]) for row in rows] == [
        (day("11-02"), day("11-12")),
        (day("11-20"), day("11-20")),
    ]
    entry = (await database.read(storage.audit_log.of_person, person.id))[-1]
    assert [each["from"] for each in entry["before_json"]["leaves"]] == ["2026-11-02", "2026-11-10"]
    assert entry["after_json"] == {"from": "2026-11-02", "until": "2026-11-12", "reason": "病；公差；探亲"}


def test_the_same_leave_entered_twice_is_entered_once(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    assert do(enter, "11-24", "11-30") == do(enter, "11-24", "11-30") == do(enter, "11-25", "11-26")
    assert len(do(storage.audit_log.of_person, person.id)) == 1


def test_leaves_and_pauses_that_follow_one_another_are_one_absence(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    for first, last in (("11-24", "11-26"), ("11-25", "11-28"), ("12-05", "12-06")):
        do(enter, first, last)
    days = ("11-23", "11-24", "11-28", "11-29", "12-06")
    pauses = do(presence.pauses, person)
    away = [presence.away_until(pauses, day(each)) for each in days]
    assert away == [None, day("11-28"), day("11-28"), None, day("12-06")]
    assert presence.next_day_present(pauses, day("11-24")) == day("11-29")
    do(storage.people.update, person.id, paused_until_on=day("12-04"))
    assert presence.next_day_present(do(presence.pauses, do(the_person)), day("11-24")) == day("12-07")


def test_a_leave_of_the_past_that_touches_nothing_changes_no_reminder(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(enrolled)
    before = do(share_of, do(the_person))
    do(enter, "10-01", "10-31", at("2026-11-02 01:00"))
    assert do(share_of, do(the_person)) == before


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        ("11-20", "11-29", "12-06"),
        ("11-30", "12-10", "12-17"),
        ("11-20", "11-24", "12-01"),
        ("11-20", "11-23", "11-30"),
        ("12-01", "12-10", "11-30"),
    ],
)
async def test_what_falls_due_on_leave_or_soon_after_is_due_a_week_after_it(
    database: Database, first: str, last: str, due: str
) -> None:
    await database.write(enrolled)
    now = at("2026-11-10 09:00")
    person = await database.read(the_person)
    listed = await database.read(leave.leave_effects, person, day(first), day(last), COUNTY, now)
    await database.write(enter, first, last, now)
    assert await database.read(due_on) == day(due)
    assert [(each.due_before, each.due_after) for each in listed] == (
        [(day("11-30"), day(due))] if due != "11-30" else []
    )


def test_a_longer_leave_makes_it_due_later_still_and_keeps_each_step(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(enrolled)
    do(remind, COUNTY, at("2026-11-02 08:30"))
    do(enter, "11-20", "11-30", at("2026-11-10 09:00"))
    do(enter, "12-01", "12-10", at("2026-11-28 09:00"), "病")
    assert do(due_on) == day("12-17")
    share = do(share_of, do(the_person))
    assert (share.next_stage, share.next_remind_at) == ("before:7", at("2026-12-11 08:30"))
    extended = [e for e in do(storage.audit_log.of_person, share.person_id) if e["action"] == "extend"]
    assert [(entry["reason"], entry["actor"]) for entry in extended] == [
        ("产假", "person 7"),
        ("病", "person 7"),
    ]


def test_a_leave_entered_afterwards_frees_what_was_overdue_or_done_late(inline: InlineDatabase) -> None:
    do = inline.write_now
    county = small_county(plan=(plan_item(), plan_item("11-02", "11-28", reading=FLOOD)))
    do(enrolled, county)
    do(remind, county, at("2026-11-02 08:30"))
    person = do(the_person)
    flood = do(share_of, person, FLOOD)
    do(storage.assignments.complete, flood.id, at("2026-12-02 09:00"), True)
    points = do(storage.points.balance, person.id, 2026)
    now = at("2026-12-04 09:00")
    listed = do(leave.leave_effects, person, day("11-25"), day("12-01"), county, now)
    assert {(each.enrollment.name, each.due_after, each.becomes_on_time) for each in listed} == {
        ("fire-safety", day("12-08"), False),
        (FLOOD, day("12-08"), True),
    }
    assert do(share_of, person, FLOOD).is_late == 1
    do(enter, "11-25", "12-01", now)
    assert (do(due_on), do(share_of, person, FLOOD).is_late) == (day("12-08"), 0)
    assert do(share_of, person).next_remind_at == at("2026-12-07 08:30")
    assert do(storage.points.balance, person.id, 2026) == points


def test_what_was_done_later_than_a_week_after_the_leave_stays_late(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(enrolled)
    share = do(share_of, do(the_person))
    do(storage.assignments.complete, share.id, at("2026-12-09 00:00"), True)
    do(enter, "11-25", "12-01", at("2026-12-10 09:00"))
    assert do(share_of, do(the_person)).is_late == 1


def test_the_card_of_a_day_on_leave_is_taken_back_and_the_person_is_told(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(enrolled)
    do(remind, COUNTY, at("2026-11-02 08:30"))
    do(enter, "11-02", "11-05", at("2026-11-02 08:31"))
    person = do(the_person)
    assert [row["state"] for row in do(outbox_of, person)] == ["cancelled"]
    [told] = do(outbox_of, person, "standing")
    assert (told["dedup_key"], told["send_after_at"]) == ("standing:2026-11-02", at("2026-11-02 08:31"))


def test_an_item_that_opens_during_a_leave_is_due_after_it(inline: InlineDatabase) -> None:
    do = inline.write_now
    for staff_no in "12":
        do(a_person, staff_no)
    do(enter, "10-20", "12-05", at("2026-10-19 09:00"))
    do(open_and_enrol, COUNTY, OPENED)
    dues = [reminders.due_on(do(share_of, do(the_person, staff_no)), COUNTY) for staff_no in "12"]
    assert dues == [day("12-12"), day("11-30")]


def ended(tx: Transaction, last_day: str, now: object) -> bool:
    person = the_person(tx)
    [row] = storage.leaves.of_person(tx, person.id)
    return leave.end_leave(tx, person, row["id"], day(last_day), "person 7", COUNTY, now, "已返岗")  # type: ignore[arg-type]


async def test_who_comes_back_early_is_reminded_again(database: Database) -> None:
    await database.write(enrolled)
    await database.write(enter, "11-02", "11-20", OPENED)
    person = await database.read(the_person)
    assert (await database.read(share_of, person)).next_remind_at == at("2026-11-23 08:30")
    now = at("2026-11-09 09:00")
    assert await database.write(ended, "11-08", now)
    assert not await database.write(ended, "11-09", now)
    [row] = await database.read(storage.leaves.of_person, person.id)
    assert row["until_on"] == day("11-08")
    share = await database.read(share_of, person)
    assert share.next_remind_at == at("2026-11-10 08:30")
    entry = (await database.read(storage.audit_log.of_person, person.id))[-1]
    assert (
        entry["action"],
        entry["reason"],
        entry["before_json"]["until"],
        entry["after_json"]["until"],
    ) == (
        "end_leave",
        "已返岗",
        "2026-11-20",
        "2026-11-08",
    )


def test_a_leave_that_never_began_is_removed(inline: InlineDatabase) -> None:
    do = inline.write_now
    person: Any = do(a_person)
    do(enter, "11-24", "11-30")
    assert do(ended, "11-23", NOW)
    assert do(storage.leaves.of_person, person.id) == []
    assert not do(leave.end_leave, person, 1, day("11-20"), "x", COUNTY, NOW)


def test_an_extension_also_makes_a_late_completion_one_in_time(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(enrolled)
    share = do(share_of, do(the_person))
    do(storage.assignments.complete, share.id, at("2026-12-02 09:00"), True)
    too_short = do(exceptions.extend, share.id, day("12-01"), "网络", "x", COUNTY, at("2026-12-03 09:00"))
    assert too_short is None
    now_in_time = do(exceptions.extend, share.id, day("12-02"), "网络", "x", COUNTY, at("2026-12-03 09:00"))
    assert now_in_time is not None and now_in_time.is_late == 0
    assert do(exceptions.extend, share.id, day("12-20"), "网络", "x", COUNTY, NOW) is None
