"""Files that people send from the page."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

import storage.identities
import storage.web_chat
from bot.channels.web.arriving import Posted, Unreadable, read_sent
from bot.channels.web.bubble import echo_of
from bot.channels.web.sending import WebChannel
from bot.channels.web.visits import Visits
from bot.conversation.incoming import Incoming
from bot.conversation.menus import for_roles
from bot.conversation.taking import Reception, Taken
from storage.transaction import Transaction
from storage.web_chat import Visitor
from study import permissions, uploads

AT_ONCE = 4
"""Files held in memory at the same time."""

PATIENCE = 60.0
"""Seconds a sender may be silent."""


class FileRoutes:
    """`POST /chat/file?id=…&name=…` with the file as its body, from whoever may send files."""

    def __init__(self, channel: WebChannel, reception: Reception, visits: Visits, zone: ZoneInfo) -> None:
        self._channel = channel
        self._reception = reception
        self._visits = visits
        self._zone = zone
        self._room = asyncio.Semaphore(AT_ONCE)

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/chat/file", self.receive)

    async def are_for(self, visitor: Visitor) -> bool:
        """Whether this visitor may send files."""
        return await self._channel.db.read(uploads.may_send, visitor.identity_id, self._today())

    async def offered(self, visitor: Visitor) -> dict[str, Any]:
        """What the page offers this visitor beside what it offers everybody: files, and the commands of a role."""
        roles = await self._channel.db.read(_roles, visitor.identity_id, self._today())
        return {"files": await self.are_for(visitor), "desk": list(for_roles(roles))}

    def _today(self) -> date:
        return self._channel.clock().astimezone(self._zone).date()

    async def receive(self, request: web.Request) -> web.Response:
        """Take one file for good; it is looked at afterwards. Refused before it is read, where that is possible."""
        visitor = await self._visits.visitor(request)
        self._visits.admit(request, visitor)
        if visitor is None or not await self.are_for(visitor):
            raise web.HTTPForbidden(text=self._visits.say(request, visitor, "upload-not-yours"))
        async with self._room:
            try:
                posted = read_sent(request.query, await self._body(request, visitor))
            except Unreadable as error:
                raise web.HTTPBadRequest(text=str(error)) from error
            taken = await self._take(request, visitor, posted)
        self._channel.listeners.wake(visitor.identity_id)
        return web.json_response({"ok": True, "new": taken.is_new, "notice": taken.notice})

    async def _body(self, request: web.Request, visitor: Visitor) -> bytes:
        body = bytearray()
        if (request.content_length or 0) > uploads.LARGEST:
            raise self._too_large(request, visitor)
        try:
            while True:
                async with asyncio.timeout(PATIENCE):
                    part = await request.content.readany()
                if not part:
                    return bytes(body)
                body += part
                if len(body) > uploads.LARGEST:
                    raise self._too_large(request, visitor)
        except TimeoutError as error:
            raise web.HTTPRequestTimeout from error

    def _too_large(self, request: web.Request, visitor: Visitor) -> web.HTTPRequestEntityTooLarge:
        text = self._visits.say(request, visitor, "upload-refused-too_large")
        return web.HTTPRequestEntityTooLarge(uploads.LARGEST, request.content_length or 0, text=text)

    async def _take(self, request: web.Request, visitor: Visitor, posted: Posted) -> Taken:
        echo, now = echo_of(posted), self._channel.clock()
        incoming = Incoming(
            self._channel.name,
            visitor.address,
            f"{visitor.address}:{posted.client_id}",
            posted.event,
            self._visits.language(request, visitor),
        )

        def record_echo(tx: Transaction, identity_id: int) -> None:
            if echo:
                storage.web_chat.store_echo(tx, identity_id, echo, now)

        return await self._reception.take(incoming, record_echo)


def _roles(tx: Transaction, identity_id: int, today: date) -> frozenset[str]:
    identity = storage.identities.by_id(tx, identity_id)
    if identity is None or identity.person_id is None:
        return frozenset()
    return permissions.roles(tx, identity.person_id, today)
