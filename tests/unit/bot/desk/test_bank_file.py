"""A file of questions in the chat: what is shown before anything is saved, and what each tap does."""

from __future__ import annotations

from typing import Any

import pytest
from fakes.chat import Chat
from fakes.county import a_person, at, small_county, the_person
from fakes.sent_files import look, send_file

import storage.banks
import storage.grants
import storage.people
import storage.uploads
from bot.locales import Words
from storage.inline import InlineDatabase
from storage.transaction import Transaction

NOW = at("2026-11-23 22:00")
COUNTY = small_county()
WORDS = Words(COUNTY.zone)
PAPER = """防汛知识测验

一、单项选择题
1. 收到暴雨红色预警，村里首先做什么？（ B ）
A. 等待通知  B. 转移危险区群众  C. 开会  D. 写报告
解析：预警就是行动的命令。
2. 值班电话应当
A. 有人接听  B. 转到手机
二、多项选择题
3. 转移时要带上（ABD）
A. 身份证 B. 常用药 C. 家具 D. 手机
三、判断题
4. 雨停了就可以马上回家。（×）
"""
FIXED = "2. 值班电话应当\nA. 有人接听\nB. 转到手机\n答案：A"


@pytest.fixture
def teacher(inline: InlineDatabase) -> Chat:
    """An instructor of 甲镇."""

    def settle(tx: Transaction) -> str:
        a_person(tx, "0", "县")
        person = a_person(tx, "1", "县/甲镇", channel="telegram")
        storage.grants.put(tx, person.id, "instructor", person.unit_id, None, NOW)
        return f"telegram-{person.id}"

    return Chat(inline, COUNTY, NOW, address=inline.write_now(settle))


def sent(chat: Chat, text: str = PAPER, name: str = "防汛.txt") -> str:
    assert "正在查看" in send_file(chat, text.encode(), name)
    return look(chat)


def bank(chat: Chat) -> list[Any]:
    return chat.db.read_now(storage.banks.questions, "made-1")


def test_the_card_says_what_was_read_and_nothing_is_saved(teacher: Chat) -> None:
    card = sent(teacher)
    assert "读到 3 题" in card and "单选题 1 · 多选题 1 · 判断题 1" in card
    assert "第 7 行: 没有找到答案。" in card
    assert "存为新题库《防汛》" in card and "现在什么都没有改" in card
    assert bank(teacher) == []


def test_save_keeps_the_questions_once(teacher: Chat) -> None:
    sent(teacher)
    assert "新增 3 题" in teacher.taps("upload:save:")
    assert len(bank(teacher)) == 3
    teacher.taps("upload:save:")
    assert teacher.notice == WORDS.say("zh-Hans", "desk-gone")
    assert len(bank(teacher)) == 3
    assert teacher.offers("push:bank:made-1") and teacher.offers("bank:made-1")


def test_every_question_is_seen_as_it_will_be_asked(teacher: Chat) -> None:
    sent(teacher)
    first = teacher.taps("bf:look:1")
    assert (
        "第 1 题，共 3 题" in first and "A. 等待通知" in first and "答案：B" in first and "预警就是" in first
    )
    assert "答案：A、B、D" in teacher.taps("bf:look:1:1")
    assert "答案：×" in teacher.taps("bf:look:1:2")
    assert "还没有保存" in teacher.taps("bf:card:1")


def test_a_refused_question_is_typed_anew(teacher: Chat) -> None:
    sent(teacher)
    assert "没有找到答案" in teacher.taps("bf:fix:1")
    assert "还是没能读成一道题" in teacher.says("2. 值班电话应当\nA. 有人接听\nB. 转到手机")
    fixed = teacher.says(FIXED)
    assert "已收下" in fixed and "答案：A" in fixed
    card = teacher.taps("bf:card:1")
    assert "读到 4 题" in card and "没有收下" not in card
    assert "新增 4 题" in teacher.taps("upload:save:")


def test_a_question_typed_without_a_number_is_taken_too(teacher: Chat) -> None:
    sent(teacher)
    teacher.taps("bf:fix:1")
    assert "已收下" in teacher.says(FIXED.removeprefix("2. "))


def test_the_example_in_either_language_is_a_question(teacher: Chat) -> None:
    for language in ("zh-Hans", "en"):
        sent(teacher)
        number = len(teacher.db.read_now(lambda tx: tx.all("SELECT id FROM upload")))
        teacher.taps(f"bf:fix:{number}")
        assert teacher.says(WORDS.say(language, "bank-file-example")).startswith("已收下")
        teacher.taps(f"upload:cancel:{number}")


def test_the_same_file_again_says_that_there_is_nothing_to_save(teacher: Chat) -> None:
    sent(teacher)
    teacher.taps("upload:save:")
    card = sent(teacher)
    assert "新增 0，修改 0，不变 3" in card and "没有需要保存的内容" in card
    assert not teacher.offers("upload:save:")


def test_a_changed_file_shows_what_changes(teacher: Chat) -> None:
    sent(teacher)
    teacher.taps("upload:save:")
    changed = PAPER.replace("（×）", "（√）").replace("3. 转移时要带上（ABD）", "3. 转移时应当带上（ABD）")
    card = sent(teacher, changed)
    assert "新增 0，修改 2，不变 1" in card
    seen = teacher.taps("bf:changed:2")
    assert "转移时要带上" in seen and "保存后是" in seen and "转移时应当带上" in seen
    assert "答案：√" in teacher.taps("bf:changed:2:1")
    saved = teacher.taps("upload:save:")
    assert "修改 2 题" in saved and "有 1 题的答案或选项变了" in saved
    assert teacher.offers("qn:")


