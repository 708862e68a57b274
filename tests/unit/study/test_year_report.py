"""The year's report: the sums of the sheets agree with one another and with a count by hand."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from fakes.chat import Chat
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
    supervises,
    take_in_small_content,
    the_person,
)
from python_calamine import CalamineWorkbook

import storage.assignments
import storage.points
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import exceptions, leaving, points, transfers
from study.earnings import Earning
from study.spreadsheets import Sheet, write_book
from study.year_report import year_report, year_report_document

COUNTY = small_county(
    plan=(plan_item("03-01", "06-30", quiz=PLAN_QUIZ), plan_item("09-01", "10-31", reading=FLOOD))
)
NOW = at("2026-11-24 10:00")


def a_town(tx: Transaction) -> None:
    """1 on time and late, 2 excused once, 3 on paper, 4 nothing, 5 moves away with one done, 6 leaves."""
    take_in_small_content(tx)
    a_person(tx, "boss", "县")
    supervises(tx, the_person(tx, "boss"), "县/甲镇")
    names = ("张喆", "<b>&", "=1+1", "李四", "王五", "赵六")
    for staff_no, name in zip("123456", names, strict=True):
        unit = "县/甲镇/一村" if staff_no in "34" else "县/甲镇"
        a_person(tx, staff_no, unit, name=name, tags=("village",) if staff_no in "34" else ())
    a_person(tx, "7", "县/乙镇", name="外人")
    for now in ("2026-03-02 08:00", "2026-09-02 08:00"):
        open_and_enrol(tx, COUNTY, at(now))
    done(tx, "1", FIRE, "2026-05-01 09:00", late=False)
    done(tx, "1", FLOOD, "2026-11-10 09:00", late=True)
    done(tx, "5", FIRE, "2026-05-02 09:00", late=False)
    exceptions.excuse(
        tx, share_of(tx, the_person(tx, "2"), FIRE).id, "借调", "x", COUNTY, at("2026-05-03 09:00")
    )
    paper = share_of(tx, the_person(tx, "3"), FIRE).id
    exceptions.complete_on_paper(tx, paper, "已交", None, COUNTY, at("2026-06-01 09:00"))
    practised = Earning(the_person(tx, "1").id, "x", "practice", "fire", 4, 2026)
    points.award_points(tx, practised, COUNTY, at("2026-06-02 09:00"))
    elsewhere = storage.units.by_path(tx, "县/乙镇")
    assert elsewhere is not None
    moved = the_person(tx, "5")
    transfers.record_transfer(
        tx, moved, elsewhere, date(2026, 7, 1), "调动", "x", COUNTY, at("2026-07-01 09:00")
    )
    leaving.end(tx, the_person(tx, "6"), date(2026, 8, 1), "退休", "x", COUNTY, at("2026-08-01 09:00"))


def done(tx: Transaction, staff_no: str, name: str, now: str, late: bool) -> None:
    storage.assignments.complete(tx, share_of(tx, the_person(tx, staff_no), name).id, at(now), late)


def made(tx: Transaction, path: str = "县/甲镇", language: str = "zh-Hans") -> tuple[Sheet, ...]:
    unit = storage.units.by_path(tx, path)
    assert unit is not None
    return year_report(tx, unit, 2026, language, COUNTY, NOW)


async def test_the_figures_equal_a_count_by_hand(database: Database) -> None:
    await database.write(a_town)
    overview, people, ranks, tags, items, notes = await database.read(made)
    # unit, people, assigned, on time, late, on paper, excused, not done, points
    assert overview.rows[1] == ("合计", 5, 8, 3, 1, 1, 1, 4, 19)
    assert [row[0] for row in overview.rows[2:]] == ["一村", "甲镇"]
    for column in range(1, 9):
        assert sum(row[column] for row in overview.rows[2:]) == overview.rows[1][column]  # type: ignore[misc]
    figures: dict[Any, Any] = {row[2]: row[5:11] for row in people.rows[1:]}
    assert figures == {
        "张喆": (2, 1, 1, 0, 0, 0),
        "<b>&": (1, 0, 0, 0, 1, 1),
        "=1+1": (2, 1, 0, 1, 0, 1),
        "李四": (2, 0, 0, 0, 0, 2),
        "赵六": (0, 0, 0, 0, 0, 0),
    }
    assert [row[:3] for row in ranks.rows[1:]] == [("一般", 5, 7)]
    assert [row[:3] for row in tags.rows[1:]] == [("village", 2, 4)]
    assert [(row[0], row[2], row[3]) for row in items.rows[1:]] == [
        (f"{FIRE} 读本", "2026-06-30", 4),
        (f"{FLOOD} 读本", "2026-10-31", 4),
    ]
    assert any("2026-11-24 10:00" in str(row[0]) for row in notes.rows)


async def test_points_stand_apart_and_add_up_to_the_balance(database: Database) -> None:
    await database.write(a_town)
    for row in (await database.read(made))[1].rows[1:]:
        person = await database.read(the_person, str(row[1]))
        assert (
            sum(int(cell or 0) for cell in row[11:14])
            == (await database.read(storage.points.balance, person.id, 2026))[1]
        )


async def test_who_came_moved_or_left_is_noted(database: Database) -> None:
    await database.write(a_town)
    people = (await database.read(made, "县/乙镇"))[1]
    notes = {row[2]: row[14] for row in people.rows[1:]}
    assert notes == {"外人": "", "王五": "2026-07-01 由县/甲镇调入"}
    left = {row[2]: row[14] for row in (await database.read(made))[1].rows[1:]}
    assert left["赵六"] == "2026-08-01 离任"


def test_the_file_opens_without_a_formula_and_names_read_as_written(inline: InlineDatabase) -> None:
    inline.write_now(a_town)
    for language in ("zh-Hans", "en"):
        book = CalamineWorkbook.from_filelike(
            io.BytesIO(write_book(inline.read_now(made, "县/甲镇", language)))
        )
        assert len(book.sheet_names) == 6
        cells = [cell for row in book.get_sheet_by_index(1).to_python() for cell in row]
        assert "=1+1" in cells and "<b>&" in cells


def test_only_those_of_the_unit_may_fetch_it_and_a_refusal_is_logged(inline: InlineDatabase) -> None:
    inline.write_now(a_town)
    boss = inline.read_now(the_person, "boss")
    paths = {unit.path: unit.id for unit in inline.read_now(storage.units.everything)}
    for path, may in (("县/甲镇", True), ("县/甲镇/一村", True), ("县/乙镇", False), ("县", False)):
        args = {"unit": paths[path], "year": 2026}
        found = inline.read_now(year_report_document, boss.id, args, "en", COUNTY, NOW)
        assert (found is not None) == may
    chat = Chat(inline, COUNTY, NOW, channel="web", address=f"web-{boss.id}")
    assert "2026 甲镇" in str(chat.commands("report")) + str(chat.bubbles[-1].rows)
    chat.taps("year:2026:")
    document = chat.bubbles[-1].document
    assert document is not None and document.name == "年度学习报表 2026 甲镇.xlsx"
    assert "职权范围" in chat.tap(f"year:2026:{paths['县/乙镇']}")
    refused = inline.read_now(lambda tx: tx.all("SELECT unit_id FROM audit_entry WHERE action = 'refused'"))
    assert [row["unit_id"] for row in refused] == [paths["县/乙镇"]]
