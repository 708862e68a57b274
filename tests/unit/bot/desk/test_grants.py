"""Roles are given and taken back in the chat; an administrator is made by two."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from fakes.chat import SHAPES, Chat
from fakes.county import a_person, at, outbox_of, small_county, the_person

import storage.audit_log
import storage.grants
import storage.identities
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
from study import permissions

NOW = at("2026-11-23 10:00")
TODAY = date(2026, 11, 23)
COUNTY = small_county()


def make(tx: Transaction, person_id: int, unit: str, role: str, until: date | None = None) -> None:
    unit_id = storage.units.ensure(tx, [unit])[unit].id
    storage.grants.put(tx, person_id, role, unit_id, until, NOW)


@pytest.fixture
def boss(inline: InlineDatabase) -> Chat:
    """The chat of the admin of 县/甲镇; 2 supervises a village below it, 3 supervises 乙镇 beside it."""
    admin = inline.write_now(a_person, "9", "县/甲镇", channel="telegram", name="主任")
    inline.write_now(a_person, "1", "县/甲镇", name="王喆")
    ending = inline.write_now(a_person, "2", "县/甲镇", name="李四")
    beside = inline.write_now(a_person, "3", "县/乙镇", name="王五")
    inline.write_now(make, admin.id, "县/甲镇", "admin")
    inline.write_now(make, ending.id, "县/甲镇/一村", "supervisor", date(2026, 12, 10))
    inline.write_now(make, beside.id, "县/乙镇", "supervisor")
    return Chat(inline, COUNTY, NOW, address=f"telegram-{admin.id}")


def person(chat: Chat, staff_no: str) -> storage.people.Person:
    return chat.db.read_now(the_person, staff_no)


def roles(chat: Chat, staff_no: str) -> frozenset[str]:
    return chat.db.read_now(permissions.roles, person(chat, staff_no).id, TODAY)


def labels(chat: Chat) -> str:
    return " ".join(button.label for row in chat.bubbles[-1].rows for button in row)


def second_admin(chat: Chat, unit: str = "县") -> Chat:
    other = chat.db.write_now(a_person, "8", "县", channel="telegram", name="县里的")
    chat.db.write_now(make, other.id, unit, "admin")
    return Chat(chat.db, COUNTY, NOW, address=f"telegram-{other.id}")


def give(chat: Chat, whom: str, role: str) -> str:
    chat.commands("roster")
    chat.taps("grants")
    chat.taps("grant:who")
    chat.says(whom)
    chat.taps(f"grant:role:{role}")
    chat.taps("grant:unit")
    chat.taps("grant:until:2026-12-31")
    return chat.taps("grant:why:post")


def test_the_list_holds_the_own_units_and_begins_with_what_ends_soon(boss: Chat) -> None:
    boss.commands("roster")
    lines = boss.taps("grants").splitlines()
    assert lines[:2] == ["现有授权 2 项", "其中 1 项 30 天内到期，排在最前"]
    assert lines[2] == "李四 · 督学 · 县/甲镇/一村 · 2026-12-10"
    assert not any("王五" in line for line in lines)


def test_a_role_is_given_step_by_step_and_once(boss: Chat) -> None:
    text = give(boss, "王", "supervisor")
    assert "授予王喆（1）：督学 · 县/甲镇" in text and "期限：2026-12-31" in text and "管到 3 人" in text
    assert roles(boss, "1") == {"learner"}
    assert "已授予王喆" in boss.taps("grant:yes")
    [grant] = boss.db.read_now(storage.grants.in_force, person(boss, "1").id, TODAY)
    assert (grant.role, grant.expires_on) == ("supervisor", date(2026, 12, 31))
    boss.taps("grant:yes")
    [entry] = boss.db.read_now(storage.audit_log.of_person, person(boss, "1").id)
    assert (entry["action"], entry["reason"]) == ("grant", "岗位分工")


def test_unit_end_and_reason_can_be_typed(boss: Chat) -> None:
    boss.commands("roster")
    boss.taps("grants")
    boss.taps("grant:who")
    boss.says("1")
    boss.taps("grant:role:instructor")
    assert "不在您的管辖范围内" in boss.says("乙镇")
    boss.says("二村")
    assert "没有看懂这个日期" in boss.says("2020-01-01")
    boss.says("2027-03-01")
    assert "理由：讲法规课" in boss.says("讲法规课")
    boss.taps("grant:yes")
    [grant] = boss.db.read_now(storage.grants.in_force, person(boss, "1").id, TODAY)
    assert (grant.role, grant.unit_path, grant.expires_on) == ("instructor", "县/甲镇/二村", date(2027, 3, 1))


def test_nobody_beyond_ones_units_is_found(boss: Chat) -> None:
    boss.commands("roster")
    boss.taps("grants")
    boss.taps("grant:who")
    assert "没有找到" in boss.says("王五")


def test_taking_back_asks_why_and_takes_effect_at_once(boss: Chat) -> None:
    boss.commands("roster")
    boss.taps("grants")
    grant_id = boss.db.read_now(storage.grants.over, [person(boss, "9").unit_id], TODAY, TODAY, 9, 0)
    mine = next(each.id for each in grant_id if each.name == "李四")
    boss.taps(f"grants:see:{mine}")
    boss.taps("grants:take")
    assert "为什么收回" in boss.bubbles[-1].text.text
    assert "确认后立即生效" in boss.says("岗位变动")
    assert "已收回李四的授权" in boss.taps("grants:taken")
    assert roles(boss, "2") == {"learner"}
    boss.taps("grants:taken")
    assert boss.notice is not None
    [entry] = boss.db.read_now(storage.audit_log.of_person, person(boss, "2").id)
    assert (entry["action"], entry["reason"]) == ("revoke", "岗位变动")


def test_the_own_last_grant_of_admin_is_not_given_up(boss: Chat) -> None:
    boss.commands("roster")
    boss.taps("grants")
    held = boss.db.read_now(storage.grants.over, [person(boss, "9").unit_id], TODAY, TODAY, 9, 0)
    boss.taps(f"grants:see:{next(each.id for each in held if each.role == 'admin')}")
    boss.taps("grants:take")
    boss.says("不干了")
    assert "最后一项管理员授权" in boss.taps("grants:taken")
    assert "admin" in roles(boss, "9")


def test_an_admin_alone_is_told_that_there_is_nobody_to_consent(boss: Chat) -> None:
    assert "另需一位管理员同意；眼下没有第二位" in give(boss, "1", "admin")
    assert "没有第二位" in boss.taps("grant:yes")
    assert "admin" not in roles(boss, "1")


def test_an_administrator_is_made_by_two_and_the_asker_hears_of_it(boss: Chat) -> None:
    second = second_admin(boss)
    assert "能同意的有 1 人" in give(boss, "1", "admin")
    boss.taps("grant:yes")
    assert "admin" not in roles(boss, "1")
    assert "需要第二人同意 1 件" in second.commands("queue") + labels(second)
    second.taps("approvals")
    card = second.taps("approvals:see")
    for told in ("授予王喆（1）管理员 · 县/甲镇", "管到 3 人", "主任", "理由：岗位分工", "期限：2026-12-31"):
        assert told in card
    assert "已同意" in second.taps("approvals:yes")
    assert "admin" in roles(boss, "1")
    second.taps("approvals:yes")
    assert second.notice is not None
    [told] = boss.db.read_now(outbox_of, person(boss, "9"), "approval_decided")
    assert told["state"] == "pending"


def test_the_asker_may_withdraw_and_cannot_consent(boss: Chat) -> None:
    second = second_admin(boss)
    give(boss, "1", "admin")
    boss.taps("grant:yes")
    boss.commands("roster")
    boss.taps("approvals")
    boss.taps("approvals:see")
    asked = boss.data("approvals:back").rpartition(":")[2]
    assert not boss.offers("approvals:yes")
    assert "已撤回" in boss.taps("approvals:back")
    second.commands("roster")
    assert "没有需要第二人同意" in second.taps("approvals")
    assert asked.isdigit() and "admin" not in roles(boss, "1")


def test_the_answer_says_who_gave_it(boss: Chat) -> None:
    second = second_admin(boss)
    give(boss, "1", "admin")
    boss.taps("grant:yes")
    second.commands("roster")
    second.taps("approvals")
    second.taps("approvals:see")
    assert "不同意" in second.taps("approvals:no")
    assert "admin" not in roles(boss, "1")
    assert "县里的作了答复" in told_later(boss, "approval_decided")


def told_later(chat: Chat, kind: str) -> str:
    """What the one unasked message of this kind says when it is sent."""

    def compose(tx: Transaction) -> str:
        found = tx.one("SELECT id, person_id, message_json FROM outbox WHERE kind = :kind", kind=kind)
        assert found is not None
        identity = storage.identities.find(tx, "telegram", chat.address)
        assert identity is not None
        me = storage.people.by_id(tx, found["person_id"])
        shape = SHAPES["telegram"]
        incoming = Incoming("telegram", chat.address, "e", Command("today", ""), "zh-Hans", None)
        turn = Turn(tx, incoming, identity, me, shape, COUNTY, Random(1), NOW)
        row = OutboxMessage(
            found["id"],
            found["person_id"],
            identity.id,
            "telegram",
            chat.address,
            "zh-Hans",
            kind,
            1,
            found["message_json"],
            NOW,
            0,
        )
        message = COMPOSERS[kind](turn, row)
        assert message is not None
        return render(message, "zh-Hans", shape, Words(COUNTY.zone))[0].text.text

    return chat.db.read_now(compose)
