"""The card of a push follows what happens, edited in place, without a tap and without a word too many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import pytest
from fakes.channel import CountingPace, ScriptedChannel
from fakes.chat import Chat
from fakes.county import FIRE, at, small_county, the_person
from fakes.pushing import an_instructor, begin, messages, some_people, the_push, tick

import storage.grants
import storage.push_cards
from bot.channel import Delivery
from bot.conversation.incoming import Chose
from bot.locales import Words
from bot.postman import Postman
from scheduler import pushing
from scheduler.outbox_worker import OutboxWorker
from storage.inline import InlineDatabase
from study.rules.delivery import SendResult

COUNTY = small_county()
NOW = at("2026-11-23 10:00")
CARD = "55"


@dataclass
class Chats(ScriptedChannel):
    """As Telegram's: an edited message keeps its name. The script is for edits alone."""

    async def send(self, delivery: Delivery) -> SendResult:
        await delivery.may_call(is_new=delivery.message_ref is None)
        self.sent.append((delivery.address, delivery.outgoing.text.text, delivery.message_ref))
        if delivery.message_ref is not None and self.script:
            return self.script.pop(0)
        return SendResult("delivered", delivery.message_ref or f"m{delivery.outbox_id}")


@dataclass
class Office:
    """An instructor at a chat that takes whatever is sent, and a clock that is moved by hand."""

    db: InlineDatabase
    teacher: Chat
    channel: Chats = field(default_factory=Chats)
    pace: CountingPace = field(default_factory=CountingPace)

    def __post_init__(self) -> None:
        def clock() -> datetime:
            return self.teacher.now

        async def no_wait(seconds: float) -> None: ...

        self.postman = Postman(
            self.db,
            {"telegram": self.channel},
            {"telegram": self.pace},
            COUNTY,
            Words(COUNTY.zone),
            clock,
            Random(1),
            no_wait,
        )
        self.worker = OutboxWorker(self.db, "telegram", RATE, self.postman.post, "node", clock)

    def sends(self, closes: str = "48h") -> str:
        """The instructor pushes; the card has arrived in the chat."""
        teacher = self.teacher
        teacher.tap(f"push:bank:{FIRE}")
        for start in ("push:n:0", "push:to:all", "push:at:now", f"push:close:{closes}"):
            teacher.taps(start)
        shown = teacher.taps("push:ok")
        self.arrives()
        return shown

    def arrives(self, ref: str = CARD) -> None:
        """Whatever the chat was answered is in it."""
        self.db.write_now(
            lambda tx: tx.run(
                "UPDATE outbox SET state = 'sent', settled_at = 0, message_ref = :ref WHERE state = 'sending'",
                ref=ref,
            )
        )

    async def later(self, seconds: float = 20) -> list[tuple[str, str | None]]:
        """Time passes, the garden ticks and delivers; what the instructor's chat got: text, and what it replaced."""
        self.teacher.now += timedelta(seconds=seconds)
        before = len(self.channel.sent)
        await tick(self.db, COUNTY, self.teacher.now)
        while await self.worker.deliver_pending():
            await self.worker.idle()
        mine = self.teacher.address
        return [(text, ref) for address, text, ref in self.channel.sent[before:] if address == mine]


class _Rate:
    """A rate to keep, counted."""

    total_per_second = 28.0
    slots = 0

    async def slot(self, *, bulk: bool) -> None:
        self.slots += 1


RATE = _Rate()


@pytest.fixture
def office(inline: InlineDatabase) -> Office:
    some_people(inline)
    RATE.slots = 0
    return Office(inline, an_instructor(inline, COUNTY, NOW))


