"""Results in the chat: one sentence first, every figure with what it means, nothing of other units, nobody's own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fakes.answered import a_quiz, answers, begin, questions_of, revise, teaches
from fakes.chat import Chat
from fakes.county import (
    FIRE,
    FLOOD,
    a_bank,
    a_person,
    a_question,
    a_reading,
    answer,
    at,
    small_county,
    texts,
)

import storage.audit_log
import storage.people
from bot.conversation.documents import DOCUMENTS
from bot.conversation.incoming import Chose
from storage.audit_log import Search
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import content
from study.authored import AuthoredContent
from study.rules.content import BankSheet, BankUnit
from study.spreadsheets import Sheet

OPENS, CLOSES = at("2026-11-19 20:00"), at("2026-11-21 20:00")
NOW = at("2026-11-20 09:00")
COUNTY = small_county()
EAST, WEST = "县/甲镇", "县/乙镇"


def bank_with_passages(tx: Transaction) -> None:
    """Three questions on two passages of the reading, a fill-in and a true-or-false among them."""
    body = "## 报告\n\n先报告，再处置。\n\n## 处置\n\n人先离开。"
    questions = (
        a_question("q1", reading=f"{FIRE}#s1"),
        a_question("q2", type="true_false", choices=(), answer=("true",), reading=f"{FIRE}#s2"),
        a_question("q3", type="fill_in", choices=(), answer=("119",), reading=f"{FIRE}#s2"),
    )
    bank = BankUnit(FIRE, BankSheet(texts("火灾<b>&"), "fire", questions))
    found = AuthoredContent({FIRE: a_reading(FIRE, body)}, {FIRE: bank, FLOOD: a_bank(FLOOD)})
    content.take_in(tx, found, at("2026-01-05 09:00"))


@pytest.fixture
def office(inline: InlineDatabase) -> Chat:
    """An instructor of the east; twelve of the east have answered, seven of the west, one of those has begun."""
    inline.write_now(bank_with_passages)
    teacher = inline.write_now(a_person, "90", EAST, channel="telegram")
    inline.write_now(teaches, teacher, EAST, OPENS)
    inline.write_now(evening)
    return Chat(inline, COUNTY, NOW, address=f"telegram-{teacher.id}")


def evening(tx: Transaction) -> None:
    east = [a_person(tx, str(number), EAST) for number in range(1, 13)]
    west = [a_person(tx, str(number), WEST, name=f"西镇{number}") for number in range(21, 28)]
    quiz = a_quiz(tx, COUNTY, FIRE, OPENS, CLOSES)
    given = [("A", "true", "119")] * 4 + [("A", "true", "110")] * 3 + [("B", "true", "110")] * 5
    for person, each in zip(east, given, strict=True):
        answer_each(tx, person, quiz, each)
    for person in west:
        answer_each(tx, person, quiz, ("C", "false", "120"))


def answer_each(tx: Transaction, person: storage.people.Person, quiz: int, given: tuple[str, ...]) -> None:
    attempt = begin(tx, person, quiz, questions_of(tx, FIRE), NOW)
    for each in given:
        answer(tx, attempt, COUNTY, NOW, (each,))


def in_english(chat: Chat) -> Chat:
    chat.db.write_now(_speak_english, chat.address)
    return chat


def _speak_english(tx: Transaction, address: str) -> None:
    tx.run("UPDATE person SET language = 'en' WHERE staff_no = '90'")


def refusals(chat: Chat) -> list[storage.audit_log.Entry]:
    return chat.db.read_now(storage.audit_log.search, Search(actions=("refused",)), 100)


def test_the_list_says_how_many_answered_and_how_well(office: Chat) -> None:
    text = office.commands("results")
    assert "1. 火灾<b>&（11月19日 周四）" in text
    assert "答完 12/13 人，平均答对 64%" in text, "23 of 36: the west is not in it"
    assert office.offers("res:1") and office.offers("res:banks:0")


@pytest.mark.parametrize("word", ["成绩", "results", "/results"])
def test_a_typed_word_opens_it(office: Chat, word: str) -> None:
    assert "成绩 · 最近的测验" in office.says(word)


def test_the_card_begins_with_one_plain_sentence(office: Chat) -> None:
    office.commands("results")
    title, sentence, *_ = office.taps("res:1").splitlines()
    assert title == "火灾<b>&"
    assert sentence == "13 人中 12 人答完，平均 3 题答对 1.9 题；最难的是第 3 题（33% 答对）。"
    english = in_english(office).tap("res:1").splitlines()
    assert (
        english[1] == "12 of 13 finished, on average 1.9 of 3 right; the hardest was question 3 (33% right)."
    )


def test_the_card_shows_the_distribution_and_names_the_passage_most_missed(office: Chat) -> None:
    text = office.tap("res:1")
    # The second passage: 12 of 12 and 4 of 12 right; the first 7 of 12.
    assert f"失分最多的一段：《{FIRE} 读本》报告（58% 答对）" in text
    drawing = office.bubbles[-1].drawing
    assert drawing is not None
    assert drawing.bars == (
        ("80–100 %", (4,)),
        ("60–79 %", (3,)),
        ("40–59 %", (0,)),
        ("20–39 %", (5,)),
        ("0–19 %", (0,)),
    )
    assert "80–100 %：4 人" in drawing.alt
    assert len(text.splitlines()) <= 25


def test_the_questions_worth_a_look_come_first(office: Chat) -> None:
    office.tap("res:1")
    text = office.taps("res:qs:1")
    assert text.index("1. q1？") < text.index("2. q2？")
    assert "100% 答对 · 太容易" in text and "58% 答对 · 合适" in text
    # Of the best three all wrote 119; overall 110 was written more often: that is no reason to doubt the key.
    assert "33% 答对 · 合适" in text
    assert office.offers("res:q:1:")


def test_one_question_as_written_with_its_options_its_meaning_and_its_passage(office: Chat) -> None:
    [first, *_] = office.db.read_now(questions_of, FIRE)
    text = office.tap(f"res:q:1:{first.question_id}")
    assert "A. 先报告 ✓" in text and "B. 先处置\n" in text
    assert "12 人作答，58% 答对：合适。" in text
    assert "成绩最好的一组 100% 答对，最弱的一组 0%" in text
    assert f"出处《{FIRE} 读本》：先报告，再处置。" in text
    drawing = office.bubbles[-1].drawing
    assert drawing is not None and drawing.legend == ("答案", "其他")
    assert drawing.bars == (("A ✓ 先报告", (7, 0)), ("B 先处置", (0, 5)), ("C 先等待", (0, 0)))
    assert "A 先报告（答案）：7 人" in drawing.alt
    assert office.offers(f"qn:{first.question_id}") and office.offers(f"read:{FIRE}:s1")
    english = in_english(office).tap(f"res:q:1:{first.question_id}")
    assert "12 answered, 58% right: good." in english and "A. 先报告 in English ✓" in english


def test_typed_and_true_or_false_answers_have_their_picture_too(office: Chat) -> None:
    _, second, third = office.db.read_now(questions_of, FIRE)
    assert "答案：√（对）" in office.tap(f"res:q:1:{second.question_id}")
    drawing = office.bubbles[-1].drawing
    assert drawing is not None and drawing.bars == (("√ ✓", (12, 0)), ("×", (0, 0)))
    assert "答案：119" in office.tap(f"res:q:1:{third.question_id}")
    drawing = office.bubbles[-1].drawing
    assert drawing is not None and drawing.bars == (("110", (0, 8)), ("119 ✓", (4, 0)))


def test_a_changed_question_says_so(office: Chat) -> None:
    first, *_ = office.db.read_now(questions_of, FIRE)
    office.db.write_now(revise, first, NOW, {"choices": [texts("甲"), texts("乙")], "answer": ["B"]})
    text = office.tap(f"res:q:1:{first.question_id}")
    assert "这道题作答以后改过" in text and "A. 先报告 ✓" in text


def test_weak_topics_lead_to_the_passage(office: Chat) -> None:
    office.tap("res:1")
    text = office.taps("res:t:1")
    assert text.index(f"《{FIRE} 读本》报告：58% 答对（1 题）") < text.index("》处置：67% 答对（2 题）")
    assert office.offers(f"read:{FIRE}:s1")


def test_one_unit_alone_has_no_list_of_units(office: Chat) -> None:
    office.tap("res:1")
    assert not office.offers("res:u:")


def test_a_whole_county_is_told_unit_by_unit_without_a_ranking(office: Chat) -> None:
    head = office.db.write_now(a_person, "99", "县", channel="telegram")
    office.db.write_now(teaches, head, "县", OPENS, "admin")
    office.db.write_now(a_person, "98", "县/丙镇")
    chat = Chat(office.db, COUNTY, NOW, address=f"telegram-{head.id}")
    chat.tap("res:1")
    text = chat.taps("res:u:1")
    assert text.index("乙镇：7 人中 7 人答完，平均答对 0%") < text.index(
        "甲镇：13 人中 12 人答完，平均答对 64%"
    )
    assert "不排名次" in text and "人数太少" not in text


def test_a_unit_of_few_has_no_average(office: Chat) -> None:
    head = office.db.write_now(a_person, "99", "县", channel="telegram")
    office.db.write_now(teaches, head, "县", OPENS, "admin")
    few = office.db.write_now(a_person, "98", "县/丙镇")
    later = OPENS + timedelta(hours=1)
    quiz = office.db.write_now(a_quiz, COUNTY, FIRE, later, CLOSES, name="later")
    for number in (*range(1, 8), *range(21, 28)):
        person = office.db.read_now(storage.people.by_staff_no, str(number))
        assert person is not None
        office.db.write_now(answer_each, person, quiz, ("A", "true", "119"))
    office.db.write_now(answer_each, few, quiz, ("B", "true", "110"))
    chat = Chat(office.db, COUNTY, NOW, address=f"telegram-{head.id}")
    text = chat.tap(f"res:u:{quiz}:0")
    assert "丙镇：1 人中 1 人答完\n" in text and "不显示平均" in text
    assert len(re.findall("平均答对", text)) == 1, "nor can the one be worked out from the others"


def test_another_towns_instructor_sees_nothing_of_it(office: Chat) -> None:
    other = office.db.write_now(a_person, "80", "县/丙镇", channel="telegram")
    office.db.write_now(teaches, other, "县/丙镇", OPENS)
    chat = Chat(office.db, COUNTY, NOW, address=f"telegram-{other.id}")
    assert "还没有测验" in chat.commands("results")
    [first, *_] = office.db.read_now(questions_of, FIRE)
    for data in ("res:1", "res:qs:1:0", f"res:q:1:{first.question_id}", "res:u:1:0", "res:t:1", "res:f:1"):
        assert "火灾" not in chat.tap(data) and "职权范围" in chat.bubbles[-1].text.text
    assert len(refusals(chat)) == 6
    assert (
        office.db.read_now(DOCUMENTS["results"], other.id, {"subject": "1"}, "zh-Hans", COUNTY, NOW) is None
    )
    assert "今年还没有人答过" in chat.tap(f"res:bank:{FIRE}")


def test_a_bank_counts_this_year(office: Chat) -> None:
    office.commands("results")
    assert "火灾<b>&" in str(office.does(Chose("res:banks:0")))
    text = office.taps(f"res:bank:{FIRE}")
    assert "今年 12 人答过这个题库，平均答对 64%；最难的是第 3 题（33% 答对）。" in text
    assert "3. q3？" in office.taps(f"res:qs:b-{FIRE}:0")
    assert office.offers(f"res:q:b-{FIRE}:")
    assert office.offers(f"res:c:b-{FIRE}")


def test_tapped_twice_it_says_the_same(office: Chat) -> None:
    for data in ("res:1", "res:qs:1:0", "res:t:1", "res:banks:0", "res:page:0", f"res:bank:{FIRE}"):
        assert office.tap(data) == office.tap(data)


def test_nothing_answered_yet_is_said_plainly(office: Chat) -> None:
    later = OPENS + timedelta(hours=1)
    quiz = office.db.write_now(a_quiz, COUNTY, FLOOD, later, CLOSES, name="later")
    assert "13 人中还没有人答完。" in office.tap(f"res:{quiz}")
    assert office.bubbles[-1].drawing is None and not office.offers("res:qs:")
    assert "还没有人答过题" in office.tap(f"res:qs:{quiz}:0")
    assert "还没有足够的作答" in office.tap(f"res:t:{quiz}")


def test_few_answers_are_no_results(office: Chat) -> None:
    later = OPENS + timedelta(hours=1)
    quiz = office.db.write_now(a_quiz, COUNTY, FLOOD, later, CLOSES, name="later")
    for number in range(1, 5):
        person = office.db.read_now(storage.people.by_staff_no, str(number))
        assert person is not None
        office.db.write_now(answers, person, quiz, "AB", COUNTY, NOW, FLOOD)
    text = office.tap(f"res:{quiz}")
    assert "13 人中 4 人答完。不足 5 人，不显示成绩" in text and "%" not in text
    questions = office.tap(f"res:qs:{quiz}:0")
    assert "4 人答过，人数太少不显示" in questions and "%" not in questions
    [first, *_] = office.db.read_now(questions_of, FLOOD)
    one = office.tap(f"res:q:{quiz}:{first.question_id}")
    assert "%" not in one and office.bubbles[-1].drawing is None
    assert "平均" not in office.commands("results").split("2. ")[0]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_file_has_the_figures_in_full(office: Chat, language: str) -> None:
    office.tap("res:1")
    office.taps("res:f:1")
    document = office.bubbles[-1].document
    assert document is not None and document.name == "成绩 火灾<b>& 2026-11-20.xlsx"
    teacher = office.db.read_now(storage.people.by_staff_no, "90")
    assert teacher is not None
    made = office.db.read_now(DOCUMENTS[document.kind], teacher.id, document.args, language, COUNTY, NOW)
    assert isinstance(made, tuple)
    sheets = {sheet.name: sheet.rows for sheet in made if isinstance(sheet, Sheet)}
    words = {
        "zh-Hans": ("概览", "题目", "选项", "各单位", "分布", "薄弱处", "说明"),
        "en": ("Overview", "Questions", "Options", "By unit", "Distribution", "Weak topics", "Notes"),
    }[language]
    assert tuple(sheets) == words
    overview, questions, options, units, distribution = (sheets[word] for word in words[:5])
    assert [row[1] for row in overview[1:]][3:7] == [13, 12, 12, 63.9]
    first = questions[1]
    assert first[4:11] == (12, 7, 0, 0.58, 1.0, 0.0, 1.0)
    assert first[11] == {"zh-Hans": "合适", "en": "good"}[language]
    assert options[1][:2] == (1, "A") and options[1][4:] == (7, 3.0, 0.0)
    assert [row[1:] for row in units[1:]] == [(13, 12, 63.9)]
    assert distribution[1:] == (
        ("0–19 %", 0),
        ("20–39 %", 5),
        ("40–59 %", 0),
        ("60–79 %", 3),
        ("80–100 %", 4),
    )


def test_what_does_not_exist_is_gone(office: Chat) -> None:
    for data in (
        "res:999",
        "res:c:b-nothing",
        "res:f:b-nothing",
        "res:nothing",
        "res",
        f"res:bank:check/{FIRE}",
    ):
        office.tap(data)
        assert "已经有了变化" in (office.notice or ""), data
    assert "已经有了变化" in office.tap("res:q:1:999")
