"""The office keeps its roster from the chat: finding, adding, changing, moving, ending."""

from __future__ import annotations

from datetime import date

import pytest
from fakes.chat import Chat
from fakes.county import (
    a_person,
    at,
    open_and_enrol,
    plan_item,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.audit_log
import storage.grants
import storage.people
import storage.units
from bot.conversation.desk import roster
from bot.conversation.documents import DOCUMENTS
from storage.inline import InlineDatabase
from storage.transaction import Transaction

NOW = at("2026-11-23 10:00")
TODAY = date(2026, 11, 23)
COUNTY = small_county(plan=(plan_item("11-02", "11-30"),))


def make_admin(tx: Transaction, person_id: int, unit: str, role: str = "admin") -> None:
    unit_id = storage.units.ensure(tx, [unit])[unit].id
    storage.grants.put(tx, person_id, role, unit_id, None, NOW)


@pytest.fixture
def office(inline: InlineDatabase) -> Chat:
    """The chat of the admin of 县/甲镇, where four people are; one of them in 一村. One more is in 乙镇."""
    inline.write_now(take_in_small_content)
    boss = inline.write_now(a_person, "9", "县/甲镇", channel="telegram", name="主任")
    inline.write_now(a_person, "1", "县/甲镇", name="王喆", tags=("党员",))
    inline.write_now(a_person, "2", "县/甲镇", name="王<b>&", channel=None)
    inline.write_now(a_person, "3", "县/甲镇/一村", name="李四")
    inline.write_now(a_person, "4", "县/甲镇", name="旧人", left_on="2026-03-01")
    inline.write_now(a_person, "5", "县/乙镇", name="王五")
    inline.write_now(make_admin, boss.id, "县/甲镇")
    inline.write_now(open_and_enrol, COUNTY, at("2026-11-10 10:00"))
    return Chat(inline, COUNTY, NOW, address=f"telegram-{boss.id}")


def person(office: Chat, staff_no: str) -> storage.people.Person:
    return office.db.read_now(the_person, staff_no)


def entries(office: Chat, staff_no: str) -> list[str]:
    return [
        each["action"]
        for each in office.db.read_now(storage.audit_log.of_person, person(office, staff_no).id)
    ]


def test_the_home_card_counts_ones_own_units_alone(office: Chat) -> None:
    text = office.commands("roster")
    assert text.splitlines() == [
        "名册 · 甲镇",
        "在册 4 人，3 个单位",
        "已加入 3 人，尚未联系上 1 人",
        "今年离任 1 人",
    ]
    office.db.write_now(
        storage.grants.put,
        person(office, "1").id,
        "supervisor",
        person(office, "1").unit_id,
        date(2026, 12, 20),
        NOW,
    )
    assert "1 项授权 30 天内到期" in office.says("名册")


def test_people_are_found_by_part_of_a_name_number_or_unit(office: Chat) -> None:
    office.commands("roster")
    office.taps("roster:find")
    text = office.says("王")
    labels = [button.label for row in office.bubbles[-1].rows for button in row]
    assert "找到 2 人" in text
    assert labels[:2] == ["王喆 · 甲镇 · 1", "王<b>& · 甲镇 · 2"]
    assert "李四（3）" in office.says("李四 一村")
    assert "王喆（1）" in office.says("1")
    assert "没有找到“王五”" in office.says("王五")
    assert "没有找到“5”" in office.says("5")
    assert "没有找到“%”" in office.says("%")


def test_a_long_list_is_paged(office: Chat) -> None:
    for number in range(20, 30):
        office.db.write_now(a_person, str(number), "县/甲镇", name=f"赵{number}", channel=None)
    office.commands("roster")
    office.taps("roster:find")
    office.says("赵")
    assert office.offers("roster:found:1")
    office.taps("roster:found:1")
    labels = [button.label for row in office.bubbles[-1].rows for button in row]
    assert "赵29 · 甲镇 · 29" in labels
    assert len(office.bubbles[-1].rows) <= 9


def open_card(office: Chat, words: str) -> str:
    office.commands("roster")
    office.taps("roster:find")
    return office.says(words)


def test_a_card_says_what_the_roster_says(office: Chat) -> None:
    text = open_card(office, "王喆")
    assert "王喆（1）" in text and "单位：县/甲镇" in text and "标签：党员" in text
    assert "接通" in text
    assert "还没有接通过" in open_card(office, "2")
    gone = open_card(office, "旧人")
    assert "2026-03-01 离任" in gone and office.offers("roster:move:return") and not office.offers("code:")


@pytest.mark.parametrize(
    ("what", "typed", "column", "value"),
    [
        ("name", "王 喆", "name", None),
        ("name", "王<i>喆", "name", "王<i>喆"),
        ("phone", "13800000000", "phone", "13800000000"),
    ],
)
def test_a_change_is_confirmed_first_and_once(
    office: Chat, what: str, typed: str, column: str, value: str | None
) -> None:
    open_card(office, "1")
    before = getattr(person(office, "1"), column)
    office.taps(f"roster:change:{what}")
    asked = office.says(typed)
    if value is None:
        assert "已经是这样" in asked
        return
    assert typed in asked
    assert getattr(person(office, "1"), column) == before
    assert "已更改" in office.taps("roster:set:yes")
    assert getattr(person(office, "1"), column) == value
    assert entries(office, "1") == ["roster_change"]
    office.taps("roster:set:yes")
    assert office.notice is not None and entries(office, "1") == ["roster_change"]


def test_rank_and_tags_are_changed_by_button_and_by_words(office: Chat) -> None:
    open_card(office, "1")
    office.taps("roster:change:rank_category")
    assert "一般 → 领导" in office.taps("roster:set:is:leader")
    office.taps("roster:set:yes")
    assert person(office, "1").rank_category == "leader"
    office.taps("roster:change:tags")
    assert "党员 → 网格员、驻村" in office.says("驻村，网格员")
    office.taps("roster:set:yes")
    assert office.db.read_now(storage.people.tags, person(office, "1").id) == ("网格员", "驻村")


def test_what_does_not_fit_is_said_and_asked_again(office: Chat) -> None:
    open_card(office, "1")
    office.taps("roster:change:phone")
    assert "身份证号" in office.says("110101199001011234")
    assert "13900000000" in office.says("13900000000")
    office.taps("roster:set:yes")
    assert person(office, "1").phone == "13900000000"


def test_somebody_new_gets_a_number(office: Chat) -> None:
    office.commands("roster")
    office.taps("roster:add")
    office.says("孙六")
    office.says("甲镇")
    office.taps("roster:new:rank:village")
    assert "孙六（G00001）" in office.taps("roster:new:number")
    assert "孙六（G00001）" in office.taps("roster:new:yes")
    added = person(office, "G00001")
    assert (added.name, added.unit_path, added.rank_category) == ("孙六", "县/甲镇", "village")
    assert entries(office, "G00001") == ["roster_add"]
    office.taps("roster:new:yes")
    assert office.notice is not None


def test_a_namesake_and_a_taken_number_are_pointed_out(office: Chat) -> None:
    office.commands("roster")
    office.taps("roster:add")
    office.says("王喆")
    office.says("甲镇")
    office.taps("roster:new:rank:ordinary")
    assert "已经有一位王喆" in office.taps("roster:new:number")
    assert "已经有人用了" in office.says("2")
    text = office.says("77")
    assert "同单位还有一位王喆（1）" in text
    office.taps("roster:new:yes")
    assert person(office, "77").name == "王喆"


def test_a_unit_beyond_the_grant_is_refused(office: Chat) -> None:
    office.commands("roster")
    office.taps("roster:add")
    office.says("孙六")
    assert "不在您的管辖范围内" in office.says("乙镇")
    assert "没有找到" in office.says("丙镇")
    assert office.offers("roster:new:no")


def test_a_transfer_says_what_follows_and_is_done_once(office: Chat) -> None:
    office.db.write_now(make_admin, person(office, "1").id, "县/甲镇", "supervisor")
    open_card(office, "1")
    office.taps("roster:move:unit")
    office.says("一村")
    office.taps("roster:to:day:2026-11-23")
    text = office.taps("roster:to:why:posted")
    assert "由 县/甲镇 调到 县/甲镇/一村" in text and "没有完成的学习任务 1 项" in text
    assert "督学）不会自动变动" in text and person(office, "1").unit_path == "县/甲镇"
    office.taps("roster:to:yes")
    assert person(office, "1").unit_path == "县/甲镇/一村"
    assert entries(office, "1") == ["transfer"]
    office.taps("roster:to:yes")
    assert entries(office, "1") == ["transfer"]


def test_a_transfer_to_come_can_be_cancelled(office: Chat) -> None:
    open_card(office, "1")
    office.taps("roster:move:unit")
    office.says("一村")
    office.says("12-01")
    office.says("轮岗")
    assert "定于 2026-12-01 调往 县/甲镇/一村" in office.taps("roster:to:yes")
    office.taps("roster:move:stay")
    office.says("登记有误")
    assert "已撤销" in office.taps("roster:to:yes")
    assert entries(office, "1") == ["transfer", "cancel_transfer"]


def test_a_transfer_beyond_the_grant_is_refused(office: Chat) -> None:
    open_card(office, "1")
    office.taps("roster:move:unit")
    assert "不在您的管辖范围内" in office.says("乙镇")
    assert person(office, "1").unit_path == "县/甲镇"


def test_leaving_names_what_ends_and_somebody_can_come_back(office: Chat) -> None:
    office.db.write_now(make_admin, person(office, "1").id, "县/甲镇", "supervisor")
    open_card(office, "1")
    office.taps("roster:move:leave")
    office.taps("roster:to:day:2026-11-23")
    text = office.taps("roster:to:why:out")
    assert "学习任务 1 项" in text and "督学 县/甲镇" in text
    office.taps("roster:to:yes")
    assert person(office, "1").has_left(TODAY)
    assert not office.db.read_now(storage.grants.in_force, person(office, "1").id, TODAY)
    office.taps("roster:move:return")
    office.says("重新到岗")
    office.taps("roster:to:yes")
    assert person(office, "1").left_on is None
    assert entries(office, "1") == ["leaving", "revoke", "return"]


def test_nobody_enters_the_own_leaving(office: Chat) -> None:
    open_card(office, "9")
    assert "由另一位管理员" in office.taps("roster:move:leave")
    assert person(office, "9").left_on is None


def test_the_files_hold_ones_own_units_alone(office: Chat) -> None:
    office.commands("roster")
    office.taps("roster:file")
    office.taps("roster:export")
    document = office.bubbles[-1].document
    assert document is not None and document.name.endswith(".xlsx")
    boss, other = person(office, "9").id, person(office, "5").id
    [sheet] = office.db.read_now(DOCUMENTS[document.kind], boss, document.args, "zh-Hans", COUNTY, NOW) or ()
    names = {row[1] for row in sheet.rows[1:]}
    assert names == {"主任", "王喆", "王<b>&", "李四", "旧人"}
    for kind in (roster.EXPORT, roster.TEMPLATE):
        assert office.db.read_now(DOCUMENTS[kind], other, {}, "zh-Hans", COUNTY, NOW) is None


def test_help_names_what_an_admin_has(office: Chat) -> None:
    assert "审计 ——" in office.commands("help")
    office.db.write_now(storage.grants.remove, person(office, "9").id, "admin", person(office, "9").unit_id)
    assert "审计 ——" not in office.commands("help")


def test_a_grant_that_ends_takes_the_buttons_along(office: Chat) -> None:
    open_card(office, "1")
    office.taps("roster:change:name")
    office.db.write_now(storage.grants.remove, person(office, "9").id, "admin", person(office, "9").unit_id)
    assert "职权范围" in office.says("别名")
    assert "职权范围" in office.taps("roster:change:name")
    assert person(office, "1").name == "王喆"
    refused = office.db.read_now(storage.audit_log.search, storage.audit_log.Search(actions=("refused",)), 10)
    assert {entry.actor for entry in refused} == {f"person:{person(office, '9').id}"}
