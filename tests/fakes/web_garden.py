"""A garden with a script instead of a conversation, behind the real web channel and a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.test_utils import TestServer
from fakes.channel import permitted
from fakes.painter import PAINTER

import storage.claims
import storage.clockwork
import storage.identities
import storage.outbox
from bot.channel import Delivery
from bot.channels.web.demo_port import Demo, Persona, SkipTo
from bot.channels.web.front_page import FrontPage
from bot.channels.web.made_files import MadeFileRoutes
from bot.channels.web.receiving import FileRoutes
from bot.channels.web.routes import add_routes
from bot.channels.web.sending import WebChannel
from bot.channels.web.visits import Visits
from bot.charts.drawer import Drawer
from bot.conversation.incoming import Incoming
from bot.conversation.messages import Document
from bot.conversation.outgoing import Outgoing
from bot.conversation.taking import Taken
from bot.documents import MakeDocument
from bot.locales import Words
from storage.database import Database
from storage.outbox import OutboxMessage
from storage.transaction import Transaction
from study import outbox

ZONE = ZoneInfo("Asia/Shanghai")
NAMES = {"zh-Hans": "学习园地", "en": "Learning Garden"}
NODE = "this"

Script = Callable[[Incoming], Sequence[Outgoing] | str]
"""The bubbles that answer an event, or a notice."""


class Moment:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class ScriptedReception:
    """Takes events as the garden does: once each, echo first, replies by way of the outbox."""

    def __init__(self, db: Database, channel: WebChannel, clock: Moment, script: Script) -> None:
        self.taken: list[Incoming] = []
        self.buried: list[tuple[str, str]] = []
        self.script = script
        self._db = db
        self._channel = channel
        self._clock = clock

    async def take(self, incoming: Incoming, also: Callable[[Transaction, int], None] | None = None) -> Taken:
        said = self.script(incoming)
        replies = [] if isinstance(said, str) else said
        rows = await self._db.write(self._receive, incoming, also, len(replies))
        if rows is None:
            return Taken(is_new=False)
        self.taken.append(incoming)
        for row, reply in zip(rows, replies, strict=True):
            await self.deliver(row, reply, incoming.message_ref)
        return Taken(is_new=True, notice=said if isinstance(said, str) else None)

    async def deliver(self, row: OutboxMessage, reply: Outgoing, message_ref: str | None = None) -> None:
        replaced = message_ref if reply.replaces else None
        result = await self._channel.send(Delivery(row.address, reply, replaced, row.id, permitted))
        await self._db.write(outbox.settle, row, result, self._clock())

    def _receive(
        self,
        tx: Transaction,
        incoming: Incoming,
        also: Callable[[Transaction, int], None] | None,
        replies: int,
    ) -> list[OutboxMessage] | None:
        now = self._clock()
        if not storage.clockwork.first_sight(tx, incoming.channel, incoming.event_id, now):
            return None
        identity = storage.identities.find_or_create(
            tx, incoming.channel, incoming.address, incoming.language, now
        )
        if also:
            also(tx, identity.id)
        return [
            outbox_row(tx, identity.id, f"{incoming.event_id}:{number}", now) for number in range(replies)
        ]

    async def bury(self, channel: str, event_id: str, payload: str, failure: str) -> None:
        self.buried.append((event_id, failure))


def outbox_row(tx: Transaction, identity_id: int, key: str, now: datetime) -> OutboxMessage:
    """A claimed row addressed to an identity."""
    row_id = storage.outbox.insert(
        tx,
        person_id=None,
        identity_id=identity_id,
        dedup_key=key,
        kind="reply",
        is_bulk=False,
        message={},
        send_after=now,
        expires_at=now + timedelta(days=1),
        node=NODE,
    )
    row = storage.claims.addressed(tx, row_id or 0)
    assert row
    return row


class TwoPersonas:
    """A demo with two people, on a clock that moves an hour at a time."""

    def __init__(self, clock: Moment) -> None:
        self.entered: list[tuple[str, str]] = []
        self._clock = clock

    def personas(self) -> Sequence[Persona]:
        return [
            Persona(
                "cadre", {"zh-Hans": "学员", "en": "Cadre"}, {"zh-Hans": "读文章，做测验", "en": "Reads"}
            ),
            Persona(
                "office",
                {"zh-Hans": "办公室", "en": "Office"},
                {"zh-Hans": "管名册", "en": "Keeps the roster"},
            ),
        ]

    def enter(self, tx: Transaction, persona_id: str, address: str, now: datetime) -> None:
        assert storage.identities.find(tx, "web", address)
        self.entered.append((persona_id, address))

    async def skip(self, to: SkipTo) -> None:
        self._clock.now += timedelta(hours=1)


class WebGarden:
    """One running web chat. `url` ends without a slash."""

    def __init__(self, server: TestServer, channel: WebChannel, reception: ScriptedReception) -> None:
        self.url = str(server.make_url("/")).rstrip("/")
        self.channel = channel
        self.reception = reception


async def no_document(document: Document, address: str) -> str:
    return f"no {document.name}"


@asynccontextmanager
async def web_garden(
    db: Database,
    clock: Moment,
    script: Script,
    pictures: Path,
    public_url: str | None = None,
    demo: Demo | None = None,
    port: int | None = None,
    make_document: MakeDocument = no_document,
    painter: Sequence[str] = PAINTER,
) -> AsyncIterator[WebGarden]:
    """A running web chat on loopback."""
    channel = WebChannel(db, pictures, clock, Random(7))
    reception = ScriptedReception(db, channel, clock, script)
    words = Words(ZONE)
    app = web.Application()
    page = FrontPage(NAMES, ZONE, words, demo is not None)
    visits = Visits(channel, words, "zh-Hans", public_url)
    drawer = Drawer(painter)
    MadeFileRoutes(channel, visits, drawer, make_document).add_to(app)
    add_routes(app, channel, reception, page, visits, FileRoutes(channel, reception, visits, ZONE), demo)
    server = TestServer(app, port=port)
    await server.start_server()
    try:
        yield WebGarden(server, channel, reception)
    finally:
        channel.close_streams()
        await server.close()
        drawer.close()
