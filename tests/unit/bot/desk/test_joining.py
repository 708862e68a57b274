"""Letting people in: all at once or one by one, once each, and only by those who may."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from fakes.chat import SHAPES, Chat
from fakes.county import a_person, at, small_county, supervises, take_in_small_content, the_person

import storage.claims
import storage.identities
import storage.people
import storage.units
from bot.conversation.composing import COMPOSERS
from bot.conversation.desk import joining
from bot.conversation.incoming import Chose, Command, Incoming
from bot.conversation.rendering import render
from bot.conversation.turn import Turn
from bot.locales import Words
from storage.identities import Identity
from storage.inline import InlineDatabase
from storage.people import Person
from storage.transaction import Transaction
from study import invites, join_links

NOW = at("2026-11-10 10:00")
COUNTY = small_county()
MONTH = timedelta(days=30)
NAMES = ("张三", "<b>&李", "王喆")


def build(tx: Transaction) -> tuple[Person, Person]:
    """Supervisors of two towns; three people of the first have asked to join."""
    take_in_small_content(tx)
    boss, other = (a_person(tx, number, "县", channel="telegram") for number in ("8", "9"))
    supervises(tx, boss, "县/甲镇")
    supervises(tx, other, "县/乙镇")
    for number, name in enumerate(NAMES, start=1):
        a_person(tx, f"H{number}", "县/甲镇/一村", name=name, channel=None)
    return boss, other


@pytest.fixture
def office(inline: InlineDatabase) -> tuple[Chat, Chat]:
    """The chats of the two supervisors."""
    boss, other = inline.write_now(build)
    for number, name in enumerate(NAMES, start=1):
        ask(inline, f"new-{number}", f"H{number} {name}")
    chats = [Chat(inline, COUNTY, NOW, address=f"telegram-{person.id}") for person in (boss, other)]
    return chats[0], chats[1]


def ask(db: InlineDatabase, address: str, words: str, channel: str = "telegram") -> Chat:
    def make(tx: Transaction) -> str:
        town = storage.units.ensure(tx, ["县/甲镇"])["县/甲镇"]
        return join_links.make_join_link(tx, town.id, None, NOW, MONTH, Random(address))

    chat = Chat(db, COUNTY, NOW, channel=channel, address=address)
    chat.commands("start", db.write_now(make))
    assert "已转给" in chat.says(words)
    return chat


def joined(db: InlineDatabase) -> list[str]:
    people = (db.read_now(the_person, f"H{number}") for number in range(1, len(NAMES) + 1))
    return [person.name for person in people if person.identity_id]


def answers(db: InlineDatabase) -> list[tuple[str, str]]:
    """Address and text of what the chats that asked are told."""
    words = Words(COUNTY.zone)

    def read(tx: Transaction) -> list[tuple[str, str]]:
        told = []
        for found in tx.all("SELECT id FROM outbox WHERE kind = 'join_answer' ORDER BY id"):
            row = storage.claims.addressed(tx, found["id"])
            assert row is not None
            identity = storage.identities.by_id(tx, row.identity_id)
            person = storage.people.by_id(tx, row.person_id) if row.person_id else None
            assert isinstance(identity, Identity)
            incoming = Incoming(row.channel, row.address, "outbox", Command("today"))
            turn = Turn(tx, incoming, identity, person, SHAPES[row.channel], COUNTY, Random(1), NOW)
            message = COMPOSERS[row.kind](turn, row)
            assert message is not None
            told.append((row.address, render(message, row.language, SHAPES[row.channel], words)[0].text.text))
        return told

    return db.read_now(read)


def refusals(db: InlineDatabase) -> list[Any]:
    rows = db.read_now(lambda tx: tx.all("SELECT after_json FROM audit_entry WHERE action = 'refused'"))
    return [row["after_json"]["action"] for row in rows]


def test_the_waiting_list_counts_requests_and_opens_them(office: tuple[Chat, Chat]) -> None:
    boss, other = office
    assert "3" in boss.commands("queue")
    text = boss.taps("joins")
    assert all(name in text for name in NAMES) and "H1" in text and "一村" in text and "Telegram" in text
    assert "没有等您" in other.commands("queue")


def test_all_are_named_before_they_are_confirmed_with_one_tap(office: tuple[Chat, Chat]) -> None:
    boss, _ = office
    boss.does(Chose("joins"))
    card = boss.taps("joins:ask")
    assert all(name in card for name in NAMES) and joined(boss.db) == []
    assert "已确认 3 人" in boss.taps("joins:all")
    assert joined(boss.db) == list(NAMES)
    boss.taps("joins:all")
    assert "已经办过" in (boss.notice or "")
    told = answers(boss.db)
    assert [address for address, _ in told] == ["new-1", "new-2", "new-3"]
    assert "<b>&李，您好" in told[1][1] and "语言" in told[1][1]
    assert "没有等您" in boss.commands("queue")


def test_whoever_is_let_in_goes_on_with_the_first_two_questions(office: tuple[Chat, Chat]) -> None:
    boss, _ = office
    boss.does(Chose("join1:1:yes"))
    newcomer = Chat(boss.db, COUNTY, NOW, address="new-1", events=9)
    newcomer.does(Chose("first:lang:zh-Hans"))
    assert newcomer.taps("first:hour:1230")
    assert boss.db.read_now(the_person, "H1").daily_hour == "12:30"


def test_of_a_batch_those_bound_meanwhile_are_left_out_and_named(office: tuple[Chat, Chat]) -> None:
    boss, _ = office
    boss.does(Chose("joins:ask"))
    (invitation,) = boss.db.write_now(invites.make_invite, "H2", NOW, MONTH, Random(5))
    elsewhere = Chat(boss.db, COUNTY, NOW, address="elsewhere", channel="web")
    elsewhere.says(invitation.code)
    elsewhere.taps("join:")
    told = boss.taps("joins:all")
    assert "已确认 2 人" in told and "已经有人办过：<b>&李" in told
    assert joined(boss.db) == list(NAMES)


def test_two_chats_for_one_person_are_not_confirmed_unseen(office: tuple[Chat, Chat]) -> None:
    boss, _ = office
    ask(boss.db, "rival", "H1 张三", channel="web")
    assert "2 处聊天" in boss.says("/queue") + boss.does(Chose("joins"))[0].text.text
    boss.does(Chose("joins:ask"))
    assert "已确认 2 人" in boss.taps("joins:all")
    assert joined(boss.db) == list(NAMES[1:])
    assert "2 处聊天" in boss.taps("join1:1")
    assert "已为张三接通" in boss.taps("join1:1:yes")
    assert "rival" in [address for address, text in answers(boss.db) if "没有得到确认" in text]
    assert "没有等您" in boss.commands("queue")


def test_a_rival_that_comes_between_card_and_tap_is_left_for_a_look(office: tuple[Chat, Chat]) -> None:
    boss, _ = office
    boss.does(Chose("joins:ask"))
    ask(boss.db, "rival", "H1 张三", channel="web")
    assert "请单独办：张三" in boss.taps("joins:all")
    assert joined(boss.db) == list(NAMES[1:])


@pytest.mark.parametrize("reason", joining.REASONS)
def test_a_refusal_is_told_politely_and_once(office: tuple[Chat, Chat], reason: str) -> None:
    boss, _ = office
    boss.does(Chose("join1:1"))
    assert "没有确认张三" in boss.taps(f"join1:1:{reason}")
    for again in (f"join1:1:{reason}", "join1:1:yes", "join1:1"):
        boss.does(Chose(again))
        assert "已经办过" in (boss.notice or "")
    ((address, text),) = answers(boss.db)
    assert address == "new-1" and "张三" not in text and joining.REASONS[reason]["zh-Hans"] not in text
    assert joined(boss.db) == []


def test_nobody_decides_for_other_units_and_the_try_is_logged(office: tuple[Chat, Chat]) -> None:
    _, other = office
    for data in ("join1:1", "join1:1:yes", "join1:1:other"):
        assert "职权范围" in other.does(Chose(data))[0].text.text
    assert "没有等您" in other.does(Chose("joins"))[0].text.text
    assert refusals(other.db) == ["confirm_joining"] * 3
    member = other.db.write_now(a_person, "7", "县/甲镇/一村", channel="web")
    cadre = Chat(other.db, COUNTY, NOW, channel="web", address=f"web-{member.id}")
    for data in ("joins", "joins:ask", "joins:all", "join1:1:yes", "join1:99"):
        assert "职权范围" in cadre.does(Chose(data))[0].text.text
    assert len(refusals(other.db)) == 8 and joined(other.db) == []


def test_a_right_lost_between_card_and_tap_confirms_nobody(office: tuple[Chat, Chat]) -> None:
    boss, _ = office
    boss.does(Chose("joins:ask"))
    boss.db.write_now(lambda tx: tx.run("DELETE FROM role_grant"))
    boss.taps("joins:all")
    assert joined(boss.db) == []


def test_somebody_moved_away_is_no_longer_confirmed_here(office: tuple[Chat, Chat]) -> None:
    boss, other = office
    boss.does(Chose("joins:ask"))
    elsewhere = boss.db.write_now(lambda tx: storage.units.ensure(tx, ["县/乙镇"])["县/乙镇"])
    boss.db.write_now(storage.people.update, boss.db.read_now(the_person, "H1").id, unit_id=elsewhere.id)
    assert "不在您的职权范围内：张三" in boss.taps("joins:all")
    assert "张三" in other.does(Chose("joins"))[0].text.text


@pytest.mark.parametrize(
    "data", ["join1", "join1:x", "join1:999", "join1:1:nonsense", "joins:999", "joins:x"]
)
def test_made_up_buttons_change_nothing(office: tuple[Chat, Chat], data: str) -> None:
    boss, _ = office
    boss.does(Chose(data))
    assert (
        joined(boss.db) == [] and len(boss.db.read_now(lambda tx: tx.all("SELECT id FROM join_request"))) == 3
    )


def test_long_lists_are_paged(office: tuple[Chat, Chat]) -> None:
    boss, _ = office
    for number in range(10, 20):
        boss.db.write_now(a_person, f"H{number}", "县/甲镇", name=f"人{number}", channel=None)
        ask(boss.db, f"chat-{number}", f"H{number} 人{number}")
    first = boss.does(Chose("joins"))[0]
    assert len(first.rows) <= 8 and len(first.text.text.splitlines()) <= 26
    boss.taps("joins:2")
    assert "人19" in boss.taps("joins:3")
    boss.does(Chose("joins:ask"))
    assert "已确认 13 人" in boss.taps("joins:all")