def cards(told: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    return [(text, ref) for text, ref in told if "推送 · 甲镇" in text]


async def test_the_card_is_edited_in_place_as_people_open_and_answer(office: Office) -> None:
    assert "正在安排发送" in office.sends()
    [(text, ref)] = cards(await office.later())
    assert ref == CARD and "待发 4，已送达 0，未联系上 1" in text
    [(text, ref)] = cards(await office.later())
    assert ref == CARD and "待发 0，已送达 4，未联系上 1" in text and "已打开 0，已答完 0" in text
    office.db.write_now(begin, COUNTY, office.teacher.now, "1", 7, 10)
    office.db.write_now(begin, COUNTY, office.teacher.now, "2", 0, 1)
    [(text, ref)] = cards(await office.later())
    assert "已打开 2，已答完 1" in text and "满 5 人答完后显示平均分" in text
    assert RATE.slots == 4 and office.pace.slots == 0  # four messages of the push; the edits took none


async def test_nothing_is_sent_where_nothing_has_changed(office: Office) -> None:
    office.sends()
    for _ in range(3):
        await office.later()
    sent = len(office.channel.sent)
    for _ in range(5):
        await office.later(60)
    assert len(office.channel.sent) == sent


async def test_an_edit_comes_every_fifteen_seconds_at_most_and_later_seldom(office: Office) -> None:
    office.sends()
    await office.later()
    await office.later()
    office.db.write_now(begin, COUNTY, office.teacher.now, "1", 0, 1)
    assert cards(await office.later(10)) == []
    assert len(cards(await office.later(10))) == 1
    await office.later(3600)
    office.db.write_now(begin, COUNTY, office.teacher.now, "2", 0, 1)
    assert cards(await office.later(60)) == []
    assert len(cards(await office.later(130))) == 1


async def test_the_last_edit_says_that_it_has_closed_and_then_nobody_looks(office: Office) -> None:
    office.sends("24h")
    for _ in range(3):
        await office.later()
    [(text, _)] = cards(await office.later(24 * 3600))
    assert "已于 11月24日 周二 10:00 截止" in text
    await office.later(600)
    far = office.teacher.now + timedelta(days=30)
    assert office.db.read_now(storage.push_cards.to_look_at, far, 10) == []


async def test_a_card_that_was_deleted_is_not_sent_anew_and_left_alone(office: Office) -> None:
    office.sends()
    office.channel.script = [SendResult("rejected", reason="edit")]
    await office.later()
    [row] = [row for row in messages(office.db, "push_card") if row["edits_id"]]
    assert row["state"] == "cancelled"
    assert [ref for _, text, ref in office.channel.sent if "推送 · 甲镇" in text] == [CARD]
    office.db.write_now(begin, COUNTY, office.teacher.now, "1", 0, 1)
    assert cards(await office.later()) == [] and cards(await office.later(600)) == []


async def test_after_an_edit_nobody_knows_of_the_next_one_edits_the_same_message(office: Office) -> None:
    office.sends()
    office.channel.script = [SendResult("unsure", reason="timed out")]
    await office.later()
    told = cards(await office.later())
    assert [ref for _, ref in told] == [CARD]


async def test_the_card_looked_at_again_is_the_one_that_follows(office: Office) -> None:
    office.sends()
    await office.later()
    await office.later()
    office.teacher.commands("push")
    office.teacher.does(Chose("push:card:1"))
    office.arrives("77")
    office.db.write_now(begin, COUNTY, office.teacher.now, "1", 0, 1)
    assert [ref for _, ref in cards(await office.later())] == ["77"]


async def test_send_again_reaches_those_who_have_not_opened_and_is_offered_once_a_day(office: Office) -> None:
    office.sends()
    await office.later()
    await office.later()
    office.db.write_now(begin, COUNTY, office.teacher.now, "1", 0, 1)
    await office.later()
    again = Chose("push:again:1")
    office.teacher.does(Chose("push:card:1"))
    assert office.teacher.offers("push:again:1") and "再发给没打开的 3 人" in labels(office.teacher)
    office.teacher.does(again)
    assert not office.teacher.offers("push:again:1")
    assert office.teacher.does(again) == [] and office.teacher.notice is not None
    office.arrives()
    await office.later()
    assert [row["staff_no"] for row in messages(office.db) if ":again:" in row["dedup_key"]] == [
        "2",
        "4",
        "9",
    ]


def labels(chat: Chat) -> str:
    return "\n".join(button.label for row in chat.bubbles[-1].rows for button in row)


async def test_every_week_the_maker_gets_a_new_card_and_may_stop(office: Office) -> None:
    teacher = office.teacher
    teacher.tap(f"push:bank:{FIRE}")
    for start in ("push:n:0", "push:to:all", "push:week", "push:day:thu", "push:hour:2000", "push:close:48h"):
        teacher.taps(start)
    teacher.taps("push:ok")
    office.arrives()
    teacher.now = at("2026-11-26 20:00")
    told = cards(await office.later(0))
    assert len(told) == 1 and told[0][1] is None and "下一次：12月3日 周四 20:00" in told[0][0]
    first = len(office.channel.sent)
    await office.later()
    assert all(ref is not None for text, ref in cards([(t, r) for _, t, r in office.channel.sent[first:]]))
    teacher.does(Chose("push:card:1"))
    assert teacher.offers("push:stop:1")
    teacher.does(Chose("push:stop:1"))
    assert not teacher.offers("push:stop:1") and the_push(office.db).next_at is None
    assert the_push(office.db).withdrawn_at is None
    teacher.now = at("2026-12-03 20:00")
    assert cards(await office.later(0)) == []


async def test_whose_grant_has_ended_is_told_no_more(office: Office) -> None:
    office.sends()
    await office.later()
    me = office.db.read_now(the_person, "9")
    office.db.write_now(storage.grants.remove, me.id, "instructor", me.unit_id)
    assert cards(await office.later()) == []


async def test_an_idle_tick_asks_one_index_and_no_more(office: Office) -> None:
    asked: list[str] = []
    plan = office.db.read_now(
        lambda tx: tx.all(
            "EXPLAIN QUERY PLAN SELECT push_id, person_id FROM push_card WHERE look_at <= 1 ORDER BY look_at LIMIT 50"
        )
    )
    assert "push_card_to_look_at" in plan[0]["detail"]
    read = office.db.read

    async def counted(query: Callable[..., object], *args: object) -> object:
        asked.append(query.__name__)
        return await read(query, *args)

    office.db.read = counted  # type: ignore[method-assign, assignment]
    assert await pushing.follow_pushes(office.db, COUNTY, NOW) == 0
    assert asked == ["to_look_at"]


async def test_on_a_closed_page_cards_do_not_pile_up(inline: InlineDatabase) -> None:
    """On the web a message waits until the page has drawn it; until then nothing is added."""
    some_people(inline)
    office = Office(inline, an_instructor(inline, COUNTY, NOW))
    office.sends()
    inline.write_now(
        lambda tx: tx.run("UPDATE outbox SET state = 'waiting', settled_at = NULL WHERE kind = 'push_card'")
    )
    for _ in range(3):
        assert cards(await office.later(200)) == []
    inline.write_now(lambda tx: tx.run("UPDATE outbox SET state = 'sent' WHERE kind = 'push_card'"))
    assert len(cards(await office.later(200))) == 1
    assert inline.read_now(the_person, "9").identity_id is not None
