"""An instructor's way: a file in the chat, a quiz to everybody, what it shows, a wrong key put right."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from fakes.chat import Chat
from fakes.county import at, small_county, the_person
from fakes.pushing import an_instructor, openings, some_people, tick
from fakes.sent_files import look, send_file

import storage.points
from storage.inline import InlineDatabase
from study import audit

COUNTY = small_county()
NOW = at("2026-11-23 15:00")
AFTERWARDS = NOW + timedelta(minutes=5)
PAPER = """防汛应知

一、单项选择题
1. 收到暴雨红色预警，村里首先做什么？（ A ）
A. 等待通知  B. 转移危险区群众
2. 值班电话应当（ A ）
A. 有人接听  B. 转到手机
"""
TRUTH = {"暴雨红色预警": "转移危险区群众", "值班电话": "有人接听"}
"""What is right; the file has the key of the first question wrong."""


def press(chat: Chat, label: str) -> str:
    """The last button that says this, as a person finds it."""
    found = [b for bubble in chat.bubbles for row in bubble.rows for b in row if label in b.label]
    return chat.tap(found[-1].data)


def answers_all(cadre: Chat) -> None:
    """Somebody of the audience opens the quiz and answers what is right."""
    cadre.commands("quiz")
    shown = press(cadre, "防汛应知")
    for _ in TRUTH:
        right = next(truth for asked, truth in TRUTH.items() if asked in shown)
        shown = press(cadre, right)


def points_of(db: InlineDatabase, staff_no: str) -> int:
    person = db.read_now(the_person, staff_no)
    return db.read_now(storage.points.balance, person.id, NOW.year)[1]


async def test_from_a_file_to_an_answered_quiz_and_a_key_put_right(inline: InlineDatabase) -> None:
    some_people(inline)
    teacher = an_instructor(inline, COUNTY, NOW)
    send_file(teacher, PAPER.encode(), "防汛应知.txt")
    assert "读到 2 题" in look(teacher)
    teacher.taps("upload:save:")
    teacher.taps("push:bank:made-1")
    for label in ("全部 2 题", "我负责的全部", "现在", "24 小时"):
        shown = press(teacher, label)
    assert "共 5 人" in shown
    press(teacher, "推送")
    await tick(inline, COUNTY, NOW)
    (quiz,) = openings(inline)

    for number in "124":
        person = inline.read_now(the_person, number)
        answers_all(Chat(inline, COUNTY, AFTERWARDS, address=f"telegram-{person.id}", rng=Random(person.id)))
    assert [points_of(inline, n) for n in "124"] == [1, 1, 1]
    teacher.now = AFTERWARDS + timedelta(minutes=5)
    assert "3 人答完" in teacher.tap(f"res:{quiz['id']}")

    wrong = inline.read_now(
        lambda tx: tx.all("SELECT DISTINCT question_id FROM response WHERE is_right = 0")
    )[0]["question_id"]
    teacher.tap(f"qn:{wrong}")
    for label in ("改答案", "B", "确认", "重新判分"):
        shown = press(teacher, label)
    assert "3 人有变动：升 3 人" in shown
    press(teacher, "只加不减")
    press(teacher, "原答案有误")
    press(teacher, "确认")
    await tick(inline, COUNTY, teacher.now)
    assert [points_of(inline, n) for n in "124"] == [2, 2, 2]
    assert inline.read_now(audit.recount, COUNTY).discrepancies == ()
