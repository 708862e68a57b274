"""The office runs the year from the chat: what is in the plan, a date moved, a reading added, an item taken back."""

from __future__ import annotations

import pytest
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
    take_in_small_content,
    the_person,
)

import storage.assignments
import storage.grants
import storage.plan_changes
import storage.units
from bot.conversation.incoming import Chose
from scheduler import jobs
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import readings
from study.rules.settings import AudienceSpec

COUNTY = small_county(plan=(plan_item("11-02", "11-30", quiz=PLAN_QUIZ),))
NOW = at("2026-11-23 10:00")


def unit_id(tx: Transaction, path: str) -> int:
    unit = storage.units.by_path(tx, path)
    assert unit is not None
    return unit.id


def an_admin(db: InlineDatabase, path: str = "县", staff_no: str = "9", county: object = COUNTY) -> Chat:
    person = db.write_now(a_person, staff_no, path, channel="telegram", joined_on="2026-11-23")
    unit = db.read_now(unit_id, path)
    db.write_now(storage.grants.put, person.id, "admin", unit, None, NOW)
    return Chat(db, county, NOW, address=f"telegram-{person.id}")  # type: ignore[arg-type]


@pytest.fixture
def office(inline: InlineDatabase) -> Chat:
    """The chat of the county's administrator; three cadres in two towns have the item, one more has the reading."""
    inline.write_now(take_in_small_content)
    inline.write_now(a_person, "1", "县/甲镇/一村", rank_category="village")
    inline.write_now(a_person, "2", "县/甲镇")
    inline.write_now(a_person, "3", "县/乙镇")
    inline.write_now(open_and_enrol, COUNTY, at("2026-11-02 09:00"))
    return an_admin(inline)


async def tick(chat: Chat) -> None:
    await jobs.enrol(chat.db, COUNTY, chat.now)
    await jobs.change_plan(chat.db, COUNTY, chat.now)


def due(chat: Chat, staff_no: str) -> str:
    share = chat.db.read_now(lambda tx: share_of(tx, the_person(tx, staff_no)))
    return str(COUNTY.local_day(share.due_at))


def refusals(chat: Chat) -> list[int]:
    rows = chat.db.read_now(lambda tx: tx.all("SELECT unit_id FROM audit_entry WHERE action = 'refused'"))
    return [row["unit_id"] for row in rows]


def test_the_plan_says_what_is_due_when_for_whom_and_how_far_it_is(office: Chat) -> None:
    text = office.commands("plan")
    assert "2026 年学习计划" in text
    assert f"《{FIRE} 读本》 · 进行中" in text
    assert "11月2日 周一 开放，11月30日 周一 截止" in text
    assert "县的全体人员" in text and "测验 5 题，答对 60% 通过" in text
    assert "已完成 0/3 人" in text
    assert "已完成 0/2 人" in an_admin(office.db, "县/甲镇", "8").says("计划")


def test_in_english_it_says_the_same(office: Chat) -> None:
    office.does(Chose("set:lang:en"))
    text = office.commands("plan")
    assert f"{FIRE} 读本 in English · open" in text and "Done: 0 of 3" in text


async def test_a_date_is_moved_for_a_town_with_exact_numbers_and_only_once(office: Chat) -> None:
    town = office.db.read_now(unit_id, "县/甲镇")
    office.commands("plan")
    office.taps("plan:item")
    office.taps("plandue:start")
    office.taps("plandue:to:in:0")
    office.taps(f"plandue:to:in:{town}")
    office.taps(f"plandue:to:unit:{town}")
    assert "什么原因" in office.says("12月31日")
    card = office.taps("plandue:why:season")
    assert "11月30日 周一 → 12月31日 周四" in card
    assert "甲镇及下属 2 个单位" in card and "2 人未完成" in card and "农忙时节" in card
    tap = Chose(office.data("plandue:ok"))
    assert "正在修改" in office._text(office.does(tap))
    assert office.does(tap) == [] and office.notice is not None
    assert "正在改截止日期：甲镇" in office.taps("plan:item")
    assert due(office, "1") == "2026-12-01"
    await tick(office)
    assert [due(office, number) for number in "123"] == ["2027-01-01", "2027-01-01", "2026-12-01"]
    assert "改过截止日期：甲镇 → 12月31日 周四（农忙时节）" in office.taps("plan:item")
    assert "11月30日 周一 截止" in office.commands("plan")


