"""Delivering: in order within a chat, and whatever comes of a try is entered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest
from fakes.channel import DELIVERED, CountingPace, ScriptedChannel
from fakes.county import a_person, at, small_county

import storage.claims
import storage.outbox
from bot.conversation import stored
from bot.conversation.messages import Message
from bot.locales import Words
from bot.postman import TRIES_IN_LANE, Postman
from storage.inline import InlineDatabase
from storage.outbox import OutboxMessage
from study.rules.delivery import SendResult
from study.rules.rich_text import RichText

NOW = at("2026-11-10 10:00")


@dataclass
class Office:
    db: InlineDatabase
    channel: ScriptedChannel
    pace: CountingPace
    postman: Postman
    numbers: Iterator[int]
    now: datetime = NOW

    def row(
        self, text: str, kind: str = "reply", replaces: bool = False, is_bulk: bool = False
    ) -> OutboxMessage:
        """A message claimed by this node."""
        message = stored.to_json(Message((RichText(text),), replaces=replaces))
        outbox_id = self.db.write_now(
            storage.outbox.insert,
            person_id=1,
            identity_id=1,
            dedup_key=str(next(self.numbers)),
            kind=kind,
            is_bulk=is_bulk,
            message=message,
            send_after=NOW,
            expires_at=NOW + timedelta(days=1),
            node="node",
        )
        assert outbox_id is not None
        row = self.db.read_now(storage.claims.addressed, outbox_id)
        assert row is not None
        return row

    async def post(self, row: OutboxMessage, message_ref: str | None = None) -> dict[str, object]:
        """Deliver it; its row afterwards."""
        await self.postman.post(row, stored.from_json(row.message), message_ref)
        found = self.db.read_now(
            lambda tx: tx.one("SELECT state, message_ref, failure FROM outbox WHERE id = :id", id=row.id)
        )
        assert found is not None
        return found


@pytest.fixture
def office(inline: InlineDatabase) -> Office:
    inline.write_now(a_person, channel="telegram")
    county = small_county()
    channel, pace = ScriptedChannel(), CountingPace()

    async def no_wait(seconds: float) -> None: ...

    postman = Postman(
        inline,
        {"telegram": channel},
        {"telegram": pace},
        county,
        Words(county.zone),
        lambda: found.now,
        Random(1),
        no_wait,
    )
    found = Office(inline, channel, pace, postman, iter(range(1_000)))
    return found


@pytest.mark.parametrize(("is_bulk", "state"), [(True, "pending"), (False, "sent")])
async def test_what_nobody_asked_for_and_came_to_its_turn_late_waits_for_the_morning(
    office: Office, is_bulk: bool, state: str
) -> None:
    office.now = at("2026-11-10 21:40")
    assert (await office.post(office.row("x", is_bulk=is_bulk)))["state"] == state
    row = office.db.read_now(lambda tx: tx.one("SELECT send_after_at FROM outbox"))
    assert row == {"send_after_at": at("2026-11-11 07:30") if is_bulk else NOW}


async def test_a_delivered_message_is_sent_and_named(office: Office) -> None:
    assert await office.post(office.row("x")) == {"state": "sent", "message_ref": "m1", "failure": None}
    assert office.pace.slots == 1


async def test_a_slot_of_the_rate_is_taken_when_it_is_the_chats_turn(office: Office) -> None:
    row = office.row("x")
    await office.post(row)
    assert office.pace.turns_before_a_slot == [row.address]


async def test_an_edit_takes_no_slot_and_one_that_cannot_be_is_sent_anew(office: Office) -> None:
    await office.post(office.row("x", replaces=True), "55")
    assert office.pace.slots == 0
    office.channel.script = [SendResult("rejected", reason="edit")]
    assert (await office.post(office.row("y", replaces=True), "55"))["state"] == "sent"
    assert [ref for _, _, ref in office.channel.sent] == ["55", "55", None]
    assert office.pace.slots == 1


@pytest.mark.parametrize(
    ("kind", "state"), [("reply", "unsure"), ("question", "pending"), ("reading", "pending")]
)
async def test_an_ambiguous_try_is_repeated_only_for_what_somebody_waits_for(
    office: Office, kind: str, state: str
) -> None:
    office.channel.script = [SendResult("unsure", reason="timed out")]
    assert (await office.post(office.row("x", kind)))["state"] == state
    assert len(office.channel.sent) == 1


async def test_a_pause_is_waited_for_in_the_lane(office: Office) -> None:
    office.channel.script = [SendResult("retry_at", retry_at=NOW + timedelta(seconds=3))]
    assert (await office.post(office.row("x")))["state"] == "sent"
    assert office.pace.held == [3.0]


async def test_a_pause_for_everybody_holds_everybody(office: Office) -> None:
    office.channel.script = [SendResult("retry_at", retry_at=NOW + timedelta(seconds=3), everyone=True)]
    await office.post(office.row("x"))
    assert office.pace.held == [-3.0]


async def test_what_is_refused_again_and_again_goes_back_to_the_queue(office: Office) -> None:
    office.channel.script = [SendResult("retry_at", retry_at=NOW)] * TRIES_IN_LANE
    assert (await office.post(office.row("x")))["state"] == "pending"


async def test_somebody_who_has_gone_keeps_what_waits_for_them(office: Office) -> None:
    office.channel.script = [SendResult("unreachable", reason="blocked")]
    assert (await office.post(office.row("x")))["failure"] == "unreachable"


async def test_a_message_that_cannot_be_rendered_is_failed_and_holds_nobody_back(office: Office) -> None:
    row = office.row("x")
    office.db.write_now(
        lambda tx: tx.run("UPDATE outbox SET message_json = :m WHERE id = :id", m={"lines": 3}, id=row.id)
    )
    broken = office.db.read_now(storage.claims.addressed, row.id)
    assert broken is not None
    await office.postman.post(broken)
    assert office.db.read_now(storage.outbox.status) == {"failed": 1}


async def test_messages_to_one_chat_arrive_in_order(office: Office) -> None:
    tasks = [office.postman.post(row, stored.from_json(row.message)) for row in map(office.row, "abcdefgh")]
    await asyncio.gather(*tasks)
    assert [text for _, text, _ in office.channel.sent] == list("abcdefgh")


async def test_what_stands_behind_a_reply_that_goes_back_to_the_queue_goes_back_too(office: Office) -> None:
    office.channel.script = [SendResult("unsure", reason="timed out")]
    rows = [office.row("a", "question"), office.row("b"), office.row("c")]
    await asyncio.gather(*(office.postman.post(row, stored.from_json(row.message)) for row in rows))
    assert office.db.read_now(storage.outbox.status) == {"pending": 3}
    assert [text for _, text, _ in office.channel.sent] == ["a"]
    assert (await office.post(office.row("d")))["state"] == "sent"


async def test_a_long_message_that_breaks_off_is_unsure(office: Office) -> None:
    office.channel.script = [DELIVERED, SendResult("retry_at", retry_at=NOW + timedelta(minutes=5))]
    assert (await office.post(office.row("x" * 5_000)))["state"] == "unsure"


async def test_stopping_lets_what_is_in_hand_finish(office: Office) -> None:
    row = office.row("x")
    office.postman.post(row, stored.from_json(row.message))
    await office.postman.lanes.drain(5)
    assert office.db.read_now(storage.outbox.status) == {"sent": 1}
