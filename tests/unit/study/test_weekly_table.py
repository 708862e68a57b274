"""The supervisor's table: every name of the own units, the counts of the summary, nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

from fakes.county import (
    FIRE,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    supervises,
    take_in_small_content,
    the_person,
)

import storage.assignments
from storage.database import Database
from storage.transaction import Transaction
from study import exceptions, leave
from study.spreadsheets import Sheet
from study.weekly_table import weekly_table

COUNTY = small_county(plan=(plan_item("11-02", "11-15"),))
NOW = at("2026-11-24 10:00")


def a_town(tx: Transaction) -> None:
    take_in_small_content(tx)
    a_person(tx, "boss", "县")
    for staff_no, name in zip("12345", ["张喆", "<b>&", "=1+1", "李四", "王五"], strict=True):
        a_person(tx, staff_no, "县/甲镇", name=name, channel=None if staff_no == "4" else "web")
    a_person(tx, "6", "县/乙镇", name="外人")
    a_person(tx, "7", "县/甲镇", name="走了", left_on="2026-11-20")
    supervises(tx, the_person(tx, "boss"), "县/甲镇")
    open_and_enrol(tx, COUNTY, at("2026-11-02 00:00"))
    storage.assignments.complete(tx, share_of(tx, the_person(tx, "1")).id, at("2026-11-10 09:00"), False)
    storage.assignments.complete(tx, share_of(tx, the_person(tx, "2")).id, at("2026-11-20 09:00"), True)
    exceptions.excuse(
        tx, share_of(tx, the_person(tx, "3"), FIRE).id, "借调", "x", COUNTY, at("2026-11-12 09:00")
    )
    days = (date(2026, 11, 20), date(2026, 12, 20))
    leave.record_leave(tx, the_person(tx, "5"), *days, "病假", "x", COUNTY, at("2026-11-20 09:00"))


def made(tx: Transaction, staff_no: str = "boss", language: str = "zh-Hans") -> tuple[Sheet, ...] | None:
    return weekly_table(tx, the_person(tx, staff_no).id, {}, language, COUNTY, NOW)


async def test_everybody_is_in_it_with_how_they_stand(database: Database) -> None:
    await database.write(a_town)
    sheets = await database.read(made)
    assert sheets is not None
    units, people = sheets
    assert units.rows[1][2:] == ("甲镇", 2, 0, 1)
    standing: dict[Any, Any] = {row[2]: (row[4], row[5]) for row in people.rows[1:]}
    assert standing == {
        "张喆": ("已接通", "完成 2026-11-10"),
        "<b>&": ("已接通", "补学完成 2026-11-20"),
        "=1+1": ("已接通", "免学"),
        "李四": ("尚未联系上", "过期"),
        "王五": ("已接通", "请假"),
    }
    english = await database.read(made, "boss", "en")
    assert english is not None and english[1].rows[0][:3] == ("Unit", "Staff no.", "Name")


async def test_somebody_who_supervises_nothing_gets_no_table(database: Database) -> None:
    await database.write(a_town)
    assert await database.read(made, "1") is None
