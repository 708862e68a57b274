"""Looking at the roster and at grants, on the real databases."""

from __future__ import annotations

from datetime import date

from fakes.county import a_person, at

import storage.grants
import storage.roster_search
import storage.units
from storage.database import Database
from storage.transaction import Transaction

NOW = at("2026-11-23 10:00")
TODAY = date(2026, 11, 23)
SOON = date(2026, 12, 23)


def build(tx: Transaction) -> dict[str, int]:
    """Units by path. Two people of 县/甲镇, one of 一村 who left, one of 县/乙镇."""
    a_person(tx, "A1", "县/甲镇", name="张三")
    a_person(tx, "A2", "县/甲镇", name="张%三", channel=None)
    a_person(tx, "A3", "县/甲镇/一村", name="张三丰", left_on="2026-05-01")
    a_person(tx, "B1", "县/乙镇", name="张三")
    ids = {unit.path: unit.id for unit in storage.units.everything(tx)}
    for number, (role, path, until) in enumerate(
        (
            ("supervisor", "县/甲镇", None),
            ("instructor", "县/甲镇/一村", date(2026, 12, 20)),
            ("supervisor", "县/甲镇/二村", date(2026, 12, 1)),
            ("instructor", "县/甲镇", date(2026, 11, 22)),
            ("admin", "县/乙镇", None),
        )
    ):
        storage.grants.put(tx, 1 if number < 4 else 4, role, ids[path], until, NOW)
    return ids


def found(tx: Transaction, unit_id: int, *words: str) -> list[str]:
    people = storage.roster_search.search(tx, [unit_id], words, TODAY, 10, 0)
    assert storage.roster_search.count_found(tx, [unit_id], words) == len(people)
    return [person.staff_no for person in people]


async def test_people_are_found_within_the_units_the_best_match_first(database: Database) -> None:
    ids = await database.write(build)
    town = ids["县/甲镇"]
    expected = {
        ("张三",): ["A1", "A3"],
        ("a2",): ["A2"],
        ("%",): ["A2"],
        ("_",): [],
        ("张", "一村"): ["A3"],
        ("甲镇",): ["A1", "A2", "A3"],
        ("b1",): [],
        (): [],
    }
    assert {words: await database.read(found, town, *words) for words in expected} == expected
    assert await database.read(found, ids["县"], "张三") == ["B1", "A1", "A3"]


async def test_the_roster_is_counted_within_the_units(database: Database) -> None:
    ids = await database.write(build)
    counted = await database.read(storage.roster_search.counts, [ids["县/甲镇"]], TODAY, date(2026, 1, 1))
    assert (counted.people, counted.unreached, counted.left, counted.units) == (2, 1, 1, 3)
    nothing = await database.read(storage.roster_search.counts, [], TODAY, date(2026, 1, 1))
    assert nothing.people == 0


async def test_grants_that_end_soon_come_first_and_expired_ones_not_at_all(database: Database) -> None:
    ids = await database.write(build)
    town = [ids["县/甲镇"]]
    held = await database.read(storage.grants.over, town, TODAY, SOON, 10, 0)
    assert [(grant.role, grant.unit_name) for grant in held] == [
        ("supervisor", "二村"),
        ("instructor", "一村"),
        ("supervisor", "甲镇"),
    ]
    assert await database.read(storage.grants.count_over, town, TODAY, SOON) == (3, 2)
    assert await database.read(storage.grants.over, [], TODAY, SOON, 10, 0) == []
    assert await database.read(storage.grants.held, held[0].id) == held[0]


async def test_units_are_found_by_part_of_a_name_below_those_granted(database: Database) -> None:
    ids = await database.write(build)
    below = await database.read(storage.units.containing, "村", [ids["县/甲镇"]], 5)
    assert [unit.name for unit in below] == ["一村", "二村"]
    assert await database.read(storage.units.containing, "镇", [ids["县/乙镇"]], 5) != []
    assert await database.read(storage.units.containing, "%", [ids["县"]], 5) == []
    assert await database.read(storage.units.containing, "村", [], 5) == []


async def test_a_persons_chats_are_told_the_last_used_first(database: Database) -> None:
    await database.write(build)
    [chat] = await database.read(storage.roster_search.chats, 1)
    assert chat["channel"] == "web" and chat["unreachable_at"] is None
    assert await database.read(storage.roster_search.chats, 2) == []
