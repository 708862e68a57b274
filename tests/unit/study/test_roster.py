"""Importing a roster: what is added, changed, left alone and refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from fakes.county import small_county

import storage.audit_log
import storage.people
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import permissions
from study.permissions import Scope
from study.roster import RosterDifference, apply_import, plan_import
from study.roster_files import export_rows, read_roster, write_table

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
EVERYTHING = Scope(everything=True)
COUNTY = small_county()


def imported(
    tx: Transaction, text: str | bytes, name: str = "roster.csv", actor: int | None = None
) -> RosterDifference:
    file = read_roster(name, text.encode() if isinstance(text, str) else text)
    assert not file.refused
    difference = plan_import(tx, file.rows, today=TODAY, actor=actor)
    apply_import(tx, difference, actor=actor, county=COUNTY, now=NOW)
    return difference


def reasons(difference: RosterDifference) -> list[tuple[int, str]]:
    return [(refused.row, refused.reason) for refused in difference.refused]


def export(tx: Transaction) -> list[list[str]]:
    return export_rows(tx, EVERYTHING, "zh-Hans")


FIRST = """工号,姓名,单位,职级类别,角色,管理单位,标签,语言,电话,加入日期,离开日期
1001,林青,青禾县/教育局,领导,督学,,骨干、妇女,中文,+86 571,2020-01-02,
1002,"=SUM(A1)<b>&",青禾县/教育局/一小,村干,,,,英文,,2021/3/4,2026年5月6日
1003,石磊,青禾县,中层,管理员、教员,青禾县,,,,,
"""


async def test_a_roster_becomes_people_units_tags_and_grants(database: Database) -> None:
    difference = await database.write(imported, FIRST)
    assert (len(difference.added), difference.refused) == (3, ())
    first = await database.read(storage.people.by_staff_no, "1001")
    assert first is not None
    assert (first.unit_path, first.rank_category, first.joined_on) == (
        "青禾县/教育局",
        "leader",
        date(2020, 1, 2),
    )
    assert (first.language, first.daily_hour, first.phone, first.left_on) == (
        "zh-Hans",
        "08:30",
        "+86 571",
        None,
    )
    assert await database.read(storage.people.tags, first.id) == ("妇女", "骨干")
    assert await database.read(permissions.roles, first.id, TODAY) == {"learner", "supervisor"}
    second = await database.read(storage.people.by_staff_no, "1002")
    assert second is not None
    assert (second.name, second.language, second.left_on) == ("=SUM(A1)<b>&", "en", date(2026, 5, 6))
    third = await database.read(storage.people.by_staff_no, "1003")
    assert third is not None and third.joined_on == TODAY
    assert await database.read(permissions.roles, third.id, TODAY) == {"learner", "admin", "instructor"}
    assert await database.read(storage.people.count, TODAY) == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_what_is_exported_comes_back_without_a_change(
    inline: InlineDatabase, kind: str, language: str
) -> None:
    inline.write_now(imported, FIRST)
    before = inline.read_now(export)
    file = write_table(f"out.{kind}", inline.read_now(export_rows, EVERYTHING, language))
    difference = inline.write_now(imported, file, f"out.{kind}")
    assert (difference.added, difference.changed, difference.unchanged) == ((), (), 3)
    assert inline.read_now(export) == before


def test_an_absent_row_is_no_removal_and_an_absent_column_no_change(inline: InlineDatabase) -> None:
    inline.write_now(imported, FIRST)
    difference = inline.write_now(imported, "staff_no,name,unit,phone\n1001,林青,青禾县/财政局,\n")
    [changed] = difference.changed
    assert [(change.field, change.before, change.after) for change in changed.changes] == [
        ("unit", "青禾县/教育局", "青禾县/财政局"),
        ("phone", "+86 571", ""),
    ]
    assert inline.read_now(storage.people.tags, changed.person.id) == ("妇女", "骨干")
    assert len(inline.read_now(storage.people.everyone)) == 3


def test_a_role_left_out_of_the_file_is_not_taken_away(inline: InlineDatabase) -> None:
    inline.write_now(imported, FIRST)
    difference = inline.write_now(imported, "工号,姓名,单位,角色\n1001,林青,青禾县/教育局,\n")
    assert (difference.changed, difference.unchanged) == ((), 1)


def test_a_role_over_the_own_unit_moves_with_its_person(inline: InlineDatabase) -> None:
    inline.write_now(imported, "工号,姓名,单位,角色\n1,张三,县/甲,督学\n2,李四,县/甲,督学@县/甲\n")
    inline.write_now(imported, "工号,姓名,单位,角色\n1,张三,县/乙,督学\n2,李四,县/乙,督学@县/甲\n")
    rows = {row[0]: row[2:6] for row in inline.read_now(export)}
    assert rows["1"] == ["县/乙", "一般", "督学", ""]
    assert rows["2"] == ["县/乙", "一般", "督学", "县/甲"]
    moved = inline.read_now(storage.people.by_staff_no, "1")
    assert moved is not None
    actions = [entry["action"] for entry in inline.read_now(storage.audit_log.of_person, moved.id)]
    assert actions == ["roster_add", "grant", "transfer", "revoke", "grant"]


def test_numbers_are_made_once_for_rows_without_one(inline: InlineDatabase) -> None:
    rows = "姓名,单位\n张 三,青禾县/甲乡\n李四,青禾县/甲乡\n张三,青禾县/乙乡\n"
    first = inline.write_now(imported, rows)
    assert [added.staff_no for added in first.added] == ["G00001", "G00002", "G00003"]
    again = inline.write_now(imported, rows + "王五,青禾县/甲乡\n")
    assert ([added.staff_no for added in again.added], again.unchanged) == (["G00004"], 3)


def test_namesakes_without_numbers_are_refused(inline: InlineDatabase) -> None:
    inline.write_now(imported, "工号,姓名,单位\n1,张三,甲\n2,张三,甲\n")
    assert reasons(inline.write_now(imported, "姓名,单位\n张三,甲\n")) == [(2, "namesakes")]
    difference = inline.write_now(imported, "工号,姓名,单位\n,李四,甲\n3,李四,甲\n")
    assert reasons(difference) == [(2, "same_name_in_file")]
    assert [added.staff_no for added in difference.added] == ["3"]


def test_a_staff_number_given_twice_is_refused_and_names_the_first_row(inline: InlineDatabase) -> None:
    difference = inline.write_now(imported, "工号,姓名,单位\n1,张三,甲\n1,李四,甲\n")
    assert [(refused.row, refused.column, refused.text) for refused in difference.refused] == [
        (3, "staff_no", "2")
    ]


def test_leaving_before_joining_is_refused(inline: InlineDatabase) -> None:
    difference = inline.write_now(imported, "姓名,单位,加入日期,离开日期\n张三,甲,2024-03-01,2024-02-01\n")
    assert reasons(difference) == [(2, "left_before_joining")]


def test_supervised_units_must_be_known_and_unambiguous(inline: InlineDatabase) -> None:
    people = ["甲一,县/甲/办公室,督学,甲", "乙一,县/乙/办公室,督学,办公室", "丙一,县/乙,督学,没有"]
    rows = "\n".join(["姓名,单位,角色,管理单位", *people])
    difference = inline.write_now(imported, rows)
    assert reasons(difference) == [(3, "ambiguous_supervised_unit"), (4, "unknown_supervised_unit")]
    assert difference.added[0].grants == (("supervisor", "县/甲"),)


def test_an_export_never_widens_a_grant(inline: InlineDatabase) -> None:
    inline.write_now(imported, "工号,姓名,单位\n1,张三,县/甲\n2,李四,县/乙\n")
    for role, unit, expires_on in (
        ("instructor", "县", None),
        ("supervisor", "县/甲", None),
        ("admin", "县", date(2026, 12, 31)),
    ):
        inline.write_now(
            permissions.grant, None, "1", role, unit, expires_on=expires_on, now=NOW, today=TODAY
        )
    rows = inline.read_now(export)
    assert rows[2][4:6] == ["教员@县、督学@县/甲", ""]
    difference = inline.write_now(imported, write_table("out.csv", rows))
    assert (difference.changed, difference.unchanged) == ((), 2)


def test_newcomers_reopen_the_enrolment_of_the_running_plan(inline: InlineDatabase) -> None:
    def open_assignments(tx: Transaction) -> None:
        for name, due in (("running", NOW.replace(year=2027)), ("past", NOW.replace(year=2025))):
            tx.run(
                "INSERT INTO assignment (kind, name, occurrence, audience_json, opens_at, due_at,"
                " enrolled_at, enrol_cursor) VALUES ('plan', :name, '2026', '{}', :due, :due, :due, 9)",
                name=name,
                due=due,
            )

    def still_enrolling(tx: Transaction) -> list[str]:
        return [row["name"] for row in tx.all("SELECT name FROM assignment WHERE enrolled_at IS NULL")]

    inline.write_now(imported, "工号,姓名,单位\n1,张三,甲\n")
    inline.write_now(open_assignments)
    inline.write_now(imported, "工号,姓名,单位,电话\n1,张三,甲,110\n")
    assert inline.read_now(still_enrolling) == []
    inline.write_now(imported, "工号,姓名,单位\n1,张三,乙\n")
    assert inline.read_now(still_enrolling) == ["running"]


def test_every_change_is_in_the_audit_log(inline: InlineDatabase) -> None:
    inline.write_now(imported, FIRST)
    inline.write_now(imported, "工号,姓名,单位,离开日期\n1001,林青,青禾县/教育局,2026-11-30\n")
    person = inline.read_now(storage.people.by_staff_no, "1001")
    assert person is not None
    entries = inline.read_now(storage.audit_log.of_person, person.id)
    assert [entry["action"] for entry in entries] == ["roster_add", "grant", "roster_change"]
    assert {entry["actor"] for entry in entries} == {"command line"}
    assert (entries[2]["before_json"], entries[2]["after_json"]) == (
        {"left_on": None},
        {"left_on": "2026-11-30"},
    )


def test_an_admin_of_one_unit_imports_only_there(inline: InlineDatabase) -> None:
    inline.write_now(imported, "工号,姓名,单位,角色,管理单位\n1,张三,县/甲,管理员,县/甲\n2,李四,县/乙,,\n")
    admin = inline.read_now(storage.people.by_staff_no, "1")
    assert admin is not None
    file = read_roster(
        "r.csv",
        "工号,姓名,单位,角色,管理单位\n3,王五,县/甲/新科,督学,\n4,赵六,县/乙,,\n2,李四,县/甲,,\n"
        "5,孙七,县/甲,督学,县/乙\n".encode(),
    )
    difference = inline.read_now(plan_import, file.rows, today=TODAY, actor=admin.id)
    assert [added.staff_no for added in difference.added] == ["3"]
    assert reasons(difference) == [(3, "outside_scope"), (4, "outside_scope"), (5, "grant_not_allowed")]


async def test_units_know_all_that_lies_below_them(database: Database) -> None:
    known = await database.write(storage.units.ensure, ["县/甲/一科", "县/乙"])
    assert set(known) == {"县", "县/甲", "县/甲/一科", "县/乙"}
    again = await database.write(storage.units.ensure, ["县/甲/一科"])
    assert again["县/甲/一科"] == known["县/甲/一科"]
    above = await database.read(storage.units.ancestors, known["县/甲/一科"].id)
    assert sorted(above) == sorted(known[path].id for path in ("县", "县/甲", "县/甲/一科"))
    below = await database.read(storage.units.descendants, known["县/甲"].id)
    assert below == sorted([known["县/甲"].id, known["县/甲/一科"].id])
    assert [unit.path for unit in await database.read(storage.units.children, known["县"].id)] == [
        "县/乙",
        "县/甲",
    ]


async def test_settings_of_one_person_are_set_by_name(database: Database) -> None:
    await database.write(imported, FIRST)
    person = await database.read(storage.people.by_staff_no, "1001")
    assert person is not None
    await database.write(storage.people.update, person.id, large_text=True, paused_until_on=TODAY)
    changed = await database.read(storage.people.by_id, person.id)
    assert changed is not None and (changed.large_text, changed.paused_until_on) == (True, TODAY)
    with pytest.raises(ValueError, match="staff_no"):
        await database.write(storage.people.update, person.id, staff_no="x")
