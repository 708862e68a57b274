"""Files on their way: each taken in hand by one, and every state left once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from fakes.county import a_person, at

from storage import uploads
from storage.database import Database
from storage.transaction import Transaction

NOW = at("2026-11-23 09:00")
LATER = NOW + timedelta(minutes=1)
DAY = timedelta(days=1)


def sent(tx: Transaction, content: bytes | None = b"x", purpose: str = "roster") -> int:
    person = a_person(tx) if tx.one("SELECT id FROM person") is None else None
    row = tx.one("SELECT id, identity_id FROM person")
    assert row is not None and (person is None or person.id == row["id"])
    return uploads.insert(
        tx,
        person_id=row["id"],
        identity_id=row["identity_id"],
        purpose=purpose,
        name="名册.csv",
        size=1,
        place="",
        content=content,
        now=NOW,
    )


def state(tx: Transaction, upload_id: int) -> str:
    upload = uploads.by_id(tx, upload_id)
    assert upload is not None
    return upload.state


async def test_each_file_is_taken_in_hand_once_the_oldest_first(database: Database) -> None:
    ids = [await database.write(sent) for _ in range(2)]
    claims = await asyncio.gather(*(database.write(uploads.claim, NOW) for _ in range(4)))
    taken = [upload.id for upload in claims if upload]
    assert sorted(set(taken)) == sorted(taken) and set(taken) <= set(ids) and ids[0] in taken
    while more := await database.write(uploads.claim, NOW):
        taken.append(more.id)
    assert sorted(taken) == ids
    assert not await database.read(uploads.has_arrived)


async def test_what_was_in_hand_is_taken_up_again_and_counted(database: Database) -> None:
    upload_id = await database.write(sent)
    await database.write(uploads.claim, NOW)
    assert await database.write(uploads.release, NOW - DAY) == 0
    assert await database.write(uploads.release, LATER) == 1
    again = await database.write(uploads.claim, LATER)
    assert again is not None and (again.id, again.tries) == (upload_id, 2)
    assert await database.write(uploads.release, LATER, upload_id + 1) == 0
    assert await database.write(uploads.release, LATER, upload_id) == 1


async def test_a_state_is_left_once_and_takes_the_bytes_along(database: Database) -> None:
    upload_id = await database.write(sent, b"\x00\xff")
    assert await database.read(uploads.content, upload_id) == b"\x00\xff"
    await database.write(uploads.claim, NOW)
    moves = [
        await database.write(uploads.move, upload_id, "reading", "previewed", NOW, {"a": [1]}) for _ in "12"
    ]
    assert moves == [True, False]
    assert await database.read(uploads.content, upload_id) is None
    upload = await database.read(uploads.by_id, upload_id)
    assert upload is not None and upload.result_json == {"a": [1]}


async def test_what_a_file_is_for_may_show_later(database: Database) -> None:
    upload_id = await database.write(sent, purpose="")
    assert await database.read(uploads.has_arrived)
    await database.write(uploads.set_purpose, upload_id, "roster")
    upload = await database.read(uploads.by_id, upload_id)
    assert upload is not None and upload.purpose == "roster"


async def test_what_nobody_decides_on_is_emptied_and_later_deleted(database: Database) -> None:
    undecided, decided = [await database.write(sent) for _ in "12"]
    await database.write(uploads.move, decided, "arrived", "saved", NOW, {"added": 1})
    assert await database.write(uploads.forget_undecided, NOW, NOW) == 0
    assert await database.write(uploads.forget_undecided, LATER, LATER) == 1
    assert await database.read(uploads.content, undecided) is None
    assert await database.read(state, undecided) == "forgotten"
    assert await database.read(state, decided) == "saved"
    assert await database.write(uploads.forget_settled, LATER) == 2


async def test_only_what_nobody_has_looked_at_counts_as_unread(database: Database) -> None:
    first = await database.write(sent)
    await database.write(sent, purpose="")
    person = await database.read(lambda tx: (tx.one("SELECT id FROM person") or {})["id"])
    assert await database.read(uploads.count_unread, person) == 2
    await database.write(uploads.move, first, "arrived", "previewed", NOW, {})
    assert await database.read(uploads.count_unread, person) == 1
