"""The head's card: one number as a recount gives it, units to ask and units that rose, nobody's name."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from fakes.chat import Chat
from fakes.county import (
    FLOOD,
    PLAN_QUIZ,
    a_person,
    at,
    open_and_enrol,
    outbox_of,
    plan_item,
    small_county,
    supervises,
    take_in_small_content,
    the_person,
)

import storage.assignments
import storage.units
from scheduler.jobs import timetable
from scheduler.runner import tick
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import exceptions, leave, month_card
from study.month_card import MonthCard

COUNTY = small_county(
    plan=(plan_item("08-01", "09-15"), plan_item("09-01", "10-31", reading=FLOOD, quiz=PLAN_QUIZ))
)
NOW = at("2026-11-23 10:00")
TOWNS = ("甲镇", "乙镇", "丙镇", "丁镇", "戊局")
SHARE_DONE = dict(zip(TOWNS, (0.95, 0.5, 0.7, 0.2, 1.0), strict=True))


def a_county(tx: Transaction) -> None:
    """Five units of twelve people, some in villages below; more is done in some than in others, some of it late."""
    take_in_small_content(tx)
    a_person(tx, "head", "县")
    supervises(tx, the_person(tx, "head"), "县")
    for number in range(60):
        town = TOWNS[number % 5]
        a_person(tx, f"{number}", f"县/{town}/一村" if number % 3 else f"县/{town}", name=f"某甲{number}")
    open_and_enrol(tx, COUNTY, at("2026-09-02 08:00"))
    rng = Random(5)
    for number in range(60):
        for share in storage.assignments.of_person(tx, the_person(tx, f"{number}").id):
            if rng.random() < SHARE_DONE[TOWNS[number % 5]]:
                done_at = share.due_at + timedelta(days=rng.randrange(-20, 18))
                storage.assignments.complete(tx, share.id, done_at, done_at >= share.due_at)
    for share in storage.assignments.open_of_person(tx, the_person(tx, "3").id)[:1]:
        exceptions.excuse(tx, share.id, "借调", "x", COUNTY, at("2026-09-10 09:00"))
    days = (date(2026, 11, 20), date(2026, 12, 20))
    leave.record_leave(tx, the_person(tx, "8"), *days, "病假", "x", COUNTY, at("2026-11-19 09:00"))


def card(tx: Transaction) -> MonthCard:
    root = storage.units.by_path(tx, "县")
    assert root is not None
    return month_card.month_card(tx, root, COUNTY, NOW)


def by_hand(tx: Transaction) -> dict[str, list[int]]:
    """Town to [done, due], one row at a time."""
    away = {row["person_id"] for row in tx.all("SELECT person_id FROM leave")}
    paths = {unit.id: unit.path for unit in storage.units.everything(tx)}
    counted: dict[str, list[int]] = {}
    for share in tx.all("SELECT * FROM enrollment"):
        done = share["completed_at"] is not None and share["completed_at"] <= NOW
        left_out = share["excused_at"] is not None or share["person_id"] in away
        if share["due_at"] > NOW or (left_out and not done):
            continue
        town = [*paths[share["unit_id"]].split("/"), "县"][1]
        totals = counted.setdefault(town, [0, 0])
        totals[0] += done
        totals[1] += 1
    return counted


async def test_the_numbers_equal_a_recount_by_hand(database: Database) -> None:
    await database.write(a_county)
    told, counted = await database.read(card), await database.read(by_hand)
    assert (told.done, told.due) == (sum(n for n, _ in counted.values()), sum(n for _, n in counted.values()))
    for unit in (*told.to_ask, *told.risen):
        assert [unit.done, unit.due] == counted[unit.unit]
    shares = {town: done / due for town, (done, due) in counted.items() if town in TOWNS}
    furthest = sorted((town for town in shares if shares[town] < 0.95), key=lambda town: shares[town])[:3]
    assert [unit.unit for unit in told.to_ask] == furthest
    assert all(unit.rise > 0 for unit in told.risen)
    assert len(told.trend) >= 5 and told.trend[-1][1] == told.percent


def test_the_card_names_units_and_nobody(inline: InlineDatabase) -> None:
    inline.write_now(a_county)
    head = inline.read_now(the_person, "head")
    chat = Chat(inline, COUNTY, NOW, channel="web", address=f"web-{head.id}")
    for language in ("zh-Hans", "en"):
        inline.write_now(lambda tx, to=language: tx.run("UPDATE person SET language = :to", to=to))
        text = chat.commands("month")
        assert "丁镇" in text and "95%" in text and "某甲" not in text
        drawing = chat.bubbles[-1].drawing
        assert drawing is not None and drawing.target == 95 and "95%" in drawing.alt
    assert len(text.splitlines()) <= 16


def test_whoever_supervises_less_than_the_whole_is_refused_and_it_is_logged(inline: InlineDatabase) -> None:
    inline.write_now(a_county)
    chief = inline.read_now(the_person, "0")
    inline.write_now(supervises, chief, "县/甲镇")
    for staff_no in ("0", "1"):
        person = inline.read_now(the_person, staff_no)
        chat = Chat(inline, COUNTY, NOW, channel="web", address=f"web-{person.id}")
        assert "月报只发给" in chat.commands("month")
    refused = inline.read_now(lambda tx: tx.all("SELECT actor FROM audit_entry WHERE action = 'refused'"))
    assert len(refused) == 2


async def test_it_comes_once_on_the_first_working_day_of_a_month(database: Database) -> None:
    await database.write(a_county)
    head = await database.read(the_person, "head")

    async def months() -> list[Any]:
        return [row["dedup_key"] for row in await database.read(outbox_of, head, "monthly_card")]

    for now in ("2026-09-30 09:00", "2026-10-01 08:30", "2026-10-07 12:00"):
        await tick(database, COUNTY, timetable(COUNTY), "node", at(now))
    assert await months() == []
    for now in ("2026-10-08 08:30", "2026-10-08 08:31", "2026-10-30 09:00", "2026-11-02 08:31"):
        await tick(database, COUNTY, timetable(COUNTY), "node", at(now))
    assert await months() == ["month:2026-10", "month:2026-11"]
    kept = await database.read(month_card.stored_card, head.id, "2026-10")
    assert kept is not None and kept == MonthCard.from_json(kept.to_json())


def test_nothing_due_yet_is_said_without_a_number(inline: InlineDatabase) -> None:
    inline.write_now(take_in_small_content)
    head = inline.write_now(a_person, "head", "县")
    inline.write_now(supervises, head, "县")
    chat = Chat(inline, COUNTY, NOW, channel="web", address=f"web-{head.id}")
    assert "还没有到期的学习" in chat.commands("month")
