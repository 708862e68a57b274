"""`/today` and `/me`: what is open with one button each, and the same facts at length."""

from __future__ import annotations

from datetime import date, timedelta

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
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import exceptions, leave

COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ), plan_item("11-02", "11-15", reading=FLOOD)))
OPENED = at("2026-11-02 09:00")


@pytest.fixture
def chat(inline: InlineDatabase) -> Chat:
    inline.write_now(take_in_small_content)
    inline.write_now(a_person, channel="telegram", name="<b>&", unit="县/<i>")
    inline.write_now(open_and_enrol, COUNTY, OPENED)
    return Chat(inline, COUNTY, OPENED, address="telegram-1")


def share(tx: Transaction, name: str) -> int:
    return share_of(tx, the_person(tx), name).id


def test_what_is_due_first_comes_first_with_what_to_do_and_by_when(chat: Chat) -> None:
    blocks = chat.commands("today").split("\n\n")
    assert blocks[1].splitlines() == [f"{FLOOD} 读本", "11月15日 周日前完成，还有 13 天", "下一步：阅读"]
    assert blocks[2].startswith(f"{FIRE} 读本")
    rows = chat.bubbles[-1].rows
    assert [button.data for row in rows for button in row] == [f"read:{FLOOD}", f"read:{FIRE}"]


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("2026-11-14 10:00", "还有 1 天"),
        ("2026-11-15 00:00", "是最后一天"),
        ("2026-11-15 23:59", "是最后一天"),
        ("2026-11-16 00:00", "原定 11月15日 周日完成，现在补学同样算数"),
    ],
)
def test_the_last_day_is_the_whole_day(chat: Chat, now: str, says: str) -> None:
    chat.now = at(now)
    assert says in chat.commands("today").split("\n\n")[1]


def test_after_the_reading_the_quiz_is_the_next_step(chat: Chat) -> None:
    chat.db.write_now(lambda tx: storage.assignments.mark_read(tx, share(tx, FIRE), OPENED))
    assert "下一步：测验" in chat.commands("today")
    assert chat.offers("quiz:")


def test_an_extension_moves_the_day_that_is_named(chat: Chat) -> None:
    chat.db.write_now(
        lambda tx: exceptions.extend(tx, share(tx, FLOOD), date(2026, 12, 20), "病", "x", COUNTY, OPENED)
    )
    assert "12月20日" in chat.commands("today") and "11月15日" not in chat.commands("today")
    assert "待完成，12月20日 周日前\n已延期，原定 11月15日 周日前完成" in chat.commands("me")


def test_with_nothing_open_there_is_still_something_one_may_do(chat: Chat) -> None:
    for name in (FIRE, FLOOD):
        chat.db.write_now(
            lambda tx, name=name: exceptions.excuse(tx, share(tx, name), "在外", "x", COUNTY, OPENED)
        )
    assert "没有待完成" in chat.commands("today")
    assert chat.offers("go:readings") and chat.offers("go:practice")


def test_me_tells_what_was_done_when_and_why_not(chat: Chat) -> None:
    late = at("2026-11-20 12:00")
    chat.db.write_now(lambda tx: storage.assignments.complete(tx, share(tx, FLOOD), late, True))
    chat.db.write_now(lambda tx: exceptions.excuse(tx, share(tx, FIRE), "援<藏>", "x", COUNTY, late))
    chat.now = at("2026-11-23 08:00")
    text = chat.commands("me")
    assert text.splitlines()[:2] == ["<b>& · <i>", "截至 11月23日 周一 08:00"]
    assert "已完成（补学），11月20日 周五 12:00" in text and "免学：援<藏>" in text


def test_me_says_until_when_one_is_away(chat: Chat) -> None:
    days = (OPENED.date(), OPENED.date() + timedelta(days=3))
    chat.db.write_now(lambda tx: leave.record_leave(tx, the_person(tx), *days, "病", "x", COUNTY, OPENED))
    assert "11月5日" in chat.commands("me")


def test_me_in_english_says_the_same(chat: Chat) -> None:
    chat.commands("language")
    chat.taps("set:lang:en")
    text = chat.commands("me")
    assert "<b>&" in text and f"{FLOOD} 读本 in English" in text and "15 Nov" in text
    assert "待完成" not in text