async def test_the_administrator_of_all_moves_it_for_all(office: Chat) -> None:
    office.db.write_now(lambda tx: readings.complete_reading(tx, the_person(tx, "3").id, FIRE, COUNTY, NOW))
    office.commands("plan")
    office.taps("plan:item")
    office.taps("plandue:start")
    office.taps("plandue:to:all")
    office.taps("plandue:day:2026-12-14")
    card = office.says("县里另有会议")
    assert "全部单位" in card and "3 人未完成" in card and "县里另有会议" in card
    office.taps("plandue:ok")
    await tick(office)
    assert [due(office, number) for number in "123"] == ["2026-12-15"] * 3
    assert "12月14日 周一 截止" in office.commands("plan")


def test_the_unit_above_all_others_is_everybody(office: Chat) -> None:
    office.commands("plan")
    office.taps("plan:item")
    office.taps("plandue:start")
    office.taps("plandue:to:in:0")
    assert "全部单位" in office.taps(f"plandue:to:unit:{office.db.read_now(unit_id, '县')}")


def test_a_town_may_not_move_it_for_all_nor_for_its_neighbour(office: Chat) -> None:
    town = an_admin(office.db, "县/甲镇", "8")
    county, neighbour = (office.db.read_now(unit_id, path) for path in ("县", "县/乙镇"))
    town.commands("plan")
    town.taps("plan:item")
    assert not town.offers("planoff")
    town.taps("plandue:start")
    assert not town.offers("plandue:to:all")
    for data in ("plandue:to:all", f"plandue:to:unit:{neighbour}", f"plandue:to:in:{county}:0"):
        assert "职权" in town._text(town.does(Chose(data)))
    key = town.data("plandue:start").rsplit(":", 1)[1]
    assert "职权" in town._text(town.does(Chose(f"planoff:start:{key}")))
    assert refusals(office) == [county, neighbour, county, county]


def test_whoever_runs_no_plan_is_refused_at_every_door(office: Chat) -> None:
    learner = Chat(office.db, COUNTY, NOW, channel="web", address="web-1")
    assert "职权" in learner.commands("plan")
    for data in ("plan:item:1", "plandue:start:1", "planoff:start:1", "planadd:start", "planadd:to:all"):
        assert "职权" in learner._text(learner.does(Chose(data)))
    assert len(refusals(office)) == 6
    for data in ("plandue:ok", "planoff:ok"):
        assert learner.does(Chose(data)) == [] and learner.notice is not None


def test_a_grant_that_ended_meanwhile_moves_nothing(office: Chat) -> None:
    office.commands("plan")
    office.taps("plan:item")
    office.taps("plandue:start")
    office.taps("plandue:to:all")
    office.taps("plandue:day:2026-12-14")
    office.taps("plandue:why:task")
    me = office.db.read_now(the_person, "9")
    office.db.write_now(storage.grants.remove, me.id, "admin", me.unit_id)
    assert office.taps("plandue:ok") == "" and office.notice is not None
    assert office.db.read_now(storage.plan_changes.to_run) == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [("后天吧", "没有看懂"), ("11月1日", "已经过去"), ("2029-01-01", "太远"), ("11月30日", "没有要改的")],
)
def test_a_day_that_does_not_do_is_asked_for_again(office: Chat, typed: str, says: str) -> None:
    office.commands("plan")
    office.taps("plan:item")
    office.taps("plandue:start")
    office.taps("plandue:to:all")
    assert says in office.says(typed)
    assert "什么原因" in office.says("12月14日")


def test_words_typed_before_a_unit_is_chosen_are_not_a_day(office: Chat) -> None:
    office.commands("plan")
    office.taps("plan:item")
    office.taps("plandue:start")
    assert "给谁改" in office.says("12月14日")


async def test_an_item_is_taken_back_after_its_reason(office: Chat) -> None:
    office.commands("plan")
    office.taps("plan:item")
    assert "3 人未完成，不再要求；已完成的 0 人" in office.taps("planoff:start")
    assert "不再要求" in office.taps("planoff:why:mistake")
    tap = Chose(office.data("planoff:ok"))
    assert "正在撤下" in office._text(office.does(tap))
    assert office.does(tap) == []
    await tick(office)
    text = office.commands("plan")
    assert "已撤下" in text and "不再布置" in text
    for number in "123":
        person = office.db.read_now(the_person, number)
        assert office.db.read_now(storage.assignments.open_of_person, person.id) == []


