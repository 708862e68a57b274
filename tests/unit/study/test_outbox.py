"""Messages on their way out: in order, once each, and never silently lost."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from fakes.county import a_person, at, outbox_of, reach, small_county, the_person

import storage.claims
import storage.identities
import storage.outbox
from storage.claims import Due
from storage.database import Database
from storage.inline import InlineDatabase
from storage.outbox import OutboxMessage
from storage.transaction import Row, Transaction
from study import outbox
from study.rules.delivery import SendResult

NOW = at("2026-11-23 08:30")
MINUTE = timedelta(minutes=1)
COUNTY = small_county()


def enqueue(
    tx: Transaction, staff_no: str = "1", key: str = "a", now: datetime = NOW, **fields: Any
) -> int | None:
    row = {
        "person_id": the_person(tx, staff_no).id,
        "identity_id": None,
        "dedup_key": key,
        "kind": "daily_card",
        "is_bulk": True,
        "message": {"key": key},
        "send_after": now,
        "expires_at": now + timedelta(hours=15),
    }
    return storage.outbox.insert(tx, **(row | fields))


def claim(tx: Transaction, now: datetime = NOW, limit: int = 10, node: str = "n") -> list[OutboxMessage]:
    return storage.claims.claim(tx, node, "web", now, limit)


def keys(rows: list[OutboxMessage]) -> list[str]:
    return [row.message["key"] for row in rows]


def state(tx: Transaction, key: str = "a") -> tuple[str, datetime, str | None]:
    row = tx.one("SELECT state, send_after_at, failure FROM outbox WHERE dedup_key = :key", key=key)
    assert row is not None
    return row["state"], row["send_after_at"], row["failure"]


async def test_a_key_is_queued_once_for_each_person(database: Database) -> None:
    for staff_no in "12":
        await database.write(a_person, staff_no)
    assert await database.write(enqueue, "1") is not None
    assert await database.write(enqueue, "1") is None
    assert await database.write(enqueue, "2") is not None
    assert await database.read(storage.outbox.status) == {"pending": 2}


async def test_a_claimed_message_knows_where_it_goes(database: Database) -> None:
    person = await database.write(a_person, channel="telegram")
    await database.write(enqueue)
    assert await database.write(claim) == []
    [row] = await database.write(storage.claims.claim, "n", "telegram", NOW, 10)
    assert (row.channel, row.address, row.language) == ("telegram", f"telegram-{person.id}", "zh-Hans")
    assert (row.kind, row.is_bulk, row.tries, row.message) == ("daily_card", 1, 1, {"key": "a"})


async def test_what_is_not_due_yet_stays(database: Database) -> None:
    await database.write(a_person)
    await database.write(enqueue)
    early = NOW - timedelta(milliseconds=1)
    assert not (await database.read(storage.claims.due, "web", early)).any
    assert await database.write(claim, early) == []
    assert await database.read(storage.claims.due, "web", NOW) == Due(edits=False, new=True)
    assert keys(await database.write(claim)) == ["a"]


async def test_of_one_person_one_message_is_in_hand_and_the_oldest_first(database: Database) -> None:
    await database.write(a_person)
    for key in "abc":
        await database.write(enqueue, "1", key)
    for key in "abc":
        [row] = await database.write(claim)
        assert row.message["key"] == key
        assert await database.write(claim) == []
        await database.write(outbox.settle, row, SendResult("delivered"), NOW)
    assert await database.read(storage.outbox.status) == {"sent": 3}


async def test_replies_go_before_bulk(database: Database) -> None:
    for staff_no in "123":
        await database.write(a_person, staff_no)
    await database.write(enqueue, "1", "card")
    await database.write(enqueue, "2", "later reply", NOW + MINUTE, is_bulk=False, kind="reply")
    await database.write(enqueue, "3", "reply", NOW, is_bulk=False, kind="reply")
    order = []
    for _ in range(3):
        [row] = await database.write(claim, NOW + MINUTE, 1)
        order.append(row.message["key"])
    assert order == ["reply", "later reply", "card"]


async def test_two_nodes_never_claim_the_same_message(database: Database) -> None:
    for number in range(12):
        await database.write(a_person, str(number))
        await database.write(enqueue, str(number), f"card {number}")
    claims = await asyncio.gather(*(database.write(claim, NOW, 3, f"node {n}") for n in range(8)))
    found = sorted(key for rows in claims for key in keys(rows))
    assert len(found) == len(set(found))
    while rows := await database.write(claim, NOW, 3):
        found += keys(rows)
    assert sorted(found) == sorted(f"card {number}" for number in range(12))


SETTLED = [
    (SendResult("delivered", "7"), "sent", None),
    (SendResult("waiting"), "waiting", None),
    (SendResult("unreachable", reason="blocked"), "waiting", "unreachable"),
    (SendResult("rejected", reason="bad"), "failed", "bad"),
    (SendResult("unsure", reason="timeout"), "unsure", "timeout"),
]


@pytest.mark.parametrize(("result", "expected", "failure"), SETTLED)
async def test_what_came_of_a_try_is_entered_once(
    database: Database, result: SendResult, expected: str, failure: str | None
) -> None:
    person = await database.write(a_person)
    await database.write(enqueue)
    [row] = await database.write(claim)
    await database.write(outbox.settle, row, result, NOW)
    assert await database.read(state) == (expected, NOW, failure)
    await database.write(outbox.settle, row, SendResult("rejected", reason="late"), NOW)
    assert await database.read(state) == (expected, NOW, failure)
    identity = await database.read(storage.identities.by_id, person.identity_id)
    assert identity is not None
    assert (identity.unreachable_at == NOW) is (result.outcome == "unreachable")


async def test_a_message_certainly_not_sent_is_tried_again_when_it_was_told_to(database: Database) -> None:
    await database.write(a_person)
    await database.write(enqueue)
    [row] = await database.write(claim)
    later = SendResult("retry_at", retry_at=NOW + MINUTE, reason="429")
    await database.write(outbox.settle, row, later, NOW)
    assert await database.write(claim, NOW + MINUTE - timedelta(seconds=1)) == []
    assert len(await database.write(claim, NOW + MINUTE)) == 1


async def test_however_long_a_channel_is_away_a_message_is_tried_until_it_expires(database: Database) -> None:
    await database.write(a_person)
    await database.write(enqueue)
    now: datetime = NOW
    pauses: list[int] = []
    for _ in range(12):
        [row] = await database.write(claim, now)
        await database.write(outbox.settle, row, SendResult("retry_at", retry_at=now, reason="away"), now)
        _, again, _ = await database.read(state)
        pauses.append((again - now).seconds)
        now = again
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300, 300, 300, 300]
    assert await database.write(storage.outbox.expire, NOW + timedelta(hours=15)) == 1


UNSURE_KINDS = [("question", 2), ("reading", 2), ("daily_card", 1), ("weekly_summary", 1), ("reply", 1)]


@pytest.mark.parametrize(("kind", "tries"), UNSURE_KINDS)
def test_when_it_is_unsure_only_what_somebody_waits_for_is_sent_once_more(
    inline: InlineDatabase, kind: str, tries: int
) -> None:
    do = inline.write_now
    do(a_person)
    do(enqueue, kind=kind)
    made = 0
    while rows := do(claim):
        made += 1
        do(outbox.settle, rows[0], SendResult("unsure", reason="timeout"), NOW)
    assert (made, do(state)[0]) == (tries, "unsure")


async def test_what_a_dead_process_had_in_hand_is_unsure(database: Database) -> None:
    for staff_no in "123":
        await database.write(a_person, staff_no)
    await database.write(enqueue, "1", "card")
    await database.write(enqueue, "2", "question", kind="question")
    await database.write(claim, NOW, 10, "dead")
    await database.write(enqueue, "3", "other", kind="question")
    await database.write(claim, NOW, 10, "alive")
    assert await database.write(outbox.recover, "dead", NOW) == 2
    assert await database.write(outbox.recover, "dead", NOW) == 0
    states = [(await database.read(state, key))[0] for key in ("card", "question", "other")]
    assert states == ["unsure", "pending", "sending"]
    assert keys(await database.write(claim)) == ["question"]


def test_what_was_in_hand_is_found_without_reading_all_that_was_ever_sent(
    inline: InlineDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []
    ask = Transaction.all

    def noted(tx: Transaction, sql: str, /, **params: Any) -> list[Row]:
        asked.append((sql, params))
        return ask(tx, sql, **params)

    monkeypatch.setattr(Transaction, "all", noted)
    inline.write_now(outbox.recover, "n", NOW)
    inline.write_now(outbox.recover_from_others, NOW)
    monkeypatch.undo()
    for sql, params in asked:
        (step, *_) = inline.read_now(ask, f"EXPLAIN QUERY PLAN {sql}", **params)
        assert "outbox_open" in step["detail"]
    assert len(asked) == 2


async def test_what_comes_too_late_expires(database: Database) -> None:
    await database.write(a_person)
    await database.write(enqueue, "1", "today")
    await database.write(enqueue, "1", "next week", expires_at=NOW + timedelta(days=7))
    midnight = NOW + timedelta(hours=15)
    assert await database.write(storage.outbox.expire, midnight - MINUTE) == 0
    assert await database.write(storage.outbox.expire, midnight) == 1
    assert (await database.read(state, "today"))[0] == "expired"
    assert keys(await database.write(claim, midnight)) == ["next week"]


def unreachable(tx: Transaction, staff_no: str, now: datetime = NOW) -> None:
    identity_id = the_person(tx, staff_no).identity_id
    assert identity_id is not None
    storage.identities.mark_unreachable(tx, identity_id, now)


async def test_messages_for_unreachable_people_wait_and_one_digest_stands_for_them(
    database: Database,
) -> None:
    for staff_no in "12":
        await database.write(a_person, staff_no)
    await database.write(a_person, "3", channel=None)
    await database.write(unreachable, "1")
    for staff_no in "123":
        for key in "ab":
            await database.write(enqueue, staff_no, f"{key}{staff_no}")
    assert await database.write(storage.outbox.park_unreachable, NOW) == 4
    assert keys(await database.write(claim)) == ["a2"]
    assert (await database.read(state, "a1"))[0] == "waiting"

    person = await database.read(the_person, "1")
    back = NOW + timedelta(hours=1)
    await database.write(reach, person.id, "web", back)
    assert await database.write(outbox.welcome_back, person.id, COUNTY, back)
    assert not await database.write(outbox.welcome_back, person.id, COUNTY, back)
    assert {(await database.read(state, key))[0] for key in ("a1", "b1")} == {"cancelled"}
    [digest] = await database.read(outbox_of, person, "digest")
    assert (digest["state"], digest["send_after_at"]) == ("pending", back)
    [row] = [row for row in await database.write(claim, back) if row.person_id == person.id]
    assert (row.kind, row.is_bulk) == ("digest", 0)


def test_who_goes_and_comes_back_twice_a_day_gets_a_digest_each_time(inline: InlineDatabase) -> None:
    do = inline.write_now
    person = do(a_person)
    for number in range(2):
        now = NOW + timedelta(hours=number)
        do(unreachable, "1", now)
        do(enqueue, "1", f"card {number}", now)
        assert do(storage.outbox.park_unreachable, now) == 1
        do(reach, person.id, "web", now + MINUTE)
        assert do(outbox.welcome_back, person.id, COUNTY, now + MINUTE)
        [row] = do(claim, now + MINUTE)
        assert row.kind == "digest"
        do(outbox.settle, row, SendResult("delivered"), now + MINUTE)


async def test_a_reply_tried_again_goes_to_the_chat_it_answers(database: Database) -> None:
    person = await database.write(a_person, channel="telegram")
    telegram = person.identity_id
    await database.write(enqueue, "1", "reply", identity_id=telegram, kind="reply", is_bulk=False)
    await database.write(reach, person.id, "web")
    assert not (await database.read(storage.claims.due, "web", NOW)).any
    assert await database.write(claim) == []
    [row] = await database.write(storage.claims.claim, "n", "telegram", NOW, 10)
    assert (row.channel, row.identity_id) == ("telegram", telegram)


async def test_a_stranger_is_answered_in_their_own_language(database: Database) -> None:
    def stranger(tx: Transaction) -> int:
        return storage.identities.find_or_create(tx, "web", "stranger", "en", NOW).id

    await database.write(a_person)
    identity = await database.write(stranger)
    hello = {"person_id": None, "identity_id": identity, "kind": "reply", "is_bulk": False}
    assert await database.write(enqueue, "1", "hello", **hello) is not None
    assert await database.write(enqueue, "1", "hello", **hello) is None
    assert await database.write(storage.outbox.park_unreachable, NOW) == 0
    [row] = await database.write(claim)
    assert (row.person_id, row.address, row.language) == (None, "stranger", "en")


async def test_a_reply_is_born_in_the_hands_of_its_node(database: Database) -> None:
    await database.write(a_person)
    await database.write(enqueue, node="n", kind="question", is_bulk=False)
    await database.write(enqueue, "1", "card")
    assert (await database.read(state))[0] == "sending"
    assert await database.write(claim) == []


def test_a_closed_page_keeps_only_the_newest_card(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_person)
    for day in range(3):
        now = NOW + timedelta(days=day)
        do(enqueue, "1", f"card:{day}", now)
        do(outbox.settle, do(claim, now)[0], SendResult("waiting"), now)
    assert [do(state, f"card:{day}")[0] for day in range(3)] == ["cancelled", "cancelled", "waiting"]


async def test_settled_replies_are_forgotten_and_the_keys_of_reminders_stay(database: Database) -> None:
    await database.write(a_person)
    for key, kind in (("reply", "reply"), ("question", "question"), ("card", "daily_card")):
        await database.write(enqueue, "1", key, kind=kind, is_bulk=kind == "daily_card")
        [row] = await database.write(claim)
        await database.write(outbox.settle, row, SendResult("delivered"), NOW)
    assert await database.write(storage.outbox.forget_settled, NOW, 10) == 0
    assert await database.write(storage.outbox.forget_settled, NOW + MINUTE, 1) == 1
    assert await database.write(storage.outbox.forget_settled, NOW + MINUTE, 10) == 1
    assert await database.write(enqueue, "1", "card") is None


async def test_a_try_that_was_taken_away_enters_nothing(database: Database) -> None:
    await database.write(a_person)
    await database.write(enqueue, kind="question", is_bulk=False)
    [stalled] = await database.write(claim, node="stalled")
    later = NOW + outbox.LEASE + MINUTE
    assert await database.write(outbox.recover_from_others, NOW) == 0
    assert await database.write(outbox.recover_from_others, later) == 1
    [again] = await database.write(claim, later, node="other")
    assert not await database.write(storage.claims.still_in_hand, stalled, later)
    assert await database.write(storage.claims.still_in_hand, again, later)
    await database.write(outbox.settle, stalled, SendResult("delivered", "1"), later)
    assert (await database.read(state))[0] == "sending"
    await database.write(outbox.settle, again, SendResult("delivered", "2"), later)
    assert (await database.read(state))[0] == "sent"


async def test_a_reply_to_be_tried_again_is_not_overtaken(database: Database) -> None:
    await database.write(a_person)
    await database.write(enqueue, key="first", kind="question", is_bulk=False)
    [first] = await database.write(claim)
    person_id = (await database.read(the_person, "1")).id
    assert not await database.read(storage.claims.must_queue, person_id, "n", NOW)
    await database.write(outbox.settle, first, SendResult("retry_at", retry_at=NOW + MINUTE), NOW)
    assert await database.read(storage.claims.must_queue, person_id, "n", NOW)
    await database.write(enqueue, key="second", kind="reply", is_bulk=False)
    assert await database.write(claim) == []
    assert keys(await database.write(claim, NOW + MINUTE)) == ["first"]


async def test_what_is_queued_behind_a_reply_keeps_its_place_too(database: Database) -> None:
    await database.write(a_person)
    await database.write(enqueue, key="first", kind="question", is_bulk=False, node="n")
    [first] = await database.write(claim_in_hand)
    await database.write(outbox.settle, first, SendResult("retry_at", retry_at=NOW + MINUTE), NOW)
    await database.write(enqueue, key="second", kind="reply", is_bulk=False, node="n", queued=True)
    later = NOW + MINUTE
    assert keys(await database.write(claim, later)) == ["first"]
    person_id = (await database.read(the_person, "1")).id
    assert await database.read(storage.claims.must_queue, person_id, "n", later)


def claim_in_hand(tx: Transaction) -> list[OutboxMessage]:
    """What was claimed as it was stored."""
    rows = tx.all("SELECT id FROM outbox WHERE state = 'sending'")
    return [row for found in rows if (row := storage.claims.addressed(tx, found["id"]))]
