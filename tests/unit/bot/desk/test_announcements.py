"""The office writes to its people: chosen with buttons, counted before it goes, taken back while it waits."""

from __future__ import annotations

from datetime import datetime
from random import Random

import pytest
from fakes.chat import SHAPES, Chat
from fakes.county import a_person, at, outbox_of, small_county, the_person

import storage.announcements
import storage.claims
import storage.grants
import storage.identities
import storage.units
from bot.conversation.composing import COMPOSERS
from bot.conversation.incoming import Chose, Command, Incoming
from bot.conversation.rendering import render
from bot.conversation.turn import Turn
from bot.locales import Words
from scheduler import jobs
from storage.inline import InlineDatabase
from storage.transaction import Transaction

COUNTY = small_county()
NOW = at("2026-11-23 10:00")
WORDS_TO_ALL = "明天 9:00 停电，<b>&\n请提前存盘。"


def grant(tx: Transaction, person_id: int, role: str, path: str) -> None:
    unit = storage.units.by_path(tx, path)
    assert unit is not None
    storage.grants.put(tx, person_id, role, unit.id, None, at("2026-01-05 09:00"))


def an_admin(db: InlineDatabase, path: str = "县", staff_no: str = "9", now: datetime = NOW) -> Chat:
    person = db.write_now(a_person, staff_no, path, channel="telegram")
    db.write_now(grant, person.id, "admin", path)
    return Chat(db, COUNTY, now, address=f"telegram-{person.id}")


@pytest.fixture
def office(inline: InlineDatabase) -> Chat:
    inline.write_now(a_person, "1", "县/甲镇/一村", rank_category="village", tags=("党员",))
    inline.write_now(a_person, "2", "县/甲镇", hour="12:30")
    inline.write_now(a_person, "3", "县/乙镇", channel=None)
    return an_admin(inline)


def written(chat: Chat, text: str = WORDS_TO_ALL) -> str:
    chat.commands("announce")
    chat.taps("ann:new")
    return chat.says(text)


async def delivered(chat: Chat) -> None:
    await jobs.announce(chat.db, COUNTY, chat.now)


def queued(chat: Chat, staff_no: str) -> int:
    person = chat.db.read_now(the_person, staff_no)
    return len(chat.db.read_now(outbox_of, person, "announcement"))


async def test_an_announcement_is_shown_counted_and_sent_once(office: Chat) -> None:
    assert "发给谁" in written(office)
    assert "县的全体人员" in office.taps("ann:to:all")
    card = office.taps("ann:when:now")
    assert "通知 · 县\n" + WORDS_TO_ALL in card
    assert "共 4 人，其中 3 人能联系上" in card and "3 人现在发送" in card
    tap = Chose(office.data("ann:ok"))
    assert "正在安排发送" in office._text(office.does(tap))
    assert office.does(tap) == [] and office.notice is not None
    await delivered(office)
    assert [queued(office, number) for number in "123"] == [1, 1, 0]
    assert "待发 3 人，已发 0 人，未联系上 1 人" in office.taps("ann:card")


async def test_in_the_evening_the_card_says_who_gets_it_when(office: Chat) -> None:
    office.now = at("2026-11-23 21:30")
    written(office)
    office.taps("ann:to:all")
    card = office.taps("ann:when:now")
    assert "2 人 11月24日 周二 08:30 发送" in card and "1 人 11月24日 周二 12:30 发送" in card
    assert "现在发送" not in card


async def test_the_reader_gets_the_words_as_typed_in_the_name_of_the_unit(office: Chat) -> None:
    written(office)
    office.taps("ann:to:all")
    office.taps("ann:when:now")
    office.taps("ann:ok")
    await delivered(office)
    assert composed(office, "1") == f"通知 · 县\n{WORDS_TO_ALL}"
    office.taps("ann:undo")
    assert composed(office, "1") is None


def composed(chat: Chat, staff_no: str) -> str | None:
    """What this person would be sent now, in words."""

    def compose(tx: Transaction) -> str | None:
        person = the_person(tx, staff_no)
        rows = tx.all("SELECT id FROM outbox WHERE person_id = :id AND kind = 'announcement'", id=person.id)
        row = storage.claims.addressed(tx, rows[0]["id"])
        assert row is not None
        identity = storage.identities.by_id(tx, row.identity_id)
        assert identity is not None
        incoming = Incoming(row.channel, row.address, "x", Command("today"))
        turn = Turn(tx, incoming, identity, person, SHAPES["web"], COUNTY, Random(1), chat.now)
        message = COMPOSERS[row.kind](turn, row)
        return message and render(message, "zh-Hans", SHAPES["web"], Words(COUNTY.zone))[0].text.text

    return chat.db.read_now(compose)


