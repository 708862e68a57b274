"""Leave: both days included, and what is away is away on any channel."""

from __future__ import annotations

from datetime import date

from fakes.county import a_person, at, open_and_enrol, plan_item, share_of, small_county, the_person

import storage.audit_log
import storage.leaves
import storage.people
from storage.database import Database
from storage.inline import InlineDatabase
from study import leave, presence

NOW = at("2026-11-23 20:00")
COUNTY = small_county(plan=(plan_item(),))


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


async def test_a_leave_is_kept_with_its_reason_and_who_entered_it(database: Database) -> None:
    person = await database.write(a_person)
    days = (day("11-24"), day("11-30"))
    assert await database.write(leave.record_leave, person, *days, "产假", "person 7", COUNTY, NOW)
    [kept] = await database.read(storage.leaves.of_person, person.id)
    assert (kept["from_on"], kept["until_on"], kept["reason"]) == (*days, "产假")
    [entry] = await database.read(storage.audit_log.of_person, person.id)
    assert (entry["action"], entry["actor"], entry["reason"]) == ("leave", "person 7", "产假")
    assert entry["after_json"] == {"from": "2026-11-24", "until": "2026-11-30"}


def test_a_leave_that_ends_before_it_begins_is_refused(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    days = (day("11-30"), day("11-24"))
    assert not do(leave.record_leave, person, *days, "产假", "x", COUNTY, NOW)
    assert do(storage.leaves.of_person, person.id) == []


def test_leaves_and_pauses_that_follow_one_another_are_one_absence(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    for first, last in (("11-24", "11-26"), ("11-25", "11-28"), ("11-29", "11-29"), ("12-05", "12-06")):
        do(leave.record_leave, person, day(first), day(last), "", "x", COUNTY, NOW)
    days = ("11-23", "11-24", "11-26", "11-29", "11-30", "12-06")
    away = [do(presence.away_until, person, day(each)) for each in days]
    assert away == [None, day("11-26"), day("11-28"), day("11-29"), None, day("12-06")]
    assert do(presence.next_day_present, person, day("11-24")) == day("11-30")
    assert do(presence.next_day_present, person, day("11-23")) == day("11-23")
    do(storage.people.update, person.id, paused_until_on=day("12-04"))
    assert do(presence.next_day_present, do(the_person), day("11-24")) == day("12-07")


def test_a_leave_of_the_past_changes_no_reminder(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    do(open_and_enrol, COUNTY, at("2026-11-02 00:00"))
    before = do(share_of, person)
    do(leave.record_leave, person, day("10-01"), day("10-31"), "", "x", COUNTY, at("2026-11-02 01:00"))
    assert do(share_of, person) == before
