"""Coming in by a unit's link: one message, one wait, and the welcome after the supervisor's word."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from fakes.chat import Chat
from fakes.county import a_person, at, small_county, supervises, take_in_small_content, the_person

import storage.identities
import storage.join_links
import storage.units
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import invites, join_links
from study.invites import TRIES_PER_HOUR
from study.rules.join_code import grouped_join_code

NOW = at("2026-11-10 10:00")
COUNTY = small_county()
MONTH = timedelta(days=30)


def build(tx: Transaction) -> str:
    take_in_small_content(tx)
    boss = a_person(tx, "9", "县/甲镇")
    supervises(tx, boss, "县/甲镇")
    a_person(tx, "H1001", "县/甲镇/一村", name="张三", channel=None)
    a_person(tx, "H1002", "县/甲镇/<i>&", name="<b>&李", channel=None)
    place = storage.units.ensure(tx, ["县/甲镇/<i>&"])["县/甲镇/<i>&"]
    join_links.make_join_link(tx, place.id, boss.id, NOW, MONTH, Random(4))
    town = storage.units.ensure(tx, ["县/甲镇"])["县/甲镇"]
    return join_links.make_join_link(tx, town.id, boss.id, NOW, MONTH, Random(3))


@pytest.fixture
def code(inline: InlineDatabase) -> str:
    return inline.write_now(build)


def requests(db: InlineDatabase) -> list[str]:
    rows = db.read_now(
        lambda tx: tx.all(
            "SELECT p.name FROM join_request r JOIN person p ON p.id = r.person_id"
            " WHERE r.decided_at IS NULL ORDER BY r.id"
        )
    )
    return [row["name"] for row in rows]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("channel", ["telegram", "web"])
def test_a_link_asks_once_and_the_answer_waits(
    inline: InlineDatabase, code: str, channel: str, language: str
) -> None:
    chat = Chat(inline, COUNTY, NOW, channel=channel, language=language)
    asked = chat.commands("start", code)
    assert "甲镇" in asked and "H1001" in asked
    told = chat.says("H1001 张三")
    assert ("督学" if language == "zh-Hans" else "supervisor") in told
    assert requests(inline) == ["张三"]
    assert chat.says("你好") == chat.commands("start") == chat.says("H1001 张三")
    assert requests(inline) == ["张三"]


def test_a_link_is_told_from_a_personal_code_however_it_is_typed(inline: InlineDatabase, code: str) -> None:
    for number, typed in enumerate((code, code.lower(), grouped_join_code(code), f"/start {code}")):
        assert "甲镇" in Chat(inline, COUNTY, NOW, address=str(number)).says(typed)


@pytest.mark.parametrize("wrong", ["H1001 张四", "H1009 张三", "H1002 张三"])
def test_a_wrong_answer_does_not_say_what_was_wrong(inline: InlineDatabase, code: str, wrong: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.commands("start", code)
    assert (
        chat.says(wrong)
        == "没有核对上。请看看工号和姓名是否与单位名册上的一致，再发一次；也可以请本单位督学帮您看看。"
    )
    assert requests(inline) == []


def test_guessing_is_over_after_a_few_tries(inline: InlineDatabase, code: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.commands("start", code)
    for number in range(TRIES_PER_HOUR):
        chat.says(f"H100{number + 2} 张三")
    assert "过一小时" in chat.says("H1001 张三")
    assert requests(inline) == []
    chat.now += timedelta(minutes=59)
    assert "过一小时" in chat.says("H1001 张三")


def test_somebody_with_a_chat_already_is_told_where_to_go(inline: InlineDatabase, code: str) -> None:
    a_chat = Chat(inline, COUNTY, NOW)
    inline.write_now(a_person, "H1003", "县/甲镇", name="王五")
    a_chat.commands("start", code)
    assert "换发学习码" in a_chat.says("H1003 王五")
    assert requests(inline) == []


def test_a_personal_code_still_opens_while_a_link_is_open(inline: InlineDatabase, code: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.commands("start", code)
    (invitation,) = inline.write_now(invites.make_invite, "H1001", NOW, MONTH, Random(5))
    assert "张三" in chat.says(invitation.code)
    assert "没有找到" in chat.says("ACDEF-GHJKM")
    chat.taps("join:")
    assert inline.read_now(the_person, "H1001").identity_id is not None


def test_a_number_and_a_name_that_look_like_a_code_are_a_claim(inline: InlineDatabase, code: str) -> None:
    inline.write_now(a_person, "H3467", "县/甲镇", name="Chang", channel=None)
    chat = Chat(inline, COUNTY, NOW)
    chat.commands("start", code)
    chat.says("H3467 Chang")
    assert requests(inline) == ["Chang"]


def test_names_and_units_are_read_exactly(inline: InlineDatabase, code: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.commands("start", code)
    chat.says("H1002 <b>&李")
    assert requests(inline) == ["<b>&李"]
    place = inline.write_now(lambda tx: storage.units.ensure(tx, ["县/甲镇/<i>&"])["县/甲镇/<i>&"])
    other = inline.write_now(join_links.make_join_link, place.id, None, NOW, MONTH, Random(6))
    assert "加入<i>&" in Chat(inline, COUNTY, NOW, address="8").commands("start", other)


def test_a_dead_link_says_so_and_asks_nothing(inline: InlineDatabase, code: str) -> None:
    town = inline.write_now(lambda tx: storage.units.ensure(tx, ["县/甲镇"])["县/甲镇"])
    late = Chat(inline, COUNTY, NOW + MONTH, address="late")
    assert "过期" in late.commands("start", code)
    inline.write_now(join_links.revoke_join_link, town.id, None, NOW)
    chat = Chat(inline, COUNTY, NOW)
    assert "停用" in chat.commands("start", code)
    assert "没有找到" in chat.commands("start", "ACDE-FGHJ-KMNP")
    chat.says("H1001 张三")
    assert requests(inline) == []


def test_a_bound_chat_takes_no_link(inline: InlineDatabase, code: str) -> None:
    member = inline.write_now(a_person, "5", channel="telegram")
    chat = Chat(inline, COUNTY, NOW, address=f"telegram-{member.id}")
    assert "已经接通" in chat.commands("start", code)
    assert "没有核对" not in chat.says("H1001 张三")
    assert requests(inline) == []


def test_a_tap_and_its_repetition_make_one_request(inline: InlineDatabase, code: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.commands("start", code)
    for _ in range(3):
        chat.says("张三，H1001")
    assert requests(inline) == ["张三"]


def test_the_language_can_be_chosen_with_the_link_open(inline: InlineDatabase, code: str) -> None:
    chat = Chat(inline, COUNTY, NOW)
    chat.commands("start", code)
    chat.commands("start")
    assert "Joining 甲镇" in chat.taps("set:lang:en")
