"""The weekly summary of counties thrown together by chance equals a recount of their rows, one share at a time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from fakes.county import at, small_county

import storage.units
from storage.database import Database
from storage.transaction import Transaction
from study import weekly_summary
from study.rules.reporting_period import parse

COUNTY = small_county()
WEEK = parse("2026-W47", COUNTY.zone)
NOW = at("2026-11-23 08:30")
TODAY = COUNTY.local_day(NOW)
SOON = COUNTY.midnight(TODAY + timedelta(days=8))
PATHS = ("县", "县/甲镇", "县/甲镇/一村", "县/甲镇/二村", "县/乙镇", "县/乙镇/三村", "县/丙局")
GROUPS = ("done", "late", "in_time", "overdue", "excused", "away", "pressing")
PEOPLE = 80


def a_county_by_chance(tx: Transaction, rng: Random) -> None:
    units = [unit.id for unit in storage.units.ensure(tx, PATHS).values()]
    for person_id in range(1, PEOPLE + 1):
        _a_person(tx, rng, person_id, rng.choice(units))
    for item_id in range(1, 13):
        _an_item(tx, rng, item_id)
        for person in tx.all("SELECT id, unit_id FROM person"):
            if rng.random() < 0.7:
                unit_id = person["unit_id"] if rng.random() < 0.9 else rng.choice(units)
                _a_share(tx, rng, item_id, person["id"], unit_id)


def _a_person(tx: Transaction, rng: Random, person_id: int, unit_id: int) -> None:
    left_on = TODAY + timedelta(days=rng.randint(-3, 3)) if rng.random() < 0.1 else None
    tx.run(
        "INSERT INTO person (id, staff_no, name, unit_id, language, daily_hour, joined_on, left_on)"
        " VALUES (:id, :staff_no, :name, :unit_id, 'zh-Hans', '08:30', '2020-01-01', :left_on)",
        id=person_id, staff_no=f"N{rng.randint(100, 999)}-{person_id}", name=f"人{person_id}", unit_id=unit_id,
        left_on=left_on,
    )  # fmt: skip
    if rng.random() < 0.2:
        from_on = TODAY + timedelta(days=rng.randint(-5, 2))
        tx.run(
            "INSERT INTO leave (person_id, from_on, until_on, reason, recorded_at)"
            " VALUES (:id, :from_on, :until_on, '病假', :now)",
            id=person_id, from_on=from_on, until_on=from_on + timedelta(days=rng.randint(0, 5)), now=NOW,
        )  # fmt: skip


def _an_item(tx: Transaction, rng: Random, item_id: int) -> None:
    due = NOW + timedelta(days=rng.choice([-400, -120, -60, -20, -3, 0, 2, 5, 20]))
    tx.run(
        "INSERT INTO assignment (id, kind, name, occurrence, audience_json, opens_at, due_at)"
        " VALUES (:id, :kind, :name, '2026', '{}', :opens_at, :due_at)",
        id=item_id, kind=rng.choice(["plan", "plan", "plan", "scheduled"]), name=f"item-{item_id}",
        opens_at=due - timedelta(days=rng.choice([1, 30])), due_at=due,
    )  # fmt: skip


def _a_share(tx: Transaction, rng: Random, item_id: int, person_id: int, unit_id: int) -> None:
    def sometimes(chance: float) -> datetime | None:
        return NOW + timedelta(days=rng.randint(-9, 2)) if rng.random() < chance else None

    item = tx.one("SELECT opens_at, due_at FROM assignment WHERE id = :id", id=item_id)
    assert item is not None
    due_at = item["due_at"] + timedelta(days=rng.choice([0, 0, 0, 7, 14]))
    row = tx.one(
        "INSERT INTO enrollment (assignment_id, person_id, unit_id, opened_at, due_at, completed_at, is_late,"
        " excused_at, withdrawn_at) VALUES (:item_id, :person_id, :unit_id, :opened_at, :due_at, :completed_at,"
        " :is_late, :excused_at, :withdrawn_at) RETURNING id",
        item_id=item_id, person_id=person_id, unit_id=unit_id, due_at=due_at,
        opened_at=item["opens_at"] + timedelta(days=rng.choice([0, 0, 3])), completed_at=sometimes(0.4),
        is_late=rng.randint(0, 1), excused_at=sometimes(0.1), withdrawn_at=sometimes(0.1),
    )  # fmt: skip
    assert row is not None
    for _ in range(rng.choice([0, 0, 0, 1, 2])):
        tx.run(
            "INSERT INTO extension (enrollment_id, due_before_at, due_after_at, reason, recorded_at)"
            " VALUES (:id, :before, :after, '借调', :recorded_at)",
            id=row["id"], before=due_at - timedelta(days=rng.choice([3, 30])), after=due_at,
            recorded_at=NOW + timedelta(days=rng.choice([-2, 0, 1])),
        )  # fmt: skip


def recount(tx: Transaction, top: list[int]) -> dict[str, Any]:
    """`items`: id to counts, names and due date, `pressing` people, `fallen_due` (done, all)."""
    facts = {name: {row["id"]: row for row in tx.all(f"SELECT * FROM {name}")} for name in ("person", "unit")}
    items = {row["id"]: row for row in tx.all("SELECT * FROM assignment")}
    counted: dict[int, Counter[str]] = {}
    pressing: list[tuple[tuple[Any, ...], int, dict[str, Any]]] = []
    done = due = 0
    for share in tx.all("SELECT * FROM enrollment"):
        item, person = items[share["assignment_id"]], facts["person"][share["person_id"]]
        above = [each for each in top if each in storage.units.ancestors(tx, share["unit_id"])]
        if not above or not _is_one(share, item, person):
            continue
        due_at, state = _due_then(tx, share), _state(tx, share)
        groups = counted.setdefault(item["id"], Counter())
        groups[state] += 1
        groups["late"] += state == "done" and share["is_late"]
        is_open = share["completed_at"] is None and share["excused_at"] is None
        if item["kind"] == "plan" and is_open and state in ("overdue", "in_time") and due_at <= SOON:
            groups["pressing"] += 1
            place = (above[0], facts["unit"][person["unit_id"]]["path"], person["staff_no"])
            pressing.append((place, item["id"], person))
        if item["kind"] == "plan" and item["due_at"] > NOW - timedelta(days=365) and due_at <= NOW:
            done += state == "done"
            due += state in ("done", "overdue")
    return {
        "items": {
            item_id: (
                tuple(groups[group] for group in GROUPS),
                _few([(place, person["name"]) for place, of, person in pressing if of == item_id]),
            )
            for item_id, groups in counted.items()
            if _is_told(items[item_id], groups)
        },
        "pressing": len({person["id"] for _, _, person in pressing}),
        "fallen_due": (done, due),
    }


def _few(people: list[tuple[tuple[Any, ...], str]]) -> tuple[str, ...]:
    return tuple(name for _, name in sorted(people)) if len(people) <= 15 else ()


def _is_one(share: dict[str, Any], item: dict[str, Any], person: dict[str, Any]) -> bool:
    return (
        max(item["opens_at"], share["opened_at"]) <= NOW
        and (share["withdrawn_at"] is None or share["withdrawn_at"] > NOW)
        and (person["left_on"] is None or person["left_on"] > TODAY)
    )


def _state(tx: Transaction, share: dict[str, Any]) -> str:
    if share["completed_at"] is not None and share["completed_at"] <= NOW:
        return "done"
    if share["excused_at"] is not None and share["excused_at"] <= NOW:
        return "excused"
    leaves = tx.all("SELECT from_on, until_on FROM leave WHERE person_id = :id", id=share["person_id"])
    if any(leave["from_on"] <= TODAY <= leave["until_on"] for leave in leaves):
        return "away"
    return "overdue" if _due_then(tx, share) <= NOW else "in_time"


def _due_then(tx: Transaction, share: dict[str, Any]) -> datetime:
    moved = tx.all("SELECT * FROM extension WHERE enrollment_id = :id ORDER BY id", id=share["id"])
    later = [each["due_before_at"] for each in moved if each["recorded_at"] > NOW]
    then: datetime = (later or [share["due_at"]])[0]
    return then


def _is_told(item: dict[str, Any], groups: Counter[str]) -> bool:
    days = 90 if item["kind"] == "plan" else 7
    is_open = groups["in_time"] or groups["overdue"] or groups["away"]
    return bool(item["due_at"] > NOW - timedelta(days=days if is_open else 7))


def summarised(tx: Transaction, top: list[int]) -> dict[str, Any]:
    summary = weekly_summary.summarise(tx, 1, top, WEEK, COUNTY, NOW)
    items = {
        item.assignment_id: (tuple(getattr(item, group) for group in GROUPS), item.names)
        for item in summary.items
    }
    return {"items": items, "pressing": summary.pressing, "fallen_due": summary.fallen_due}


@pytest.mark.parametrize("seed", range(4))
async def test_the_summary_equals_a_recount(database: Database, seed: int) -> None:
    await database.write(a_county_by_chance, Random(seed))
    units = await database.read(storage.units.ensure, PATHS)
    for paths in (["县"], ["县/甲镇"], ["县/丙局", "县/乙镇"], ["县/乙镇/三村", "县/甲镇/二村", "县/丙局"]):
        top = sorted(units[path].id for path in paths)
        assert await database.read(summarised, top) == await database.read(recount, top)
