"""A roster sent to a whole garden: over the page's HTTP, and over the Bot API."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from fakes.bot_api import TOKEN, FakeBotApi, tap_update
from fakes.county import a_person, small_county

import storage.grants
import storage.identities
import storage.people
from bot.channels.web import receiving
from bot.charts.drawer import Drawer
from bot.documents import Documents
from garden.clock import SkippingClock
from garden.running import Garden
from garden.telegram import TelegramConnection
from garden.web import WebConnection
from storage.database import Database
from storage.transaction import Transaction
from study import uploads
from study.rules.settings import Channels, WebChannel

PLACE = WebChannel()
COUNTY = small_county(channels=Channels(web=PLACE))
OURS = {"X-Garden": "1"}
FILE = "工号,姓名,单位,电话\n5,李四,县/甲镇,\n1,人1,县/甲镇,123\n".encode()
CHAT_ID = 42


class Page:
    """A browser on a running garden."""

    def __init__(self, session: ClientSession, url: str, db: Database) -> None:
        self.session = session
        self.url = url
        self.db = db

    async def send(
        self, content: Any, query: str = "?id=client-file-1&name=名册.csv", **headers: str
    ) -> ClientResponse:
        return await self.session.post(f"{self.url}/chat/file{query}", data=content, headers=OURS | headers)

    async def say(self, **body: Any) -> None:
        answered = await self.session.post(f"{self.url}/chat/say", data=json.dumps(body), headers=OURS)
        assert answered.status == 200

    async def until(self, words: str) -> dict[str, Any]:
        """The bubble that says so, from the stream, as soon as it is there."""
        async with asyncio.timeout(15), self.session.get(f"{self.url}/chat/events?after=0") as stream:
            while True:
                line = (await stream.content.readline()).decode()
                if line.startswith("data:") and words in line:
                    event: dict[str, Any] = json.loads(line[5:])
                    return event

    async def become(self, role: str = "") -> None:
        """Begin a session and be somebody, with this role over the county."""
        await self.say(id="client-0001", kind="command", name="start")

        def bind(tx: Transaction) -> None:
            now = SkippingClock()()
            person = a_person(tx, "0", "县", channel=None)
            (identity,) = tx.all("SELECT id FROM channel_identity WHERE channel = 'web'")
            storage.identities.bind(tx, identity["id"], person.id, now)
            if role:
                storage.grants.put(tx, person.id, role, person.unit_id, None, now)

        await self.db.write(bind)


@asynccontextmanager
async def running(db: Database) -> AsyncIterator[Page]:
    clock = SkippingClock()
    documents = Documents(db, COUNTY, clock)
    connection = WebConnection(db, COUNTY.settings, PLACE, clock, Drawer(), documents)
    garden = Garden(db, COUNTY, [connection.channel], "node", clock)
    app = web.Application()
    connection.add_routes(app, garden)
    server = TestServer(app)
    await server.start_server()
    await db.write(a_person, "1", channel=None)
    await garden.start()
    try:
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            yield Page(session, str(server.make_url("/")).rstrip("/"), db)
    finally:
        connection.close_streams()
        await garden.stop()
        await server.close()


async def phone(db: Database) -> str:
    person = await db.read(storage.people.by_staff_no, "1")
    assert person is not None
    return person.phone


async def count(db: Database) -> int:
    return len(await db.read(lambda tx: tx.all("SELECT id FROM upload")))


async def test_a_roster_from_the_page_is_previewed_and_saved(database: Database) -> None:
    async with running(database) as page:
        await page.become("admin")
        answered = await page.send(FILE)
        assert answered.status == 200 and (await answered.json())["new"]
        assert await (await page.send(FILE)).json() == {"ok": True, "new": False, "notice": None}
        echo = await page.until("client-file-1")
        assert (echo["me"], echo["text"]) == (True, "名册.csv")
        preview = await page.until("新增 1 人，更新 1 人")
        assert await phone(database) == ""
        save = preview["rows"][0][0]
        await page.say(
            id="client-save", kind="chose", data=save["data"], bubble=preview["id"], echo=save["label"]
        )
        await page.until("名册已更新：新增 1 人，更新 1 人")
        assert (await phone(database), await count(database)) == ("123", 1)


async def test_only_those_who_may_send_files_get_one_in(database: Database) -> None:
    async with running(database) as page:
        stranger = await page.send(FILE)
        assert stranger.status == 403
        await page.become()
        learner = await page.send(FILE)
        assert learner.status == 403 and "负责名册" in await learner.text()
        assert (
            await page.session.post(f"{page.url}/chat/file?id=client-file-1&name=a.csv", data=FILE)
        ).status == 403
        assert await count(database) == 0


async def test_the_page_is_told_who_may_send_files(database: Database) -> None:
    async with running(database) as page:
        await page.become()
        assert await told(page) == (False, False)
        actor = await database.read(storage.people.by_staff_no, "0")
        assert actor is not None
        now = SkippingClock()()
        await database.write(storage.grants.put, actor.id, "admin", actor.unit_id, None, now)
        assert await told(page) == (True, True)


async def told(page: Page) -> tuple[bool, bool]:
    """By the stream, and by polling."""
    async with page.session.get(f"{page.url}/chat/events") as stream:
        while not (line := (await stream.content.readline()).decode()).startswith("data:"):
            pass
    polled = await (await page.session.get(f"{page.url}/chat/poll")).json()
    return json.loads(line[5:])["files"], polled["offered"]["files"]


async def test_a_file_that_is_too_large_is_refused_before_it_is_taken(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1000)

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100

    async with running(database) as page:
        await page.become("admin")
        for content in (b"x" * 1001, chunks()):
            answered = await page.send(content)
            assert answered.status == 413 and "20 MB" in await answered.text()
        assert (await page.send(b"x" * 1000)).status == 200
        assert await count(database) == 1


@pytest.mark.parametrize(
    "query", ["", "?id=client-file-1", "?id=short&name=a.csv", "?id=client-file-1&name=" + "长" * 201]
)
async def test_an_address_that_does_not_name_the_file_is_refused(database: Database, query: str) -> None:
    async with running(database) as page:
        await page.become("admin")
        assert (await page.send(FILE, query)).status == 400
        assert await count(database) == 0


async def test_a_sender_who_falls_silent_is_let_go(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PATIENCE", 0.05)
    silent = asyncio.Event()

    async def begun() -> AsyncIterator[bytes]:
        yield b"x"
        await silent.wait()

    async with running(database) as page:
        await page.become("admin")
        answered = await page.send(begun())
        assert answered.status == 408
        silent.set()
        assert await count(database) == 0


def a_document(update_id: int, name: str) -> dict[str, Any]:
    who = {"id": CHAT_ID, "is_bot": False, "first_name": "<b>&", "language_code": "zh-hans"}
    file = {"file_id": "documents/1", "file_name": name, "file_size": len(FILE)}
    message = {"message_id": update_id, "date": 0, "chat": {"id": CHAT_ID, "type": "private"}, "from": who}
    return {"update_id": update_id, "message": message | {"document": file, "caption": "今天"}}


async def test_a_roster_over_telegram_is_fetched_previewed_and_saved(database: Database) -> None:
    def settle(tx: Transaction) -> None:
        now = SkippingClock()() - timedelta(minutes=1)
        a_person(tx, "1", channel=None)
        admin = a_person(tx, "0", "县", channel=None)
        identity = storage.identities.find_or_create(tx, "telegram", str(CHAT_ID), "zh-Hans", now)
        storage.identities.bind(tx, identity.id, admin.id, now)
        storage.grants.put(tx, admin.id, "admin", admin.unit_id, None, now)

    await database.write(settle)
    async with FakeBotApi().running() as api, talking(database, api):
        api.files["documents/1"] = FILE
        api.bring(a_document(1, "名册.csv"))
        await api.until_called("sendMessage", 2)
        looking, shown = api.of("sendMessage")
        assert "正在查看" in looking["text"] and "新增 1 人，更新 1 人" in shown["text"]
        assert await phone(database) == ""
        save = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        api.bring(tap_update(2, CHAT_ID, save, message_id=2))
        await api.until_called("editMessageText")
        assert "名册已更新" in api.of("editMessageText")[0]["text"]
        assert await phone(database) == "123"


@asynccontextmanager
async def talking(db: Database, api: FakeBotApi) -> AsyncIterator[None]:
    """A garden that polls this Bot API server."""
    clock, stop = SkippingClock(), asyncio.Event()
    environ, documents = {"TELEGRAM_API_BASE": api.base}, Documents(db, COUNTY, clock)
    connection = TelegramConnection(TOKEN, COUNTY.settings, environ, clock, Drawer(), documents)
    garden = Garden(db, COUNTY, [connection.channel], "node", clock)

    await garden.start()
    await connection.start(garden, stop)
    try:
        yield
    finally:
        stop.set()
        await connection.stop()
        await garden.stop()
        await connection.close()
