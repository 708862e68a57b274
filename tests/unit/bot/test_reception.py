"""One event, one write: recorded with its replies, once, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from fakes.chat import Chat
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    small_county,
    take_in_small_content,
)

import storage.clockwork
import storage.identities
import storage.outbox
import storage.people
from bot.channels.telegram.sending import CAPABILITIES
from bot.conversation import tables
from bot.conversation.incoming import Chose, Command, Event, Incoming, Left, Returned, Said
from bot.conversation.turn import Turn
from bot.locales import Words
from bot.postman import Postman
from bot.reception import REPLY_EXPIRES, GardenReception, Received, receive
from storage.database import Database
from storage.identities import Identity
from storage.inline import InlineDatabase
from storage.transaction import Transaction

NOW = at("2026-11-10 10:00")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))
ADDRESS = "telegram-1"


@pytest.fixture
def db(inline: InlineDatabase) -> InlineDatabase:
    inline.write_now(_settle)
    return inline


def _settle(tx: Transaction) -> None:
    take_in_small_content(tx)
    a_person(tx, channel="telegram")
    open_and_enrol(tx, COUNTY, NOW)


def take(
    db: InlineDatabase, event: Event, event_id: str = "e1", node: str | None = "node", **more: Any
) -> Received:
    incoming = Incoming("telegram", ADDRESS, event_id, event)
    return db.write_now(receive, incoming, CAPABILITIES, COUNTY, Random(1), NOW, node, **more)


def rows(db: InlineDatabase) -> list[dict[str, Any]]:
    return db.read_now(lambda tx: tx.all("SELECT state, node, dedup_key, expires_at FROM outbox ORDER BY id"))


def identity(db: InlineDatabase) -> Identity:
    found = db.read_now(storage.identities.find, "telegram", ADDRESS)
    assert found is not None
    return found


def test_replies_are_in_the_outbox_claimed_by_the_node_that_answers(db: InlineDatabase) -> None:
    received = take(db, Command("today"))
    assert received.is_new and len(received.replies) == 1
    expected = {
        "state": "sending",
        "node": "node",
        "dedup_key": "telegram:e1:0",
        "expires_at": NOW + REPLY_EXPIRES,
    }
    assert rows(db) == [expected]


def test_without_a_node_the_replies_wait_for_whoever_delivers(db: InlineDatabase) -> None:
    take(db, Command("today"), node=None)
    assert [(row["state"], row["node"]) for row in rows(db)] == [("pending", None)]


def test_a_redelivered_event_runs_nothing(db: InlineDatabase) -> None:
    ran: list[int] = []
    also: Callable[[Transaction, int], None] = lambda tx, identity_id: ran.append(identity_id)  # noqa: E731
    assert take(db, Command("today"), also=also).is_new
    again = take(db, Command("me"), also=also)
    assert (again.is_new, again.replies, again.notice) == (False, (), None)
    assert (len(ran), len(rows(db))) == (1, 1)


def test_the_same_id_on_another_channel_is_another_event(db: InlineDatabase) -> None:
    take(db, Command("today"))
    page = Chat(db, COUNTY, NOW, channel="web", address="w")
    assert page.does(Said("x"), event_id="e1")


def test_what_fails_leaves_no_trace_and_can_be_delivered_again(
    db: InlineDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(turn: Turn, parts: tuple[str, ...]) -> list[Any]:
        storage.people.update(turn.tx, turn.me.id, daily_hour="19:30")
        raise RuntimeError("a mistake in the program")

    monkeypatch.setitem(tables.COMMANDS, "today", fails)
    with pytest.raises(RuntimeError):
        take(db, Command("today"))
    person = db.read_now(storage.people.by_staff_no, "1")
    assert rows(db) == [] and person is not None and person.daily_hour == "08:30"
    monkeypatch.undo()
    assert take(db, Command("today")).is_new


def test_somebody_who_leaves_is_marked_and_told_nothing(db: InlineDatabase) -> None:
    assert take(db, Left()).replies == ()
    assert identity(db).unreachable_at == NOW


def test_somebody_who_comes_back_gets_one_digest_of_what_waited(db: InlineDatabase) -> None:
    take(db, Left())
    for number in range(3):
        db.write_now(_waiting_card, f"reminder:{number}")
    take(db, Returned(), "e2")
    assert identity(db).unreachable_at is None
    kinds = db.read_now(lambda tx: tx.all("SELECT kind, state FROM outbox ORDER BY id"))
    assert [(row["kind"], row["state"]) for row in kinds].count(("digest", "pending")) == 1
    assert "waiting" not in {row["state"] for row in kinds}
    take(db, Returned(), "e3")
    assert len(rows(db)) == len(kinds)


def _waiting_card(tx: Transaction, key: str) -> None:
    storage.outbox.insert(
        tx,
        person_id=1,
        identity_id=None,
        dedup_key=key,
        kind="daily_card",
        is_bulk=True,
        message={},
        send_after=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    storage.outbox.park_unreachable(tx, NOW)


def test_messages_go_where_somebody_wrote_last(db: InlineDatabase) -> None:
    page = Chat(db, COUNTY, NOW, channel="web", address="web-1")

    def bind(tx: Transaction) -> None:
        found = storage.identities.find_or_create(tx, "web", "web-1", "zh-Hans", NOW)
        storage.identities.bind(tx, found.id, 1, NOW)

    db.write_now(bind)
    take(db, Command("today"))
    person = db.read_now(storage.people.by_staff_no, "1")
    assert person is not None and person.identity_id == identity(db).id
    page.commands("today")
    person = db.read_now(storage.people.by_staff_no, "1")
    assert person is not None and person.identity_id != identity(db).id


class Quiet:
    """A channel nothing is sent on."""

    name = "telegram"
    capabilities = CAPABILITIES


@pytest.fixture
async def reception(database: Database) -> GardenReception:
    await database.write(_settle)
    words, rng = Words(COUNTY.zone), Random(1)
    quiet: Any = {"telegram": Quiet()}
    postman = Postman(database, quiet, {}, COUNTY, words, lambda: NOW, rng)
    return GardenReception(database, postman, COUNTY, words, "node", lambda: NOW, rng)


async def test_a_notice_comes_back_in_the_language_of_whoever_tapped(
    reception: GardenReception, database: Database
) -> None:
    await database.write(storage.people.update, 1, language="en")
    taken = await reception.take(Incoming("telegram", ADDRESS, "e1", Chose("read:nothing")))
    assert taken.is_new and taken.notice and taken.notice.isascii()
    assert not (await reception.take(Incoming("telegram", ADDRESS, "e1", Chose(f"read:{FIRE}")))).is_new


async def test_what_cannot_be_handled_is_buried_once(reception: GardenReception, database: Database) -> None:
    for _ in range(2):
        await reception.bury("telegram", "e9", "{}", "KeyError")
    (letter,) = await database.read(storage.clockwork.dead_letters)
    assert (letter.event_id, letter.failure) == ("e9", "KeyError")
