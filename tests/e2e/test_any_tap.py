"""Whatever is tapped or typed, in whatever order and twice: an answer, no failure, a clean recount."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from fakes.chat import Chat
from fakes.county import (
    FLOOD,
    PLAN_QUIZ,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    small_county,
    take_in_small_content,
    the_person,
)
from fakes.sent_files import look, send_file

import storage.grants
import storage.units
import storage.uploads
from bot.conversation.incoming import Chose, Command, Said
from bot.conversation.outgoing import Outgoing
from bot.conversation.tables import COMMANDS, VERBS
from scheduler.jobs import EACH_TICK
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import audit

COUNTY = small_county(
    plan=(plan_item("11-02", "11-30", quiz=PLAN_QUIZ), plan_item("11-02", "12-31", reading=FLOOD)),
)
NOW = at("2026-11-24 10:00")
STEPS = 1500
PAPER = """1. 收到暴雨红色预警，先做什么？（B）
A. 等待  B. 转移
2. 值班电话应当
A. 接听  B. 关机
3. 雨停了就可以回家。（×）
4. 转移时带上（AC）
A. 药  B. 家具  C. 手机
5. 预警分____级。答案：四；4
"""
ARTICLE = "# 值班\n\n## 谁在值班\n\n守住电话。\n\n## 怎么记\n\n一事一行。\n"
FILES = {
    "防汛.txt": PAPER.encode(),
    "复习.txt": PAPER.replace("（×）", "（√）").encode(),
    "值班.md": ARTICLE.encode(),
    "坏.xlsx": b"PK",
}
SAID = (
    PAPER,
    "值班电话应当\nA. 接听\nB. 关机\n答案：A",
    "周四 20:00",
    "11-30",
    "四级",
    "3",
    "张三",
    "12-31",
    "2026-12-20",
    "A",
    "因为出差",
    "<b>&",
    "1",
    "县/乙镇",
    "甲镇",
    "2 人2",
    "今天",
    "；",
    "x" * 600,
)
PARTS = ("", "1", "2", "99", "all", "yes", "no", "p", "last", "0", "-1", "²", "１", "2026-W48", "x" * 30)


def a_county(tx: Transaction) -> None:
    """An administrator, a supervisor, an instructor, and some cadres in two towns."""
    take_in_small_content(tx)
    for staff_no, unit in zip(
        "1234567", ["县", "县/甲镇", "县/甲镇", "县/甲镇", "县/乙镇", "县/乙镇", "县"], strict=True
    ):
        a_person(tx, staff_no, unit, channel="telegram" if staff_no != "6" else None)
    for staff_no, role, unit in (
        ("1", "admin", "县"),
        ("2", "supervisor", "县/甲镇"),
        ("3", "instructor", "县/甲镇"),
    ):
        unit_id = storage.units.ensure(tx, [unit])[unit].id
        storage.grants.put(tx, the_person(tx, staff_no).id, role, unit_id, None, at("2026-01-05 09:00"))
    storage.grants.put(
        tx, the_person(tx, "7").id, "admin", the_person(tx, "7").unit_id, None, at("2026-01-05 09:00")
    )
    open_and_enrol(tx, COUNTY, at("2026-11-10 10:00"))


def buttons(bubble: Outgoing) -> list[str]:
    found = [button.data for row in bubble.rows for button in row]
    found += [choice.data for choice in bubble.choices] + [button.data for button in bubble.reading_buttons]
    return [*found, *([bubble.submit.data] if bubble.submit else [])]


@pytest.mark.parametrize("seed", range(4))
async def test_any_tap_of_anybody_is_answered_and_the_record_stays_right(
    inline: InlineDatabase, seed: int
) -> None:
    rng = Random(seed)
    inline.write_now(a_county)
    chats = [
        Chat(inline, COUNTY, NOW, address=f"telegram-{inline.read_now(the_person, n).id}", rng=Random(n))
        for n in "123457"
    ]
    now = NOW
    for step in range(STEPS):
        chat = rng.choice(chats)
        now += timedelta(seconds=rng.randrange(5, 600))
        chat.now = now
        if rng.random() < 0.02:
            send(chat, rng)
        tap_or_say(chat, rng)
        if step % 40 == 0:
            for each_tick in EACH_TICK.values():
                await each_tick(inline, COUNTY, now)
    assert inline.read_now(audit.recount, COUNTY).discrepancies == ()
    failed = inline.read_now(lambda tx: tx.all("SELECT id FROM outbox WHERE state = 'failed'"))
    assert failed == []


def send(chat: Chat, rng: Random) -> None:
    """A file, looked at by the time its sender does something else."""
    name = rng.choice(sorted(FILES))
    send_file(chat, FILES[name], name)
    if chat.db.read_now(storage.uploads.has_arrived):
        look(chat)


def tap_or_say(chat: Chat, rng: Random) -> None:
    """Mostly a button of the latest messages, sometimes twice; now and then a command, words or nonsense."""
    dice = rng.random()
    offered = [data for bubble in chat.bubbles[-4:] for data in buttons(bubble)]
    if dice < 0.68 and offered:
        data = rng.choice(offered)
        for _ in range(2 if rng.random() < 0.2 else 1):
            chat.does(Chose(data))
    elif dice < 0.8:
        chat.does(Command(rng.choice(sorted(COMMANDS))))
    elif dice < 0.93:
        chat.does(Said(rng.choice(SAID)))
    else:
        parts = [rng.choice(PARTS) for _ in range(rng.randrange(4))]
        chat.does(Chose(":".join([rng.choice(sorted(VERBS)), *parts])))
    for bubble in chat.bubbles[-3:]:
        assert len(bubble.text.text) <= 4_096
        for data in buttons(bubble):
            assert len(data.encode()) <= 64
