"""An instructor pushes: what, whom, when, until when, one card to confirm; in both languages, within the own units."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes.chat import SHAPES, Chat, _words
from fakes.county import FIRE, FLOOD, a_person, at, small_county, the_person
from fakes.pushing import (
    an_instructor,
    begin,
    deliver,
    grant,
    messages,
    openings,
    share,
    some_people,
    the_push,
    tick,
)

import storage.claims
import storage.grants
import storage.leaves
import storage.people
import storage.units
from bot.conversation.desk.push_what import token
from bot.conversation.incoming import Chose
from bot.conversation.rendering import render
from storage.inline import InlineDatabase
from study import readings

COUNTY = small_county()
NOW = at("2026-11-23 10:00")  # a Monday


@pytest.fixture
def teacher(inline: InlineDatabase) -> Chat:
    some_people(inline)
    return an_instructor(inline, COUNTY, NOW)


def a_whole_bank(chat: Chat) -> str:
    chat.commands("push")
    chat.taps("push:new:quiz")
    chat.tap(f"push:bank:{FIRE}")
    return chat.taps("push:n:0")


def confirmed(chat: Chat) -> str:
    """A whole bank to everybody, now, for two days: the card to confirm."""
    a_whole_bank(chat)
    chat.taps("push:to:all")
    chat.taps("push:at:now")
    return chat.taps("push:close:48h")


async def test_a_quiz_is_pushed_in_eight_taps_and_answered(teacher: Chat) -> None:
    assert "推送" in teacher.commands("push") and not teacher.offers("push:same")
    assert "用哪个题库" in teacher.taps("push:new:quiz")
    assert "共 10 题" in teacher.taps(f"push:bank:{token(FIRE)}")
    assert "推送给谁" in teacher.taps("push:n:0")
    assert "什么时候推送" in teacher.taps("push:to:all")
    assert "什么时候截止" in teacher.taps("push:at:now")
    card = teacher.taps("push:close:48h")
    assert "以甲镇的名义推送" in card and "甲镇的全体人员" in card
    assert f"测验：《{FIRE}》，全部题目" in card
    assert "共 5 人，3 个单位" in card and "1 人还没有联系上" in card
    assert "现在 4 人" in card and "一分钟内发完" in card
    assert "11月25日 周三 10:00 截止" in card
    sent = teacher.taps("push:ok")
    assert "推送 · 甲镇" in sent and "正在安排发送" in sent
    await tick(teacher.db, COUNTY, NOW)
    assert [row["staff_no"] for row in messages(teacher.db)] == ["1", "2", "4", "9"]
    [opening] = openings(teacher.db)
    assert (opening["kind"], opening["name"], opening["occurrence"]) == (
        "scheduled",
        "push-1",
        "2026-11-23T10:00",
    )
    assert opening["due_at"] == NOW + timedelta(hours=48)
    learner = Chat(teacher.db, COUNTY, NOW, address="telegram-1")
    assert FIRE in learner.commands("today") and FIRE in learner.commands("quiz")
    assert "第 1 题，共 10 题" in learner.taps("quiz:")


def test_the_whole_dialog_in_english(teacher: Chat) -> None:
    teacher.db.write_now(storage.people.update, the_person_id(teacher, "9"), language="en")
    assert "Nobody is written to in quiet hours" in teacher.says("push")
    teacher.taps("push:new:quiz")
    teacher.taps("push:bank")
    assert "To whom?" in teacher.taps("push:n:5")
    assert "thu 20:00" in teacher.taps("push:to:all")
    assert "has passed" in teacher.says("2026-11-20 20:00")
    assert "not understood" in teacher.says("some day")
    assert "When does it close?" in teacher.says("thu 20:00")
    card = teacher.says("11-30")
    assert "5 people in 3 units" in card and "5 drawn for each" in card
    assert "4 Thu 26 Nov 20:00" in card and "Closes Mon 30 Nov 23:59" in card
    assert "It goes out Thu 26 Nov 20:00" in teacher.taps("push:ok")
    assert the_push(teacher.db).starts_at == at("2026-11-26 20:00")


def the_person_id(chat: Chat, staff_no: str) -> int:
    return chat.db.read_now(the_person, staff_no).id


def test_in_the_evening_the_card_says_who_is_told_when(teacher: Chat) -> None:
    teacher.now = at("2026-11-23 21:30")
    card = confirmed(teacher)
    assert "明天 08:30 3 人\n明天 12:30 1 人" in card and "现在" not in card
    teacher.now = at("2026-11-23 12:10")
    assert "今天 12:30 1 人\n今天 14:00 3 人" in confirmed(teacher)


def test_who_may_be_told_now_stands_beside_who_is_told_later(teacher: Chat) -> None:
    """At 12:40 those with the noon hour may be written to, the others after the rest."""
    teacher.now = at("2026-11-23 12:40")
    assert "现在 1 人，今天 14:00 3 人" in confirmed(teacher)


def test_a_quiz_nobody_could_be_told_of_before_it_closes_is_not_sent(teacher: Chat) -> None:
    teacher.now = at("2026-11-27 21:30")  # a Friday evening
    card = confirmed(teacher)
    assert "4 人要到截止以后才方便打扰" in card and "通知不到任何人" in card
    assert not teacher.offers("push:ok") and teacher.offers("push:set:closes")
    assert teacher.does(Chose("push:set:closes")) and "现在" not in teacher.taps("push:close:168h")
    assert teacher.offers("push:ok")


def test_those_on_leave_are_counted_and_left_in_peace(teacher: Chat) -> None:
    day = NOW.date()
    teacher.db.write_now(
        storage.leaves.insert, the_person_id(teacher, "1"), day, day + timedelta(days=3), "病假", NOW
    )
    card = confirmed(teacher)
    assert "1 人请假或暂停提醒" in card and "现在 3 人" in card


def test_a_second_tap_on_send_pushes_nothing_more(teacher: Chat) -> None:
    confirmed(teacher)
    tap = Chose(teacher.data("push:ok"))
    assert "推送 · 甲镇" in teacher._text(teacher.does(tap))
    assert teacher.does(tap) == [] and teacher.notice is not None
    assert len(openings(teacher.db)) == 1


def test_each_part_can_be_changed_on_the_card(teacher: Chat) -> None:
    confirmed(teacher)
    teacher.taps("push:set:whom")
    assert "对象：甲镇带“党员”标签的人员" in "\n".join(
        [teacher.taps("push:to:tags"), teacher.taps("push:to:tag")]
    )
    teacher.taps("push:set:when")
    assert "明天 08:30 1 人" in teacher.taps("push:at:morning")
    teacher.taps("push:set:what")
    teacher.taps("push:new:reading")
    assert "阅读：《" in teacher.taps("push:reading")
    teacher.taps("push:set:closes")
    assert "11月27日 周五 截止" in teacher.taps("push:close:3d")


def test_a_draw_from_two_banks_and_a_number_typed(teacher: Chat) -> None:
    teacher.commands("push")
    teacher.taps("push:new:quiz")
    teacher.taps("push:bank")
    teacher.taps("push:more")
    assert "共 20 题" in teacher.taps("push:bank")
    assert not teacher.offers("push:n:0")
    assert "不超过题库里的题数" in teacher.says("21")
    teacher.says("12")
    teacher.taps("push:to:all")
    teacher.taps("push:at:now")
    assert f"《{FLOOD}、{FIRE}》，每人抽 12 题" in teacher.taps("push:close:24h")
    teacher.taps("push:ok")
    [opening] = openings(teacher.db)
    assert opening["quiz_json"]["draw"] == 12 and set(opening["quiz_json"]["banks"]) == {FIRE, FLOOD}


def test_one_person_is_found_by_name_or_number(teacher: Chat) -> None:
    a_whole_bank(teacher)
    assert "姓名或工号" in teacher.taps("push:one")
    assert "没有找到" in teacher.says("人5")
    assert "找到 5 人" in teacher.says("甲镇")
    assert "是这一位吗" in teacher.says("人4")
    teacher.taps("push:who")
    teacher.taps("push:at:now")
    card = teacher.taps("push:close:24h")
    assert "对象：人4（二村）" in card and "共 1 人，1 个单位" in card
    teacher.taps("push:ok")
    assert the_push(teacher.db).audience["people"] == ["4"]


@pytest.mark.parametrize("words", ["人5", "5"])
def test_nobody_outside_the_units_is_found(teacher: Chat, words: str) -> None:
    a_whole_bank(teacher)
    teacher.taps("push:one")
    assert "人5 ·" not in teacher.says(words)


def test_taps_from_outside_the_scope_are_refused_and_logged(teacher: Chat) -> None:
    other = teacher.db.read_now(storage.units.by_path, "县/乙镇")
    assert other is not None
    a_whole_bank(teacher)
    stranger = the_person_id(teacher, "5")
    for data in (f"push:to:unit:{other.id}", f"push:to:in:{other.id}:0", f"push:who:{stranger}"):
        assert "职权" in teacher.tap(data)
    refused = teacher.db.read_now(
        lambda tx: tx.all("SELECT unit_id FROM audit_entry WHERE action = 'refused' ORDER BY id")
    )
    assert [row["unit_id"] for row in refused] == [other.id] * 3


def test_whoever_teaches_elsewhere_cannot_look_or_undo(teacher: Chat) -> None:
    confirmed(teacher)
    teacher.taps("push:ok")
    other = an_instructor(teacher.db, COUNTY, NOW, "县/乙镇", "8")
    assert FIRE not in other.commands("push").replace("推送测验", "")
    for what in ("card", "undo", "stop", "again"):
        assert "职权" in other.tap(f"push:{what}:1")
    assert the_push(teacher.db).withdrawn_at is None


def test_a_grant_that_ended_meanwhile_sends_nothing(teacher: Chat) -> None:
    confirmed(teacher)
    me = teacher.db.read_now(the_person, "9")
    teacher.db.write_now(storage.grants.remove, me.id, "instructor", me.unit_id)
    assert "职权" in teacher.taps("push:ok")
    assert openings(teacher.db) == []


def test_buttons_of_another_step_and_made_up_ones_do_nothing(teacher: Chat) -> None:
    a_whole_bank(teacher)
    for data in ("push:close:48h", "push:at:now", "push:day:thu", "push:ok", "push:n:3", "push:bank:none"):
        assert teacher.does(Chose(data)) == [] and teacher.notice is not None
    teacher.taps("push:to:all")
    for data in ("push:at:yesterday", "push:day:xyz", "push:hour:2000", "push:set:x"):
        assert teacher.does(Chose(data)) == []
    teacher.taps("push:at:now")
    for data in ("push:close:3d", "push:close:x", "push:close:0h"):
        assert teacher.does(Chose(data)) == []


def test_the_same_as_last_time_is_one_tap_away_from_the_card(teacher: Chat) -> None:
    confirmed(teacher)
    teacher.taps("push:ok")
    teacher.now = at("2026-11-30 10:00")
    assert "上次推送：fire-safety" in teacher.commands("push")
    card = teacher.taps("push:same")
    assert "全部题目" in card and "现在 4 人" in card and "12月2日 周三 10:00 截止" in card
    teacher.taps("push:ok")
    assert [opening["name"] for opening in openings(teacher.db)] == ["push-1", "push-2"]


def test_the_same_is_not_pushed_beyond_what_is_granted_now(teacher: Chat) -> None:
    teacher.db.write_now(grant, the_person_id(teacher, "9"), "instructor", "县/乙镇")
    confirmed(teacher)
    teacher.taps("push:ok")
    other = teacher.db.read_now(storage.units.by_path, "县/乙镇")
    assert other is not None
    teacher.db.write_now(storage.grants.remove, the_person_id(teacher, "9"), "instructor", other.id)
    teacher.commands("push")
    assert "不能照样再推" in teacher.taps("push:same")


@pytest.mark.parametrize(
    ("data", "asks"), [(f"push:bank:{FIRE}", "共 10 题"), (f"push:reading:{FIRE}", "推送给谁")]
)
def test_a_push_begins_from_the_card_of_a_bank_or_a_reading(teacher: Chat, data: str, asks: str) -> None:
    assert asks in teacher.tap(data)


async def test_a_reading_is_asked_with_its_due_day_and_done_by_reading(teacher: Chat) -> None:
    teacher.tap(f"push:reading:{FLOOD}")
    teacher.taps("push:to:all")
    assert not teacher.offers("push:week")
    assert "哪天读完" in teacher.taps("push:at:now")
    assert "11月30日 周一 截止" in teacher.says("11-30")
    teacher.taps("push:ok")
    await tick(teacher.db, COUNTY, NOW)
    learner = Chat(teacher.db, COUNTY, NOW, address="telegram-1")
    assert "flood-safety 读本" in learner.commands("today")
    assert "开始" in learner.taps("read:")
    done = teacher.db.write_now(readings.complete_reading, the_person_id(teacher, "1"), FLOOD, COUNTY, NOW)
    assert done.completed is not None and not done.completed.late
    assert "读本" not in learner.commands("today")
    mine = teacher.db.read_now(share, "1")
    assert mine is not None and mine.kind == "pushed" and mine.due_at == at("2026-12-01 00:00")


async def test_words_are_sent_in_the_name_of_the_unit(teacher: Chat) -> None:
    teacher.commands("push")
    teacher.taps("push:new:announcement")
    teacher.says("明天停电，<b>&")
    teacher.taps("push:to:all")
    card = teacher.taps("push:at:now")
    assert "明天停电，<b>&" in card and "现在 4 人" in card and not teacher.offers("push:set:closes")
    assert "改好了" in teacher.says("改好了")
    teacher.taps("push:ok")
    await tick(teacher.db, COUNTY, NOW)
    assert len(messages(teacher.db, "announcement")) == 4
    teacher.commands("push")
    assert "待发 4，已送达 0，未联系上 1" in teacher.taps("push:card")


async def test_every_week_with_buttons_for_day_and_hour(teacher: Chat) -> None:
    a_whole_bank(teacher)
    teacher.taps("push:to:all")
    assert "每周几" in teacher.taps("push:week")
    assert "每周四几点" in teacher.taps("push:day:thu")
    assert "如 19:30" in teacher.says("晚上")
    assert "每次开放多久" in teacher.says("19：30")
    card = teacher.taps("push:close:48h")
    assert "每周四 19:30 推送，第一次：11月26日 周四 19:30" in card and "每次开放 48 小时" in card
    assert "下一次：11月26日 周四 19:30" in teacher.taps("push:ok")
    assert openings(teacher.db) == [] and the_push(teacher.db).weekly == "thu 19:30"


async def test_what_waits_is_taken_back_and_what_was_answered_stays(teacher: Chat) -> None:
    teacher.now = at("2026-11-23 12:40")
    confirmed(teacher)
    teacher.taps("push:ok")
    await tick(teacher.db, COUNTY, teacher.now)
    assert teacher.db.write_now(deliver, teacher.now) == 1
    teacher.db.write_now(begin, COUNTY, teacher.now, "2", 3, 10)
    undo = Chose(teacher.data("push:undo"))
    assert "正在撤回" in teacher._text(teacher.does(undo))
    assert teacher.does(undo) == []
    await tick(teacher.db, COUNTY, teacher.now)
    assert [row["state"] for row in messages(teacher.db)] == ["cancelled", "sent", "cancelled", "cancelled"]
    withdrawn = [teacher.db.read_now(share, number) for number in "12349"]
    assert [mine is not None and mine.withdrawn_at is not None for mine in withdrawn] == [
        True,
        False,
        True,
        True,
        True,
    ]
    done = withdrawn[1]
    assert done is not None and done.completed_at is not None
    text = teacher.tap("push:card:1")
    assert "已撤回：4 人不再要求" in text and "已答完 1" in text
    learner = Chat(teacher.db, COUNTY, teacher.now, address="telegram-1")
    assert FIRE not in learner.commands("today")


async def test_the_reader_is_told_in_the_name_of_the_unit_and_starts(teacher: Chat) -> None:
    confirmed(teacher)
    teacher.taps("push:ok")
    await tick(teacher.db, COUNTY, NOW)
    learner = Chat(teacher.db, COUNTY, NOW, address="telegram-1")
    told = composed(learner)
    assert told == f"测验 · 甲镇 · 共 10 题\n{FIRE}\n11月25日 周三 10:00 截止"
    teacher.db.write_now(begin, COUNTY, NOW, "1", 0, 1)
    assert composed(learner) is None


def composed(learner: Chat) -> str | None:
    """What the first of this chat's messages about the push says now, if anything."""
    [row] = [row for row in messages(learner.db) if row["staff_no"] == "1"][:1]
    claimed = learner.db.read_now(storage.claims.addressed, row["id"])
    assert claimed is not None
    message = learner.db.read_now(learner._composed, claimed)
    return message and learner._text(render(message, "zh-Hans", SHAPES["telegram"], _words(COUNTY.zone)))


async def test_a_learner_reaches_nothing_of_it(teacher: Chat) -> None:
    confirmed(teacher)
    teacher.taps("push:ok")
    learner = Chat(teacher.db, COUNTY, NOW, address="telegram-1")
    for text in (
        learner.commands("push"),
        learner.says("推送"),
        learner.tap("push:card:1"),
        learner.tap("push:same:1"),
    ):
        assert "职权" in text


def test_without_banks_it_says_how_to_get_one(inline: InlineDatabase) -> None:
    teacher = an_instructor(inline, COUNTY, NOW)
    inline.write_now(a_person, "1", "县/甲镇")
    teacher.commands("push")
    assert "题目文件" in teacher.taps("push:new:quiz")
    teacher.commands("push")
    assert "文章文件" in teacher.taps("push:new:reading")