async def test_what_has_not_gone_out_is_taken_back_once(office: Chat) -> None:
    written(office)
    office.taps("ann:to:all")
    office.taps("ann:when:morning")
    office.taps("ann:ok")
    await delivered(office)
    undo = Chose(office.data("ann:undo"))
    assert "已撤回" in office._text(office.does(undo))
    assert office.does(undo) == []
    await delivered(office)
    assert "3 人没有再发" in office.taps("ann:card")


def test_words_typed_again_replace_those_before(office: Chat) -> None:
    written(office, "第一稿")
    office.taps("ann:to:all")
    office.taps("ann:when:now")
    card = office.says("第二稿")
    assert "第二稿" in card and "第一稿" not in card and office.offers("ann:ok")


def test_too_many_words_are_not_taken(office: Chat) -> None:
    assert "500" in written(office, "字" * 501)
    assert "发给谁" in office.says("字" * 500)


@pytest.mark.parametrize(
    ("way", "says"),
    [
        (("ann:to:ranks", "ann:to:rank:village"), "县的村干部"),
        (("ann:to:tags", "ann:to:tag"), "县带“党员”标签"),
    ],
)
def test_a_rank_category_or_a_tag_is_chosen_with_buttons(
    office: Chat, way: tuple[str, ...], says: str
) -> None:
    written(office)
    for tap in way:
        text = office.taps(tap)
    assert says in text
    assert "共 1 人，其中 1 人能联系上" in office.taps("ann:when:now")


def test_a_unit_is_found_by_going_down(office: Chat) -> None:
    written(office)
    office.taps("ann:to:in:0")
    town = office.db.read_now(storage.units.by_path, "县/甲镇")
    assert town is not None
    office.taps(f"ann:to:in:{town.id}")
    office.taps(f"ann:to:unit:{town.id}")
    assert "共 2 人" in office.taps("ann:when:now")


def test_a_town_writes_to_its_own_people_in_its_own_name(office: Chat) -> None:
    town = an_admin(office.db, "县/甲镇", "8")
    written(town)
    assert "甲镇的全体人员" in town.taps("ann:to:all")
    card = town.taps("ann:when:now")
    assert "通知 · 甲镇" in card and "共 3 人" in card


def test_beyond_the_grant_it_is_refused_and_logged(office: Chat) -> None:
    town = an_admin(office.db, "县/甲镇", "8")
    written(town)
    other = office.db.read_now(storage.units.by_path, "县/乙镇")
    assert other is not None
    for data in (f"ann:to:unit:{other.id}", f"ann:to:in:{other.id}:0", "ann:to:unit:99"):
        assert "职权" in town._text(town.does(Chose(data)))
    rows = office.db.read_now(lambda tx: tx.all("SELECT unit_id FROM audit_entry WHERE action = 'refused'"))
    assert [row["unit_id"] for row in rows] == [other.id, other.id, 99]


async def test_whoever_runs_nothing_neither_writes_nor_looks(office: Chat) -> None:
    written(office)
    office.taps("ann:to:all")
    office.taps("ann:when:now")
    office.taps("ann:ok")
    learner = Chat(office.db, COUNTY, NOW, channel="web", address="web-1")
    for text in (learner.commands("announce"), learner._text(learner.does(Chose("ann:card:1")))):
        assert "职权" in text
    assert "职权" in learner._text(learner.does(Chose("ann:undo:1")))
    town = an_admin(office.db, "县/甲镇", "8")
    assert "职权" in town._text(town.does(Chose("ann:undo:1")))
    assert not town.commands("announce").count("停电")
    refused = office.db.read_now(
        lambda tx: tx.all("SELECT id FROM audit_entry WHERE action = 'refused' AND actor = 'person:1'")
    )
    assert len(refused) == 3


def test_a_grant_that_ended_meanwhile_sends_nothing(office: Chat) -> None:
    written(office)
    office.taps("ann:to:all")
    office.taps("ann:when:now")
    me = office.db.read_now(the_person, "9")
    office.db.write_now(storage.grants.remove, me.id, "admin", me.unit_id)
    assert "职权" in office.taps("ann:ok")
    assert office.db.read_now(storage.announcements.to_queue) == []
