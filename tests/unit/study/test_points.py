"""The ledger: a cause once, practice capped by the day, corrections by entries of their own, nothing changed."""

from __future__ import annotations

import pytest
from fakes.county import (
    FIRE,
    FLOOD,
    PLAN_QUIZ,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
)

import storage.audit_log
import storage.people
import storage.points
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import exceptions, points
from study.earnings import Earning
from study.points import Award

COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ), plan_item("11-16", "12-15", reading=FLOOD)))
NOW = at("2026-11-23 20:00")


def award(
    tx: Transaction, person_id: int, cause: str, earned: int = 1, kind: str = "practice", now=NOW
) -> Award | None:
    earning = Earning(person_id, cause, kind, FIRE, earned, COUNTY.year(now))
    return points.award_points(tx, earning, COUNTY, now)


async def test_a_cause_is_paid_once_and_to_each_person(database: Database) -> None:
    one, two = await database.write(a_person, "1"), await database.write(a_person, "2")
    assert await database.write(award, one.id, "reading:x:2026", 5, "reading") == Award(5, 5)
    assert await database.write(award, one.id, "reading:x:2026", 5, "reading") is None
    assert await database.write(award, two.id, "reading:x:2026", 5, "reading") == Award(5, 5)
    assert await database.read(storage.points.balance, one.id, 2026) == (5, 5)


async def test_practice_earns_twelve_and_counts_ten_and_required_study_is_never_capped(
    database: Database,
) -> None:
    person = await database.write(a_person)
    awards = [await database.write(award, person.id, f"correct:{n}:2026") for n in range(12)]
    assert awards == [Award(1, 1)] * 10 + [Award(1, 0)] * 2
    assert await database.write(award, person.id, "quiz_pass:x:2026", 10, "quiz_pass") == Award(10, 10)
    assert await database.write(award, person.id, "correct:90:2026", 1, "scheduled") == Award(1, 1)
    sums = await database.read(storage.points.sums_by_kind, person.id, 2026)
    assert sums == {"practice": (12, 10), "quiz_pass": (10, 10), "scheduled": (1, 1)}


def test_the_cap_begins_anew_at_local_midnight(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    last, first = at("2026-11-23 23:59"), at("2026-11-24 00:00")
    assert do(award, person.id, "correct:1:2026", 10, "practice", last) == Award(10, 10)
    assert do(award, person.id, "correct:2:2026", 1, "practice", last) == Award(1, 0)
    assert do(award, person.id, "correct:3:2026", 1, "practice", first) == Award(1, 1)


def test_an_award_over_what_the_day_leaves_counts_in_part(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    assert do(award, person.id, "a", 7) == Award(7, 7)
    assert do(award, person.id, "b", 7) == Award(7, 3)


def test_nothing_earned_is_no_entry(inline: InlineDatabase) -> None:
    do = inline.write_now
    assert do(award, do(a_person).id, "a", 0) is None


async def test_a_reversal_is_an_entry_with_actor_and_reason_and_happens_once(database: Database) -> None:
    person = await database.write(a_person)
    await database.write(award, person.id, "reading:x:2026", 5, "reading")
    [entry] = await database.read(storage.points.entries, person.id, 2026, 10)
    reverse = (points.reverse_points, entry.id, 1, "person 7", "a mistake", COUNTY, NOW)
    reversal = await database.write(*reverse)
    assert reversal is not None
    assert (reversal.earned, reversal.counted, reversal.reverses_id) == (-5, -5, entry.id)
    assert (reversal.actor, reversal.reason, reversal.year) == ("person 7", "a mistake", 2026)
    assert await database.write(*reverse) is None
    assert await database.write(points.reverse_points, reversal.id, 1, "x", "x", COUNTY, NOW) is None
    assert await database.write(points.reverse_points, 999, 1, "x", "x", COUNTY, NOW) is None
    assert await database.read(storage.points.balance, person.id, 2026) == (0, 0)
    assert await database.write(award, person.id, "reading:x:2026", 5, "reading") is None


def test_an_entry_is_reversed_once_whatever_the_revision(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    do(award, person.id, "reading:x:2026", 5, "reading")
    [entry] = do(storage.points.entries, person.id, 2026, 10)
    assert do(points.reverse_points, entry.id, 1, "x", "x", COUNTY, NOW) is not None
    assert do(points.reverse_points, entry.id, 2, "x", "x", COUNTY, NOW) is None
    assert do(storage.points.balance, person.id, 2026) == (0, 0)


def test_what_was_reversed_leaves_the_days_cap_as_it_was(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    do(award, person.id, "a", 10)
    [entry] = do(storage.points.entries, person.id, 2026, 10)
    tomorrow = at("2026-11-24 09:00")
    do(points.reverse_points, entry.id, 1, "x", "x", COUNTY, tomorrow)
    assert do(award, person.id, "b", 12, "practice", tomorrow) == Award(12, 10)


@pytest.mark.parametrize("table", ["points_entry", "audit_entry"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET actor = 'x'", "DELETE FROM {}"])
async def test_the_database_itself_refuses_to_change_what_was_entered(
    database: Database, table: str, statement: str
) -> None:
    person = await database.write(a_person)
    await database.write(award, person.id, "a")
    await database.write(storage.audit_log.record, now=NOW, actor="x", action="y", person_id=person.id)
    with pytest.raises(Exception, match="append-only"):
        await database.write(Transaction.run, statement.format(table))
    assert await database.read(storage.points.balance, person.id, 2026) == (1, 1)


def test_the_page_shows_required_against_earned_and_practice_apart(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    person = do(a_person)
    do(open_and_enrol, COUNTY, NOW)
    do(award, person.id, "reading:fire-safety:2026", 5, "reading")
    do(award, person.id, "b", 12)
    page = do(points.points_page, person.id, person.unit_id, COUNTY, NOW, 1)
    assert (page.year, page.earned, page.counted, page.practice) == (2026, 17, 15, Award(12, 10))
    assert (page.required_counted, page.required_possible) == (5, 20)
    assert [entry.cause for entry in page.entries] == ["b"]
    do(exceptions.excuse, do(share_of, person, FLOOD).id, "借调", "person 7", COUNTY, NOW)
    page = do(points.points_page, person.id, person.unit_id, COUNTY, NOW, 1)
    assert page.required_possible == 15


async def test_the_units_average_is_shown_only_where_five_or_more_are_counted(database: Database) -> None:
    people = [await database.write(a_person, str(n), "县/甲镇/一村") for n in range(4)]
    await database.write(a_person, "left", "县/甲镇/一村", left_on="2026-11-01")
    await database.write(a_person, "unbound", "县/甲镇/一村", channel=None)
    await database.write(award, people[0].id, "a", 10)
    place = (people[0].id, people[0].unit_id, COUNTY, NOW, 1)
    assert (await database.read(points.points_page, *place)).unit_average is None
    await database.write(a_person, "4", "县/甲镇/一村")
    assert (await database.read(points.points_page, *place)).unit_average == 2.0
    village = await database.write(a_person, "5", "县/甲镇")
    above = await database.read(storage.points.unit_average, village.unit_id, 2026, NOW.date())
    assert above == (6, pytest.approx(10 / 6))