def test_a_possible_duplicate_is_shown_beside_the_other_and_may_be_left_out(teacher: Chat) -> None:
    sent(teacher)
    teacher.taps("upload:save:")
    card = sent(teacher, PAPER.replace("雨停了就可以马上回家", "雨停了，就可以马上回家了"), "复习.txt")
    assert "3 题可能与已有的题重复" in card and "存为新题库《复习》" in card
    seen = teacher.tap("bf:alike:2:2")
    assert "雨停了，就可以马上回家了" in seen and "题库《防汛》里有" in seen
    teacher.taps("bf:alike:2:2:out")
    card = teacher.taps("bf:card:2")
    assert "去掉 1 题" in card
    assert "新增 2 题" in teacher.taps("upload:save:")


def test_the_questions_go_where_their_sender_says(teacher: Chat) -> None:
    sent(teacher)
    teacher.taps("upload:save:")
    sent(teacher, "1. 谁负责叫应？（A）\nA. 包组干部 B. 记者", "补充.txt")
    teacher.taps("bf:to:2")
    assert "存入题库《防汛》：新增 1" in teacher.taps("bf:to:2:0:made-1")
    assert "存入题库《防汛》" in teacher.taps("upload:save:") and len(bank(teacher)) == 4


def test_a_new_bank_is_named_by_its_maker(teacher: Chat) -> None:
    sent(teacher)
    teacher.taps("bf:name:1")
    assert "存为新题库《汛期必答 <b>&》" in teacher.says("汛期必答 <b>&")
    assert "汛期必答 <b>&" in teacher.taps("upload:save:")


def test_a_bank_of_other_people_is_no_target(teacher: Chat) -> None:
    sent(teacher)

    def foreign(tx: Transaction) -> None:
        storage.banks.insert_made(
            tx, title="别处", unit_id=the_person(tx, "0").unit_id, made_by=None, file_name="x", now=NOW
        )

    teacher.db.write_now(foreign)
    teacher.tap("bf:to:1:0:made-1")
    assert teacher.notice == WORDS.say("zh-Hans", "desk-gone")
    assert "存为新题库" in teacher.tap("bf:card:1")


def test_a_bank_that_changed_meanwhile_is_shown_again_before_anything_is_saved(teacher: Chat) -> None:
    sent(teacher)
    teacher.taps("upload:save:")
    sent(teacher, PAPER + "5. 新的一题（√）\n")
    stale = teacher.data("upload:save:2")
    sent(teacher, PAPER + "6. 又一题（√）\n")
    teacher.taps("upload:save:3")
    assert "这期间情况有了变化" in teacher.tap(stale)
    assert len(bank(teacher)) == 4


def test_a_file_without_questions_is_refused_in_a_sentence(teacher: Chat) -> None:
    assert "没有收下" in sent(teacher, "今天天气很好。\n", "闲谈.xml")


def test_somebody_elses_file_is_out_of_reach(teacher: Chat) -> None:
    sent(teacher)

    def other(tx: Transaction) -> str:
        person = a_person(tx, "9", "县/乙镇", channel="telegram")
        storage.grants.put(tx, person.id, "instructor", person.unit_id, None, NOW)
        return f"telegram-{person.id}"

    stranger = Chat(teacher.db, COUNTY, NOW, address=teacher.db.write_now(other))
    for data in ("bf:look:1:0", "bf:fix:1:0", "bf:to:1:0:new", "bf:name:1", "bf:card:1"):
        stranger.tap(data)
        assert stranger.notice == WORDS.say("zh-Hans", "desk-gone")


@pytest.mark.parametrize(
    "data", ["bf", "bf:look", "bf:look:1:99", "bf:fix:1:7", "bf:alike:1:0", "bf:?:1", "bf:look:x:y"]
)
def test_made_up_buttons_change_nothing(teacher: Chat, data: str) -> None:
    sent(teacher)
    teacher.tap(data)
    assert teacher.notice == WORDS.say("zh-Hans", "desk-gone")


def test_pasted_questions_are_looked_at_like_a_file(teacher: Chat) -> None:
    teacher.commands("banks")
    teacher.taps("bank:paste")
    half = PAPER.index("二、")
    assert "目前 2 题" in teacher.says(PAPER[:half])
    assert "目前 4 题" in teacher.says(PAPER[half:])
    teacher.taps("bank:pasted")
    assert "读到 3 题" in look(teacher)
    teacher.tap("bank:pasted")
    assert teacher.notice == WORDS.say("zh-Hans", "desk-gone")


def test_questions_pasted_out_of_the_blue_are_recognised(teacher: Chat) -> None:
    assert "目前 4 题" in teacher.says(PAPER)
    cadre = Chat(teacher.db, COUNTY, NOW, channel="web", address="web-1")
    assert "目前" not in cadre.says(PAPER)


def test_the_card_speaks_the_language_of_its_reader(teacher: Chat) -> None:
    teacher.db.write_now(lambda tx: storage.people.update(tx, the_person(tx, "1").id, language="en"))
    send_file(teacher, PAPER.encode(), "flood.txt")
    card = look(teacher)
    assert "3 read (" in card and "line 7: No answer was found." in card


def test_an_exported_bank_has_a_name_every_computer_takes(teacher: Chat) -> None:
    sent(teacher)
    teacher.taps("bf:name:1")
    teacher.says('防汛/2026: <必答> "一"')
    teacher.taps("upload:save:")
    teacher.taps("bank:made-1")
    teacher.taps("bank:export:made-1")
    teacher.taps("bank:get:made-1:gift")
    document = teacher.bubbles[-1].document
    assert document is not None and document.name == "防汛 2026 必答 一.gift.txt"
