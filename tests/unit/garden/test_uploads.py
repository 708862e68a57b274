"""Looking at files in the background: brought, read in a process of their own, and told of, whatever they are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from fakes.county import a_person, at, small_county

import storage.grants
import storage.uploads
from garden.reading_apart import read_apart
from garden.uploads import LOST_AFTER, UploadReader
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from storage.uploads import Upload
from study.uploads import CannotFetch

NOW = at("2026-11-23 09:00")
COUNTY = small_county()
FILE = "工号,姓名,单位\n5,李四,县/甲镇\n".encode()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Shelf:
    """A channel's files: what each fetch gives, in order."""

    def __init__(self, *gives: bytes | CannotFetch) -> None:
        self.gives = list(gives)
        self.asked: list[str] = []

    async def fetch(self, place: str) -> bytes:
        self.asked.append(place)
        given = self.gives.pop(0)
        if isinstance(given, CannotFetch):
            raise given
        return given


def sent(
    tx: Transaction, content: bytes | None = FILE, name: str = "名册.csv", purpose: str = "roster"
) -> int:
    row = tx.one("SELECT id, identity_id FROM person")
    if row is None:
        admin = a_person(tx, "0", "县", channel="telegram")
        storage.grants.put(tx, admin.id, "admin", admin.unit_id, None, NOW)
        row = {"id": admin.id, "identity_id": admin.identity_id}
    place = "" if content is not None else "place-1"
    return storage.uploads.insert(
        tx,
        person_id=row["id"],
        identity_id=row["identity_id"],
        purpose=purpose,
        name=name,
        size=1,
        place=place,
        content=content,
        now=NOW,
    )


def reader_of(inline: InlineDatabase, clock: Callable[[], datetime] | None = None) -> UploadReader:
    async def no_pause(seconds: float) -> None:
        await asyncio.sleep(0)

    return UploadReader(inline, COUNTY, clock or Clock(), no_pause)


def the_file(inline: InlineDatabase, upload_id: int) -> Upload:
    upload = inline.read_now(storage.uploads.by_id, upload_id)
    assert upload is not None
    return upload


def reason(upload: Upload) -> str:
    assert upload.state == "refused" and upload.result_json is not None
    return str(upload.result_json["refused"]["reason"])


def results(inline: InlineDatabase) -> int:
    return len(inline.read_now(lambda tx: tx.all("SELECT id FROM outbox WHERE kind = 'upload_result'")))


async def test_what_has_arrived_is_read_and_its_sender_told_once(inline: InlineDatabase) -> None:
    ids = [inline.write_now(sent), inline.write_now(sent, b"nothing of a roster")]
    reader = reader_of(inline)
    assert [await reader.read_arrived(), await reader.read_arrived()] == [2, 0]
    good = the_file(inline, ids[0])
    assert good.state == "previewed" and good.result_json is not None
    assert good.result_json["preview"]["added"] == 1
    assert inline.read_now(storage.uploads.content, ids[0]) is None
    assert reason(the_file(inline, ids[1])) == "no_header"
    assert results(inline) == 2


async def test_a_file_that_stays_with_its_channel_is_fetched(inline: InlineDatabase) -> None:
    upload_id = inline.write_now(sent, None)
    reader, shelf = reader_of(inline), Shelf(CannotFetch("not_fetched"), FILE)
    reader.fetchers["telegram"] = shelf.fetch
    await reader.read_arrived()
    assert shelf.asked == ["place-1", "place-1"]
    assert the_file(inline, upload_id).state == "previewed"


@pytest.mark.parametrize(
    ("shelf", "why"),
    [
        (Shelf(CannotFetch("not_fetched"), CannotFetch("not_fetched")), "not_fetched"),
        (Shelf(CannotFetch("too_large")), "too_large"),
        (None, "not_fetched"),
    ],
)
async def test_a_file_that_does_not_come_is_refused(
    inline: InlineDatabase, shelf: Shelf | None, why: str
) -> None:
    upload_id = inline.write_now(sent, None)
    reader = reader_of(inline)
    if shelf:
        reader.fetchers["telegram"] = shelf.fetch
    await reader.read_arrived()
    assert reason(the_file(inline, upload_id)) == why
    assert shelf is None or shelf.gives == []


async def test_a_file_that_kills_its_reader_twice_is_refused(inline: InlineDatabase) -> None:
    upload_id = inline.write_now(sent, FILE, "名册.csv", "nobody knows this purpose")
    good = inline.write_now(sent)
    assert await reader_of(inline).read_arrived() == 3
    killer = the_file(inline, upload_id)
    assert (reason(killer), killer.tries) == ("unreadable", 2)
    assert the_file(inline, good).state == "previewed"


async def test_a_file_that_took_the_whole_node_along_twice_is_not_read_again(inline: InlineDatabase) -> None:
    upload_id = inline.write_now(sent)
    reader = reader_of(inline)
    for _ in range(2):
        inline.write_now(storage.uploads.claim, NOW)
        assert await reader.recover() == 1
    await reader.read_arrived()
    assert reason(the_file(inline, upload_id)) == "unreadable"


async def test_what_a_lost_node_had_in_hand_is_taken_up(inline: InlineDatabase) -> None:
    clock = Clock()
    reader = reader_of(inline, clock)
    upload_id = inline.write_now(sent)
    inline.write_now(storage.uploads.claim, NOW)
    assert await reader.read_arrived() == 0
    clock.now = NOW + LOST_AFTER + timedelta(seconds=1)
    assert await reader.read_arrived() == 1
    assert the_file(inline, upload_id).state == "previewed"


async def test_the_process_reads_and_says_it_in_json() -> None:
    read = await read_apart(("roster",), "名册.csv", FILE)
    assert read is not None and read["rows"][0]["stated"] == {"name": "李四", "unit": "县/甲镇"}


async def test_a_process_that_takes_too_long_is_ended() -> None:
    assert await read_apart(("roster",), "名册.csv", FILE, seconds=0.01) is None
