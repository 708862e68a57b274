"""What a person is told of changes entered about them, and what `/me` says of them afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from random import Random
from typing import Any

import pytest
from fakes.chat import SHAPES, Chat
from fakes.county import (
    FIRE,
    FLOOD,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.identities
import storage.leaves
import storage.people
import storage.units
from bot.conversation.composing import COMPOSERS
from bot.conversation.incoming import Command, Incoming
from bot.conversation.rendering import render
from bot.conversation.turn import Turn
from bot.locales import Words
from storage.inline import InlineDatabase
from storage.outbox import OutboxMessage
from storage.transaction import Transaction
from storage.transfers import Transfer
from study import exceptions, leave, leaving, transfers

COUNTY = small_county(plan=(plan_item(), plan_item("11-02", "11-15", reading=FLOOD)))
NOW = at("2026-11-06 10:00")
DAYS = (date(2026, 11, 9), date(2026, 11, 12))


@pytest.fixture
def chat(inline: InlineDatabase) -> Chat:
    inline.write_now(take_in_small_content)
    inline.write_now(a_person, channel="telegram", name="<b>&")
    inline.write_now(open_and_enrol, COUNTY, at("2026-11-02 09:00"))
    return Chat(inline, COUNTY, NOW, address="telegram-1")


def share(tx: Transaction, name: str = FIRE) -> int:
    return share_of(tx, the_person(tx), name).id


def excuse(tx: Transaction, name: str = FIRE, reason: str = "援<藏>") -> None:
    exceptions.excuse(tx, share(tx, name), reason, "x", COUNTY, NOW)


def on_leave(tx: Transaction) -> None:
    leave.record_leave(tx, the_person(tx), *DAYS, "病假", "x", COUNTY, NOW)


def end_leave(tx: Transaction, last: date) -> None:
    [row] = storage.leaves.of_person(tx, the_person(tx).id)
    leave.end_leave(tx, the_person(tx), row["id"], last, "x", COUNTY, NOW, "")


def extend(tx: Transaction) -> None:
    exceptions.extend(tx, share(tx, FLOOD), date(2026, 12, 20), "网络不通", "x", COUNTY, NOW)


def on_paper(tx: Transaction) -> None:
    exceptions.complete_on_paper(tx, share(tx), "已交答卷", None, COUNTY, NOW)


def transfer(tx: Transaction, on: date = DAYS[0]) -> int:
    [unit] = storage.units.by_name(tx, "乙镇")
    done = transfers.record_transfer(tx, the_person(tx), unit, on, "工作调动", "x", COUNTY, NOW)
    assert isinstance(done, Transfer)
    return done.id


def told(tx: Transaction, language: str = "zh-Hans", since: datetime = NOW) -> str:
    """The text of the message as it would go out now."""
    identity = storage.identities.find(tx, "telegram", "telegram-1")
    assert identity is not None
    storage.people.update(tx, the_person(tx).id, language=language)
    incoming = Incoming("telegram", identity.address, "outbox:1", Command("today"))
    turn = Turn(tx, incoming, identity, the_person(tx), SHAPES["telegram"], COUNTY, Random(1), NOW)
    message = {"since": since.isoformat()}
    row = OutboxMessage(
        1, 1, identity.id, "telegram", identity.address, language, "standing", 1, message, NOW, 1
    )
    found = COMPOSERS["standing"](turn, row)
    if found is None:
        return ""
    return render(found, language, SHAPES["telegram"], Words(COUNTY.zone))[0].text.text


def test_every_change_is_said_with_its_reason(chat: Chat) -> None:
    do = chat.db.write_now
    for change in (excuse, extend, on_leave):
        do(change)
    assert do(told).splitlines() == [
        "<b>&，您好。您的学习安排有变动：",
        f"免学：{FIRE} 读本",
        "原因：援<藏>",
        f"延期：{FLOOD} 读本，12月20日 周日前完成（原 11月15日 周日）",
        "原因：网络不通",
        "已登记请假：11月9日 周一至11月12日 周四，其间不提醒",
        "原因：病假",
    ]


def test_a_reason_that_several_changes_share_is_said_once(chat: Chat) -> None:
    do = chat.db.write_now
    do(on_leave)
    assert do(told).splitlines()[1:] == [
        "已登记请假：11月9日 周一至11月12日 周四，其间不提醒",
        f"延期：{FLOOD} 读本，11月19日 周四前完成（原 11月15日 周日）",
        "原因：病假",
    ]


@pytest.mark.parametrize(
    ("changes", "chinese", "english"),
    [
        ([on_leave, lambda tx: end_leave(tx, DAYS[0])], "请假到 11月9日 周一为止", "leave ends on"),
        ([on_leave, lambda tx: end_leave(tx, NOW.date())], "的请假已取消", "is cancelled"),
        (
            [
                excuse,
                lambda tx: exceptions.lift_excusal(tx, share(tx), "登记有误", "x", COUNTY, NOW),
            ],
            "原来的免学已取消",
            "no longer excused",
        ),
        ([on_paper], "已登记纸面完成", "done on paper"),
        (
            [on_paper, lambda tx: exceptions.undo_on_paper(tx, share(tx), "x", "登记有误", COUNTY, NOW)],
            "登记已撤销",
            "taken back",
        ),
        ([transfer], "11月9日 周一起调入乙镇", "you belong to 乙镇"),
        (
            [lambda tx: transfers.cancel_transfer(tx, transfer(tx), "有变", "x", COUNTY, NOW)],
            "现已取消",
            "after all",
        ),
        (
            [
                lambda tx: leaving.end(tx, the_person(tx), NOW.date(), "退休", "x", COUNTY, NOW),
                lambda tx: leaving.return_to_work(tx, the_person(tx), "返聘", "x", COUNTY, NOW),
            ],
            "欢迎回到岗位",
            "Welcome back",
        ),
    ],
)
def test_each_kind_of_change_has_its_words(
    chat: Chat, changes: list[Callable[[Transaction], Any]], chinese: str, english: str
) -> None:
    for change in changes:
        chat.db.write_now(change)
    assert chinese in chat.db.write_now(told)
    assert english in chat.db.write_now(told, "en")


def test_what_was_told_before_is_not_told_again(chat: Chat) -> None:
    chat.db.write_now(excuse)
    assert chat.db.write_now(told, since=at("2026-11-06 10:01")) == ""


def test_somebody_who_has_left_is_told_nothing(chat: Chat) -> None:
    do = chat.db.write_now
    do(excuse)
    do(leaving.end, do(the_person), NOW.date(), "退休", "x", COUNTY, NOW)
    assert do(told) == ""


def test_me_says_until_when_one_is_away_and_what_was_entered(chat: Chat) -> None:
    do = chat.db.write_now
    do(on_leave)
    do(on_paper)
    do(storage.people.update, do(the_person).id, paused_until_on=date(2026, 11, 20))
    text = chat.commands("me")
    assert "请假 11月9日 周一至11月12日 周四：病假\n暂停到 11月20日 周五" in text
    assert "已完成，11月6日 周五 10:00\n纸面完成：已交答卷" in text
    assert "待完成，11月19日 周四前\n已延期，原定 11月15日 周日前完成" in text


def test_me_says_from_when_one_is_in_which_unit(chat: Chat) -> None:
    do = chat.db.write_now
    do(transfer)
    assert "11月9日 周一起调入乙镇" in chat.commands("me")
    chat.now = at("2026-11-09 10:00")
    do(transfers.apply_due, COUNTY, chat.now)
    text = chat.commands("me")
    assert text.startswith("<b>& · 乙镇") and "11月9日 周一起在本单位，从甲镇调入" in text
    chat.now = at("2027-02-01 10:00")
    assert "从甲镇调入" not in chat.commands("me")