async def test_a_reading_is_added_with_a_quiz_for_a_rank(office: Chat) -> None:
    office.commands("plan")
    office.taps("planadd:start")
    office.taps("planadd:read")
    office.taps("planadd:to:ranks")
    assert "开放" in office.taps("planadd:to:rank:village")
    assert "或以后的日期" in office.says("下个月吧")
    assert "哪天截止" in office.says("2027-01-04")
    office.says("2027-03-31")
    card = office.taps("planadd:quiz:5")
    assert f"布置《{FLOOD} 读本》" in card
    assert "1月4日 周一 开放，3月31日 周三 截止" in card
    assert "县的村干部" in card and "共 1 个单位，1 人" in card and "测验 5 题" in card
    tap = Chose(office.data("planadd:ok"))
    assert "已经列入计划" in office._text(office.does(tap))
    assert office.does(tap) == []
    office.now = at("2027-01-04 09:00")
    await tick(office)
    village = office.db.read_now(the_person, "1")
    other = office.db.read_now(the_person, "2")
    names = [
        [share.name for share in office.db.read_now(storage.assignments.of_person, person.id)]
        for person in (village, other)
    ]
    assert names == [[FIRE, FLOOD], [FIRE]]


def test_a_reading_without_a_bank_is_added_without_a_quiz_by_taps_alone(office: Chat) -> None:
    office.db.write_now(lambda tx: tx.run("UPDATE question_bank SET is_current = 0"))
    office.commands("plan")
    office.taps("planadd:start")
    office.taps("planadd:read")
    office.taps("planadd:to:all")
    office.taps("planadd:opens:2026-11-24")
    card = office.taps("planadd:due:2026-12-24")
    assert "只阅读，不测验" in card and "共 4 个单位，4 人" in card
    office.taps("planadd:ok")
    assert "都已经在今年的计划里" in office.taps("planadd:start")


def test_a_town_adds_a_reading_for_itself_and_its_neighbour_does_not_see_it(office: Chat) -> None:
    town = an_admin(office.db, "县/甲镇", "8")
    town.commands("plan")
    town.taps("planadd:start")
    town.taps("planadd:read")
    town.taps("planadd:to:all")
    town.taps("planadd:opens:2026-11-23")
    town.taps("planadd:due:2026-12-23")
    assert "共 2 个单位，3 人" in town.taps("planadd:quiz:0")
    town.taps("planadd:ok")
    assert f"{FLOOD} 读本" in town.commands("plan") and f"{FLOOD} 读本" in office.commands("plan")
    assert town.taps("plan:item:2") and town.offers("planoff")
    neighbour = an_admin(office.db, "县/乙镇", "7")
    assert f"{FLOOD} 读本" not in neighbour.commands("plan")
    assert neighbour.does(Chose("plan:item:2")) == [] and neighbour.notice is not None


def test_an_item_not_open_yet_and_one_never_opened_are_in_the_list(inline: InlineDatabase) -> None:
    county = small_county(
        plan=(
            plan_item("12-01", "12-31", name="later", audience=AudienceSpec(units=("县/甲镇",))),
            plan_item("03-01", "06-30", reading=FLOOD, name="earlier"),
        )
    )
    inline.write_now(take_in_small_content)
    inline.write_now(a_person, "1", "县/甲镇")
    chat = an_admin(inline, county=county)
    text = chat.commands("plan")
    assert "未开放" in text and "今年未开放" in text and "甲镇的全体人员" in text
    items = [button.data for row in chat.bubbles[-1].rows for button in row if "plan:item" in button.data]
    chat.does(Chose(items[0]))
    chat.taps("plandue:start")
    chat.taps("plandue:to:all")
    chat.says("12月31日")
    assert "确认后马上开放：2 个单位，2 人" in chat.says("补上半年的课")
    assert "进行中" in chat.taps("plandue:ok")
    chat.does(Chose(items[1]))
    chat.taps("plandue:start")
    chat.taps("plandue:to:all")
    chat.says("2027-01-31")
    assert "12月1日 周二 才开放" in chat.says("年终工作忙")
    assert "1月31日 周日 截止" in chat.taps("plandue:ok")
    assert inline.read_now(storage.plan_changes.to_run) == []


def test_what_was_begun_may_be_left(office: Chat) -> None:
    office.commands("plan")
    office.taps("plan:item")
    office.taps("plandue:start")
    assert "没有改动" in office.taps("plan:no")
    assert office.taps("plandue:to:all") == ""
